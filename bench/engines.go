package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"cel.dev/cel-go/cel"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"entente/corpus"
	"entente/internal/cases"
	"entente/internal/law"
	"entente/internal/law/condition"
	"entente/internal/law/fact"
	"entente/internal/law/finding"
	"entente/internal/matter"

	"go.yaml.in/yaml/v3"
)

// engines compares one finding with full proof over the whole corpus with two other
// engines that only evaluate the same norms' conditions on the same facts.
func engines(lib *law.Library) error {
	fmt.Println("## One finding with its full proof, all norms, against the conditions alone elsewhere")
	fmt.Println("| matter | finding decided, values of all nodes kept | finding told as a tree | conditions alone | cel-go, unknowns and state | OPA, partial evaluation | cel-go / finding | OPA / finding |")
	fmt.Println("| --- | --- | --- | --- | --- | --- | --- | --- |")
	for _, id := range []string{"O-14", "O-24", "O-21b"} {
		m, err := matterOf(lib, id)
		if err != nil {
			return err
		}
		if err := compareEngines(lib, id, m); err != nil {
			return err
		}
	}
	return nil
}

func matterOf(lib *law.Library, id string) (*law.Matter, error) {
	list, err := cases.Read(corpus.Files, "cases")
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].ID == id {
			text, err := yaml.Marshal(&list[i].Matter)
			if err != nil {
				return nil, err
			}
			return matter.Read(lib, id, text, 0)
		}
	}
	return nil, fmt.Errorf("no case %s", id)
}

func compareEngines(lib *law.Library, id string, m *law.Matter) error {
	rows := lib.Leaves(m)
	told := median(15, 200, func() {
		if _, err := finding.Assess(lib, m); err != nil {
			panic(err)
		}
	})
	decided := median(15, 200, func() {
		if _, err := finding.Decide(lib, m); err != nil {
			panic(err)
		}
	})
	alone := median(15, 200, func() { lib.States(m) })
	celRun, celAgree, err := celEngine(lib, m, rows)
	if err != nil {
		return err
	}
	opaRun, err := opaEngine(lib, m, rows)
	if err != nil {
		return err
	}
	if bad := celAgree(); bad != "" {
		return fmt.Errorf("cel-go and Entente differ on %s", bad)
	}
	c := median(7, 20, celRun)
	o := median(5, 2, opaRun)
	fmt.Printf("| %s | %v | %v | %v | %v | %v | %.1f | %.1f |\n", id, decided, told, alone, c, o, float64(c)/float64(decided), float64(o)/float64(decided))
	return nil
}

// variable is the name of a fact in the other engines' languages.
func variable(f string) string { return "f_" + strings.NewReplacer(".", "_", "-", "_").Replace(f) }

// native is a fact's value for the other engines.
func native(v fact.Value) any {
	switch v.Type {
	case fact.Bool:
		return v.Yes
	case fact.Number, fact.Money:
		return v.Number
	case fact.Day:
		return int(v.Day)
	case fact.EnumList, fact.StateList:
		return v.Words
	}
	return v.Word()
}

// factual reports whether the other engines evaluate the atom from the facts
// themselves; the others they are given as known answers.
func factual(lib *law.Library, a condition.Atom) bool {
	d := lib.Vocabulary.Fact(a.Name)
	switch a.Kind {
	case condition.FactTrue:
		return true
	case condition.FactCompare:
		return a.Currency == ""
	case condition.FactIs:
		return d.Type == fact.Enum
	}
	return false
}

// whole is the condition of a norm: it applies, its condition holds, no exception does.
func whole(n string, cs ...string) (*condition.Expr, error) {
	var all []*condition.Expr
	for i, src := range cs {
		if src == "" {
			continue
		}
		e, err := condition.Parse(src)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", n, err)
		}
		if i == 2 {
			e = condition.Not(e)
		}
		all = append(all, e)
	}
	return condition.AllOf(all...), nil
}

