package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// shared finds the folder of acceptance cases and test data beside the repository.
// Without it the test is skipped on a person's machine and fails in CI.
func shared(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("ENTENTE_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "corpus", "run-cases")); err == nil {
		return dir
	}
	if os.Getenv("CI") != "" {
		t.Fatal("the acceptance cases are not beside the repository; CI must have them (ENTENTE_SHARED)")
	}
	t.Skip("skipped: the acceptance cases are not on this machine; set ENTENTE_SHARED to the folder that holds corpus/run-cases")
	return ""
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
