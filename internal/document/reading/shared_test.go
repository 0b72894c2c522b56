package reading

import (
	"entente/internal/sharedtest"
	"testing"
)

// texts is the folder of treaty texts beside the checkout. Without it the test is skipped
// on a person's machine and fails in CI.
func texts(t testing.TB) string {
	t.Helper()
	return sharedtest.Path(t, "data", "treaty-texts", "texts")
}
