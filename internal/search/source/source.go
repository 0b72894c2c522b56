// Package source makes what can be found of the law that is shipped and of what an
// institution keeps: instruments with their provisions and acts, texts with their articles,
// norms, duties; and answers for search what is in force on a day.
package source

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/duty"
	"entente/internal/law"
	"entente/internal/law/norm"
	"entente/internal/law/treaty"
	"entente/internal/law/world"
	"entente/internal/record"
	"entente/internal/register"
	"entente/internal/search"
)

// Kinds are the kinds of document that these sources make.
var Kinds = []string{search.Instrument, search.Provision, search.Act, search.Norm, search.Duty, search.Activity, search.Text}

// language is that in which the library speaks.
const language = "en"

// Shipped makes the documents of the shipped law: a group for each instrument, and one for
// the norms that stand in it.
func Shipped(lib *law.Library) search.Law {
	return search.Law{Hash: lib.Hash, Groups: func() []search.Group {
		var out []search.Group
		for _, id := range lib.Treaties.IDs() {
			in := lib.Treaties.Instrument(id)
			out = append(out, search.Group{Key: search.LawPrefix + "instrument/" + string(id), Docs: Docs(in, lib.Treaties.World())})
		}
		norms := map[ent.InstrumentID][]search.Doc{}
		for _, n := range lib.Book.Norms {
			norms[n.Place.Instrument] = append(norms[n.Place.Instrument], normDoc(n))
		}
		for id, docs := range norms {
			out = append(out, search.Group{Key: search.LawPrefix + "norms/" + string(id), Docs: docs})
		}
		slices.SortFunc(out, func(a, b search.Group) int { return strings.Compare(a.Key, b.Key) })
		return out
	}}
}

// Docs makes the documents of an instrument: itself, its provisions, its acts and pairs
// that have words of their own.
func Docs(in *treaty.Instrument, world *world.World) []search.Doc {
	parties := Concerned(in, world)
	of := search.Doc{Language: language, Instrument: in.ID, Parties: parties, Ref: "/instruments/" + url.PathEscape(string(in.ID))}
	whole := of
	whole.Kind, whole.ID, whole.Title = search.Instrument, string(in.ID), in.Title
	whole.Names = append([]string{string(in.ID)}, in.Aliases...)
	whole.Text = about(in)
	out := []search.Doc{whole}
	seen := map[string]int{}
	for i := range in.Provisions {
		p := &in.Provisions[i]
		d := of
		d.Kind, d.Article, d.Title, d.Text = search.Provision, p.Article, string(in.ID)+" "+p.Article, lines(p.Text, p.Note)
		d.ID = numbered(seen, string(in.ID)+"/"+p.Article)
		d.Names = append([]string{in.Title}, in.Aliases...)
		d.Valid = ent.Period{From: p.From, Until: p.Until}
		d.Ref += "#" + url.PathEscape(p.Article)
		out = append(out, d)
	}
	for i := range in.Record {
		if a := &in.Record[i]; a.Text != "" || len(a.Readings) > 0 {
			out = append(out, actDoc(of, a, numbered(seen, fmt.Sprintf("%s/%s/%s/%s", in.ID, a.State, a.Act, a.On))))
		}
	}
	for i := range in.Pairs {
		out = append(out, pairDoc(of, &in.Pairs[i], numbered(seen, string(in.ID)+"/pair")))
	}
	return out
}

// numbered makes an id that was not given out before.
func numbered(seen map[string]int, id string) string {
	if seen[id]++; seen[id] > 1 {
		return fmt.Sprintf("%s/%d", id, seen[id])
	}
	return id
}

func lines(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), "\n")
}

// about tells an instrument in the words of its entry.
func about(in *treaty.Instrument) string {
	texts := []string{in.Note, in.Territory.Scope}
	for _, t := range in.Territory.Except {
		texts = append(texts, lines(named(t.State, "without", t.Without), named(t.State, "only", t.Only), named(t.State, "with", t.With), t.Note))
	}
	texts = append(texts, in.EntryIntoForce.Note, in.Reservations.Note)
	if in.Withdrawal != nil {
		texts = append(texts, in.Withdrawal.Note)
	}
	return lines(append(texts, in.Place, in.Registration.Volume, in.Participation.Note)...)
}

func named(c ent.StateCode, how, what string) string {
	if what == "" {
		return ""
	}
	return fmt.Sprintf("%s: %s %s", c, how, what)
}

