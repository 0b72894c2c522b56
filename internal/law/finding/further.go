package finding

import (
	"slices"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/fact"
)

// Further returns the main facts of the matter's kind that were not stated and that no
// question of the finding asks for, but that change the outcome, or the effect of a norm,
// when they are stated one way or another: what somebody who is asked must still be asked
// before the outcome says more than that nothing stands against what was stated. They come
// in the order of the vocabulary's main facts.
func Further(l *law.Library, m *law.Matter) ([]Question, error) {
	k := l.Vocabulary.Kind(m.Kind)
	if k == nil {
		return nil, ent.Errorf(ent.Invalid, "no kind %q", m.Kind)
	}
	now, err := Decide(l, m)
	if err != nil {
		return nil, err
	}
	asked := map[string]bool{}
	for _, q := range now.Questions {
		asked[q.Fact] = true
	}
	var out []Question
	for _, name := range k.MainFacts {
		d := l.Vocabulary.Fact(name)
		if _, stated := m.Facts[name]; d == nil || stated || asked[name] {
			continue
		}
		decides, err := differs(l, m, d, now)
		if err != nil {
			return nil, err
		}
		if len(decides) > 0 {
			out = append(out, Question{name, d.Ask, string(d.Type), d.Values, decides})
		}
	}
	return out, nil
}

// differs returns the norms whose effect hangs on how a fact is stated.
func differs(l *law.Library, m *law.Matter, d *fact.Declaration, now *Finding) ([]ent.NormID, error) {
	var decides []ent.NormID
	for _, v := range trials(d, m.On) {
		other := *m
		other.Facts = fact.Set{d.Name: v}
		for n, x := range m.Facts {
			other.Facts[n] = x
		}
		f, err := Decide(l, &other)
		if err != nil {
			return nil, err
		}
		was := map[string]law.State{}
		for _, n := range now.Norms {
			was[string(n.Norm)+"|"+string(n.Bearer)] = n.State
		}
		for _, n := range f.Norms {
			if s := was[string(n.Norm)+"|"+string(n.Bearer)]; s != n.State && (s == law.Met || n.State == law.Met || n.State == law.Unknown || f.Outcome != now.Outcome) && !slices.Contains(decides, n.Norm) {
				decides = append(decides, n.Norm)
			}
		}
	}
	return decides, nil
}

// trials are values that a fact may have: each of few, and days around the matter's.
func trials(d *fact.Declaration, on ent.Date) []fact.Value {
	switch d.Type {
	case fact.Bool:
		return []fact.Value{{Type: d.Type, Yes: true}, {Type: d.Type}}
	case fact.Enum, fact.EnumList:
		var out []fact.Value
		for _, v := range d.Values {
			out = append(out, fact.Value{Type: d.Type, Words: []string{v}})
		}
		return out
	case fact.Day:
		return []fact.Value{{Type: d.Type, Day: on.AddDays(-400)}, {Type: d.Type, Day: on}, {Type: d.Type, Day: on.AddDays(400)}}
	}
	return nil
}
