package clause

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/document"
)

// Problem is something that reading clauses together brings up: two that do not fit, or one
// that lacks what makes it work.
type Problem struct {
	Check    string   `json:"check"`    // its name in the playbook
	Severity string   `json:"severity"` // high, medium or low
	Articles []string `json:"articles"` // as cited
	Text     string   `json:"text"`
}

// The severities of a problem.
const (
	High   = "high"
	Medium = "medium"
	Low    = "low"
)

// inspection is an agreement that is being looked at, with what was found in it.
type inspection struct {
	lib     *Library
	doc     *document.Document
	kind    string
	binding Bindingness
	found   []Found
}

// checks are what a playbook can ask for by name.
var checks = map[string]func(*inspection) []Problem{
	"status-without-jurisdiction": (*inspection).statusWithoutJurisdiction,
	"dependants":                  (*inspection).dependants,
	"drawdown":                    (*inspection).drawdown,
	"residual-value":              (*inspection).residualValue,
	"retransfer":                  (*inspection).retransfer,
	"end-use":                     (*inspection).endUse,
	"equivalence":                 (*inspection).equivalence,
	"casus-foederis":              (*inspection).casusFoederis,
	"mandate":                     (*inspection).mandate,
	"data-caveats":                (*inspection).dataCaveats,
	"renewal":                     (*inspection).renewal,
	"signature-trigger":           (*inspection).signatureTrigger,
	"languages":                   (*inspection).languages,
	"binding-words":               (*inspection).bindingWords,
}

// Problems runs the checks of a kind's playbook, in their order.
func (l *Library) Problems(doc *document.Document, kind string, binding Bindingness, found []Found) []Problem {
	in := &inspection{l, doc, kind, binding, found}
	out := []Problem{}
	for _, name := range l.Playbook(kind).Checks {
		for _, p := range checks[name](in) {
			p.Check = name
			if p.Articles == nil {
				p.Articles = []string{}
			}
			out = append(out, p)
		}
	}
	return out
}

func problem(severity, text string, articles ...string) []Problem {
	return []Problem{{Severity: severity, Text: text, Articles: articles}}
}

func (in *inspection) has(ids ...ID) bool {
	return slices.ContainsFunc(ids, func(id ID) bool { return has(in.found, id) })
}

// where cites the articles in which a clause was found.
func (in *inspection) where(id ID) (out []string) {
	for _, f := range in.found {
		if f.Clause == id && !slices.Contains(out, f.Article) {
			out = append(out, f.Article)
		}
	}
	return out
}

// passages are the words of where a clause was found: the paragraph when one is cited, else
// the article.
func (in *inspection) passages(id ID) (out [][]string) {
	for _, f := range in.found {
		if f.Clause != id {
			continue
		}
		number, par, cited := strings.Cut(f.Article, "(")
		for i := range in.doc.Articles {
			a := &in.doc.Articles[i]
			if a.Language != f.Language || a.Number != number && a.Heading != f.Article {
				continue
			}
			for _, p := range flatten(a) {
				if !cited || strings.Trim(p.number, "().") == strings.TrimSuffix(par, ")") {
					out = append(out, p.words)
				}
			}
		}
	}
	return out
}

// says tells whether the passages of a clause have one of the words; a word that ends in *
// stands for its beginning.
func (in *inspection) says(id ID, any ...string) bool {
	return slices.ContainsFunc(in.passages(id), func(ws []string) bool { return hasWord(ws, any...) })
}

func hasWord(ws []string, any ...string) bool {
	return slices.ContainsFunc(ws, func(w string) bool {
		return slices.ContainsFunc(any, func(x string) bool {
			stem, ok := strings.CutSuffix(x, "*")
			return ok && strings.HasPrefix(w, stem) || w == x
		})
	})
}

// everything is the words of all articles, annexes and signatures.
func (in *inspection) everything() (out []string) {
	for i := range in.doc.Articles {
		out = append(append(out, words(in.doc.Articles[i].Heading)...), words(in.doc.Articles[i].Text())...)
	}
	for _, a := range in.doc.Annexes {
		out = append(append(out, words(a.Heading)...), words(a.Text)...)
	}
	for _, s := range in.doc.Signatures {
		out = append(out, words(s.Text)...)
	}
	return out
}

