package condition

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// every construct of the language, with the form in which it is printed back ("" when it is the same)
var constructs = [][2]string{
	{"attack.armed_attack", ""},
	{"always", ""},
	{"never", ""},
	{"not attack.armed_attack", "not (attack.armed_attack)"},
	{"munition.kind is cluster-munition", ""},
	{"munition.kind is not cluster-munition", "not (munition.kind is cluster-munition)"},
	{"munition.kind is one of a, b, c", ""},
	{"munition.kind is not one of a, b", "not (munition.kind is one of a, b)"},
	{"munition.kind is one of a", "munition.kind is a"},
	{"assistance.cspa_listed_in includes TIP-2024", ""},
	{"assistance.cspa_listed_in includes any of TIP-2023, TIP-2024", ""},
	{"assistance.cspa_listed_in does not include TIP-2024", "not (assistance.cspa_listed_in includes TIP-2024)"},
	{"conflict.parties includes host", ""},
	{"claim.responsible is empty", ""},
	{"claim.responsible is not empty", "not (claim.responsible is empty)"},
	{"overflight.over is within overflight.authorised_by", ""},
	{"exercise.troops is at least 9000", ""},
	{"exercise.troops is more than 9000.5", ""},
	{"exercise.troops is less than 9000", ""},
	{"exercise.troops is at most 9000", ""},
	{"item.value is at least 14000000 USD", ""},
	{"consent.expires_on is before day", ""},
	{"consent.expires_on is on 2024-01-01", ""},
	{"consent.expires_on is after attack.date", ""},
	{"consent.expires_on is on or before day", ""},
	{"consent.expires_on is not on or after day", "not (consent.expires_on is on or after day)"},
	{"force.reported_on is stated", ""},
	{"force.reported_on is on record", ""},
	{"force.reported_on is not on record", "not (force.reported_on is on record)"},
	{"day is on or after 2023-09-19", ""},
	{"day is after offence.host_notified_on + 21 days", ""},
	{"claim.filed_on is on or before claim.discovered_on + 6 months and a.a", ""},
	{"day is before a.a - 1 years", ""},
	{"day is not before 2023-09-19", "not (day is before 2023-09-19)"},
	{"bearer is USA", ""},
	{"host is not USA", "not (host is USA)"},
	{"host is one of JPN, KOR", ""},
	{"attack.territory_administered_by is JPN", ""},
	{"attack.territory_administered_by is bearer", ""},
	{"there is a host", ""},
	{"there is an ally", "there is a ally"},
	{"bearer is a member of EU", ""},
	{"host is not a member of EU", "not (host is a member of EU)"},
	{"host is bound by CCM", ""},
	{"host is not bound by CCM", "not (host is bound by CCM)"},
	{"sending and host are bound together by NATO-SOFA", ""},
	{"exit.instrument is NAT", ""},
	{"place is in mediterranean", ""},
	{"place is not in mediterranean", "not (place is in mediterranean)"},
	{"place is in metropolitan territory", "place is in metropolitan territory of host"},
	{"place is in metropolitan territory of host", ""},
	{"CCM-21-4 is met", ""},
	{"CCM-21-4 is not met", "not (CCM-21-4 is met)"},
	{"position CCM-21-3 is assistance-ban-survives", ""},
	{"position CCM-21-3 is not x", "not (position CCM-21-3 is x)"},
	{"a.a and b.b or c.c and not d.d", "(a.a and b.b) or (c.c and not (d.d))"},
	{"a.a and (b.b or c.c)", ""},
	{"(host is one of A, B) and (sending and host are bound together by X)", ""},
	{"sending and host are bound together by X and a.a", "(sending and host are bound together by X) and a.a"},
	{"not (a.a and b.b)", ""},
	{"not not a.a", "not (not (a.a))"},
}

