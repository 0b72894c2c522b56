package condition

import (
	"fmt"
	"strings"
	"testing"

	"cel.dev/cel-go/cel"
	"pgregory.net/rapid"
)

// celText writes a condition in the Common Expression Language; a bool fact is a
// variable, an enum fact a string.
func celText(e *Expr) string {
	if a, ok := e.Atom(); ok {
		v := strings.ReplaceAll(a.Name, ".", "_")
		if a.Kind == FactIs {
			return fmt.Sprintf("(%s in ['%s'])", v, strings.Join(a.Values, "', '"))
		}
		return v
	}
	var parts []string
	for _, x := range e.Args() {
		parts = append(parts, celText(x))
	}
	switch e.Op() {
	case OpAlways:
		return "true"
	case OpNever:
		return "false"
	case OpNot:
		return "!(" + parts[0] + ")"
	case OpAnd:
		return "(" + strings.Join(parts, " && ") + ")"
	}
	return "(" + strings.Join(parts, " || ") + ")"
}

// The language agrees with an independent one on random conditions and facts, unknown facts included.
func TestAgreesWithCEL(t *testing.T) {
	env, err := cel.NewEnv(cel.Variable("a_a", cel.BoolType), cel.Variable("b_b", cel.BoolType), cel.Variable("c_c", cel.StringType), cel.Variable("d_d", cel.StringType))
	if err != nil {
		t.Fatal(err)
	}
	old := leaves
	leaves = leaves[:4]
	defer func() { leaves = old }()
	rapid.Check(t, func(t *rapid.T) {
		e := expression(t, 3)
		tree, iss := env.Compile(celText(e))
		if iss.Err() != nil {
			t.Fatal(iss.Err())
		}
		prog, err := env.Program(tree, cel.EvalOptions(cel.OptPartialEval))
		if err != nil {
			t.Fatal(err)
		}
		vars, val := map[string]any{}, map[string]Truth{}
		var unknown []*cel.AttributePatternType
		for _, name := range []string{"a.a", "b.b", "c.c", "d.d"} {
			v := strings.ReplaceAll(name, ".", "_")
			k := rapid.IntRange(0, 2).Draw(t, name)
			switch {
			case k == 0:
				unknown = append(unknown, cel.AttributePattern(v))
			case name < "c":
				vars[v] = k == 1
				val[name] = Of(k == 1)
			default:
				word := []string{"", "x", "y"}[k]
				vars[v] = word
				val["c.c is x"], val["d.d is one of x, y"] = pick(name == "c.c", Of(word == "x"), val["c.c is x"]), pick(name == "d.d", True, val["d.d is one of x, y"])
			}
		}
		in, err := cel.PartialVars(vars, unknown...)
		if err != nil {
			t.Fatal(err)
		}
		out, _, err := prog.Eval(in)
		if err != nil {
			t.Fatal(err)
		}
		want := Unknown
		if b, ok := out.Value().(bool); ok {
			want = Of(b)
		}
		if got := naive(e, val); got != want {
			t.Fatalf("%s on %v: %s, cel-go %s", e, val, got, want)
		}
		table := NewTable()
		p := table.Compile(e)
		leaf := make([]Truth, len(table.Atoms()))
		for i, a := range table.Atoms() {
			leaf[i] = val[a.String()]
		}
		if got := p.Eval(leaf, make([]Truth, p.Len())); got != want {
			t.Fatalf("%s on %v: program %s, cel-go %s", e, val, got, want)
		}
	})
}

func pick(b bool, x, y Truth) Truth {
	if b {
		return x
	}
	return y
}