// Status without a rule on jurisdiction leaves all offences to the host, or to dispute.
func (in *inspection) statusWithoutJurisdiction() []Problem {
	if !in.has("STATUS") || in.has("CRIM-CONC") {
		return nil
	}
	if in.has("CRIM-EXCL") {
		return problem(Medium, "Status and exclusive jurisdiction are there, but nothing says who goes first where both States may try an offence.", in.where("STATUS")...)
	}
	return problem(High, "There is status but no rule on criminal jurisdiction: without one the host has full territorial jurisdiction over acts outside any immunity.", in.where("STATUS")...)
}

var dependantWords = []string{"dependant*", "dependent*", "family", "gezinslid", "gezinsleden", "gezinsled*", "charge", "familie*", "angehörige*", "familiar*", "spouse*", "conjoint*"}

// Custody or jurisdiction over people whom the definitions leave out.
func (in *inspection) dependants() []Problem {
	if !in.has("DEFINITIONS") || in.says("DEFINITIONS", dependantWords...) {
		return nil
	}
	for _, id := range []ID{"CUSTODY", "CRIM-CONC", "CRIM-EXCL"} {
		if in.says(id, "dependant*", "dependent*", "gezinsled*", "gezinslid") {
			return problem(High, "The definitions cover no dependants, but the rules on jurisdiction or custody speak of them.", append(in.where("DEFINITIONS"), in.where(id)...)...)
		}
	}
	return nil
}

// Leaving facilities takes longer than ending the agreement.
func (in *inspection) drawdown() []Problem {
	notice, leave := shortest(in.passages("TERMINATION")), shortest(in.passages("FACILITIES"))
	if notice == 0 || leave == 0 || leave >= notice {
		return nil
	}
	return problem(Medium, fmt.Sprintf("The agreement ends at %d days' notice; facilities are to be given back within %d. Presence and duty to leave do not end together.", notice, leave),
		append(in.where("TERMINATION"), in.where("FACILITIES")...)...)
}

// Buildings paid by the guest, and nobody says who owns their worth.
func (in *inspection) residualValue() []Problem {
	if !in.has("FACILITIES") || in.says("FACILITIES", "residual", "restwaarde*", "résiduelle", "restwert*", "residual*", "compensat*", "vergoeding") {
		return nil
	}
	return problem(Medium, "Facilities are given for use, but nothing says who has the residual value of improvements when they are returned.", in.where("FACILITIES")...)
}

var consentWords = []string{"consent", "approval", "authoris*", "authoriz*", "toestemming", "goedkeuring", "consentement", "accord", "autorisation", "zustimmung", "genehmigung", "consentimiento", "autorización"}

// A rule on retransfer that asks for no consent.
func (in *inspection) retransfer() []Problem {
	switch {
	case !in.has("TRANSPORT-TPT"):
		return problem(High, "Nothing bars passing on what was received without prior written consent: exposure under section 3 of the Arms Export Control Act where the supplies are of the United States, and to diversion (Arms Trade Treaty, article 11).")
	case !in.says("TRANSPORT-TPT", consentWords...):
		return problem(Medium, "Transfer to third parties is dealt with, but no consent of the providing Party is asked for.", in.where("TRANSPORT-TPT")...)
	}
	return nil
}

// What a transfer of arms needs together.
func (in *inspection) endUse() []Problem {
	var lacks []string
	for _, x := range []struct {
		name string
		ids  []ID
	}{{"consent to retransfer", []ID{"TRANSPORT-TPT"}}, {"end use and its verification", []ID{"END-USE"}}, {"protection of classified information", []ID{"INFO-SEC"}},
		{"human rights or humanitarian law", []ID{"HR-CLAUSE", "IHL-CLAUSE"}}} {
		if !in.has(x.ids...) {
			lacks = append(lacks, x.name)
		}
	}
	if len(lacks) == 0 {
		return nil
	}
	return problem(High, "A transfer of arms lacks: "+strings.Join(lacks, "; ")+".")
}

