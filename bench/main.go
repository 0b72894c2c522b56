// Command bench measures Entente against its limits and against other engines, in
// one run, and prints a table for docs/benchmarks.md; or the parts of it that are
// named. Times are of this machine
// and this moment; what counts are the ratios.
//
// The data for the large library and the texts is read from the folder named by ENTENTE_SHARED
// or ../shared beside the repository; without it those parts are left out and said so. Parts
// named as arguments are run alone: engines, batch, large, covering, storing, serving, pages, cooperating, documents, searching, cold-start.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"entente/corpus"

	"entente/internal/law"
)

func main() {
	lib, err := corpus.Library()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("%s, %s, %d processors\n\n", time.Now().Format(time.DateOnly), runtime.Version(), runtime.NumCPU())
	for _, part := range []struct {
		name string
		run  func(*law.Library) error
	}{{"engines", engines}, {"batch", batch}, {"large", large}, {"covering", covering}, {"storing", storing}, {"serving", serving}, {"pages", pages}, {"cooperating", cooperating}, {"documents", documents}, {"searching", searching}, {"cold-start", coldStart}} {
		if len(os.Args) > 1 && !slices.Contains(os.Args[1:], part.name) {
			continue
		}
		if err := part.run(lib); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println()
	}
}

// shared returns the folder of test data, "" when there is none.
func shared() string {
	for _, dir := range []string{os.Getenv("ENTENTE_SHARED"), "../shared", "../../shared"} {
		if st, err := os.Stat(filepath.Join(dir, "data")); dir != "" && err == nil && st.IsDir() {
			return dir
		}
	}
	return ""
}

// median times f in rounds and returns the median time of one call.
func median(rounds, calls int, f func()) time.Duration {
	f()
	var ds []time.Duration
	for range rounds {
		start := time.Now()
		for range calls {
			f()
		}
		ds = append(ds, time.Since(start)/time.Duration(calls))
	}
	slices.Sort(ds)
	return ds[len(ds)/2]
}
