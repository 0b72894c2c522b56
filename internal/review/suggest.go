package review

import "entente/internal/document/proposal"

// usage says for which kinds of matter agreements of a kind speak, and which roles of those
// matters their parties have. It fills forms in; the person who reviews decides.
type usage struct {
	kinds []string
	roles map[string]string // of the text's words for a bearer to the roles of a matter
	all   []string          // roles of the parties together
}

var usages = map[string]usage{
	"SOFA": {[]string{"deployment", "exercise"}, map[string]string{"receiving": "host", "sending": "sending", "personnel": "sending"}, []string{"host", "sending"}},
	"VFA":  {[]string{"deployment", "exercise"}, map[string]string{"receiving": "host", "sending": "sending", "personnel": "sending"}, []string{"host", "sending"}},
	"DCA":  {[]string{"deployment", "exercise"}, map[string]string{"receiving": "host", "sending": "sending", "personnel": "sending"}, []string{"host", "sending"}},
	"ACSA": {[]string{"logistics"}, map[string]string{"receiving": "recipient", "supplying": "supplier"}, []string{"supplier", "recipient"}},
	"GSA":  {[]string{"information-sharing"}, map[string]string{"receiving": "recipient", "supplying": "originator", "sending": "originator"}, []string{"originator", "recipient"}},
	"PKO":  {[]string{"peace-operation"}, nil, []string{"organisation", "host"}},
	"FMS":  {[]string{"arms-transfer"}, map[string]string{"receiving": "importer", "supplying": "exporter"}, []string{"exporter", "importer"}},
}

// Suggest proposes for which matters a rule is raised and whom it binds there, from the kind
// of agreement and the words of the text. It is empty where that cannot be told.
func (o *Opened) Suggest(p *proposal.Proposal) Effect {
	u, ok := usages[o.Analysis.Kind]
	if !ok {
		return Effect{}
	}
	e := Effect{Kinds: u.kinds, Bearer: u.all, Between: u.all}
	if r := u.roles[p.Bearer.Role]; r != "" {
		e.Bearer = []string{r}
	}
	if p.Bearer.Code != "" {
		e.States = append(e.States, p.Bearer.Code)
	}
	return e
}

// Or is the effect with what it leaves open taken from another.
func (e Effect) Or(other Effect) Effect {
	if len(e.Kinds) == 0 {
		e.Kinds = other.Kinds
	}
	if len(e.Bearer) == 0 {
		e.Bearer = other.Bearer
	}
	if len(e.Between) == 0 {
		e.Between = other.Between
	}
	if len(e.States) == 0 {
		e.States = other.States
	}
	return e
}