func celEngine(lib *law.Library, m *law.Matter, rows [][]condition.Truth) (func(), func() string, error) {
	opts := []cel.EnvOption{}
	for i := range lib.Vocabulary.Facts {
		opts = append(opts, cel.Variable(variable(lib.Vocabulary.Facts[i].Name), cel.DynType))
	}
	for i := range lib.Book.Table.Atoms() {
		opts = append(opts, cel.Variable(fmt.Sprintf("a%d", i), cel.BoolType))
	}
	env, err := cel.NewEnv(opts...)
	if err != nil {
		return nil, nil, err
	}
	var programs []cel.Program
	for _, n := range lib.Book.Norms {
		e, err := whole(string(n.ID), n.Applies.Source, n.When.Source, n.Unless.Source)
		if err != nil {
			return nil, nil, err
		}
		tree, iss := env.Compile(celText(lib, e))
		if iss.Err() != nil {
			return nil, nil, iss.Err()
		}
		p, err := env.Program(tree, cel.EvalOptions(cel.OptTrackState, cel.OptPartialEval))
		if err != nil {
			return nil, nil, err
		}
		programs = append(programs, p)
	}
	vars, err := celVars(lib, m, rows)
	if err != nil {
		return nil, nil, err
	}
	run := func() {
		for p, v := range vars {
			for i, prog := range programs {
				if lib.Bears(i, m.Participants[p]) {
					_, _, _ = prog.Eval(v)
				}
			}
		}
	}
	return run, func() string { return celDiffers(lib, m, rows, programs, vars) }, nil
}

