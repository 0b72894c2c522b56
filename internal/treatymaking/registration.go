package treatymaking

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/template"
	"time"

	ent "entente"
	"entente/internal/law/treaty"
	"entente/internal/register"
)

// Registration is what a party sends to the Secretariat of the United Nations to have an
// agreement registered (Charter 102; Regulations of General Assembly resolution 97 (I), as
// amended, arts 1, 5-7), and what of it is missing.
type Registration struct {
	Instrument   ent.InstrumentID `json:"instrument"`
	Title        string           `json:"title"`
	By           ent.StateCode    `json:"by"`
	Parties      []PartyAct       `json:"parties"`
	Place        string           `json:"place"`
	Concluded    ent.Date         `json:"concluded"`
	InForce      ent.Date         `json:"in_force"`
	Method       string           `json:"method"` // how it entered into force
	Article      string           `json:"article"`
	Languages    []string         `json:"languages"`
	Reservations []string         `json:"reservations"` // with declarations and objections; empty when none was made
	Texts        []register.Kept  `json:"texts"`
	Missing      []string         `json:"missing"`
	Made         ent.Date         `json:"made"` // the day of the package
}

// PartyAct tells how and when a party consented, and who signed for it.
type PartyAct struct {
	State     ent.StateCode `json:"state"`
	Signed    ent.Date      `json:"signed,omitempty"`
	Office    string        `json:"office,omitempty"`
	Consented ent.Date      `json:"consented,omitempty"`
	Act       treaty.Verb   `json:"act,omitempty"`
}

// Final is the version of a text that is sent out and certified.
const Final = register.Final

// Registration gathers the package on a day.
func (f *File) Registration(lib *treaty.Library, on ent.Date) *Registration {
	in := lib.Instrument(f.Instrument)
	r := &Registration{Instrument: f.Instrument, Title: f.Title, By: f.For, Languages: f.Languages, Reservations: []string{}, Missing: []string{}, Made: on}
	acts, _ := treaty.ParseActs(in.Acts)
	acts = append(acts, in.Record...)
	_, _, r.InForce = lib.EntryIntoForce(f.Instrument)
	r.Article, r.Place = in.EntryIntoForce.Article, in.Place
	for _, p := range f.Parties {
		r.Parties = append(r.Parties, f.partyAct(p, acts))
	}
	for _, p := range r.Parties {
		r.Concluded = max(r.Concluded, p.Signed)
	}
	if t := f.last(Signed, func(t *Taken) bool { return t.Place != "" }); t != nil && r.Place == "" {
		r.Place = t.Place
	}
	for _, a := range acts {
		switch a.Act {
		case treaty.Reservation, treaty.Declaration, treaty.Objection, treaty.ReservationWithdrawn:
			r.Reservations = append(r.Reservations, fmt.Sprintf("%s %s", a.State, a))
		}
	}
	r.Method = method(r)
	for _, t := range f.Texts {
		if t.Version == Final {
			r.Texts = append(r.Texts, t)
		}
	}
	r.missing(f, in, on)
	return r
}

func (f *File) partyAct(p ent.StateCode, acts []treaty.Act) PartyAct {
	out := PartyAct{State: p}
	if t := f.last(Signed, func(t *Taken) bool { return t.State == p }); t != nil {
		out.Office = t.Office
	}
	for _, a := range acts {
		switch {
		case a.State != p:
		case a.Act == treaty.Signed:
			out.Signed = a.On
		case a.Act == treaty.Definitive:
			out.Signed, out.Consented, out.Act = a.On, a.On, a.Act
		case slices.Contains([]treaty.Verb{treaty.Ratified, treaty.Accepted, treaty.Approved, treaty.Acceded, treaty.Confirmed}, a.Act) && out.Consented == 0:
			out.Consented, out.Act = a.On, a.Act
		}
	}
	return out
}

// consent names the means of VCLT 11 by which an act expresses consent to be bound.
var consent = map[treaty.Verb]string{treaty.Definitive: "definitive signature", treaty.Ratified: "ratification", treaty.Accepted: "acceptance",
	treaty.Approved: "approval", treaty.Acceded: "accession", treaty.Confirmed: "act of formal confirmation"}

// Consent names the means by which an act expresses consent to be bound, "" when it is none.
func Consent(act treaty.Verb) string { return consent[act] }

