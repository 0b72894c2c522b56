package storagetest

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Tool returns the path of a program of others, which the module testtools pins and the
// Go command builds when it is first asked for. A machine that cannot get it skips the
// test, save in CI, where it fails.
func Tool(t testing.TB, name string) string {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 8*time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, "go", "tool", "-n", name)
	cmd.Dir = toolsDir(t)
	out, err := cmd.Output()
	if err == nil {
		return strings.TrimSpace(string(out))
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		out = exit.Stderr
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("%s, against which the log is tested, cannot be built (make deps gets it): %v\n%s", name, err, out)
	}
	t.Skipf("skipped: %s, against which the log is tested, cannot be built on this machine (make deps gets it): %v\n%s", name, err, out)
	return ""
}

// toolsDir finds the module testtools above the package under test.
func toolsDir(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		tools := filepath.Join(dir, "testtools")
		if _, err := os.Stat(filepath.Join(tools, "go.mod")); err == nil {
			return tools
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("there is no module testtools above this package")
		}
		dir = up
	}
}

// output is what a program that runs has printed so far.
type output struct {
	file string
}

// start starts a program that is stopped when the test ends.
func start(t testing.TB, tool string, args ...string) *output {
	t.Helper()
	return startCommand(t, exec.Command(tool, args...))
}

func startCommand(t testing.TB, cmd *exec.Cmd) *output {
	t.Helper()
	out := &output{filepath.Join(t.TempDir(), "output")}
	f, err := os.Create(out.file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cmd.Stdout, cmd.Stderr = f, f
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
		if t.Failed() {
			t.Logf("%s:\n%s", filepath.Base(cmd.Path), out.end())
		}
	})
	return out
}

func (o *output) text() string {
	b, _ := os.ReadFile(o.file)
	return string(b)
}

// end returns the end of what was printed.
func (o *output) end() string {
	s := o.text()
	return s[max(0, len(s)-4<<10):]
}

// wait waits until the program has printed the words.
func (o *output) wait(t testing.TB, words string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if strings.Contains(o.text(), words) {
			return
		}
	}
	t.Fatalf("it did not say %q:\n%s", words, o.end())
}
