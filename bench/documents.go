package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"entente/internal/document"
	"entente/internal/document/analysis"
	"entente/internal/document/reading"
	"entente/internal/law"
)

const documentLimit = time.Second

// documents times `entente document` on every real treaty text, as a new process each time,
// and the parts of it within one process. A text over the limit is an error.
func documents(lib *law.Library) error {
	fmt.Println("## `entente document` on real texts (limit 1 s each, the start of the program counted)")
	files, _ := filepath.Glob(filepath.Join(shared(), "data", "treaty-texts", "texts", "*.md"))
	if shared() == "" || len(files) == 0 {
		fmt.Println("left out: there is no folder of treaty texts (set ENTENTE_SHARED)")
		return nil
	}
	bin, done, err := program()
	if err != nil {
		return err
	}
	defer done()
	whole, slow, err := processes(bin, files)
	if err != nil {
		return err
	}
	parts, err := parts(lib, files)
	if err != nil {
		return err
	}
	fmt.Println("| what | median | worst |")
	fmt.Println("| --- | --- | --- |")
	for _, r := range append([]timed{{"the program, a new process per text", whole}}, parts...) {
		slices.Sort(r.took)
		fmt.Printf("| %s | %v | %v |\n", r.what, r.took[len(r.took)/2].Round(time.Millisecond/10), r.took[len(r.took)-1].Round(time.Millisecond))
	}
	fmt.Printf("%d texts; the slowest is %s\n", len(files), slow)
	if worst := slices.Max(whole); worst > documentLimit {
		return fmt.Errorf("%s took %v; the limit is %v", slow, worst, documentLimit)
	}
	return nil
}

type timed struct {
	what string
	took []time.Duration
}

// processes runs the program once on each text.
func processes(bin string, files []string) (took []time.Duration, slowest string, err error) {
	worst := time.Duration(0)
	for _, f := range files {
		start := time.Now()
		if out, err := exec.Command(bin, "document", f, "--json").CombinedOutput(); err != nil {
			return nil, "", fmt.Errorf("%s: %v: %s", f, err, out)
		}
		d := time.Since(start)
		if took = append(took, d); d > worst {
			worst, slowest = d, filepath.Base(f)
		}
	}
	return took, slowest, nil
}

// parts times the reading, the structure, and the clauses with what is laid down.
func parts(lib *law.Library, files []string) ([]timed, error) {
	out := []timed{{what: "reading the file"}, {what: "its structure: articles, parties, days, terms, references"}, {what: "clauses, gaps, what it lays down"}}
	for _, f := range files {
		at := []time.Time{time.Now()}
		src, err := reading.File(context.Background(), f, reading.Options{})
		if err != nil {
			return nil, err
		}
		at = append(at, time.Now())
		d := document.Structure(src, lib.Treaties)
		at = append(at, time.Now())
		analysis.Of(d)
		at = append(at, time.Now())
		for i := range out {
			out[i].took = append(out[i].took, at[i+1].Sub(at[i]))
		}
	}
	return out, nil
}

// program builds the program in a folder that done removes.
func program() (bin string, done func(), err error) {
	dir, err := os.MkdirTemp("", "entente-bench")
	if err != nil {
		return "", nil, err
	}
	done = func() { os.RemoveAll(dir) }
	bin = filepath.Join(dir, "entente")
	build := exec.Command("go", "build", "-o", bin, "./cmd/entente")
	build.Dir = ".."
	if _, err := os.Stat("cmd/entente"); err == nil {
		build.Dir = "."
	}
	if out, err := build.CombinedOutput(); err != nil {
		done()
		return "", nil, fmt.Errorf("%v: %s", err, out)
	}
	return bin, done, nil
}
