package register

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/curate/collection"
	"entente/internal/record"
)

// Left is something of a collection that was not taken, or must be looked at, and why.
type Left struct {
	File string `json:"file"`
	Line int    `json:"line,omitempty"`
	ID   string `json:"id"`
	Why  string `json:"why"`
}

// Report tells what became of a collection.
type Report struct {
	Run     string `json:"run,omitempty"` // under which the import is on record; empty when nothing was put there
	Taken   int    `json:"taken"`
	Already int    `json:"already"`
	Shipped []Same `json:"shipped"` // that the shipped law has, compared with it
	Waiting []Left `json:"waiting"` // for a person to say who a party is, or whether the shipped law has it
	Refused []Left `json:"refused"`
	Told    []Left `json:"told"`  // parts of records that were left out, or must be looked at
	Names   []Name `json:"names"` // that wait, the most frequent first
}

// Reading is a collection as it was read, with what the record keeps of where it came from.
type Reading struct {
	Format, File string // File is the name alone, without its directories
	SHA256       string // of the file, or of the list of files; in hexadecimal
	Files        int
	Rows         []collection.Row
}

// maxBatch is how many changes an import puts on record in one step; what is on record
// stays when it is broken off, and the same import goes on from there.
var maxBatch = 4000 // smaller in tests

// again is the reason of what comes back on record after an import was undone.
const again = "imported again"

// Import puts the records of a collection on record, those that can be, and beside them
// the run itself. Records that are on record already are passed over, so that an import
// that was broken off, or is repeated when names were decided, goes on. Those that the
// shipped law has are compared with it and not taken. With dry nothing is put on record.
func (r *Register) Import(ctx context.Context, by ent.Actor, in Reading, dry bool, progress func(done, of int64)) (*Report, error) {
	m, err := r.importing(ctx, by, in, dry)
	if err != nil {
		return nil, err
	}
	for i := range in.Rows {
		if err := m.row(&in.Rows[i]); err != nil {
			return m.rep, err
		}
		if progress != nil {
			progress(int64(i+1), int64(len(in.Rows)))
		}
	}
	return m.rep, m.finish()
}

// importing is an import under way.
type importing struct {
	r       *Register
	ctx     context.Context
	by      ent.Actor
	dry     bool
	rep     *Report
	last    map[string]lastVersion // of every instrument that was ever on record
	shipped *shipped
	unknown map[string]Name
	batch   []record.Change
	run     Run
	seq     int64 // of the run's version; record.New before there is one
}

type lastVersion struct {
	seq  int64
	gone bool
}

func (r *Register) importing(ctx context.Context, by ent.Actor, in Reading, dry bool) (*importing, error) {
	m := &importing{r: r, ctx: ctx, by: by, dry: dry, last: map[string]lastVersion{}, unknown: map[string]Name{}, shipped: r.shipped(), seq: record.New,
		rep: &Report{Shipped: []Same{}, Waiting: []Left{}, Refused: []Left{}, Told: []Left{}, Names: []Name{}},
		run: Run{Format: in.Format, File: in.File, SHA256: in.SHA256, Files: in.Files, Records: len(in.Rows)}}
	err := r.each(ctx, record.Query{Kind: KindInstrument, Every: true}, func(v *record.Version) error {
		m.last[v.ID] = lastVersion{v.Seq, v.Withdrawn}
		return nil
	})
	if err != nil {
		return nil, err
	}
	m.shipped.decided, err = r.decidedSame(ctx)
	return m, err
}