// grades of classification, the highest first, as texts print them.
var grades = [][]string{
	{"top secret", "zeer geheim", "très secret", "tres secret", "streng geheim", "cosmic"},
	{"secret", "geheim", "secreto"},
	{"confidential", "confidentieel", "confidentiel", "confidencial", "vertraulich"},
	{"restricted", "restreint", "dienstgeheim", "departementaal"},
}

// A table of equivalent grades that misses the highest grade in use, or none at all.
func (in *inspection) equivalence() []Problem {
	all := " " + strings.Join(in.everything(), " ") + " "
	if !strings.Contains(all, " equival") && !strings.Contains(all, " équival") && !strings.Contains(all, " overeenkom") && !strings.Contains(all, " gelijkwaardig") && !strings.Contains(all, " entsprech") {
		return problem(High, "No grades of classification are set against one another: nobody can tell which protection a foreign grade asks for.", in.where("INFO-SEC")...)
	}
	if !hasAny(all, grades[0]) && hasAny(all, grades[1]) && hasAny(all, grades[2]) {
		return problem(Low, "The grades in use end at secret; nothing provides for a higher one.", in.where("INFO-SEC")...)
	}
	return nil
}

func hasAny(text string, list []string) bool {
	return slices.ContainsFunc(list, func(x string) bool { return strings.Contains(text, " "+x+" ") })
}

// The parts of a duty of assistance, against article 51 of the Charter.
func (in *inspection) casusFoederis() []Problem {
	if !in.has("CASUS-FOEDERIS") {
		return nil // a gap of its own
	}
	text := " " + strings.Join(slices.Concat(in.passages("CASUS-FOEDERIS")...), " ") + " "
	var lacks []string
	for _, x := range []struct {
		name string
		ok   bool
	}{
		{"an area", in.has("SCOPE-TERR") || hasAny(text, []string{"area", "territory", "territories", "europe", "region"})},
		{"an armed attack as its trigger", strings.Contains(text, "armed attack") || strings.Contains(text, "gewapende aanval") || strings.Contains(text, "attaque armée")},
		{"report to the Security Council", strings.Contains(text, "security council") || strings.Contains(text, "veiligheidsraad") || strings.Contains(text, "conseil de sécurité")},
		{"the constitutional processes of each Party", in.has("CONSTIT-PROC") || strings.Contains(text, "constitution")},
		{"consultation", in.has("CONSULT")},
	} {
		if !x.ok {
			lacks = append(lacks, x.name)
		}
	}
	if len(lacks) == 0 {
		return nil
	}
	return problem(Medium, "The duty of assistance names not: "+strings.Join(lacks, "; ")+". Compare article 51 of the Charter of the United Nations.", in.where("CASUS-FOEDERIS")...)
}

// A peace operation rests on a mandate.
func (in *inspection) mandate() []Problem {
	if all := in.everything(); hasWord(all, "resolution*", "mandate*", "mandaat", "resolutie*", "mandat", "mandato") {
		return nil
	}
	return problem(Medium, "No mandate or resolution is named. United Nations practice concludes the status agreement before or within thirty days of it; until then the model agreement applies provisionally.")
}

// What an arrangement on data needs when it carries data about people.
func (in *inspection) dataCaveats() []Problem {
	var out []Problem
	all := " " + strings.Join(in.everything(), " ") + " "
	if strings.Contains(all, " personal data ") && !in.has("DATA-PROT") {
		out = append(out, problem(High, "Personal data are shared without rules for them.")...)
	}
	if !strings.Contains(all, "traffic light") && !in.has("INFO-SEC") && !hasAny(all, []string{"tlp", "marking", "marked"}) {
		out = append(out, problem(Medium, "Nothing marks what is shared, neither by grade nor by traffic light.")...)
	}
	if !in.has("HR-CLAUSE") || !hasAny(all, []string{"lethal", "death", "capital"}) {
		out = append(out, problem(Medium, "No caveat bars use of what is shared for lethal action, for a capital charge, or against human rights.")...)
	}
	return out
}
