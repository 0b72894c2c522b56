package spreadsheet

import (
	"errors"
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	var b strings.Builder
	x := New(&b, "what", "why")
	x.Row(`=cmd|' /C calc'!A0`, "a, \"quoted\" reason")
	x.Row("+1", "@x")
	x.Row("", "plain\nof two lines")
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	want := "what,why\n'=cmd|' /C calc'!A0,\"a, \"\"quoted\"\" reason\"\n'+1,'@x\n,\"plain\nof two lines\"\n"
	if b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestWhatFailsIsTold(t *testing.T) {
	x := New(full{}, "a")
	if err := x.Close(); err == nil {
		t.Error("nothing was written, and nothing told")
	}
}
