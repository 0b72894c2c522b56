package app

import (
	"context"
	"reflect"
	"slices"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/law"
	"entente/internal/law/finding"
	"entente/internal/matter"
	"entente/internal/opinion"
	"entente/internal/record"
	"entente/internal/register"
	"entente/internal/treatymaking"
)

// Give puts the finding on a matter on record under the marking of the context. A finding
// is given under the law as everybody sees it who may read the finding, so that it rests on
// nothing that they may not see, and they can ask it again. When that answer is another than
// the one under the law that the asker sees, the marking is too low: an error of kind
// Invalid names the lowest under which it can be given.
func (a *App) Give(ctx context.Context, by ent.Actor, lib *law.Library, m *law.Matter) (*opinion.Opinion, error) {
	q, err := asked(lib, m)
	if err != nil {
		return nil, err
	}
	chosen := access.MarkedIn(ctx)
	at, err := a.LibraryFor(ctx, chosen, time.Time{})
	if err != nil {
		return nil, err
	}
	if other := q.under(at); other != nil {
		return a.Opinions.Give(ctx, by, at, other, chosen.Kept())
	}
	lowest, err := a.lowest(ctx, q)
	if err != nil {
		return nil, err
	}
	return nil, ent.Errorf(ent.Invalid, "the answer rests on what is marked higher than %s; mark the finding %s", chosen, lowest)
}

// MarkingOf returns the lowest marking under which the finding on a matter can be given as
// it comes out under the law that the asker sees.
func (a *App) MarkingOf(ctx context.Context, lib *law.Library, m *law.Matter) (access.Marking, error) {
	q, err := asked(lib, m)
	if err != nil {
		return access.Marking{}, err
	}
	return a.lowest(ctx, q)
}

// question is a matter with the answer to it.
type question struct {
	lib    *law.Library
	matter *law.Matter
	text   []byte
	answer string // digest of the finding, whatever library it names
}

func asked(lib *law.Library, m *law.Matter) (*question, error) {
	d, err := answer(lib, m)
	return &question{lib, m, matter.Format(lib, m), d}, err
}

func answer(lib *law.Library, m *law.Matter) (string, error) {
	f, err := finding.Assess(lib, m)
	if err != nil {
		return "", err
	}
	f.Corpus = ""
	_, digest, err := opinion.Print(f)
	return digest, err
}

// under returns the matter as another library reads it, when the answer is the same there,
// and nil when it is another, or when the matter cannot be put there at all.
func (q *question) under(lib *law.Library) *law.Matter {
	if lib == q.lib || lib.Hash == q.lib.Hash {
		return q.matter
	}
	m, err := matter.Read(lib, "matter", q.text, q.matter.On)
	if err != nil {
		return nil
	}
	if d, err := answer(lib, m); err != nil || d != q.answer {
		return nil
	}
	return m
}

// lowest tries the markings that bear on the law which the asker sees, the lowest first.
func (a *App) lowest(ctx context.Context, q *question) (access.Marking, error) {
	tries, err := a.candidates(ctx)
	if err != nil {
		return access.Marking{}, err
	}
	for _, m := range tries {
		lib, err := a.LibraryFor(ctx, m, time.Time{})
		if err != nil {
			return m, err
		}
		if q.under(lib) != nil {
			return m, nil
		}
	}
	return tries[len(tries)-1], nil // under all that they see the answer is theirs
}

// candidates returns public, the markings of the law that the asker sees and what comes of
// two of them, the lowest first; the last is what comes of all.
func (a *App) candidates(ctx context.Context) ([]access.Marking, error) {
	seen, err := a.Records.Visible(ctx, lawKinds...)
	if err != nil {
		return nil, err
	}
	var single []access.Marking
	all := access.Marking{}
	for _, s := range seen {
		if m, err := access.ParseMarking(s); err == nil {
			single, all = append(single, m), a.Guard.Join(all, m)
		}
	}
	out := append([]access.Marking{{}}, single...)
	for i := range single {
		for _, other := range single[:i] {
			out = append(out, a.Guard.Join(single[i], other))
		}
	}
	slices.SortStableFunc(out, func(x, y access.Marking) int {
		if x.Level != y.Level {
			return x.Level - y.Level
		}
		return len(x.Rel) - len(y.Rel)
	})
	return append(out, all), nil
}

