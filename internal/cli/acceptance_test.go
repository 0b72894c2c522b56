package cli

import (
	"entente/internal/sharedtest"
	"os/exec"
	"path/filepath"
	"testing"
)

// shared is the folder of acceptance cases and test data beside the repository.
func shared(t *testing.T) string {
	t.Helper()
	return filepath.Dir(filepath.Dir(sharedtest.Path(t, "corpus", "run-cases")))
}

// The open acceptance cases pass through the program itself, run by their own runner.
func TestOpenCasesThroughTheProgram(t *testing.T) {
	dir := shared(t)
	bin := filepath.Join(t.TempDir(), "entente")
	build := exec.Command("go", "build", "-o", bin, "entente/cmd/entente")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	run := exec.Command(filepath.Join(dir, "corpus", "run-cases"), filepath.Join(dir, "corpus", "cases"), "--entente", bin)
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
