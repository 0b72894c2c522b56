package register

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/curate/collection"
	"entente/internal/law/treaty"
	"entente/internal/record"
)

// KindName is what a person decided about a name that no State of the shipped law bears,
// or, while nobody has, that it waits.
const KindName record.Kind = "name"

// Name is a spelling of a party in a collection. Code is empty while it waits for a person.
type Name struct {
	Name  string        `yaml:"name" json:"name"`
	Code  ent.StateCode `yaml:"code,omitempty" json:"code,omitempty"`
	Times int           `yaml:"times,omitempty" json:"times,omitempty"` // how often it stood in the collection that brought it
}

// Left is a record of a collection that was not taken, and why.
type Left struct {
	Line int    `json:"line"`
	ID   string `json:"id"`
	Why  string `json:"why"`
}

// Report tells what became of a collection.
type Report struct {
	Taken   int    `json:"taken"`
	Already int    `json:"already"`
	Waiting []Left `json:"waiting"` // for a person to say who a party is
	Refused []Left `json:"refused"`
	Names   []Name `json:"names"` // that wait, the most frequent first
}

// Spellings is the shipped law's names of States with those that people decided here.
type Spellings struct {
	world   *treaty.World
	decided map[string]ent.StateCode
}

// Code returns the code of the State that bears the name.
func (s *Spellings) Code(name string) (ent.StateCode, bool) {
	if c, ok := s.decided[fold(name)]; ok {
		return c, true
	}
	return s.world.Code(name)
}

func fold(name string) string { return strings.Join(strings.Fields(strings.ToUpper(name)), " ") }

// Spellings returns the names by which parties are known.
func (r *Register) Spellings(ctx context.Context) (*Spellings, error) {
	names, err := r.names(ctx)
	s := &Spellings{r.law.World(), map[string]ent.StateCode{}}
	for _, n := range names {
		if n.Code != "" {
			s.decided[fold(n.Name.Name)] = n.Code
		}
	}
	return s, err
}

type keptName struct {
	Name
	seq int64
}

func (r *Register) names(ctx context.Context) (map[string]keptName, error) {
	out := map[string]keptName{}
	err := r.each(ctx, record.Query{Kind: KindName}, func(v *record.Version) error {
		k := keptName{seq: v.Seq}
		if err := yaml.Unmarshal(v.Body, &k.Name); err != nil {
			return fmt.Errorf("name %q: %w", v.ID, err)
		}
		out[v.ID] = k
		return nil
	})
	return out, err
}

// Waiting returns the names that wait for a person, the most frequent first.
func (r *Register) Waiting(ctx context.Context) ([]Name, error) {
	all, err := r.names(ctx)
	var out []Name
	for _, n := range all {
		if n.Code == "" {
			out = append(out, n.Name)
		}
	}
	byFrequency(out)
	return out, err
}

func byFrequency(names []Name) {
	slices.SortFunc(names, func(a, b Name) int {
		if a.Times != b.Times {
			return b.Times - a.Times
		}
		return strings.Compare(a.Name, b.Name)
	})
}

// NameIs puts a person's decision on record: the name means this State.
func (r *Register) NameIs(ctx context.Context, by ent.Actor, name string, code ent.StateCode) error {
	if _, err := r.law.World().Find(string(code)); err != nil {
		return err
	}
	all, err := r.names(ctx)
	if err != nil {
		return err
	}
	n := Name{Name: name, Code: code, Times: all[fold(name)].Times}
	c, err := nameChange(n)
	if err != nil {
		return err
	}
	if old, ok := all[fold(name)]; ok {
		c.Replaces, c.Reason = old.seq, "decided: "+string(code)
	}
	_, err = r.store.Append(ctx, by, c)
	return err
}

func nameChange(n Name) (record.Change, error) {
	body, err := yaml.Marshal(n)
	return record.Change{Kind: KindName, ID: fold(n.Name), Body: body, Replaces: record.New}, err
}

// maxBatch is how many changes an import puts on record in one step; what is on record
// stays when it is broken off, and the same import goes on from there.
const maxBatch = 4000

// Import puts the records of a collection on record, those that can be. Records that are
// on record already are passed over, so that an import that was broken off, or is repeated
// when names were decided, goes on. With dry nothing is put on record.
func (r *Register) Import(ctx context.Context, by ent.Actor, rows []collection.Row, dry bool, progress func(done, of int64)) (*Report, error) {
	have := map[string]bool{}
	if err := r.each(ctx, record.Query{Kind: KindInstrument}, func(v *record.Version) error { have[v.ID] = true; return nil }); err != nil {
		return nil, err
	}
	rep := &Report{Waiting: []Left{}, Refused: []Left{}, Names: []Name{}}
	unknown := map[string]Name{}
	var batch []record.Change
	flush := func() error {
		if dry || len(batch) == 0 {
			batch = nil
			return nil
		}
		_, err := r.store.Append(ctx, by, batch...)
		batch = nil
		return err
	}
	for i := range rows {
		row := &rows[i]
		changes, why := r.take(row)
		switch id := string(row.Instrument.ID); {
		case have[id]:
			rep.Already++
		case why != "":
			rep.Refused = append(rep.Refused, Left{row.Line, id, why})
		case len(row.Unknown) > 0:
			rep.Waiting = append(rep.Waiting, Left{row.Line, id, "who is " + strings.Join(row.Unknown, "; ") + "?"})
			for _, n := range row.Unknown {
				unknown[fold(n)] = Name{Name: n, Times: unknown[fold(n)].Times + 1}
			}
		default:
			have[id] = true
			rep.Taken++
			batch = append(batch, changes...)
		}
		if len(batch) >= maxBatch {
			if err := flush(); err != nil {
				return rep, err
			}
		}
		if progress != nil {
			progress(int64(i+1), int64(len(rows)))
		}
	}
	if err := flush(); err != nil {
		return rep, err
	}
	rep.Names = slices.Collect(maps.Values(unknown))
	byFrequency(rep.Names)
	if dry {
		return rep, nil
	}
	return rep, r.queue(ctx, by, rep.Names)
}

// take makes the changes for a record, or says why it cannot be taken.
func (r *Register) take(row *collection.Row) ([]record.Change, string) {
	if row.Fault != "" {
		return nil, row.Fault
	}
	if err := r.check(&row.Instrument); err != nil {
		return nil, err.Error()
	}
	changes, err := instrumentChanges(&row.Instrument)
	if err != nil {
		return nil, err.Error()
	}
	return changes, ""
}

// queue puts names that wait on record, those that are not there yet.
func (r *Register) queue(ctx context.Context, by ent.Actor, names []Name) error {
	all, err := r.names(ctx)
	if err != nil {
		return err
	}
	var changes []record.Change
	for _, n := range names {
		if _, ok := all[fold(n.Name)]; ok || len(n.Name) > record.MaxID {
			continue
		}
		c, err := nameChange(n)
		if err != nil {
			return err
		}
		changes = append(changes, c)
	}
	if len(changes) == 0 {
		return nil
	}
	_, err = r.store.Append(ctx, by, changes...)
	return err
}
