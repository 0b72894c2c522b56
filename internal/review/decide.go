package review

import (
	"context"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/document/proposal"
	"entente/internal/duty"
	"entente/internal/law"
	"entente/internal/record"
	"entente/internal/register"
)

// The verdicts.
const (
	Accepted = "accepted"
	Changed  = "changed"
	Rejected = "rejected"
)

// Decision is what a person makes of a proposal. With Sentence or Modality it is changed.
type Decision struct {
	Proposal string            // its number or id
	Reject   bool              // it lays nothing down, or not this
	Why      string            // needed to reject
	Sentence string            // in other words than the text's
	Modality proposal.Modality // another than was proposed
	Effect
	Task
}

// Effect is what the law engine needs to know of a rule. Without kinds there is no norm.
type Effect struct {
	ID      ent.NormID      // empty: made of the instrument and the article
	Kinds   []string        // of matters that raise it
	Bearer  []string        // roles in those matters that it binds or entitles
	Between []string        // roles between which the agreement must be in force
	States  []ent.StateCode // only when the bearer is one of these
	When    string          // the condition, in the condition language
	To      string          // to whom a duty is owed
	Due     string          // the clock of a duty, in the form of the corpus: day + 30 days
}

// Task is what the list of duties needs to know. Without Track there is no duty on the list.
type Task struct {
	Track bool
	Owner string
	State ent.StateCode // who bears it, where the text names a role only
	Day   ent.Date      // by which it must be done, or
	Start ent.Date      // from which the term runs
	Term  string        // 30 days; empty: the term of the sentence
}

// Decide puts decisions on record with the norms and duties that they make, in one step or
// not at all. lib is the law as it stands, with the norms of the register. A proposal that
// was reviewed before is reviewed again: what it had become is superseded or withdrawn.
// Errors are of kind Invalid, NotFound or Conflict.
func (d *Desk) Decide(ctx context.Context, by ent.Actor, lib *law.Library, o *Opened, decisions ...Decision) error {
	s := step{Desk: d, ctx: ctx, lib: lib, opened: o}
	for i := range decisions {
		it, err := o.Find(decisions[i].Proposal)
		if err == nil {
			err = s.add(it, &decisions[i])
		}
		if err != nil {
			return fmt.Errorf("proposal %s: %w", decisions[i].Proposal, err)
		}
	}
	rules, err := d.register.NewNorms(ctx, lib, s.rules, "reviewed again")
	if err != nil {
		return err
	}
	_, err = d.store.Append(ctx, by, append(rules, s.changes...)...)
	return err
}

// step gathers the changes of one call.
type step struct {
	*Desk
	ctx     context.Context
	lib     *law.Library
	opened  *Opened
	rules   []register.Rule
	changes []record.Change
}

func (s *step) add(it *Item, dec *Decision) error {
	r := Review{Text: s.opened.ID, Hash: s.opened.Hash, Proposed: it.Proposal, Verdict: Accepted, Sentence: dec.Sentence, Modality: dec.Modality, Why: dec.Why}
	switch {
	case dec.Reject && strings.TrimSpace(dec.Why) == "":
		return ent.Errorf(ent.Invalid, "say why it is rejected")
	case dec.Reject:
		r.Verdict, r.Sentence, r.Modality = Rejected, "", ""
	case dec.Sentence != "" && dec.Sentence != it.Sentence || dec.Modality != "" && dec.Modality != it.Modality:
		r.Verdict = Changed
	default:
		r.Sentence, r.Modality = "", ""
	}
	if !dec.Reject {
		if err := s.become(&r, it, dec); err != nil {
			return err
		}
	}
	if err := s.withdrawFormer(it, &r); err != nil {
		return err
	}
	return s.put(it, &r)
}

// become makes the norm and the duty of an accepted proposal.
func (s *step) become(r *Review, it *Item, dec *Decision) error {
	if len(dec.Kinds) > 0 {
		rule, err := s.rule(r, it, &dec.Effect)
		if err != nil {
			return err
		}
		s.rules = append(s.rules, *rule)
		r.Norm = rule.ID
	}
	if !dec.Track {
		return nil
	}
	t, err := s.task(r, dec)
	if err != nil {
		return err
	}
	c, err := duty.First(t)
	if err != nil {
		return err
	}
	s.changes = append(s.changes, c)
	r.Duties = []string{c.ID}
	return nil
}