// row takes one record, or says what became of it.
func (m *importing) row(row *collection.Row) error {
	id := string(row.Instrument.ID)
	left := func(why string) Left { return Left{row.File, row.Line, id, why} }
	if old, ok := m.last[id]; ok && !old.gone && row.Fault == "" {
		m.rep.Already++
		return nil
	}
	for _, t := range row.Told {
		m.rep.Told = append(m.rep.Told, Left{t.File, t.Line, id, t.Text})
	}
	if row.Fault != "" {
		m.rep.Refused = append(m.rep.Refused, left(row.Fault))
		return nil
	}
	same, perhaps := m.shipped.find(row)
	switch {
	case same != "":
		m.rep.Shipped = append(m.rep.Shipped, m.shipped.compare(row, same))
		return nil
	case perhaps != "":
		m.rep.Waiting = append(m.rep.Waiting, left(fmt.Sprintf("is it %s of the shipped law? Say: entente import same %s %s, or --none", perhaps, id, perhaps)))
		return nil
	}
	changes, why, err := m.take(row)
	switch {
	case err != nil:
		return err
	case why != "":
		m.rep.Refused = append(m.rep.Refused, left(why))
		return nil
	case len(row.Unknown) > 0:
		m.rep.Waiting = append(m.rep.Waiting, left("who is "+strings.Join(row.Unknown, "; ")+"?"))
		for _, n := range row.Unknown {
			m.unknown[fold(n)] = Name{Name: n, Times: m.unknown[fold(n)].Times + 1}
		}
		return nil
	}
	if near := m.shipped.sameDay(row); near != "" {
		m.rep.Told = append(m.rep.Told, left("of the same day as "+near+" of the shipped law, by another title; taken"))
	}
	m.last[id] = lastVersion{}
	m.rep.Taken++
	return m.put(changes)
}

// take makes the changes for a record, or says why it cannot be taken.
func (m *importing) take(row *collection.Row) (changes []record.Change, why string, err error) {
	for _, n := range row.Unknown {
		if len(fold(n)) > record.MaxID {
			return nil, fmt.Sprintf("%.40q… is longer than a name may be (%d bytes)", n, record.MaxID), nil
		}
	}
	if err := m.r.check(&row.Instrument); err != nil {
		return nil, err.Error(), nil
	}
	if changes, err = instrumentChanges(&row.Instrument); err != nil {
		return nil, err.Error(), nil
	}
	if len(changes) > maxBatch {
		return nil, fmt.Sprintf("more than %d acts", maxBatch-1), nil
	}
	if m.last[string(row.Instrument.ID)].gone {
		return changes, "", m.again(changes)
	}
	return changes, "", nil
}

// again makes changes that take the place of what was on record until an import was undone.
func (m *importing) again(changes []record.Change) error {
	id := changes[0].ID
	last := map[string]int64{}
	err := m.r.each(m.ctx, record.Query{Kind: KindAct, Subject: id, Every: true}, func(v *record.Version) error {
		last[v.ID] = v.Seq
		return nil
	})
	for i := range changes {
		c := &changes[i]
		seq, ok := last[c.ID]
		if c.Kind == KindInstrument {
			seq, ok = m.last[id].seq, true
		}
		if ok {
			c.Replaces, c.Reason = seq, again
		}
	}
	return err
}

// put adds changes to the step under way, and ends it when it is large enough.
func (m *importing) put(changes []record.Change) error {
	if m.dry {
		return nil
	}
	m.batch = append(m.batch, changes...)
	if len(m.batch) < maxBatch {
		return nil
	}
	return m.step(false)
}

// step puts what was gathered on record, together with how far the run has come.
func (m *importing) step(last bool) error {
	m.run.Taken, m.run.Already, m.run.Shipped = m.rep.Taken, m.rep.Already, len(m.rep.Shipped)
	m.run.Waiting, m.run.Refused, m.run.Finished = len(m.rep.Waiting), len(m.rep.Refused), last
	m.run.Before = len(m.batch)
	v, err := m.r.appendRun(m.ctx, m.by, &m.run, m.seq, m.batch)
	if err != nil {
		return err
	}
	m.seq, m.batch, m.rep.Run = v.Seq, nil, v.ID
	return nil
}

// finish puts the rest and the names that wait on record.
func (m *importing) finish() error {
	m.rep.Names = slices.AppendSeq(m.rep.Names, maps.Values(m.unknown))
	byFrequency(m.rep.Names)
	if m.dry {
		return nil
	}
	names, err := m.r.queued(m.ctx, m.rep.Names)
	if err != nil {
		return err
	}
	for len(names) > maxBatch-len(m.batch) {
		n := maxBatch - len(m.batch)
		m.batch, names = append(m.batch, names[:n]...), names[n:]
		if err := m.step(false); err != nil {
			return err
		}
	}
	m.batch = append(m.batch, names...)
	return m.step(true)
}