func actDoc(of search.Doc, a *treaty.Act, id string) search.Doc {
	bare := *a
	bare.Text = ""
	d := of
	d.Kind, d.ID, d.Article = search.Act, id, a.Article
	d.Title = fmt.Sprintf("%s, %s %s", of.Instrument, a.State, bare)
	d.Text = lines(append([]string{a.Text, a.Territory, a.Note}, a.Readings...)...)
	d.Parties = append([]ent.StateCode{a.State}, a.Toward...)
	d.Valid = ent.Period{From: max(a.On, a.Effective), Until: a.Until}
	return d
}

func pairDoc(of search.Doc, p *treaty.PairRule, id string) search.Doc {
	d := of
	d.Kind, d.ID = search.Act, id
	if d.Parties = slices.Clone(p.Between); p.State != "" {
		d.Parties = append(d.Parties, p.State)
	}
	names := make([]string, len(d.Parties))
	for i, c := range d.Parties {
		names[i] = string(c)
	}
	d.Title = fmt.Sprintf("%s, %s", of.Instrument, strings.Join(names, " and "))
	d.Text = lines(append([]string{p.Text, p.Note}, p.Readings...)...)
	d.Valid = ent.Period{From: p.From, Until: p.Until}
	return d
}

// Concerned returns the States that acted about an instrument, or take part in it as
// members of an organisation, in order.
func Concerned(in *treaty.Instrument, world *world.World) []ent.StateCode {
	seen := map[ent.StateCode]bool{}
	acts, _ := treaty.ParseActs(in.Acts)
	for _, a := range append(acts, in.Record...) {
		seen[a.State] = true
	}
	if in.Of != "" {
		seen[in.Of] = true
	}
	if in.Participants != "" {
		for _, c := range world.Codes() {
			if in.Participants == treaty.All || len(world.Membership(c, in.Participants)) > 0 {
				seen[c] = true
			}
		}
	}
	out := make([]ent.StateCode, 0, len(seen))
	for c := range seen {
		out = append(out, c)
	}
	slices.Sort(out)
	return out
}

func normDoc(n *norm.Compiled) search.Doc {
	texts := []string{n.Note, n.Source.Note}
	for _, c := range n.Conditions {
		texts = append(texts, c.Text)
	}
	for _, d := range n.Duties {
		texts = append(texts, lines(d.Duty, d.DueText))
	}
	for _, d := range n.Dates {
		texts = append(texts, d.What)
	}
	return search.Doc{Kind: search.Norm, ID: string(n.ID), Title: n.Title, Names: append([]string{string(n.ID)}, n.Source.Cites...), Text: lines(texts...), Language: language,
		Instrument: n.Place.Instrument, Article: n.Place.Article, Parties: n.States, Valid: ent.Period{From: n.From, Until: n.Until}, Ref: "/norms/" + url.PathEscape(string(n.ID))}
}

// Register makes the documents of the register's instruments. An act of another marking
// than its instrument stands apart: what it tells does not colour the instrument.
func Register(store record.Store, world *world.World) search.Source {
	const prefix = "register/"
	return search.Source{
		Kinds: []record.Kind{register.KindInstrument, register.KindAct},
		Key: func(v *record.Version) string {
			if v.Kind == register.KindAct {
				return prefix + v.Subject
			}
			return prefix + v.ID
		},
		Groups: func(ctx context.Context, key string) ([]search.Group, error) {
			docs, err := registered(ctx, store, world, strings.TrimPrefix(key, prefix))
			return []search.Group{{Key: key, Docs: docs}}, err
		},
	}
}

func registered(ctx context.Context, store record.Store, world *world.World, id string) ([]search.Doc, error) {
	var apart []search.Doc
	in, marking, err := kept(ctx, store, id, nil, func(v *record.Version, a *treaty.Act) {
		d := actDoc(search.Doc{Language: language, Instrument: ent.InstrumentID(id), Ref: "/instruments/" + url.PathEscape(id)}, a, v.ID+"/"+v.Classified)
		d.Classified = v.Classified
		apart = append(apart, d)
	})
	if err != nil || in == nil {
		return nil, err
	}
	docs := Docs(in, world)
	for i := range docs {
		docs[i].Classified = marking
	}
	return append(docs, apart...), nil
}

