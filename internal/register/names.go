package register

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/curate/collection"
	"entente/internal/law/world"
	"entente/internal/record"
)

// KindName is what a person decided about a name that no State of the shipped law bears,
// or, while nobody has, that it waits.
const KindName record.Kind = "name"

// Name is a spelling of a party in a collection, and what a person decided about it: that
// it means a State or organisation (Code), a territory for which that State acts (Code and
// Territory), or nobody who could be a party (Ignored). Without any of them it waits.
type Name struct {
	Name      string        `yaml:"name" json:"name"`
	Code      ent.StateCode `yaml:"code,omitempty" json:"code,omitempty"`
	Territory bool          `yaml:"territory,omitempty" json:"territory,omitempty"`
	Ignored   bool          `yaml:"ignored,omitempty" json:"ignored,omitempty"`
	Reason    string        `yaml:"reason,omitempty" json:"reason,omitempty"`
	Times     int           `yaml:"times,omitempty" json:"times,omitempty"` // how often it stood in the collection that brought it
}

func (n Name) waits() bool { return n.Code == "" && !n.Ignored }

// Decision tells in a few words what was decided.
func (n Name) Decision() string {
	switch {
	case n.Ignored:
		return "no party"
	case n.Territory:
		return "a territory for which " + string(n.Code) + " acts"
	}
	return string(n.Code)
}

// Spellings is the shipped law's names of States with those that people decided here.
type Spellings struct {
	world   *world.World
	decided map[string]Name
}

// Meaning returns what the name of a party means; see collection.Names.
func (s *Spellings) Meaning(name string) (collection.Meaning, bool) {
	if n, ok := s.decided[fold(name)]; ok {
		return collection.Meaning{Code: n.Code, Territory: n.Territory, Ignored: n.Ignored}, true
	}
	c, ok := s.world.Code(name)
	return collection.Meaning{Code: c}, ok
}

// Exists reports whether the State exists on the day.
func (s *Spellings) Exists(c ent.StateCode, on ent.Date) bool { return s.world.Exists(c, on) }

func fold(name string) string { return strings.Join(strings.Fields(strings.ToUpper(name)), " ") }

// Spellings returns the names by which parties are known.
func (r *Register) Spellings(ctx context.Context) (*Spellings, error) {
	names, err := r.names(ctx)
	s := &Spellings{r.law.World(), map[string]Name{}}
	for _, n := range names {
		if !n.gone && !n.waits() {
			s.decided[fold(n.Name.Name)] = n.Name
		}
	}
	return s, err
}

// keptName is a name on record; gone, when it was taken off the record again.
type keptName struct {
	Name
	seq  int64
	gone bool
}

// names returns the last version of every name that was ever on record.
func (r *Register) names(ctx context.Context) (map[string]keptName, error) {
	out := map[string]keptName{}
	err := r.each(ctx, record.Query{Kind: KindName, Every: true}, func(v *record.Version) error {
		k, err := decodeName(v)
		out[v.ID] = k
		return err
	})
	return out, err
}

func decodeName(v *record.Version) (keptName, error) {
	k := keptName{seq: v.Seq, gone: v.Withdrawn}
	if err := yaml.Unmarshal(v.Body, &k.Name); err != nil {
		return k, fmt.Errorf("name %q: %w", v.ID, err)
	}
	return k, nil
}

// Waiting returns the names that wait for a person, the most frequent first.
func (r *Register) Waiting(ctx context.Context) ([]Name, error) {
	return r.selectNames(ctx, Name.waits)
}

// Decided returns the names about which people decided, the most frequent first.
func (r *Register) Decided(ctx context.Context) ([]Name, error) {
	return r.selectNames(ctx, func(n Name) bool { return !n.waits() })
}

func (r *Register) selectNames(ctx context.Context, want func(Name) bool) ([]Name, error) {
	all, err := r.names(ctx)
	var out []Name
	for _, n := range all {
		if !n.gone && want(n.Name) {
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

// Decide puts a person's decision about a name on record. What was imported before stays
// as it is; the next import follows the decision. Errors are of kind Invalid: a code that
// is no State or organisation, a name that the shipped law knows, a decision without reason
// that the name is no party or a territory.
func (r *Register) Decide(ctx context.Context, by ent.Actor, n Name) error {
	if err := r.checkDecision(&n); err != nil {
		return err
	}
	h, err := r.store.History(ctx, KindName, fold(n.Name))
	if err != nil {
		return err
	}
	var old keptName
	if len(h) > 0 {
		if old, err = decodeName(&h[len(h)-1]); err != nil {
			return err
		}
	}
	n.Times = old.Times
	c, err := nameChange(n)
	if err != nil {
		return err
	}
	if len(h) > 0 {
		c.Replaces, c.Reason = old.seq, strings.TrimSuffix("decided: "+n.Decision()+"; "+n.Reason, "; ")
	}
	_, err = r.store.Append(ctx, by, c)
	return err
}

func (r *Register) checkDecision(n *Name) error {
	world := r.law.World()
	if known, ok := world.Code(n.Name); ok {
		return ent.Errorf(ent.Invalid, "%q is %s in the shipped law; there is nothing to decide", n.Name, known)
	}
	if fold(n.Name) == "" {
		return ent.Errorf(ent.Invalid, "the name is empty")
	}
	if n.Ignored || n.Territory {
		if n.Reason == "" {
			return ent.Errorf(ent.Invalid, "say why %q is %s: --reason", n.Name, n.Decision())
		}
	}
	if n.Ignored {
		if n.Code != "" || n.Territory {
			return ent.Errorf(ent.Invalid, "%q is either no party or %s, not both", n.Name, n.Code)
		}
		return nil
	}
	code, err := world.Find(string(n.Code))
	if err != nil {
		return err
	}
	if n.Territory && world.IsOrganisation(code) {
		return ent.Errorf(ent.Invalid, "%s is an organisation; for a territory a State acts", code)
	}
	n.Code = code
	return nil
}

func nameChange(n Name) (record.Change, error) {
	body, err := yaml.Marshal(n)
	return record.Change{Kind: KindName, ID: fold(n.Name), Body: body, Replaces: record.New}, err
}

// queued makes the changes that put names that wait on record, those that are not there yet.
func (r *Register) queued(ctx context.Context, names []Name) ([]record.Change, error) {
	all, err := r.names(ctx)
	if err != nil {
		return nil, err
	}
	var changes []record.Change
	for _, n := range names {
		old, ok := all[fold(n.Name)]
		if ok && !old.gone {
			continue
		}
		c, err := nameChange(n)
		if err != nil {
			return nil, err
		}
		if ok {
			c.Replaces, c.Reason = old.seq, again
		}
		changes = append(changes, c)
	}
	return changes, nil
}
