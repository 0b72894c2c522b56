package record

import "context"

// Each calls f for every version that a query selects, page by page. It stops at the
// first error.
func Each(ctx context.Context, s Store, q Query, f func(*Version) error) error {
	q.Limit = MaxChanges
	for {
		vs, err := s.Find(ctx, q)
		if err != nil {
			return err
		}
		for i := range vs {
			if err := f(&vs[i]); err != nil {
				return err
			}
		}
		if len(vs) < q.Limit {
			return nil
		}
		q.From = vs[len(vs)-1].Seq + 1
	}
}
