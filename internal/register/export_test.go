package register

import "testing"

// SetMaxBatch makes the steps of imports small for one test.
func SetMaxBatch(t *testing.T, n int) {
	old := maxBatch
	maxBatch = n
	t.Cleanup(func() { maxBatch = old })
}
