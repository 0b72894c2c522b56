package treatymaking

import (
	"bytes"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/law/clock"
)

// Route is the way on which a State's own law lets it consent to be bound.
type Route struct {
	ID         string         `yaml:"id" json:"id"`
	State      ent.StateCode  `yaml:"state" json:"state"`
	Title      string         `yaml:"title" json:"title"`
	Source     string         `yaml:"source" json:"source"`
	Confidence ent.Confidence `yaml:"confidence" json:"confidence"`
	Mandate    Authority      `yaml:"mandate" json:"mandate"`
	Stages     []Stage        `yaml:"stages,omitempty" json:"stages,omitempty"`
}

// Authority is who authorises that an agreement is negotiated.
type Authority struct {
	By    string `yaml:"by" json:"by"`
	Legal bool   `yaml:"legal" json:"legal"`
}

// Stage is one step of domestic approval. A Term runs from the day of the stage From.
type Stage struct {
	ID       string `yaml:"id" json:"id"`
	Text     string `yaml:"text" json:"text"`
	Legal    bool   `yaml:"legal" json:"legal"`
	Optional bool   `yaml:"optional,omitempty" json:"optional,omitempty"`
	From     string `yaml:"from,omitempty" json:"from,omitempty"`
	Term     string `yaml:"term,omitempty" json:"term,omitempty"`
}

// ReadRoutes reads routes as the corpus keeps them, and names every fault.
func ReadRoutes(text []byte) ([]Route, error) {
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	var routes []Route
	if err := dec.Decode(&routes); err != nil {
		return nil, fmt.Errorf("routes: %w", err)
	}
	seen := map[string]bool{}
	for i := range routes {
		r := &routes[i]
		if r.ID == "" || r.State == "" || r.Title == "" || r.Source == "" || r.Confidence == "" || r.Mandate.By == "" || seen[r.ID] {
			return nil, fmt.Errorf("routes: %q needs an id of its own, state, title, source, confidence and mandate", r.ID)
		}
		seen[r.ID] = true
		if err := r.checkStages(); err != nil {
			return nil, err
		}
	}
	return routes, nil
}

func (r *Route) checkStages() error {
	known := []string{"signature"}
	for _, s := range r.Stages {
		if s.ID == "" || s.Text == "" || slices.Contains(known, s.ID) {
			return fmt.Errorf("routes: %s: a stage needs an id of its own and a text", r.ID)
		}
		if s.From != "" && !slices.Contains(known, s.From) {
			return fmt.Errorf("routes: %s: stage %s starts from %q, which does not come before it", r.ID, s.ID, s.From)
		}
		if s.Term != "" {
			if _, err := clock.ParseTerm(s.Term); err != nil || s.From == "" {
				return fmt.Errorf("routes: %s: the term of stage %s: %q from %q", r.ID, s.ID, s.Term, s.From)
			}
		}
		known = append(known, s.ID)
	}
	return nil
}

func findRoute(routes []Route, id string) (*Route, error) {
	for i := range routes {
		if ent.Fold(routes[i].ID) == ent.Fold(id) {
			return &routes[i], nil
		}
	}
	return nil, ent.Errorf(ent.Invalid, "no route %q is known; entente treaty routes lists them", id)
}

// Routes returns the domestic routes of a State; of all States when it is empty.
func (d *Desk) Routes(state ent.StateCode) []Route {
	out := []Route{}
	for _, r := range d.routes {
		if state == "" || r.State == state {
			out = append(out, r)
		}
	}
	return out
}
