package sqlbase

import (
	"context"

	"entente/internal/record"
)

// askedAtOnce is how many ids one question names.
const askedAtOnce = 500

// Marks returns the markings of the newest versions of a kind; see record.MarkedStore.
func (s *Store) Marks(ctx context.Context, kind record.Kind, ids ...string) (map[string]string, error) {
	out := map[string]string{}
	if len(ids) == 0 {
		return out, s.marks(ctx, out, kind, nil)
	}
	for len(ids) > 0 {
		n := min(len(ids), askedAtOnce)
		if err := s.marks(ctx, out, kind, ids[:n]); err != nil {
			return nil, err
		}
		ids = ids[n:]
	}
	return out, nil
}

func (s *Store) marks(ctx context.Context, out map[string]string, kind record.Kind, ids []string) error {
	w := &where{}
	w.text("kind", string(kind))
	w.and("classified <> '' AND replaced_by = -1")
	list := ""
	for i, id := range ids {
		if i > 0 {
			list += ", "
		}
		list += w.arg(id)
	}
	if list != "" {
		w.and("id IN (" + list + ")")
	}
	rows, err := s.db.QueryContext(ctx, `SELECT id, classified FROM versions WHERE `+w.b.String(), w.args...)
	if err != nil {
		return s.wrap("reading the record", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, marking string
		if err := rows.Scan(&id, &marking); err != nil {
			return s.wrap("reading the record", err)
		}
		out[id] = marking
	}
	return s.wrap("reading the record", rows.Err())
}

// Markings returns the markings on record by kind; see record.MarkedStore.
func (s *Store) Markings(ctx context.Context, from int64) (map[record.Kind][]string, int64, error) {
	size, err := s.Size(ctx)
	if err != nil || size <= from {
		return nil, size, err
	}
	rows, err := s.query(ctx, `SELECT DISTINCT kind, classified FROM versions WHERE classified <> '' AND seq >= $1 AND seq < $2 ORDER BY kind, classified`, from, size)
	if err != nil {
		return nil, 0, s.wrap("reading the record", err)
	}
	defer rows.Close()
	out := map[record.Kind][]string{}
	for rows.Next() {
		var kind, marking string
		if err := rows.Scan(&kind, &marking); err != nil {
			return nil, 0, s.wrap("reading the record", err)
		}
		out[record.Kind(kind)] = append(out[record.Kind(kind)], marking)
	}
	return out, size, s.wrap("reading the record", rows.Err())
}
