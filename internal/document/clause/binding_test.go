package clause

import (
	"strings"
	"testing"
)

func TestBindingOfRealTexts(t *testing.T) {
	for _, x := range []struct{ file, language string }{
		{"BWBV0004785", "en"}, {"BWBV0002448", "en"}, {"BWBV0001997", "en"}, {"BWBV0006437", "en"},
		{"BWBV0004751", "fr"}, {"BWBV0001515", "nl"}, {"BWBV0004602", "en"}, {"BWBV0003143", "en"}, {"BWBV0004367", "en"},
		{"BWBV0002576", "en"}, // will, but enters into force and was concluded under article 102
	} {
		doc := sharedDocument(t, x.file, x.language)
		if got := Binding(doc); got.Verdict != Treaty {
			t.Errorf("%s %s is %s: %v", x.file, x.language, got.Verdict, got.Because)
		}
	}
}

func TestBinding(t *testing.T) {
	for _, x := range []struct {
		name     string
		want     Verdict
		articles []string
	}{
		{"a memorandum that says so", NonBinding, []string{
			"Purpose: The Participants intend to cooperate in mountain training.",
			"Costs: Each Participant will bear its own costs.",
			"Status: This Memorandum is not legally binding and creates no rights or obligations under international law.",
			"Effect: This Memorandum will come into effect upon signature."}},
		{"a memorandum in the wording of one", NonBinding, []string{
			"Purpose: The Participants intend to exchange lessons of exercises.",
			"Meetings: The Participants will meet once a year. The Participants will share the costs of meetings.",
			"Effect: This Memorandum will come into effect on the day of the last signature."}},
		{"a memorandum with the formulas of a treaty", Treaty, []string{
			"Purpose: The Parties undertake to delimit their waters by agreement.",
			"Procedure: The delimitation shall be agreed upon after the Commission has made its recommendations.",
			"Force: This Memorandum shall enter into force upon signature."}},
		{"mixed wording", Undetermined, []string{
			"Purpose: The Participants will cooperate in the training of pilots. The Participants will share costs. The Participants intend to do so fairly.",
			"Status: This Memorandum is not legally binding.",
			"Disputes: A dispute shall be submitted to arbitration.",
			"Force: This Memorandum shall enter into force upon signature."}},
		{"minutes that list commitments", Treaty, []string{
			"Agreed: The Parties agree that either may submit the matter to the Court after the end of May, and shall withdraw the case if a settlement is reached before."}},
	} {
		got := Binding(agreement("Memorandum of Understanding on training", x.articles...))
		if got.Verdict != x.want {
			t.Errorf("%s: %s: %v", x.name, got.Verdict, got.Because)
		}
		if (len(got.Readings) == 2) != (x.want == Undetermined) {
			t.Errorf("%s: readings %v", x.name, got.Readings)
		}
		last := got.Because[len(got.Because)-1]
		if last.For != Undetermined || !strings.Contains(last.Text, "does not decide") {
			t.Errorf("%s: the title is not set aside: %+v", x.name, last)
		}
	}
}

// What a text is called changes nothing.
func TestBindingIsNotByTitle(t *testing.T) {
	text := []string{"Duty: The Parties undertake to return the goods. They shall do so within a year.", "Force: This shall enter into force on signature."}
	for _, title := range []string{"Memorandum of Understanding", "Treaty", "Joint Statement", "Agreed Minutes"} {
		if got := Binding(agreement(title, text...)); got.Verdict != Treaty {
			t.Errorf("%s: %s", title, got.Verdict)
		}
	}
}
