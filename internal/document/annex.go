package document

import (
	"strings"
)

// Label is how the annex is cited: "Annex A", "Nr. II"; its heading where it has no number.
func (a *Annex) Label() string {
	if m := annexForm.FindStringSubmatch(a.Heading); m != nil {
		return strings.Join(strings.Fields(m[1]), " ")
	}
	if note := a.note(); note != "" {
		return note
	}
	return a.Heading
}

// note is the number of a note with which the heading begins: Nr. II, II.
func (a *Annex) note() string {
	words := strings.Fields(a.Heading)
	if len(words) > 1 && noteForm.MatchString(words[0]+" "+words[1]) {
		return words[0] + " " + words[1]
	}
	if len(words) > 0 && noteForm.MatchString(words[0]) {
		return words[0]
	}
	return ""
}

// The kinds of an annex, by the first word that tells.
var annexKinds = []struct {
	kind  string
	words map[string]bool
}{
	{"minutes", set("minutes minute notulen proces-verbaal procès-verbal protocolnotitie niederschrift")},
	{"note", set("letter letters notes note exchange lettre lettres brief briefwisseling notawisseling notenwechsel briefwechsel nota")},
	{"declaration", set("declaration statement verklaring déclaration erklärung declaración dichiarazione declaração")},
	{"final act", set("slotakte final")},
	{"protocol", set("protocol protocole protokoll protocolo protocollo zusatzprotokoll")},
	{"agreement", set("agreement convention treaty memorandum understanding arrangement verdrag overeenkomst akkoord regeling accord abkommen übereinkommen vertrag vereinbarung convenio acuerdo accordo acordo")},
	{"resolution", set("resolution besluit")},
}

// Kind is annex, appendix, minutes, note, declaration, final act, protocol, agreement,
// resolution, or other.
func (a *Annex) Kind() string {
	words := strings.FieldsFunc(strings.ToLower(a.Heading), func(r rune) bool { return strings.ContainsRune(" .,:;()„“”\"", r) })
	if m := annexForm.FindStringSubmatch(a.Heading); m != nil {
		switch words[0] {
		case "appendix", "aanhangsel", "appendice":
			return "appendix"
		}
		return "annex"
	}
	if a.note() != "" {
		return "note"
	}
	agreed := len(words) > 1 && words[len(words)-2] == "agreed" // a title of the agreement, with the words at its end
	for i, w := range words {
		if i == 6 {
			break
		}
		for _, k := range annexKinds {
			if k.words[w] && !(agreed && k.kind == "agreement") {
				return k.kind
			}
		}
	}
	if agreed {
		return "minutes"
	}
	return "other"
}

// Paragraphs are those of the annex, numbered or plain, with their items.
func (a *Annex) Paragraphs() []Paragraph {
	if a.Text == "" {
		return []Paragraph{}
	}
	return paragraphs(strings.Split(a.Text, "\n"))
}
