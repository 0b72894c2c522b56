package clause

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"entente/corpus"
	"entente/internal/document"
)

// alliance is a treaty of mutual defence in words of ours, of the parts that one has.
func alliance(skip string) *document.Document {
	doc := agreement("Treaty of mutual defence between Ruritania and Graustark",
		"Peace: The Parties settle their disputes by peaceful means. Any dispute about the interpretation of this Treaty shall be settled by consultation between them.",
		"Consultation: The Parties shall consult together whenever in the opinion of either its security is threatened.",
		"Assistance: The Parties agree that an armed attack against one of them in the territory of either shall be considered an attack against both, and that each will assist the Party so attacked by such action as it deems necessary. Measures taken shall at once be reported to the Security Council.",
		"Charter: This Treaty does not affect the rights and obligations of the Parties under the Charter of the United Nations, or the primary responsibility of the Security Council.",
		"Council: The Parties hereby establish a joint committee composed of representatives of each, which meets once a year.",
		"Carrying out: This Treaty shall be ratified and carried out in accordance with their respective constitutional processes.",
		"Force: This Treaty shall enter into force when the instruments of ratification have been deposited.",
		"Term: This Treaty shall remain in force for ten years. Either Party may terminate it by one year's written notice.")
	doc.Articles = slices.DeleteFunc(doc.Articles, func(a document.Article) bool { return a.Heading == skip })
	return doc
}

func TestAllianceIsOne(t *testing.T) {
	doc := alliance("")
	got := Examine(doc)
	if got.Kind.Kind != "ALL" || got.Binding.Verdict != Treaty {
		t.Errorf("%+v, %+v", got.Kind, got.Binding)
	}
	for _, p := range got.Problems {
		if p.Check == "casus-foederis" {
			t.Errorf("%+v", p)
		}
	}
	if got := Examine(alliance("Consultation")); !slices.ContainsFunc(got.Problems, func(p Problem) bool {
		return p.Check == "casus-foederis" && strings.Contains(p.Text, "consultation")
	}) {
		t.Errorf("consultation is not missed: %+v", got.Problems)
	}
	if got := Examine(alliance("Assistance")); !slices.ContainsFunc(Gaps("ALL", Treaty, got.Clauses), func(g Gap) bool { return g.Clause == "CASUS-FOEDERIS" && g.Level == Must }) {
		t.Errorf("the duty of assistance is not missed: %+v", got.Gaps)
	}
}

func TestGaps(t *testing.T) {
	lib := library(t)
	all := []Found{}
	for _, c := range lib.Clauses {
		all = append(all, Found{Clause: c.ID})
	}
	for _, p := range lib.Playbooks {
		if got := Gaps(p.Kind, Treaty, all); len(got) != 0 {
			t.Errorf("%s: nothing is missing, yet %v", p.Kind, got)
		}
		got := Gaps(p.Kind, Undetermined, nil)
		if want := len(p.Must) + len(p.Should) + len(p.BindingMust) + len(p.BindingShould); len(got) != want {
			t.Errorf("%s: %d gaps of an empty text, not %d", p.Kind, len(got), want)
		}
		for i, g := range got {
			if g.Risk == "" || g.Suggested == "" || i > 0 && g.Level == Must && got[i-1].Level == Should {
				t.Errorf("%s: %+v", p.Kind, g)
			}
		}
		d := lib.Deviation(p.Kind, got, all)
		if len(d.Unexpected) != len(p.Not) || d.Score <= 0 {
			t.Errorf("%s: %+v", p.Kind, d)
		}
	}
	eif := func(binding Verdict) bool {
		return slices.ContainsFunc(Gaps("SOFA", binding, nil), func(g Gap) bool { return g.Clause == "EIF" })
	}
	if !eif(Treaty) || eif(NonBinding) {
		t.Error("entry into force is asked of texts that bind, and of those only")
	}
	if slices.ContainsFunc(Gaps("MOU", Treaty, nil), func(g Gap) bool { return g.Clause == "NON-BINDING" }) {
		t.Error("a memorandum that binds is not asked to say that it does not")
	}
}

