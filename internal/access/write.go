package access

import (
	"context"

	ent "entente"
	"entente/internal/record"
)

// instruments is the kind of thing that others are about: what is about one bears at least
// its marking.
const instruments record.Kind = "instrument"

// Append puts changes on record under their markings; see record.Store and Records. Errors
// are of kind Forbidden when whoever writes could not read it again, of kind Invalid when the
// marking names nobody or is above what the installation is for.
func (r *Records) Append(ctx context.Context, by ent.Actor, changes ...record.Change) ([]record.Version, error) {
	chosen := MarkedIn(ctx)
	if err := r.may(ctx, chosen); err != nil {
		return nil, err
	}
	known, err := r.known(ctx, changes)
	if err != nil {
		return nil, err
	}
	out := make([]record.Change, len(changes))
	for i := range changes {
		out[i] = changes[i]
		if err := r.mark(ctx, known, chosen, &out[i]); err != nil {
			return nil, err
		}
	}
	return r.inner.Append(ctx, by, out...)
}

// may tells why a marking may not be given by whoever writes.
func (r *Records) may(ctx context.Context, m Marking) error {
	if err := r.guard.Means(m); err != nil {
		return err
	}
	if m.Level > r.highest {
		return ent.Errorf(ent.Invalid, "this installation is for records up to %s, not for %s", r.Highest(), Levels[m.Level])
	}
	if !r.sight(ctx)(m.Kept()) {
		return ent.Errorf(ent.Forbidden, "refused: you are not cleared for %s, and nobody puts on record what they may not read", m)
	}
	return nil
}

// marks are the markings of things on record that changes touch, by kind and id.
type marks map[record.Kind]map[string]string

// known reads the markings of what changes supersede and of the instruments they are about.
func (r *Records) known(ctx context.Context, changes []record.Change) (marks, error) {
	ids := map[record.Kind]map[string]bool{}
	need := func(kind record.Kind, id string) {
		if ids[kind] == nil {
			ids[kind] = map[string]bool{}
		}
		ids[kind][id] = true
	}
	for i := range changes {
		c := &changes[i]
		if c.Replaces != record.New {
			need(c.Kind, c.ID)
		}
		if c.Subject != "" {
			need(instruments, c.Subject)
		}
	}
	out := marks{instruments: {}}
	for kind, named := range ids {
		list := make([]string, 0, len(named))
		for id := range named {
			list = append(list, id)
		}
		got, err := r.inner.Marks(ctx, kind, list...)
		if err != nil {
			return nil, err
		}
		out[kind] = got
	}
	return out, nil
}

// mark gives a change its marking.
func (r *Records) mark(ctx context.Context, known marks, chosen Marking, c *record.Change) error {
	see := r.sight(ctx)
	given, err := ParseMarking(c.Classified)
	if err != nil {
		return err
	}
	m := r.guard.Join(chosen, given)
	if c.Replaces != record.New {
		was := known[c.Kind][c.ID]
		if !see(was) {
			return ent.Errorf(ent.NotFound, "%s %s is not on record", c.Kind, c.ID)
		}
		if m, err = r.join(m, was); err != nil {
			c.Classified = was // it could not be read before, and stays so
			return nil
		}
	}
	// an instrument that the writer may not see is none for them
	if about := known[instruments][c.Subject]; c.Subject != "" && see(about) {
		if m, err = r.join(m, about); err != nil {
			c.Classified = about
			return nil
		}
	}
	if err := r.may(ctx, m); err != nil {
		return err
	}
	if c.Classified = m.Kept(); c.Kind == instruments {
		known[instruments][c.ID] = c.Classified // for what follows in the same step
	}
	return nil
}

// WouldBear returns the marking that a change would bear on record.
func (r *Records) WouldBear(ctx context.Context, c *record.Change) (Marking, error) {
	known, err := r.known(ctx, []record.Change{*c})
	if err != nil {
		return Marking{}, err
	}
	x := *c
	if err := r.mark(ctx, known, MarkedIn(ctx), &x); err != nil {
		return Marking{}, err
	}
	return ParseMarking(x.Classified)
}

// MarkOf returns the marking of a thing on record, public when it bears none. One that
// cannot be read is an error of kind Invalid.
func (r *Records) MarkOf(ctx context.Context, kind record.Kind, id string) (Marking, error) {
	got, err := r.inner.Marks(ctx, kind, id)
	if err != nil {
		return Marking{}, err
	}
	return ParseMarking(got[id])
}

func (r *Records) join(m Marking, kept string) (Marking, error) {
	other, err := ParseMarking(kept)
	if err != nil {
		return m, err
	}
	return r.guard.Join(m, other), nil
}

// Reclassify gives a thing another marking, for the reason given; with an instrument goes
// all that is about it: what bore its marking bears the new one, what bore another bears at
// least the new one. The earlier versions of what is raised are hidden with it; those of what
// is lowered keep their marking. Errors are of kind NotFound, Invalid without a reason or for
// a marking that it bears already, Forbidden for one above one's clearance.
func (r *Records) Reclassify(ctx context.Context, by ent.Actor, kind record.Kind, id string, to Marking, reason string) ([]record.Version, error) {
	if reason == "" {
		return nil, ent.Errorf(ent.Invalid, "say why the marking changes; the reason stays on record")
	}
	if err := r.may(ctx, to); err != nil {
		return nil, err
	}
	vs, err := r.Find(ctx, record.Query{Kind: kind, ID: id})
	if err != nil {
		return nil, err
	}
	if len(vs) == 0 {
		return nil, ent.Errorf(ent.NotFound, "no %s %q is on record", kind, id)
	}
	was := vs[0].Classified
	if was == to.Kept() {
		return nil, ent.Errorf(ent.Invalid, "%s %s is marked %s already", kind, id, to)
	}
	changes := []record.Change{remarked(&vs[0], to.Kept(), reason)}
	if kind == instruments {
		err = record.Each(ctx, r.inner, record.Query{Subject: id}, func(v *record.Version) error {
			m, err := to, error(nil)
			if v.Classified != was {
				m, err = r.join(to, v.Classified)
			}
			if err == nil && m.Kept() != v.Classified {
				changes = append(changes, remarked(v, m.Kept(), reason))
			}
			return nil // what cannot be read stays hidden
		})
		if err != nil {
			return nil, err
		}
	}
	return r.inner.Append(ctx, by, changes...)
}

func remarked(v *record.Version, to, reason string) record.Change {
	return record.Change{Kind: v.Kind, ID: v.ID, Subject: v.Subject, Valid: v.Valid, Body: v.Body, Replaces: v.Seq, Reason: reason, Classified: to}
}
