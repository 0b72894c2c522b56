package ask

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"entente/internal/cli/console"
	"entente/internal/law"
	"entente/internal/law/finding"
	"entente/internal/matter"
)

// interview asks, the most decisive first, the facts that still matter, until
// nothing is open or the person ends it; then it writes the completed matter.
func (s commands) interview(lib *law.Library, m *law.Matter, write string) (*law.Matter, error) {
	in := bufio.NewScanner(s.In)
	skipped := map[string]bool{}
	for {
		f, err := finding.Assess(lib, m)
		if err != nil {
			return nil, err
		}
		q := nextQuestion(f, skipped)
		if q == nil {
			fmt.Fprintf(s.Err, "Nothing more to ask: %s\n", f.Outcome)
			break
		}
		s.ask(q)
		if !in.Scan() {
			break
		}
		a := strings.TrimSpace(in.Text())
		if a == "q" {
			break
		}
		if a == "" || a == "?" {
			skipped[q.Fact] = true
			continue
		}
		if err := matter.Set(lib, m, q.Fact, a); err != nil {
			fmt.Fprintf(s.Err, "  %v\n", err)
		}
	}
	return m, s.writeMatter(lib, m, write)
}

func nextQuestion(f *finding.Finding, skipped map[string]bool) *finding.Question {
	for i := range f.Questions {
		if !skipped[f.Questions[i].Fact] {
			return &f.Questions[i]
		}
	}
	return nil
}

func (s commands) ask(q *finding.Question) {
	fmt.Fprintf(s.Err, "\n%s\n  asked because it decides %s\n", q.Ask, console.NormIDs(q.Decides))
	switch {
	case len(q.Values) > 0:
		fmt.Fprintf(s.Err, "  one of %s", strings.Join(q.Values, ", "))
	case q.Type == "bool":
		fmt.Fprint(s.Err, "  true or false")
	case q.Type == "date":
		fmt.Fprint(s.Err, "  a day such as 2024-06-01")
	case q.Type == "money":
		fmt.Fprint(s.Err, "  an amount such as {amount: 120000, currency: EUR}")
	default:
		fmt.Fprintf(s.Err, "  %s", q.Type)
	}
	fmt.Fprint(s.Err, " (empty: I do not know; q: end)\n> ")
}

func (s commands) writeMatter(lib *law.Library, m *law.Matter, write string) error {
	text := matter.Format(lib, m)
	if write == "" {
		if !s.JSON {
			s.Printf("%s\n", text)
		}
		return nil
	}
	return os.WriteFile(write, text, 0o644)
}