func celVars(lib *law.Library, m *law.Matter, rows [][]condition.Truth) ([]cel.PartialActivation, error) {
	var out []cel.PartialActivation
	for p := range m.Participants {
		vars := map[string]any{}
		var unknown []*cel.AttributePatternType
		for i := range lib.Vocabulary.Facts {
			name := lib.Vocabulary.Facts[i].Name
			if v, ok := m.Facts[name]; ok {
				vars[variable(name)] = native(v)
			} else {
				unknown = append(unknown, cel.AttributePattern(variable(name)))
			}
		}
		for i := range lib.Book.Table.Atoms() {
			switch name := fmt.Sprintf("a%d", i); rows[p][i] {
			case condition.Unknown:
				unknown = append(unknown, cel.AttributePattern(name))
			default:
				vars[name] = rows[p][i] == condition.True
			}
		}
		v, err := cel.PartialVars(vars, unknown...)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// celDiffers names a norm on which the two engines differ, "" when there is none.
func celDiffers(lib *law.Library, m *law.Matter, rows [][]condition.Truth, programs []cel.Program, vars []cel.PartialActivation) string {
	for p := range vars {
		for i, n := range lib.Book.Norms {
			if !lib.Bears(i, m.Participants[p]) {
				continue
			}
			val, _, err := programs[i].Eval(vars[p])
			if err != nil {
				return fmt.Sprintf("%s: %v", n.ID, err)
			}
			got := condition.Unknown
			if b, ok := val.Value().(bool); ok {
				got = condition.Of(b)
			}
			if want := lib.ConditionOf(i, rows[p]); got != want {
				return fmt.Sprintf("%s for %s: cel-go %s, Entente %s", n.ID, m.Participants[p].State, got, want)
			}
		}
	}
	return ""
}

func celText(lib *law.Library, e *condition.Expr) string {
	if a, ok := e.Atom(); ok {
		return celAtom(lib, a)
	}
	var parts []string
	for _, x := range e.Args() {
		parts = append(parts, celText(lib, x))
	}
	switch e.Op() {
	case condition.OpAlways:
		return "true"
	case condition.OpNever:
		return "false"
	case condition.OpNot:
		return "!" + parts[0]
	case condition.OpAnd:
		return "(" + strings.Join(parts, " && ") + ")"
	}
	return "(" + strings.Join(parts, " || ") + ")"
}

var comparison = map[string]string{"at least": ">=", "at most": "<=", "more than": ">", "less than": "<"}

func celAtom(lib *law.Library, a condition.Atom) string {
	if !factual(lib, a) {
		return fmt.Sprintf("a%d", lib.Book.Table.Intern(a))
	}
	v := variable(a.Name)
	switch a.Kind {
	case condition.FactTrue:
		return "(" + v + " == true)"
	case condition.FactCompare:
		return fmt.Sprintf("(%s %s %f)", v, comparison[a.Op], a.Number)
	}
	return fmt.Sprintf("(%s in [\"%s\"])", v, strings.Join(a.Values, `", "`))
}

// opaEngine evaluates partially one set rule that holds the norms whose condition is fulfilled.
func opaEngine(lib *law.Library, m *law.Matter, rows [][]condition.Truth) (func(), error) {
	g := &regoWriter{lib: lib}
	g.b.WriteString("package law\n\n")
	for i, n := range lib.Book.Norms {
		e, err := whole(string(n.ID), n.Applies.Source, n.When.Source, n.Unless.Source)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&g.rules, "met contains \"%s\" if { input.b.n%d; %s }\n", n.ID, i, g.node(e))
	}
	module := g.b.String() + g.rules.String()
	ctx := context.Background()
	var prepared []rego.PreparedPartialQuery
	var inputs []ast.Value
	for p := range m.Participants {
		input, unknown := regoInput(lib, m, rows, p)
		v, err := ast.InterfaceToValue(input)
		if err != nil {
			return nil, err
		}
		q, err := rego.New(rego.Query("x = data.law.met"), rego.Module("law.rego", module), rego.Unknowns(unknown)).PrepareForPartial(ctx)
		if err != nil {
			return nil, err
		}
		prepared, inputs = append(prepared, q), append(inputs, v)
	}
	return func() {
		for p, q := range prepared {
			if _, err := q.Partial(ctx, rego.EvalParsedInput(inputs[p])); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
	}, nil
}

func regoInput(lib *law.Library, m *law.Matter, rows [][]condition.Truth, p int) (map[string]any, []string) {
	f, a, b := map[string]any{}, map[string]any{}, map[string]any{}
	var unknown []string
	for i := range lib.Vocabulary.Facts {
		name := lib.Vocabulary.Facts[i].Name
		if v, ok := m.Facts[name]; ok {
			f[variable(name)] = native(v)
		} else {
			unknown = append(unknown, "input.f."+variable(name))
		}
	}
	for i := range lib.Book.Table.Atoms() {
		if rows[p][i] == condition.Unknown {
			unknown = append(unknown, fmt.Sprintf("input.a.a%d", i))
		} else {
			a[fmt.Sprintf("a%d", i)] = rows[p][i] == condition.True
		}
	}
	for i := range lib.Book.Norms {
		b[fmt.Sprintf("n%d", i)] = lib.Bears(i, m.Participants[p])
	}
	return map[string]any{"f": f, "a": a, "b": b}, unknown
}

// regoWriter lowers conditions to rules: a helper rule for each inner node.
type regoWriter struct {
	lib      *law.Library
	b, rules strings.Builder
	n        int
}

func (g *regoWriter) node(e *condition.Expr) string {
	if a, ok := e.Atom(); ok {
		return g.atom(a)
	}
	switch e.Op() {
	case condition.OpAlways:
		return "true"
	case condition.OpNever:
		return "false"
	}
	var parts []string
	for _, x := range e.Args() {
		parts = append(parts, g.node(x))
	}
	g.n++
	name := fmt.Sprintf("h%d", g.n)
	switch e.Op() {
	case condition.OpNot:
		fmt.Fprintf(&g.rules, "%s if { not %s }\n", name, g.helper(parts[0]))
	case condition.OpAnd:
		fmt.Fprintf(&g.rules, "%s if { %s }\n", name, strings.Join(parts, "; "))
	case condition.OpOr:
		for _, p := range parts {
			fmt.Fprintf(&g.rules, "%s if { %s }\n", name, p)
		}
	}
	return name
}

// helper names an inline expression so that it can be negated.
func (g *regoWriter) helper(body string) string {
	g.n++
	name := fmt.Sprintf("h%d", g.n)
	fmt.Fprintf(&g.rules, "%s if { %s }\n", name, body)
	return name
}

func (g *regoWriter) atom(a condition.Atom) string {
	if !factual(g.lib, a) {
		return fmt.Sprintf("input.a.a%d == true", g.lib.Book.Table.Intern(a))
	}
	v := "input.f." + variable(a.Name)
	switch a.Kind {
	case condition.FactTrue:
		return v + " == true"
	case condition.FactCompare:
		return fmt.Sprintf("%s %s %f", v, comparison[a.Op], a.Number)
	}
	return fmt.Sprintf("%s in {\"%s\"}", v, strings.Join(a.Values, `", "`))
}
