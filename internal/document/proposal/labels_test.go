package proposal_test

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"entente/internal/document"
	"entente/internal/document/documenttest"
	"entente/internal/document/proposal"
)

var show = flag.Bool("show", false, "print the sentences read otherwise than labelled")

// parties are those that the labelled texts name.
var parties = []document.Party{{Code: "NLD", Name: "Kingdom of the Netherlands"}, {Code: "NLD", Name: "Netherlands"}, {Code: "NLD", Name: "Koninkrijk der Nederlanden"},
	{Code: "NLD", Name: "Royaume des Pays-Bas"}, {Code: "QAT", Name: "State of Qatar"}, {Code: "QAT", Name: "Staat Qatar"}, {Code: "FRA", Name: "République française"},
	{Code: "NLD", Name: "néerlandais"}, {Code: "FRA", Name: "français"}, {Code: "ICMP", Name: "ICMP"}, {Code: "USA", Name: "United States of America"}}

// label is what a person read in a sentence. The sentence itself is not kept here, only its
// place and a digest, so that a label never speaks of another sentence.
type label struct {
	split, file, language, article string
	ordinal                        int
	digest, modality, bearer       string
}

func labels(t testing.TB) []label {
	t.Helper()
	text, err := os.ReadFile("testdata/labels.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var out []label
	for line := range strings.Lines(string(text)) {
		var l label
		if strings.HasPrefix(line, "#") {
			continue
		}
		if n, err := fmt.Sscan(line, &l.split, &l.file, &l.language, &l.article, &l.ordinal, &l.digest, &l.modality, &l.bearer); err != nil || n != 8 {
			t.Fatalf("%q: %v", line, err)
		}
		out = append(out, l)
	}
	return out
}

// sentence finds the labelled sentence in its file.
func (l *label) sentence(t testing.TB, d *document.Document) (string, string) {
	t.Helper()
	for i := range d.Articles {
		a := &d.Articles[i]
		if a.Language != l.language || a.Number != l.article {
			continue
		}
		for _, s := range proposal.Sentences(a) {
			if s.Ordinal == l.ordinal {
				sum := sha256.Sum256([]byte(s.Whole()))
				return s.Whole(), hex.EncodeToString(sum[:4])
			}
		}
		break
	}
	t.Fatalf("%s %s article %s has no sentence %d", l.file, l.language, l.article, l.ordinal)
	return "", ""
}

// score counts what was read as labelled.
type score struct{ right, proposed, labelled, bearerRight, bearers int }

func (s score) String() string {
	return fmt.Sprintf("modality: precision %.2f, recall %.2f (%d rules labelled, %d proposed); bearer of rules found: %.2f",
		part(s.right, s.proposed), part(s.right, s.labelled), s.labelled, s.proposed, part(s.bearerRight, s.bearers))
}

func part(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// TestAgainstLabels measures modality and bearer on sentences labelled by hand. The rules
// were made on the files of "tune" and mended on those of "second". Those of "held" were
// labelled before the rules were written and never looked at for them; those of "fresh"
// after the rules were final, from files nobody had read before.
func TestAgainstLabels(t *testing.T) {
	docs := map[string]*document.Document{}
	proposals := map[string][]proposal.Proposal{}
	scores := map[string]*score{}
	for _, l := range labels(t) {
		d := docs[l.file]
		if d == nil {
			d = documenttest.Load(t, l.file)
			docs[l.file], proposals[l.file] = d, proposal.Propose(d, parties)
		}
		text, digest := l.sentence(t, d)
		if digest != l.digest {
			t.Fatalf("%s %s article %s, sentence %d is not the one that was labelled (%s, not %s)", l.file, l.language, l.article, l.ordinal, digest, l.digest)
		}
		got, bearer, why := "none", "-", ""
		for _, p := range proposals[l.file] {
			if p.Language == l.language && p.Ordinal == l.ordinal && strings.SplitN(p.Article, "(", 2)[0] == l.article && p.Sentence == text {
				got, why = string(p.Modality), p.Because
				switch {
				case p.Bearer.Code != "":
					bearer = string(p.Bearer.Code)
				case p.Bearer.Role != "":
					bearer = p.Bearer.Role
				}
			}
		}
		for _, key := range []string{l.split + " " + l.language, l.split + " all"} {
			s := scores[key]
			if s == nil {
				s = &score{}
				scores[key] = s
			}
			s.count(l, got, bearer)
		}
		if *show && (got != l.modality || got != "none" && bearer != l.bearer) {
			t.Logf("%s %s %s %s %d: %s %s, labelled %s %s; %s: %.300s", l.split, l.file, l.language, l.article, l.ordinal, got, bearer, l.modality, l.bearer, why, text)
		}
	}
	for _, key := range []string{"tune en", "tune fr", "tune nl", "held en", "held fr", "held nl", "held all", "second en", "fresh en"} {
		t.Logf("%s: %s", key, scores[key])
	}
	for key, floor := range map[string]float64{"held en": 0.87, "held all": 0.85, "fresh en": 0.8} {
		s := scores[key]
		if part(s.right, s.proposed) < floor || part(s.right, s.labelled) < floor || part(s.bearerRight, s.bearers) < floor {
			t.Errorf("%s fell below %.2f: %s", key, floor, s)
		}
	}
}

func (s *score) count(l label, got, bearer string) {
	if got != "none" {
		s.proposed++
	}
	if l.modality != "none" {
		s.labelled++
	}
	if got != "none" && got == l.modality {
		s.right++
		s.bearers++
		if bearer == l.bearer {
			s.bearerRight++
		}
	}
}