// Replays asks the matter of a finding on record again: as the law was known when it was
// given, and as it is known now, both as everybody sees it who may read the finding.
func (a *App) Replays(ctx context.Context, o *opinion.Opinion) (then, now *opinion.Replay, err error) {
	lib, err := a.givenUnder(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	if then, err = o.Again(lib); err != nil {
		return nil, nil, err
	}
	m, err := access.ParseMarking(o.Classified)
	if err != nil {
		return nil, nil, err
	}
	if lib, err = a.LibraryFor(ctx, m, time.Time{}); err != nil {
		return nil, nil, err
	}
	now, err = o.Again(lib)
	return then, now, err
}

// givenUnder returns the library under which a finding on record was given.
func (a *App) givenUnder(ctx context.Context, o *opinion.Opinion) (*law.Library, error) {
	then, err := access.ParseMarking(o.Under)
	if err != nil {
		return nil, err
	}
	now, err := access.ParseMarking(o.Classified)
	if err != nil {
		return nil, err
	}
	return a.libraryGiven(ctx, then, now, o.Given)
}

// MayRest makes sure that what is put on record of the answer to a matter rests on nothing
// that those may not see who will read it; an error of kind Invalid names the marking it
// needs.
func (a *App) MayRest(ctx context.Context, lib *law.Library, m *law.Matter) error {
	lowest, err := a.MarkingOf(ctx, lib, m)
	if chosen := access.MarkedIn(ctx); err == nil && !a.Guard.Within(lowest.Kept(), chosen) {
		err = ent.Errorf(ent.Invalid, "the answer rests on what is marked higher than %s; mark what is made of it %s", chosen, lowest)
	}
	return err
}

// Scan asks the law engine of an agreement that is being made, for a step of its making; see
// treatymaking.File.Run. The law is that of everybody who will see the step; when the one
// who asks sees other law, and the answer is another under it, the marking is too low.
func (a *App) Scan(ctx context.Context, f *treatymaking.File, on ent.Date) (*treatymaking.Scan, error) {
	at, err := a.fits(ctx, &record.Change{Kind: treatymaking.KindStep, ID: string(f.Instrument), Subject: string(f.Instrument), Replaces: record.New})
	if err != nil {
		return nil, err
	}
	lib, err := a.Library(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	scan, err := f.Run(at, on)
	if err != nil || at.Hash == lib.Hash {
		return scan, err
	}
	full, err := f.Run(lib, on)
	if err != nil {
		return nil, err
	}
	if full.Law = scan.Law; !reflect.DeepEqual(full, scan) {
		return nil, ent.Errorf(ent.Invalid, "the answer rests on what is marked higher than %s; give the step that marking", access.MarkedIn(ctx))
	}
	return scan, nil
}

// Reclassify gives a thing on record another marking; see access.Records.Reclassify. With it
// go the findings that name it. A norm to which another one refers that would not be hidden
// with it is not raised: an error of kind Conflict names that one.
func (a *App) Reclassify(ctx context.Context, by ent.Actor, kind record.Kind, id string, to access.Marking, reason string) error {
	lib, err := a.Library(ctx, time.Time{})
	if err != nil {
		return err
	}
	if err := a.referred(ctx, lib, kind, id, to); err != nil {
		return err
	}
	if kind == opinion.KindOpinion {
		if was, err := a.Records.MarkOf(ctx, kind, id); err != nil || !a.Guard.Within(was.Kept(), to) {
			return ent.Errorf(ent.Invalid, "a finding rests on what its marking covers; under a lower one it is given again")
		}
	}
	named := naming(lib, kind, id)
	if _, err := a.Records.Reclassify(ctx, by, kind, id, to, reason); err != nil || len(named) == 0 {
		return err
	}
	all, err := a.Opinions.All(ctx, time.Time{})
	if err != nil {
		return err
	}
	for i := range all {
		m, err := access.ParseMarking(all[i].Classified)
		if err != nil || a.Guard.Within(to.Kept(), m) {
			continue
		}
		o, err := a.Opinions.Find(ctx, all[i].ID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(named, o.Names) {
			continue
		}
		if _, err := a.Records.Reclassify(ctx, by, opinion.KindOpinion, o.ID, a.Guard.Join(m, to), "it names "+id+": "+reason); err != nil {
			return err
		}
	}
	return nil
}

// naming are the names by which a finding tells of a thing: an instrument's own, and its
// norms'.
func naming(lib *law.Library, kind record.Kind, id string) []string {
	switch kind {
	case register.KindNorm:
		return []string{id}
	case register.KindInstrument:
		out := []string{id}
		for _, p := range lib.Vocabulary.Norms {
			if string(p.Instrument) == id {
				out = append(out, string(p.ID))
			}
		}
		return out
	}
	return nil
}

func (a *App) referred(ctx context.Context, lib *law.Library, kind record.Kind, id string, to access.Marking) error {
	if kind != register.KindNorm {
		return nil
	}
	for _, n := range lib.Book.Norms {
		if string(n.ID) == id || !slices.Contains(n.Refs(), ent.NormID(id)) || a.shipped.Book.Norm(n.ID) != nil {
			continue
		}
		mark, err := a.Records.MarkOf(ctx, register.KindNorm, string(n.ID))
		if err != nil {
			return err
		}
		if !a.Guard.Within(to.Kept(), mark) {
			return ent.Errorf(ent.Conflict, "the norm %s refers to it, and is marked %s; give that one the marking first", n.ID, mark)
		}
	}
	return nil
}

// fits returns the library in which a norm that is put on record must fit: that of everybody
// who will see the norm.
func (a *App) fits(ctx context.Context, c *record.Change) (*law.Library, error) {
	m, err := a.Records.WouldBear(ctx, c)
	if err != nil {
		return nil, err
	}
	return a.LibraryFor(ctx, m, time.Time{})
}

// like returns a context under whose marking is put on record what comes of something that bears a
// marking: that one joined with the one chosen.
func (a *App) like(ctx context.Context, classified string) (context.Context, error) {
	m, err := access.ParseMarking(classified)
	if err != nil {
		return nil, err
	}
	return access.Marked(ctx, a.Guard.Join(m, access.MarkedIn(ctx))), nil
}
