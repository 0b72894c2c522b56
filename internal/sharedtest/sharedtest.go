// Package sharedtest finds the reference data and acceptance cases beside the checkout, for tests.
package sharedtest

import (
	"os"
	"path/filepath"
	"testing"
)

// Path returns a folder or file below ../shared beside the root of the repository, or below
// ENTENTE_SHARED. Without it the test is skipped on a person's machine and fails in CI.
func Path(t testing.TB, name ...string) string {
	t.Helper()
	root := os.Getenv("ENTENTE_SHARED")
	if root == "" {
		root = filepath.Join(filepath.Dir(checkout(t)), "shared")
	}
	path := filepath.Join(append([]string{root}, name...)...)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("the shared data is missing: %v", err)
		}
		t.Skipf("skipped: the shared data is not on this machine; set ENTENTE_SHARED: %v", err)
	}
	return path
}

// checkout is the root of the repository: the folder above that holds go.mod.
func checkout(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("the test does not run below a go.mod")
		}
	}
}