func TestParseAndPrint(t *testing.T) {
	for _, c := range constructs {
		want := c[1]
		if want == "" {
			want = c[0]
		}
		e, err := Parse(c[0])
		if err != nil {
			t.Errorf("%s: %v", c[0], err)
			continue
		}
		if got := e.String(); got != want {
			t.Errorf("%s prints as %s, want %s", c[0], got, want)
		}
		if again, err := Parse(e.String()); err != nil || again.String() != e.String() {
			t.Errorf("%s: reads back as %v, %v", c[0], again, err)
		}
	}
}

func TestSyntaxErrors(t *testing.T) {
	for src, says := range map[string]string{
		"": "at the end", "a.a and": "expected", "(a.a": "closing bracket", "a.a b.b": "nothing more", "a.a & b.b": "no meaning", "X": "is", "X is here": "met",
		"host": "is", "host is": "value", "host is bound by": "instrument", "host and sending are friends": "bound together", "host and": "nothing more|expected",
		"a.a is": "value", "a.a is at least many": "number", "a.a is at least": "number", "host and ( are": "party", "a.a includes": "value", "a.a includes any of": "value", "a.a is one of": "value", "a.a is within": "fact",
		"day is sunny": "before", "day is before a.a + x days": "number", "day is before a.a + 3 moons": "days, months", "day": "is", "day is before": "day", "place is at sea": "in", "place is in": "area", "place is in metropolitan territory of": "party",
		"there is a": "role", "position": "norm", "position X": "is", "position X is": "position", "not": "expected", "and": "expected", "a.a is before": "day",
		"host is a member of": "organisation", "sending and host are bound together by": "instrument", strings.Repeat("not ", 300) + "a.a": "deep", strings.Repeat("a", 70000): "letters",
	} {
		_, err := Parse(src)
		var se *SyntaxError
		ok := errors.As(err, &se)
		found := slices.ContainsFunc(strings.Split(says, "|"), func(s string) bool { return ok && strings.Contains(err.Error(), s) })
		if !found {
			t.Errorf("%.60q: %v, want %q", src, err, says)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, c := range constructs {
		f.Add(c[0])
	}
	f.Fuzz(func(t *testing.T, src string) {
		e, err := Parse(src)
		if err != nil {
			return
		}
		again, err := Parse(e.String())
		if err != nil || again.String() != e.String() {
			t.Fatalf("%q prints as %q, which reads as %v, %v", src, e, again, err)
		}
	})
}

type schema struct{}

var types = map[string]string{"f.bool": "bool", "f.enum": "enum", "f.list": "[enum]", "f.date": "date", "f.number": "number", "f.money": "money", "f.state": "state", "f.states": "[state]", "f.in": "instrument", "f.text": "string"}

func (schema) FactType(n string) (string, []string, bool) {
	t, ok := types[n]
	return t, []string{"a", "b"}, ok
}

func (schema) Known(class, n string) bool {
	return slices.Contains([]string{"role/host", "role/sending", "state/USA", "organisation/EU", "instrument/CCM", "area/sea", "norm/N-1"}, class+"/"+n)
}
func (schema) PositionOf(n, p string) bool       { return n == "N-1" && p == "p" }
func (schema) Nearest(class, name string) string { return map[string]string{"fact": "f.bool"}[class] }

func TestCheck(t *testing.T) {
	for src, faults := range map[string]int{
		"f.bool": 0, "f.enum": 1, "f.nothing": 1, "f.enum is a": 0, "f.enum is c": 1, "f.list includes any of a, c": 1, "f.bool is a": 1, "f.list is empty": 0, "f.bool is empty": 1,
		"f.number is at least 3": 0, "f.money is at least 3": 1, "f.money is at least 3 USD": 0, "f.number is at least 3 USD": 1, "f.date is before day": 0, "f.bool is before day": 1,
		"day is before f.date": 0, "day is before 2024-01-01": 0, "f.states is within f.states": 0, "f.bool is within f.states": 1, "f.bool is stated": 0, "f.no is stated": 1, "f.bool is on record": 0, "f.no is on record": 1, "day is before f.date + 3 days": 0, "day is before f.bool + 3 days": 1,
		"host is USA": 0, "host is XXX": 1, "hots is USA": 1, "host is sending": 0, "there is a host": 0, "there is a hots": 1, "bearer is a member of EU": 0, "bearer is a member of EUU": 1,
		"host is bound by CCM": 0, "host is bound by CC": 1, "host and sending are bound together by CCM": 0, "host and sendin are bound together by CMM": 2, "place is in sea": 0, "place is in see": 1,
		"place is in metropolitan territory of host": 0, "place is in metropolitan territory of hots": 1, "N-1 is met": 0, "N-2 is met": 1, "position N-1 is p": 0, "position N-1 is q": 1,
		"f.state is USA": 0, "f.state is host": 0, "f.state is bearer": 0, "f.state is hots": 1, "f.states includes host": 0, "f.in is CCM": 0, "f.in is CC": 1, "f.text is whatever": 0, "f.bool is bearer": 1, "f.enum is one of a, territory": 1,
	} {
		e, err := Parse(src)
		if err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		if got := Check(Resolve(e, schema{}), schema{}); len(got) != faults {
			t.Errorf("%s: %d faults, want %d: %v", src, len(got), faults, got)
		}
	}
}

func TestResolve(t *testing.T) {
	e, _ := Parse("not (f.state is host) and f.bool and always")
	r := Resolve(e, schema{})
	found := false
	r.Walk(func(x *Expr) {
		if a, ok := x.Atom(); ok && a.Kind == FactIsParty {
			found = true
		}
	})
	if !found || r.String() != e.String() {
		t.Errorf("%s", r)
	}
}

var leaves = []string{"a.a", "b.b", "c.c is x", "d.d is one of x, y", "host is bound by CCM", "N-1 is met"}

// expression draws a random condition over a few atoms.
func expression(t *rapid.T, depth int) *Expr {
	k := rapid.IntRange(0, 5).Draw(t, "op")
	if depth == 0 || k == 0 {
		switch n := rapid.IntRange(0, len(leaves)+1).Draw(t, "leaf"); {
		case n == len(leaves):
			return Always()
		case n > len(leaves):
			return Never()
		default:
			e, _ := Parse(leaves[n])
			return e
		}
	}
	if k == 1 {
		return Not(expression(t, depth-1))
	}
	var args []*Expr
	for range rapid.IntRange(0, 3).Draw(t, "args") {
		args = append(args, expression(t, depth-1))
	}
	if k%2 == 0 {
		return AllOf(args...)
	}
	return AnyOf(args...)
}

func naive(e *Expr, val map[string]Truth) Truth {
	switch e.Op() {
	case OpAlways:
		return True
	case OpNever:
		return False
	case OpAtom:
		a, _ := e.Atom()
		return val[a.String()]
	case OpNot:
		return naive(e.Args()[0], val).Not()
	}
	all, some, open := true, false, false
	for _, a := range e.Args() {
		v := naive(a, val)
		all, some, open = all && v == True, some || v == True, open || v == Unknown
		if v == False && e.Op() == OpAnd {
			return False
		}
	}
	switch {
	case e.Op() == OpAnd && all, e.Op() == OpOr && some:
		return True
	case open:
		return Unknown
	}
	return False
}

func TestPrograms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := expression(t, 4)
		if again, err := Parse(e.String()); err != nil || again.String() != e.String() {
			t.Fatalf("%s reads back as %v, %v", e, again, err)
		}
		table := NewTable()
		p := table.Compile(e)
		n := rapid.IntRange(1, 130).Draw(t, "matters")
		words := (n + 63) / 64
		cols := make([]Planes, len(table.Atoms()))
		for i := range cols {
			cols[i] = Planes{make([]uint64, words), make([]uint64, words)}
		}
		want := make([]Truth, n)
		nodes := make([]Truth, p.Len())
		for m := range n {
			val, leaf := map[string]Truth{}, make([]Truth, len(cols))
			for i, a := range table.Atoms() {
				leaf[i] = Truth(rapid.IntRange(0, 2).Draw(t, "value"))
				val[a.String()] = leaf[i]
				switch leaf[i] {
				case True:
					cols[i].T[m/64] |= 1 << (m % 64)
				case False:
					cols[i].F[m/64] |= 1 << (m % 64)
				}
			}
			want[m] = naive(e, val)
			if got := p.Eval(leaf, nodes); got != want[m] {
				t.Fatalf("%s: program %s, naive %s", e, got, want[m])
			}
			for i := range p.Len() {
				sub, err := Parse(p.Text(i))
				if err != nil || naive(sub, val) != nodes[i] {
					t.Fatalf("%s: node %d (%s) is %s", e, i, p.Text(i), nodes[i])
				}
			}
		}
		out := Planes{make([]uint64, words), make([]uint64, words)}
		p.EvalPlanes(cols, 0, words, &Scratch{}, out)
		for m := range n {
			got := Unknown
			if out.T[m/64]>>(m%64)&1 == 1 {
				got = True
			} else if out.F[m/64]>>(m%64)&1 == 1 {
				got = False
			}
			if got != want[m] {
				t.Fatalf("%s, matter %d: planes %s, want %s", e, m, got, want[m])
			}
		}
	})
}

