package register

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/record"
)

// KindRun is an import: what was read, by whom, and what it brought.
const KindRun record.Kind = "import"

// Run is an import on record. What it brought stands in the log just before the versions
// of the run, in the same steps, so that neither is ever there without the other.
type Run struct {
	ID       string    `yaml:"-" json:"id"`
	By       ent.Actor `yaml:"-" json:"by"`
	Began    time.Time `yaml:"-" json:"began"`
	Format   string    `yaml:"format" json:"format"`
	File     string    `yaml:"file" json:"file"`
	SHA256   string    `yaml:"sha256" json:"sha256"`
	Files    int       `yaml:"files" json:"files"`
	Records  int       `yaml:"records" json:"records"`
	Taken    int       `yaml:"taken" json:"taken"`
	Already  int       `yaml:"already" json:"already"`
	Shipped  int       `yaml:"shipped" json:"shipped"`
	Waiting  int       `yaml:"waiting" json:"waiting"`
	Refused  int       `yaml:"refused" json:"refused"`
	Finished bool      `yaml:"finished" json:"finished"`
	Things   []Places  `yaml:"things,omitempty,flow" json:"things"`      // what earlier steps brought
	Before   int       `yaml:"before,omitempty" json:"-"`                // how many versions just before this one its step brought
	Undone   *Undone   `yaml:"undone,omitempty" json:"undone,omitempty"` // when it was taken back
}

// Places are versions by their places in the log, from the first to the last.
type Places struct {
	From int64 `yaml:"from" json:"from"`
	To   int64 `yaml:"to" json:"to"`
}

// Undone tells what became of a run that was taken back.
type Undone struct {
	Reason    string   `yaml:"reason" json:"reason"`
	Withdrawn int      `yaml:"withdrawn" json:"withdrawn"` // instruments
	Kept      []string `yaml:"kept,omitempty" json:"kept"` // instruments that somebody changed since, and how
}

// State tells in a word how the run stands.
func (r *Run) State() string {
	switch {
	case r.Undone != nil:
		return "undone"
	case r.Finished:
		return "finished"
	}
	return "broken off"
}

// appendRun puts changes on record, and after them the run that brings them, in one step.
// A run without a version gets the next free number.
func (r *Register) appendRun(ctx context.Context, by ent.Actor, run *Run, seq int64, changes []record.Change) (*record.Version, error) {
	for {
		c, err := r.runChange(ctx, run, seq)
		if err != nil {
			return nil, err
		}
		vs, err := r.store.Append(ctx, by, append(changes, c)...)
		if seq == record.New && ent.KindOf(err) == ent.Conflict {
			taken, ferr := r.store.Find(ctx, record.Query{Kind: KindRun, ID: run.ID})
			if ferr != nil {
				return nil, ferr
			}
			if len(taken) > 0 { // another import began at the same time
				continue
			}
		}
		if err != nil {
			return nil, err
		}
		if n := len(changes); n > 0 {
			run.Things = append(run.Things, Places{vs[0].Seq, vs[n-1].Seq})
		}
		return &vs[len(changes)], nil
	}
}

func (r *Register) runChange(ctx context.Context, run *Run, seq int64) (record.Change, error) {
	reason := ""
	switch {
	case seq == record.New:
		runs, err := r.Runs(ctx)
		if err != nil {
			return record.Change{}, err
		}
		run.ID = strconv.Itoa(len(runs) + 1)
	case run.Undone != nil:
		reason = "undone: " + run.Undone.Reason
	case run.Finished:
		reason = "finished"
	default:
		reason = "goes on"
	}
	body, err := yaml.Marshal(run)
	return record.Change{Kind: KindRun, ID: run.ID, Body: body, Replaces: seq, Reason: reason}, err
}

// Runs returns every import on record, in the order in which they began.
func (r *Register) Runs(ctx context.Context) ([]Run, error) {
	runs, _, err := r.runs(ctx)
	return runs, err
}

// runs returns the imports, and where the last version of each stands.
func (r *Register) runs(ctx context.Context) (runs []Run, seqs []int64, err error) {
	at := map[string]int{}
	err = r.each(ctx, record.Query{Kind: KindRun, Every: true}, func(v *record.Version) error {
		i, ok := at[v.ID]
		if !ok {
			i = len(runs)
			at[v.ID], runs, seqs = i, append(runs, Run{ID: v.ID, By: v.By, Began: v.At}), append(seqs, 0)
		}
		n := Run{ID: v.ID, By: runs[i].By, Began: runs[i].Began}
		if err := yaml.Unmarshal(v.Body, &n); err != nil {
			return fmt.Errorf("import %s (version %d): %w", v.ID, v.Seq, err)
		}
		if n.Before > 0 {
			n.Things, n.Before = append(n.Things, Places{v.Seq - int64(n.Before), v.Seq - 1}), 0
		}
		runs[i], seqs[i] = n, v.Seq
		return nil
	})
	return runs, seqs, err
}
