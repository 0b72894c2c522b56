package register

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/record"
)

// Undo takes back what an import put on record: each instrument with its acts, and the
// names that still wait, are withdrawn; nothing is deleted, and what was known before
// stays answerable. An instrument about which anything was changed or added since (an act,
// a duty, a text) is kept with all its acts, and named. An undo that was broken off goes on when it is repeated.
// Errors are of kind NotFound, Invalid without a reason, Conflict when it was undone before.
func (r *Register) Undo(ctx context.Context, by ent.Actor, id, reason string, progress func(done, of int64)) (*Undone, error) {
	if strings.TrimSpace(reason) == "" {
		return nil, ent.Errorf(ent.Invalid, "say why the import is undone: --reason")
	}
	runs, seqs, err := r.runs(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(runs, func(r Run) bool { return r.ID == id })
	switch {
	case i < 0:
		return nil, ent.Errorf(ent.NotFound, "no import %q is on record; entente import list shows them", id)
	case runs[i].Undone != nil:
		return nil, ent.Errorf(ent.Conflict, "import %s is undone already: %s", id, runs[i].Undone.Reason)
	}
	u := &undoing{r: r, ctx: ctx, why: "import " + id + " undone: ", mine: map[int64]bool{}, units: map[string]*unit{}, changed: map[string]string{}}
	if err := u.gather(&runs[i]); err != nil {
		return nil, err
	}
	if err := u.look(); err != nil {
		return nil, err
	}
	if err := u.lookBehind(); err != nil {
		return nil, err
	}
	return u.withdraw(by, &runs[i], seqs[i], reason, progress)
}

// undoing is an undo under way. A unit is an instrument with its acts, or a name.
type undoing struct {
	r       *Register
	ctx     context.Context
	why     string         // with which the reason of every withdrawal begins
	mine    map[int64]bool // versions that the run put on record
	units   map[string]*unit
	changed map[string]string // by unit: what happened to it since
}

type unit struct {
	kind record.Kind
	id   string
	open []record.Version // that stand on record still
	gone []int64          // versions that took the place of the others
}

func unitOf(kind record.Kind, id, subject string) (string, record.Kind) {
	if kind == KindInstrument || kind == KindName {
		return string(kind) + " " + id, kind
	}
	return string(KindInstrument) + " " + subject, KindInstrument
}

// gather reads what the run put on record.
func (u *undoing) gather(run *Run) error {
	for _, p := range run.Things {
		for at := p.From; at <= p.To; {
			vs, err := u.r.store.Since(u.ctx, at-1, int(min(p.To-at+1, record.MaxChanges)))
			if err != nil {
				return err
			}
			if len(vs) == 0 {
				return fmt.Errorf("import %s: version %d is not on record", run.ID, at)
			}
			for i := range vs {
				u.keep(&vs[i])
			}
			at = vs[len(vs)-1].Seq + 1
		}
	}
	return nil
}

func (u *undoing) keep(v *record.Version) {
	key, kind := unitOf(v.Kind, v.ID, v.Subject)
	n := u.units[key]
	if n == nil {
		n = &unit{kind: kind, id: strings.TrimPrefix(key, string(kind)+" ")}
		u.units[key] = n
	}
	u.mine[v.Seq] = true
	if v.ReplacedBy < 0 {
		n.open = append(n.open, *v)
	} else {
		n.gone = append(n.gone, v.ReplacedBy)
	}
}

// look finds what stands on record about the run's units that the run did not put there:
// an act, or a thing of any other kind whose subject is the instrument.
func (u *undoing) look() error {
	return u.r.each(u.ctx, record.Query{}, func(v *record.Version) error {
		key, _ := unitOf(v.Kind, v.ID, v.Subject)
		if u.units[key] != nil && !u.mine[v.Seq] {
			u.changed[key] = whatChanged(v)
		}
		return nil
	})
}

// lookBehind finds what was withdrawn since, and not by this undo when it broke off.
func (u *undoing) lookBehind() error {
	for key, n := range u.units {
		for _, seq := range n.gone {
			if u.changed[key] != "" {
				break
			}
			vs, err := u.r.store.Since(u.ctx, seq-1, 1)
			if err != nil {
				return err
			}
			if len(vs) == 0 {
				return fmt.Errorf("version %d is not on record", seq)
			}
			if !strings.HasPrefix(vs[0].Reason, u.why) {
				u.changed[key] = whatChanged(&vs[0])
			}
		}
	}
	return nil
}

func whatChanged(v *record.Version) string {
	switch {
	case v.Withdrawn:
		return fmt.Sprintf("%s was withdrawn by %s", v.ID, v.By)
	case v.Kind == KindInstrument || v.Kind == KindName:
		return fmt.Sprintf("revised by %s", v.By)
	case v.Kind != KindAct:
		return fmt.Sprintf("%s %s about it was put on record by %s", v.Kind, v.ID, v.By)
	case v.Replaces == record.New:
		return fmt.Sprintf("%s was added by %s", v.ID, v.By)
	}
	return fmt.Sprintf("%s was corrected by %s", v.ID, v.By)
}

// withdraw withdraws what nobody changed, step by step, and says so in the run.
func (u *undoing) withdraw(by ent.Actor, run *Run, seq int64, reason string, progress func(done, of int64)) (*Undone, error) {
	out := &Undone{Reason: reason, Kept: []string{}}
	why := u.why + reason
	keys := slices.Sorted(maps.Keys(u.units))
	var batch []record.Change
	for i, key := range keys {
		n := u.units[key]
		if what, ok := u.changed[key]; ok {
			if n.kind == KindInstrument {
				out.Kept = append(out.Kept, n.id+": "+what)
			}
			continue
		}
		if n.kind == KindInstrument {
			out.Withdrawn++
		}
		for _, v := range n.open {
			batch = append(batch, record.Change{Kind: v.Kind, ID: v.ID, Subject: v.Subject, Valid: v.Valid, Classified: v.Classified, Body: v.Body,
				Replaces: v.Seq, Reason: why, Withdrawn: true})
		}
		if len(batch) >= maxBatch {
			if _, err := u.r.store.Append(u.ctx, by, batch...); err != nil {
				return out, err
			}
			batch = nil
		}
		if progress != nil {
			progress(int64(i+1), int64(len(keys)))
		}
	}
	run.Undone = out
	_, err := u.r.appendRun(u.ctx, by, run, seq, batch)
	return out, err
}
