package history

import (
	"errors"
	"strings"
	"testing"

	ent "entente"
)

// fuzz begins with short seeds, which are quickly made shorter.
func fuzz(f *testing.F, format string, seeds ...string) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	w := with(f)
	f.Fuzz(func(t *testing.T, text string) {
		h, err := Read(format, []File{{"file", text}}, w)
		if err != nil {
			if !errors.Is(err, ent.ErrInvalid) {
				t.Fatalf("an error of no kind: %v", err)
			}
			return
		}
		sound(t, h, w)
	})
}

func FuzzMultinationalExercises(f *testing.F) {
	fuzz(f, "mme", strings.Join(mmeColumns, ",")+"\nm1,A,B,C,1,2,1/2/80,1980,1,2,1980-03-xx,1980,3,xx,NOR,USA\nm1,,,,,,,1980,xx,-9,,1980,,,NOR,-9\n")
}

func FuzzJointExercises(f *testing.F) {
	fuzz(f, "jme", strings.Join(jmeColumns, ";")+"\nA;B;C;1/2/1980;1980;1;2;xx/xx/1980;1980;xx;xx;USA;NOR;USA\n;;;02/xx/2001;;;;03/04/2001;;;;NOR;NOR;USA\n")
}

func FuzzTraining(f *testing.F) {
	fuzz(f, "us-training", "<countries><training/></countries>",
		"<countries><program name=\"A - Fiscal Year 2012 X\"><program name=\"A - Fiscal Year 2012 X\"><training/></program></program></countries>",
		"<countries><country name=\"Chad\"><program name=\"A - Fiscal Year 2012 X\"><training><course_title>x</course_title><start_date>1/2/2012</start_date><total_cost>$1,000</total_cost></training>"+
			"<training><course_title>Program Totals</course_title><quantity>1</quantity></training></program></country></countries>")
}
