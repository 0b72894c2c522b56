package reading

import (
	"os"
	"path/filepath"
	"testing"
)

// texts is the folder of treaty texts beside the checkout. Without it the test is skipped
// on a person's machine and fails in CI.
func texts(t testing.TB) string {
	t.Helper()
	root := os.Getenv("ENTENTE_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "..", "shared")
	}
	dir := filepath.Join(root, "data", "treaty-texts", "texts")
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("the shared data is missing: %v", err)
		}
		t.Skipf("skipped: the shared data is not on this machine; set ENTENTE_SHARED: %v", err)
	}
	return dir
}
