package spelling

import "testing"

func TestNearest(t *testing.T) {
	names := []string{"offence.official_duty", "offence.duty_certificate", "offence.against", "POL", "PRT", "prohibited"}
	for word, want := range map[string]string{"offence.oficial_duty": "offence.official_duty", "official_duty": "offence.official_duty", "POLL": "POL", "PQL": "POL",
		"prohibitd": "prohibited", "qqqqqqqqqqqq": "", "offence.duty_cert": "offence.duty_certificate"} {
		if got := Nearest(word, names); got != want {
			t.Errorf("%s: %q, want %q", word, got, want)
		}
	}
	if Hint("POLL", names) != ` (nearest: "POL")` || Hint("zzzzzzzzz", names) != "" {
		t.Error("hints")
	}
}