func TestDeviation(t *testing.T) {
	lib := library(t)
	got := lib.Deviation("SOFA", []Gap{{Level: Must}, {Level: Must}, {Level: Should}}, []Found{{Clause: "CASUS-FOEDERIS"}})
	if got.Score != 15 || got.MissingMust != 2 || got.MissingShould != 1 || len(got.Unexpected) != 1 {
		t.Errorf("(2·3 + 1 + 3)·1.5 is not %+v", got)
	}
}

func TestProblems(t *testing.T) {
	for _, x := range []struct {
		check, kind string
		want        bool
		articles    []string
	}{
		{"status-without-jurisdiction", "SOFA", true, []string{"Status: Members of the force shall enjoy the privileges and immunities of administrative and technical staff."}},
		{"status-without-jurisdiction", "SOFA", false, []string{"Status: Members of the force shall enjoy the privileges and immunities of administrative and technical staff.",
			"Jurisdiction: The sending State has the primary right to exercise jurisdiction over offences done in the performance of official duty."}},
		{"dependants", "SOFA", true, []string{"Definitions: In this Agreement the expression force means the personnel of the armed services.",
			"Custody: The custody of a member of the force or a dependent shall remain with the sending State; any arrest of members of a force or their dependents is notified."}},
		{"dependants", "SOFA", false, []string{"Definitions: In this Agreement the expression force means the personnel of the armed services; dependent means the spouse.",
			"Custody: The custody of a member of the force or a dependent shall remain with the sending State; any arrest of members of a force or their dependents is notified."}},
		{"residual-value", "DCA", true, []string{"Facilities: The receiving State makes available agreed facilities and areas for exclusive use."}},
		{"drawdown", "DCA", true, []string{"Facilities: Agreed facilities and areas are given for exclusive use and handed back within 30 days.", "Termination: Either Party may terminate this Agreement by six (6) months' written notice."}},
		{"retransfer", "ACSA", true, []string{"Support: The Parties provide logistic support, supplies and services."}},
		{"retransfer", "ACSA", false, []string{"Retransfer: Supplies shall not be retransferred to a third party without the prior written consent of the supplying Party."}},
		{"end-use", "FMS", true, []string{"End use: The purchaser accepts end-use monitoring."}},
		{"equivalence", "GSA", true, []string{"Protection: Each Party protects classified information and limits access on a need to know basis."}},
		{"equivalence", "GSA", false, []string{"Protection: Each Party protects classified information. TOP SECRET is equivalent to ZEER GEHEIM."}},
		{"mandate", "PKO", true, []string{"Status: Members of the operation shall enjoy immunity from legal process."}},
		{"data-caveats", "CYB", true, []string{"Sharing: The Parties share personal data on incidents in critical infrastructure."}},
		{"renewal", "SOFA", true, []string{"Duration: This Agreement shall remain in force for five years and be renewed automatically unless a Party objects twelve months before the end of the period.", "Termination: Either Party may terminate this Agreement at any time by giving ninety days' written notice."}},
		{"renewal", "SOFA", false, []string{"Duration: This Agreement shall remain in force for five years and be renewed automatically unless a Party objects three months before the end of the period.", "Termination: Either Party may terminate this Agreement at any time by giving six months' written notice."}},
		{"signature-trigger", "SOFA", true, []string{"Entry into force: This Agreement shall enter into force upon signature. It is subject to ratification."}},
		{"languages", "SOFA", true, []string{"Languages: Done in the English and French languages, both texts being equally authentic."}},
		{"languages", "SOFA", false, []string{"Languages: Done in two originals in the English language."}},
		{"binding-words", "MOU", true, []string{"Status: This Memorandum is not legally binding.", "Force: It shall enter into force upon signature."}},
		{"binding-words", "MOU", false, []string{"Status: This Memorandum is not legally binding.", "Effect: It will come into effect upon signature."}},
	} {
		doc := agreement("Agreement", x.articles...)
		got := library(t).Problems(doc, x.kind, Binding(doc), Detect(doc))
		at := slices.IndexFunc(got, func(p Problem) bool { return p.Check == x.check })
		if (at >= 0) != x.want {
			t.Errorf("%s %s %q: %+v; clauses %v", x.check, x.kind, x.articles, got, clausesOf(Detect(doc)))
		}
		if at >= 0 && (got[at].Text == "" || got[at].Severity == "") {
			t.Errorf("%+v", got[at])
		}
	}
}

