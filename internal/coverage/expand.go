package coverage

import (
	"slices"

	"entente/corpus"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/norm"
	"entente/internal/law/treaty"
)

// expand returns the rules of an issue over a library: the institution's own first, as the more
// special, then those of the data, each followed by the instruments that apply its articles.
func expand(lib *law.Library, x *Issue) []Rule {
	rules := own(lib, x)
	for _, r := range x.Rules {
		in := lib.Treaties.Instrument(r.Instrument)
		if in == nil {
			continue // an instrument of the data that this library does not hold
		}
		if !in.Binding && r.Partial == "" {
			r.Partial = "a policy that does not bind in law"
		}
		r.From, r.Until = days(&r, in, lib)
		rules = append(rules, r)
		for _, id := range lib.Treaties.Applying(r.Instrument) {
			through := r
			through.Instrument, through.Applying, through.Article = id, r.Instrument, r.Article
			rules = append(rules, through)
		}
	}
	return rules
}

// days returns the days of a rule: its own, those of its provision, and those on which one of
// its norms stands.
func days(r *Rule, in *treaty.Instrument, lib *law.Library) (from, until ent.Date) {
	from, until = r.From, r.Until
	for _, p := range in.Provisions {
		if p.Article == r.Article {
			from, until = max(from, p.From), sooner(until, p.Until)
		}
	}
	first, last := ent.MaxDate, ent.Date(0)
	for i, id := range r.Norms {
		n := lib.Book.Norm(id)
		if n == nil {
			continue
		}
		first = min(first, n.From)
		if i == 0 || last != 0 && (n.Until == 0 || n.Until > last) {
			last = n.Until
		}
	}
	if len(r.Norms) > 0 {
		from, until = max(from, first), sooner(until, last)
	}
	return from, until
}

// sooner returns the earlier of two ends, of which zero is none.
func sooner(a, b ent.Date) ent.Date {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// own returns the norms of the institution's own agreements that belong to the issue.
func own(lib *law.Library, x *Issue) []Rule {
	shipped, err := corpus.Library()
	if err != nil || len(lib.Book.Norms) == len(shipped.Book.Norms) {
		return nil
	}
	var out []Rule
	for _, n := range lib.Book.Norms {
		if shipped.Book.Norm(n.ID) != nil || n.Place.Instrument == "" || !x.Own.takes(n.Norm) {
			continue
		}
		r := Rule{Instrument: n.Place.Instrument, Article: n.Place.Article, Norms: []ent.NormID{n.ID}, Binds: "both", From: n.From, Until: n.Until, Source: n.Source, Note: n.Note}
		if i := slices.IndexFunc(out, func(o Rule) bool {
			return o.Instrument == r.Instrument && o.Article == r.Article && o.From == r.From && o.Until == r.Until
		}); i >= 0 {
			out[i].Norms = append(out[i].Norms, n.ID)
			continue
		}
		out = append(out, r)
	}
	return out
}

// takes reports whether a norm belongs: by what it lays down, or by the kinds of matter it names.
func (o *Own) takes(n *norm.Norm) bool {
	if len(n.Jurisdiction) > 0 && slices.Contains(o.Effects, "jurisdiction") || len(n.Custody) > 0 && slices.Contains(o.Effects, "custody") {
		return true
	}
	return slices.ContainsFunc(n.Kinds, func(k string) bool { return slices.Contains(o.Kinds, k) })
}