// task is the duty on the institution's list.
func (s *step) task(r *Review, dec *Decision) (*duty.Duty, error) {
	p := &r.Proposed
	t := &duty.Duty{Text: brief(r.Words(), 400), Bearer: p.Bearer.Code, To: dec.To, Owner: dec.Owner, Instrument: s.opened.Instrument, Source: p.Article,
		Legal: s.opened.Analysis.Binding != "non-binding", Due: dec.Day, Start: dec.Start, Term: dec.Term}
	if dec.State != "" {
		t.Bearer = dec.State
	}
	if t.Start != 0 && t.Term == "" && p.Clock != nil && p.Clock.Term != nil && !p.Clock.Before {
		t.Term = p.Clock.Term.String()
	}
	if t.Start != 0 && t.Term == "" {
		return nil, ent.Errorf(ent.Invalid, "the sentence tells no term that can be counted; say one, such as 30 days, or give the day")
	}
	return t, t.Check()
}

// withdrawFormer takes back what an earlier review of the same sentence had made, as far as
// the new one does not supersede it.
func (s *step) withdrawFormer(it *Item, r *Review) error {
	if it.Review == nil {
		return nil
	}
	changes, err := s.withdrawals(s.ctx, it.Review, r.Norm, "reviewed again")
	s.changes = append(s.changes, changes...)
	return err
}

func (s *step) put(it *Item, r *Review) error {
	body, err := yaml.Marshal(r)
	if err != nil {
		return err
	}
	c := record.Change{Kind: Kind, ID: place(&s.opened.Kept, it.ID), Subject: string(s.opened.Instrument), Body: body, Replaces: record.New}
	switch former, err := s.store.History(s.ctx, Kind, c.ID); {
	case err != nil:
		return err
	case len(former) > 0:
		c.Replaces, c.Reason = former[len(former)-1].Seq, "reviewed again"
	}
	s.changes = append(s.changes, c)
	return nil
}

// withdrawals are the changes that take back the norm and the duties of a review, all but
// the norm that is kept.
func (d *Desk) withdrawals(ctx context.Context, k *Kept, keep ent.NormID, reason string) ([]record.Change, error) {
	var out []record.Change
	take := func(kind record.Kind, id string) error {
		vs, err := d.store.Find(ctx, record.Query{Kind: kind, ID: id})
		for i := range vs {
			v := &vs[i]
			out = append(out, record.Change{Kind: v.Kind, ID: v.ID, Subject: v.Subject, Valid: v.Valid, Body: v.Body, Replaces: v.Seq, Reason: reason, Withdrawn: true})
		}
		return err
	}
	if k.Norm != "" && k.Norm != keep {
		if err := take(register.KindNorm, string(k.Norm)); err != nil {
			return nil, err
		}
	}
	for _, id := range k.Duties {
		if err := take(duty.KindDuty, id); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Undo takes a review back, with the norm and the duties that it made; the proposal is open
// again. All of it stays in the history.
func (d *Desk) Undo(ctx context.Context, by ent.Actor, o *Opened, which, reason string) error {
	it, err := o.Find(which)
	if err != nil {
		return err
	}
	if it.Review == nil {
		return ent.Errorf(ent.Conflict, "proposal %d is open; there is nothing to take back", it.Number)
	}
	if strings.TrimSpace(reason) == "" {
		return ent.Errorf(ent.Invalid, "say why it is taken back")
	}
	changes, err := d.withdrawals(ctx, it.Review, "", reason)
	if err != nil {
		return err
	}
	vs, err := d.store.Find(ctx, record.Query{Kind: Kind, ID: it.Review.ID})
	if err != nil {
		return err
	}
	for i := range vs {
		v := &vs[i]
		changes = append(changes, record.Change{Kind: v.Kind, ID: v.ID, Subject: v.Subject, Body: v.Body, Replaces: v.Seq, Reason: reason, Withdrawn: true})
	}
	_, err = d.store.Append(ctx, by, changes...)
	return err
}