// The North Atlantic status agreement has no authentic Dutch text, and no French one here.
func TestProblemsOfARealText(t *testing.T) {
	got := Examine(sharedDocument(t, "BWBV0004785", "en"))
	if !slices.ContainsFunc(got.Problems, func(p Problem) bool { return p.Check == "languages" && strings.Contains(p.Text, "fr") }) {
		t.Errorf("the French text is not missed: %+v", got.Problems)
	}
	for _, must := range []ID{"DEFINITIONS", "CRIM-EXCL", "CRIM-CONC", "CUSTODY", "FAIR-TRIAL", "CIVIL-CLAIMS", "ENTRY-EXIT", "ARMS-CARRY", "TAX-CUSTOM", "DISPUTE", "EIF", "TERMINATION", "HOST-LAW"} {
		if slices.ContainsFunc(got.Gaps, func(g Gap) bool { return g.Clause == must }) {
			t.Errorf("%s is said to be missing", must)
		}
	}
}

func TestPeriods(t *testing.T) {
	for text, want := range map[string]int{"six (6) months' notice": 180, "by giving 30 days": 30, "een termijn van zes maanden": 180, "un préavis de deux mois": 60, "one year after": 365,
		"einer Frist von drei Monaten": 90, "un preaviso de seis meses": 180, "two an": 730, "two answers": 0, "in 1951": 0, "ninety": 0} {
		if got := shortest([][]string{words(text)}); got != want {
			t.Errorf("%q is %d days, not %d", text, got, want)
		}
	}
}

// The JSON is that which the command prints.
func TestReviewAsJSON(t *testing.T) {
	text, err := json.Marshal(Examine(agreement("Agreement on the status of forces", "Custody: The custody of a member of the force shall remain with the sending State.")))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"kind":{"kind":"SOFA"`, `"binding":{"verdict":"`, `"clause":"CUSTODY","language":"en","article":"1","score":`, `"because":[`, `"gaps":[{"clause":"`, `"level":"must","risk":"`, `"problems":[`, `"deviation":{"score":`} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("no %s in %s", want, text)
		}
	}
}

func TestFaultyDataIsNamed(t *testing.T) {
	good, err := corpus.Files.ReadFile("clauses.yaml")
	if err != nil {
		t.Fatal(err)
	}
	plays, err := corpus.Files.ReadFile("playbooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	swap := func(text []byte, old, new string) []byte {
		if !bytes.Contains(text, []byte(old)) {
			t.Fatalf("no %q in the data", old)
		}
		return bytes.Replace(text, []byte(old), []byte(new), 1)
	}
	for want, data := range map[string][3][]byte{
		"field colour not found": {swap(good, "  name: Purpose", "  colour: red"), plays, nil},
		`"PURPOSE" needs an id`:  {swap(good, "- id: DEFINITIONS", "- id: PURPOSE"), plays, nil},
		"begins or ends":         {swap(good, "speedy trial", "~ trial"), plays, nil},
		"DCA: NONE is no clause": {good, swap(plays, "must: [DEFINITIONS", "must: [NONE"), nil},
		"there is no check":      {good, swap(plays, "checks: [status", "checks: [no-such-check, status"), nil},
		"list 1 of the cues":     {good, swap(plays, "    entry: [", "    entry: [] #"), nil},
		"line 1":                 {good, plays, []byte("clause NONE\tbias=1")},
		"no clause \"NONE\"":     {good, plays, []byte("term en:x\tNONE=1")},
	} {
		if _, err := NewLibrary(data[0], data[1], data[2]); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not said: %v", want, err)
		}
	}
}
