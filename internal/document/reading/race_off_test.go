//go:build !race

package reading

// raced says that the race detector is on, which multiplies the memory.
const raced = false
