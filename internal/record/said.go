package record

import "sync"

// Said remembers what versions say, by their place in the log, so that it is read out of
// their bodies once: versions never change. Its zero value remembers nothing yet. What it
// gives is shared and not to be changed.
type Said[T any] struct {
	mu   sync.Mutex
	said map[int64]T
}

// maxSaid is how many versions are remembered.
const maxSaid = 60_000

// Of returns what a version says; read reads it when it is not remembered.
func (s *Said[T]) Of(seq int64, read func() (T, error)) (T, error) {
	s.mu.Lock()
	x, ok := s.said[seq]
	s.mu.Unlock()
	if ok {
		return x, nil
	}
	x, err := read()
	if err != nil {
		return x, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.said == nil || len(s.said) >= maxSaid {
		s.said = map[int64]T{}
	}
	s.said[seq] = x
	return x, nil
}