func TestTruthTables(t *testing.T) {
	for _, c := range [][4]Truth{{True, True, True, True}, {True, False, False, True}, {False, False, False, False}, {True, Unknown, Unknown, True}, {False, Unknown, False, Unknown}, {Unknown, Unknown, Unknown, Unknown}} {
		if And(c[0], c[1]) != c[2] || And(c[1], c[0]) != c[2] || Or(c[0], c[1]) != c[3] || Or(c[1], c[0]) != c[3] {
			t.Errorf("%s, %s: and %s, or %s", c[0], c[1], And(c[0], c[1]), Or(c[0], c[1]))
		}
	}
	if Of(true) != True || Of(false) != False || True.Not() != False || Unknown.Not() != Unknown || True.String() != "yes" {
		t.Error("truth")
	}
}

func TestProgramNodes(t *testing.T) {
	table := NewTable()
	e, _ := Parse("a.a and not b.b")
	p := table.Compile(e)
	q := table.Compile(e)
	if len(table.Atoms()) != 2 || q.Len() != p.Len() {
		t.Errorf("%d atoms", len(table.Atoms()))
	}
	root := p.Node(p.Root())
	if root.Op != OpAnd || len(root.Args) != 2 || p.Node(root.Args[0]).Leaf != 0 || p.Text(p.Root()) != "a.a and not (b.b)" {
		t.Errorf("%+v", root)
	}
}

func benchmarkProgram() (*Table, *Program) {
	table := NewTable()
	e, err := Parse("(a.a or b.b and not c.c is x) and (d.d is one of x, y or host is bound by CCM) and not (N-1 is met and a.a)")
	if err != nil {
		panic(err)
	}
	return table, table.Compile(e)
}

func BenchmarkEval(b *testing.B) {
	table, p := benchmarkProgram()
	leaf, nodes := make([]Truth, len(table.Atoms())), make([]Truth, p.Len())
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		leaf[i%len(leaf)] = Truth(i % 3)
		p.Eval(leaf, nodes)
	}
}

func BenchmarkEvalPlanes(b *testing.B) {
	table, p := benchmarkProgram()
	const words = 1024
	cols := make([]Planes, len(table.Atoms()))
	for i := range cols {
		cols[i] = Planes{make([]uint64, words), make([]uint64, words)}
	}
	out, s := Planes{make([]uint64, words), make([]uint64, words)}, &Scratch{}
	b.ReportAllocs()
	for b.Loop() {
		p.EvalPlanes(cols, 0, words, s, out)
	}
	b.ReportMetric(float64(b.N)*words*64/b.Elapsed().Seconds(), "matters/s")
}
