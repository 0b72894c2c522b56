package proposal_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	ent "entente"
	"entente/internal/document"
	"entente/internal/document/documenttest"
	"entente/internal/document/proposal"

	"github.com/google/go-cmp/cmp"
)

func one(language, text string) []proposal.Proposal {
	return proposal.Propose(&document.Document{Languages: []string{language}, Articles: []document.Article{
		{Language: language, Number: "VII", Paragraphs: []document.Paragraph{{Number: "5", Text: text}}}}}, parties)
}

func TestRulesOfSentences(t *testing.T) {
	for _, c := range []struct {
		language, text     string
		modality           proposal.Modality
		bearer             string // code, role, or - for nobody
		condition, contain string
	}{
		{"en", "The receiving State shall inform the sending State without delay.", "obligation", "receiving", "", ""},
		{"en", "The authorities of the sending State may not search the premises.", "prohibition", "sending", "", ""},
		{"en", "No Party shall transfer the goods unless the other Party consents.", "prohibition", "party", "unless the other Party consents", ""},
		{"en", "If a member is arrested, the sending State shall be notified by the receiving State.", "obligation", "receiving", "If a member is arrested", ""},
		{"en", "Each Party undertakes not to use the information for other ends.", "prohibition", "party", "", "undertakes not to"},
		{"en", "Each Party agrees to consult.", "obligation", "party", "", "agrees to"},
		{"en", "Members of the force are entitled to wear uniform.", "permission", "personnel", "", ""},
		{"en", "Either Party may denounce this Agreement by notice.", "power", "party", "", "denounce"},
		{"en", "The sending State shall have the primary right to exercise jurisdiction.", "power", "sending", "", ""},
		{"en", "The sending State shall not be liable for such damage.", "permission", "sending", "", ""},
		{"en", "The Kingdom of the Netherlands shall pay the costs.", "obligation", "NLD", "", ""},
		{"en", "Weapons may only be carried in camps.", "prohibition", "-", "", "only"},
		{"en", "Privileges which the Parties may agree shall be granted.", "obligation", "-", "", "“shall”"},
		{"fr", "Les autorités de l'État d'accueil doivent informer l'État d'envoi.", "obligation", "receiving", "", ""},
		{"fr", "Chaque Partie s'engage à ne pas divulguer les informations.", "prohibition", "party", "", ""},
		{"fr", "Les Parties peuvent dénoncer le présent Accord.", "power", "party", "", ""},
		{"fr", "L'État d'envoi ne peut céder ces biens.", "prohibition", "sending", "", ""},
		{"nl", "De ontvangende Staat moet de zendstaat inlichten.", "obligation", "receiving", "", ""},
		{"nl", "Indien schade ontstaat, kan de zendstaat afstand doen.", "permission", "sending", "Indien schade ontstaat", ""},
		{"nl", "Elke Partij verbindt zich de kosten te dragen.", "obligation", "party", "", ""},
		{"nl", "De partijen mogen de gegevens niet openbaar maken.", "prohibition", "party", "", ""},
	} {
		got := one(c.language, c.text)
		if len(got) != 1 {
			t.Errorf("%q: %d proposals", c.text, len(got))
			continue
		}
		p := got[0]
		bearer := "-"
		switch {
		case p.Bearer.Code != "":
			bearer = string(p.Bearer.Code)
		case p.Bearer.Role != "":
			bearer = p.Bearer.Role
		}
		if p.Modality != c.modality || bearer != c.bearer || p.Condition != c.condition || !strings.Contains(p.Because, c.contain) || p.Article != "VII(5)" || p.Sentence != c.text {
			t.Errorf("%q: %+v", c.text, p)
		}
	}
}

func TestWhatIsNoRule(t *testing.T) {
	for _, c := range [][2]string{
		{"en", "“Force” means the personnel of the armed services."},
		{"en", "The expression shall mean any vehicle."},
		{"en", "This Agreement shall enter into force on signature."},
		{"en", "A headquarters shall be deemed to be a force."},
		{"en", "This Article shall not apply to nationals."},
		{"en", "Nothing in this Agreement shall prevent taxation."},
		{"en", "The members shall not enjoy immunity."},
		{"en", "The texts are equally authentic."},
		{"fr", "Le présent Accord entrera en vigueur à la date de sa signature."},
		{"fr", "Ces biens seront considérés comme publics."},
		{"nl", "Dit Verdrag zal in werking treden op de dag van ondertekening."},
		{"nl", "Onder rechten worden verstaan alle heffingen."},
		{"de", "Die Parteien sollen einander unterrichten."},
	} {
		if got := one(c[0], c[1]); len(got) != 0 {
			t.Errorf("%q: %+v", c[1], got)
		}
	}
}

func TestClocks(t *testing.T) {
	for _, c := range []struct {
		language, text, term, event string
		before                      bool
	}{
		{"en", "The Party shall reply within 28 days of receipt of the request.", "28 days", "receipt of the request", false},
		{"en", "The Party shall report not later than one hundred and eighty days after the entry into force.", "180 days", "the entry into force", false},
		{"en", "The sending State shall give notice at least thirty (30) days before the exercise.", "30 days", "the exercise", true},
		{"en", "The arbitrator shall be chosen within two months.", "2 months", "", false},
		{"en", "The receiving State shall inform the sending State immediately.", "", "", false},
		{"en", "The Party shall reply within ten working days of receipt.", "", "receipt", false},
		{"fr", "L'État d'accueil doit répondre dans un délai de trente jours à compter de la demande.", "30 days", "de la demande", false},
		{"nl", "De partij moet binnen zes maanden na ontvangst antwoorden.", "6 months", "ontvangst antwoorden", false},
	} {
		got := one(c.language, c.text)
		if len(got) != 1 || got[0].Clock == nil {
			t.Errorf("%q: %+v", c.text, got)
			continue
		}
		k, term := got[0].Clock, ""
		if k.Term != nil {
			term = k.Term.String()
		}
		if term != c.term || k.Event != c.event || k.Before != c.before || !strings.Contains(c.text, k.Text) {
			t.Errorf("%q: %q %+v", c.text, term, k)
		}
	}
	if p := one("en", "The Party shall pay the costs."); p[0].Clock != nil {
		t.Errorf("%+v", p[0].Clock)
	}
}

