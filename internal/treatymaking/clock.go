package treatymaking

import (
	ent "entente"
	"entente/internal/law/clock"
)

// Clock is a term of the domestic route that runs: from the day of one stage to the next.
type Clock struct {
	Stage  string     `json:"stage"`
	Text   string     `json:"text"`
	Source string     `json:"source"`
	Legal  bool       `json:"legal"`
	Start  ent.Date   `json:"start"`
	Term   clock.Term `json:"term"`
}

// Clocks returns the terms of the domestic route that have begun by the day and whose
// stage is not done.
func (f *File) Clocks(on ent.Date) []Clock {
	var out []Clock
	if f.route == nil {
		return nil
	}
	for _, st := range f.route.Stages {
		if st.Term == "" || f.stage(st.ID) != nil {
			continue
		}
		from := f.stage(st.From)
		if st.From == "signature" {
			from = f.last(Signed, func(t *Taken) bool { return t.State == f.For })
		}
		if from == nil || from.On > on {
			continue
		}
		t, err := clock.ParseTerm(st.Term)
		if err != nil { // ReadRoutes has parsed it
			continue
		}
		out = append(out, Clock{st.ID, st.Text, f.route.Source, st.Legal, from.On, t})
	}
	return out
}