func method(r *Registration) string {
	words := []string{}
	for _, p := range r.Parties {
		w := consent[p.Act]
		if w != "" && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	m := "by " + strings.Join(words, " and ")
	if len(words) == 0 {
		return ""
	}
	if r.Article != "" {
		m += ", in accordance with article " + r.Article
	}
	return m
}

// missing lists what articles 1 and 5 of the Regulations ask for and is not there.
func (r *Registration) missing(f *File, in *treaty.Instrument, on ent.Date) {
	lack := func(is bool, format string, args ...any) {
		if is {
			r.Missing = append(r.Missing, fmt.Sprintf(format, args...))
		}
	}
	lack(f.Binding == NonBinding || !in.Binding, "an agreement that binds under international law (Charter 102(1))")
	lack(r.InForce == 0 || r.InForce > on, "entry into force, before which nothing is registered (art 1(2))")
	lack(in.EntryIntoForce.Article == "", "the article under which it entered into force (art 5): entry_into_force.article of the instrument")
	lack(r.Concluded == 0, "the day of signature or conclusion (art 5)")
	lack(r.Place == "", "the place of conclusion: --place of the signature")
	for _, p := range r.Parties {
		lack(p.Consented == 0, "how %s consented to be bound, and when", p.State)
		lack(p.Signed != 0 && p.Office == "", "in which office the signature for %s was given", p.State)
	}
	have := register.Languages(r.Texts, "text", Final)
	for _, l := range f.Languages {
		lack(!slices.Contains(have, l), "the authentic text in %s as version %q (art 5)", l, Final)
	}
}

var letters = template.Must(template.New("letters").Funcs(template.FuncMap{"join": strings.Join, "plain": func(s string) string { return strings.ReplaceAll(s, "-", " ") }}).Parse(`{{define "transmittal"}}To: Treaty Section, Office of Legal Affairs, United Nations Secretariat
From: {{.By}} (the authority that keeps the record)

Registration under Article 102 of the Charter of the United Nations

{{.Title}}
{{with .Place}}{{.}}, {{end}}{{.Concluded}}

Parties:
{{range .Parties}}  {{.State}}{{with .Signed}}, signed {{.}}{{end}}{{with .Office}} by the {{plain .}}{{end}}{{if .Consented}}, {{.Act}} {{.Consented}}{{end}}
{{end}}
Entry into force:    {{.InForce}} {{.Method}}
Authentic texts:     {{join .Languages ", "}}
{{if .Reservations}}Reservations, declarations and objections:
{{range .Reservations}}  {{.}}
{{end}}{{else}}No reservation, declaration or objection was made.
{{end}}
Enclosed:
{{range .Texts}}  {{.Part}}, {{.Language}}: {{.Name}} ({{.Size}} bytes, {{.Hash}})
{{end}}{{if .Missing}}
NOT READY TO BE SENT. Missing:
{{range .Missing}}  - {{.}}
{{end}}{{end}}{{end}}{{define "certification"}}Certifying statement (Regulations under Charter 102, art 5)

I, the undersigned, certify that the texts enclosed are true and complete copies of

  {{.Title}}
  {{with .Place}}{{.}}, {{end}}{{.Concluded}}

that they include all reservations and declarations made by the parties{{if not .Reservations}}, of which there are none{{end}},
and that it was concluded in {{join .Languages ", "}}, all equally authentic unless its text says otherwise.

{{range .Texts}}  {{.Part}}, {{.Language}}: {{.Hash}}
{{end}}

Name:
Office:
Place and day:
Signature:
{{end}}`))

// Write writes the package as a zip archive: the letter, the certifying statement to be
// signed, the data, the texts as kept, and a certified copy of each to be signed; file
// gives the bytes of a hash, certify the copy of a text as PDF.
func (r *Registration) Write(w io.Writer, file func(*register.Text) ([]byte, error), certify func(t *register.Kept) ([]byte, error)) error {
	z := zip.NewWriter(w)
	for _, name := range []string{"transmittal", "certification"} {
		f, err := r.entry(z, name+".txt")
		if err == nil {
			err = letters.ExecuteTemplate(f, name, r)
		}
		if err != nil {
			return err
		}
	}
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := r.add(z, "registration.json", data); err != nil {
		return err
	}
	for i := range r.Texts {
		t := &r.Texts[i]
		b, err := file(&t.Text)
		if err == nil {
			err = r.add(z, fmt.Sprintf("texts/%s-%s-%s", safe(t.Part), t.Language, safe(t.Name)), b)
		}
		if err == nil {
			b, err = certify(t)
		}
		if err == nil {
			err = r.add(z, fmt.Sprintf("certified/%s-%s.pdf", safe(t.Part), t.Language), b)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

// entry begins a file of the archive, dated on the day of the package.
func (r *Registration) entry(z *zip.Writer, name string) (io.Writer, error) {
	at, err := time.Parse(time.DateOnly, r.Made.String())
	if err != nil {
		return nil, err
	}
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at})
}

func (r *Registration) add(z *zip.Writer, name string, b []byte) error {
	f, err := r.entry(z, name)
	if err == nil {
		_, err = f.Write(b)
	}
	return err
}

// safe makes a name that is one element of a path on every system.
func safe(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>| `, r) {
			return '-'
		}
		return r
	}, s)
}