// In a list each item is a sentence with the words that open the list.
func TestItemsAreReadWithTheirOpening(t *testing.T) {
	d := &document.Document{Articles: []document.Article{{Language: "en", Number: "3", Paragraphs: []document.Paragraph{{Number: "2", Text: "Definitions aside. Each Party shall:",
		Items: []document.Paragraph{{Number: "a", Text: "keep records;"}, {Number: "b", Text: "the depositary shall be informed."}}}}}}}
	got := proposal.Propose(d, nil)
	if len(got) != 2 || got[0].Article != "3(2)(a)" || got[0].Sentence != "Each Party shall: keep records;" || got[0].Bearer.Role != "party" || got[0].Ordinal != 2 ||
		got[1].Article != "3(2)(b)" || got[1].Bearer.Role != "" {
		t.Errorf("%+v", got)
	}
}

func TestWillIsPolitical(t *testing.T) {
	will := one("en", "The Participants will share costs. They will inform each other.")
	if len(will) != 2 || !will[0].Political || will[0].Modality != proposal.Obligation {
		t.Errorf("%+v", will)
	}
	mixed := one("en", "The Parties shall share costs. The Parties shall meet. The Parties will inform each other.")
	if len(mixed) != 3 || mixed[2].Political {
		t.Errorf("%+v", mixed)
	}
}

func TestReviews(t *testing.T) {
	list := one("en", "Each Party shall pay. Each Party shall report. Each Party shall meet. Each Party shall pay.")
	if len(list) != 4 || list[0].ID == list[3].ID || list[3].ID != list[0].ID+"-2" {
		t.Fatalf("%+v", list)
	}
	changed := list[1]
	changed.Bearer = proposal.Bearer{Code: "NLD"}
	reviews := []proposal.Review{
		{Proposal: list[0].ID, Verdict: "rejected", By: "legal", On: 10},
		{Proposal: list[0].ID, Verdict: "accepted", By: "legal", On: 20},
		{Proposal: list[1].ID, Verdict: "changed", Changed: &changed, By: "legal", On: 10},
		{Proposal: list[2].ID, Verdict: "rejected", By: "legal", On: 10},
	}
	accepted, open, err := proposal.Settle(list, reviews)
	if err != nil || cmp.Diff(accepted, []proposal.Proposal{list[0], changed}) != "" || cmp.Diff(open, list[3:]) != "" {
		t.Errorf("%+v %+v %v", accepted, open, err)
	}
	for name, r := range map[string]proposal.Review{
		"unknown":    {Proposal: "x", Verdict: "accepted", By: "legal"},
		"no verdict": {Proposal: list[0].ID, By: "legal"},
		"no person":  {Proposal: list[0].ID, Verdict: "accepted", By: " "},
		"no content": {Proposal: list[0].ID, Verdict: "changed", By: "legal"},
		"content":    {Proposal: list[0].ID, Verdict: "accepted", Changed: &changed, By: "legal"},
	} {
		if _, _, err := proposal.Settle(list, []proposal.Review{r}); !errors.Is(err, ent.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSameTextSameProposals(t *testing.T) {
	d := documenttest.Load(t, "BWBV0004785")
	a, b := proposal.Propose(d, parties), proposal.Propose(d, parties)
	if diff := cmp.Diff(a, b); diff != "" || len(a) < 150 {
		t.Errorf("%d proposals; %s", len(a), diff)
	}
	ids := map[string]bool{}
	for _, p := range a {
		if ids[p.ID] {
			t.Errorf("the id %s stands twice", p.ID)
		}
		ids[p.ID] = true
	}
	if raw, err := json.Marshal(a[0]); err != nil || !strings.Contains(string(raw), `"modality"`) {
		t.Errorf("%s %v", raw, err)
	}
}

// No text makes the reader fail, and no word of it is lost between sentences.
func FuzzSentences(f *testing.F) {
	f.Add("en", "1. If so, the Party shall, within 3 days of it, pay; no one may.", "(a) shall be paid by it")
	f.Add("nl", "Indien X, kan de Staat binnen zes maanden na ontvangst opzeggen.", "")
	f.Add("fr", "Les Parties s'engagent, sans délai, à n'en rien faire.", "ne peut")
	f.Fuzz(func(t *testing.T, language, text, item string) {
		a := document.Article{Language: language, Number: "1", Paragraphs: []document.Paragraph{{Text: text, Items: []document.Paragraph{{Number: "a", Text: item}}}}}
		all := ""
		for _, s := range proposal.Sentences(&a) {
			all += s.Whole()
		}
		for _, w := range strings.Fields(text + " " + item) {
			if !strings.Contains(all, w) && !strings.ContainsAny(w, ".;") {
				t.Fatalf("%q is in no sentence of %q", w, all)
			}
		}
		for _, p := range proposal.Propose(&document.Document{Articles: []document.Article{a}}, parties) {
			if p.ID == "" || p.Modality == "" || p.Because == "" {
				t.Fatalf("%+v", p)
			}
		}
	})
}

func BenchmarkPropose(b *testing.B) {
	d := documenttest.Load(b, "BWBV0004785")
	for b.Loop() {
		proposal.Propose(d, parties)
	}
}