// kept returns an instrument of the register with its acts, and its marking; nil when none is
// on record. It has the acts whose marking tells nothing more: with a nil tells, those that
// bear none or the instrument's own. The others go to apart.
func kept(ctx context.Context, store record.Store, id string, tells func(marking string) bool, apart func(*record.Version, *treaty.Act)) (*treaty.Instrument, string, error) {
	vs, err := store.Find(ctx, record.Query{Kind: register.KindInstrument, ID: id})
	if err != nil || len(vs) == 0 {
		return nil, "", err
	}
	in, own := &treaty.Instrument{}, vs[0].Classified
	if err := yaml.Unmarshal(vs[0].Body, in); err != nil {
		return nil, "", fmt.Errorf("instrument %s (version %d): %w", id, vs[0].Seq, err)
	}
	if tells == nil {
		tells = func(marking string) bool { return marking == "" || marking == own }
	}
	err = record.Each(ctx, store, record.Query{Kind: register.KindAct, Subject: id}, func(v *record.Version) error {
		var a treaty.Act
		if err := yaml.Unmarshal(v.Body, &a); err != nil {
			return fmt.Errorf("act %s (version %d): %w", v.ID, v.Seq, err)
		}
		if tells(v.Classified) {
			in.Record = append(in.Record, a)
		} else if apart != nil {
			apart(v, &a)
		}
		return nil
	})
	return in, own, err
}

// Duties makes the documents of the duties on record.
func Duties(store record.Store) search.Source {
	const prefix = "duty/"
	return search.Source{
		Kinds: []record.Kind{duty.KindDuty},
		Key:   func(v *record.Version) string { return prefix + v.ID },
		Groups: func(ctx context.Context, key string) ([]search.Group, error) {
			vs, err := store.Find(ctx, record.Query{Kind: duty.KindDuty, ID: strings.TrimPrefix(key, prefix)})
			if err != nil || len(vs) == 0 {
				return []search.Group{{Key: key}}, err
			}
			var d duty.Duty
			if err := yaml.Unmarshal(vs[0].Body, &d); err != nil {
				return nil, fmt.Errorf("duty %s: %w", vs[0].ID, err)
			}
			doc := search.Doc{Kind: search.Duty, ID: vs[0].ID, Title: d.Text, Names: []string{vs[0].ID}, Text: lines(d.To, d.Owner, d.Source, d.Evidence), Language: language,
				Instrument: d.Instrument, Classified: vs[0].Classified, Ref: "/duties/" + url.PathEscape(vs[0].ID)}
			if d.Bearer != "" {
				doc.Parties = []ent.StateCode{d.Bearer}
			}
			return []search.Group{{Key: key, Docs: []search.Doc{doc}}}, nil
		},
	}
}

// Activities makes the documents of what partners plan and do together.
func Activities(store record.Store) search.Source {
	const prefix = "activity/"
	return search.Source{
		Kinds: []record.Kind{activity.KindActivity},
		Key:   func(v *record.Version) string { return prefix + v.ID },
		Groups: func(ctx context.Context, key string) ([]search.Group, error) {
			vs, err := store.Find(ctx, record.Query{Kind: activity.KindActivity, ID: strings.TrimPrefix(key, prefix)})
			if err != nil || len(vs) == 0 {
				return []search.Group{{Key: key}}, err
			}
			var a activity.Activity
			if err := yaml.Unmarshal(vs[0].Body, &a); err != nil {
				return nil, fmt.Errorf("activity %s: %w", vs[0].ID, err)
			}
			text := []string{a.Series, a.Owner, a.Lessons}
			for _, e := range a.Entries {
				for _, f := range slices.Sorted(maps.Keys(e.Values)) {
					text = append(text, e.Values[f])
				}
			}
			doc := search.Doc{Kind: search.Activity, ID: a.ID, Title: a.Title, Names: []string{a.ID, a.Series}, Text: lines(text...), Language: language,
				Valid: ent.Period{From: a.Start, Until: a.End + 1}, Classified: vs[0].Classified, Ref: "/activities/" + url.PathEscape(a.ID), Parties: a.States()}
			return []search.Group{{Key: key, Docs: []search.Doc{doc}}}, nil
		},
	}
}

// Names are the names that filters may give, as a library knows them.
func Names(lib *treaty.Library) *search.Names {
	return &search.Names{Kinds: Kinds, Party: lib.World().Find, Instruments: lib.Expand}
}

// Standing answers whether instruments are in force on a day between all the States named;
// with none named, whether they are in force at all.
func Standing(lib *treaty.Library, parties []ent.StateCode, on ent.Date) func(ent.InstrumentID) search.Standing {
	return func(id ent.InstrumentID) search.Standing {
		in := lib.Instrument(id)
		switch {
		case in == nil, in.Ended != 0 && on >= in.Ended:
			return search.NotInForce
		case len(parties) == 0:
			if _, _, day := lib.EntryIntoForce(id); day != 0 && day <= on || day == 0 && len(lib.Parties(id, on)) > 0 {
				return search.InForce
			}
			return search.NotInForce
		}
		switch r := lib.Between(parties, id, on); {
		case r.Unknown:
			return search.NotKnown
		case !r.InForce:
			return search.NotInForce
		case r.Contested:
			return search.Contested
		}
		return search.InForce
	}
}
