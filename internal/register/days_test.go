package register_test

import (
	"context"
	"strings"
	"testing"
	"time"

	ent "entente"
	"entente/internal/register"
)

// An agreement that is renewed by itself every year unless a party gives ninety days'
// notice: the window for the notice is told with a reminder at twice the notice.
func TestNoticeWindow(t *testing.T) {
	ctx := context.Background()
	r, lib, _ := opened(t)
	in, err := register.Read([]byte(strings.Replace(agreement, "sources:", "duration: {article: \"16\", for: {years: 1}, renewal: automatic, notice: {days: 90}}\nsources:", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Add(ctx, "officer", in); err != nil {
		t.Fatal(err)
	}
	all, err := r.All(ctx, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	joined, problems := lib.With(all...)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	// in force on 2024-10-31; the first term ends with 2025-10-30
	want := []string{"2025-08-01 last day to give notice that FIN-JPN-DEFCO is not renewed on 2025-10-31", "2025-10-31 FIN-JPN-DEFCO is renewed by itself unless notice was given"}
	var got []string
	for _, d := range register.Days(joined, &all[0], ent.NewDate(2025, 1, 1)) {
		got = append(got, d.On.String()+" "+d.What)
		if strings.HasPrefix(d.What, "last day") && d.On.AddDays(-d.Alarms[0]) != ent.NewDate(2025, 5, 3) {
			t.Errorf("reminder %v days before %s, want one at twice the notice", d.Alarms, d.On)
		}
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("days:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
