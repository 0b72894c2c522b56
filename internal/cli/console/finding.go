package console

import (
	"fmt"
	"sort"
	"strings"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/finding"
)

// printFinding prints a finding for a person: the answer first, then what it rests on.
func (s *Console) PrintFinding(f *finding.Finding, full bool) {
	s.Printf("%s\n%s · law of %s\n\n", f.Matter, f.Kind, f.On)
	s.Printf("OUTCOME  %s\n", strings.ToUpper(string(f.Outcome)))
	for _, p := range f.For {
		s.Printf("  %-4s %-18s %-13s %s\n", p.Participant, p.Role, p.Outcome, ordersText(p.Orders))
	}
	s.printJurisdiction(f)
	for _, x := range f.Shares {
		s.Printf("SHARE    %s bears %.2f %s\n", x.State, x.Amount, x.Currency)
	}
	for _, c := range f.Casus {
		s.Printf("ALLIANCE %-8s %s: %s\n", c.Instrument, c.Triggered, c.Why)
	}
	s.printNorms(f, full)
	s.printEffects(f)
	s.printOpen(f)
	if full && f.Proof != nil {
		s.Printf("\nPROOF\n%s", f.Proof.Print(0))
	}
	s.Printf("\ncorpus %s\n", f.Corpus)
}

func ordersText(orders map[string]finding.Outcome) string {
	var parts []string
	for k, v := range orders {
		if v != finding.Permitted {
			parts = append(parts, k+": "+string(v))
		}
	}
	sort.Strings(parts)
	return strings.Join(parts, ", ")
}

func (s *Console) printJurisdiction(f *finding.Finding) {
	j := f.Jurisdiction
	if j == nil {
		return
	}
	s.Printf("\nJURISDICTION\n")
	switch {
	case j.Exclusive != "":
		s.Printf("  exclusive   %s\n", j.Exclusive)
	case j.Primary != "":
		s.Printf("  primary     %s\n", j.Primary)
	default:
		s.Printf("  not settled\n")
	}
	if len(j.Concurrent) > 0 {
		s.Printf("  concurrent  %s\n", codes(j.Concurrent))
	}
	if len(j.None) > 0 {
		s.Printf("  none        %s\n", codes(j.None))
	}
	if j.Custody != nil {
		s.Printf("  custody     %s until %s\n", j.Custody.Holder, strings.ReplaceAll(j.Custody.Until, "-", " "))
	}
}

func codes(list []ent.StateCode) string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = string(c)
	}
	return strings.Join(out, ", ")
}

// printNorms lists norms with their bearers, those that take effect first.
func (s *Console) printNorms(f *finding.Finding, full bool) {
	s.Printf("\nNORMS\n")
	hidden := 0
	for _, state := range []law.State{law.Met, law.Displaced, law.Unknown, law.NotMet} {
		for _, group := range normGroups(f.Norms, state) {
			if state == law.NotMet && !full {
				hidden++
				continue
			}
			n := group[0]
			bearers := make([]ent.StateCode, len(group))
			for i := range group {
				bearers[i] = group[i].Bearer
			}
			s.Printf("  %-9s %-12s %s – %s%s  [%s]\n", n.State, n.Norm, codes(bearers), n.Title, normExtra(n), strings.Join(n.Cites, "; "))
		}
	}
	if hidden > 0 {
		s.Printf("  %d more looked at and not met (--full shows them)\n", hidden)
	}
}

// normGroups joins the results of one norm in one state for several bearers.
func normGroups(norms []finding.NormResult, state law.State) [][]finding.NormResult {
	var out [][]finding.NormResult
	index := map[ent.NormID]int{}
	for _, n := range norms {
		if n.State != state {
			continue
		}
		i, ok := index[n.Norm]
		if !ok {
			i = len(out)
			index[n.Norm] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], n)
	}
	return out
}

func normExtra(n finding.NormResult) string {
	extra := ""
	if n.DisplacedBy != "" {
		extra += ", displaced by " + string(n.DisplacedBy)
	}
	if n.Through != "" {
		extra += ", through " + string(n.Through)
	}
	if n.Disputed {
		extra += " (disputed; position " + n.Position + ")"
	}
	return extra
}

func (s *Console) printEffects(f *finding.Finding) {
	if len(f.Conditions) > 0 {
		s.Printf("\nCONDITIONS\n")
	}
	for _, c := range f.Conditions {
		s.Printf("  %-4s %s  [%s]\n", c.Bearer, c.Text, c.Norm)
	}
	if len(f.Duties) > 0 {
		s.Printf("\nDUTIES\n")
	}
	for _, d := range f.Duties {
		s.Printf("  %-4s %s%s%s – %s  [%s]\n", d.Bearer, d.Duty, toText(d.To), dueText(d), d.State, d.Norm)
	}
	if len(f.Dates) > 0 {
		s.Printf("\nDAYS\n")
	}
	for _, d := range f.Dates {
		if d.Missing != "" {
			s.Printf("  %-10s  %s: no day can be told without %s  [%s]\n", "?", d.What, d.Missing, d.Norm)
			continue
		}
		s.Printf("  %s  %s  [%s]\n", d.Day, d.What, d.Norm)
	}
}

func toText(to string) string {
	if to == "" {
		return ""
	}
	return " → " + to
}

func dueText(d finding.DutyResult) string {
	kind := ""
	if !d.Legal {
		kind = " (a clock of policy, not of law)"
	}
	switch {
	case d.Due != 0:
		return fmt.Sprintf(", by %s%s", d.Due, kind)
	case d.DueText != "":
		return ", " + d.DueText + kind
	}
	return kind
}

func (s *Console) printOpen(f *finding.Finding) {
	if len(f.Questions) > 0 {
		s.Printf("\nWHAT WOULD SETTLE IT\n")
	}
	for _, q := range f.Questions {
		s.Printf("  %s  (%s; decides %s)\n", q.Ask, q.Fact, NormIDs(q.Decides))
	}
	if len(f.Presumed) > 0 {
		s.Printf("\nRESTS ON SILENCE (nothing was said of these; say so if it is otherwise)\n")
	}
	for _, q := range f.Presumed {
		s.Printf("  %s  (%s; %s)\n", q.Ask, q.Fact, NormIDs(q.Norms))
	}
	if len(f.NotApplicable) > 0 {
		s.Printf("\nDOES NOT APPLY\n")
	}
	for _, n := range f.NotApplicable {
		s.Printf("  %-12s %s\n", n.Instrument, n.Why)
	}
	if len(f.NotExamined) > 0 {
		var list []string
		for _, n := range f.NotExamined {
			list = append(list, string(n.Norm))
		}
		s.Printf("\nNOT EXAMINED (nothing was said of their facts): %s\n", strings.Join(list, ", "))
	}
}

// NormIDs prints ids of norms with commas between.
func NormIDs(list []ent.NormID) string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = string(n)
	}
	return strings.Join(out, ", ")
}
