// Package cases runs worked cases: a question, and what its answer must and must
// not hold. Every norm of the corpus has such cases, read by a lawyer.
package cases

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"path"
	"sort"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/answer"
	"entente/internal/law"
	"entente/internal/law/exit"
	"entente/internal/law/finding"
	"entente/internal/matter"
)

// Case is a question with the answer the law gives.
type Case struct {
	ID         string    `yaml:"id"`
	Title      string    `yaml:"title"`
	Run        string    `yaml:"run"`
	Args       []string  `yaml:"args,flow"`
	On         string    `yaml:"on"`
	Matter     yaml.Node `yaml:"matter"`
	Expect     any       `yaml:"expect"`
	AnyOf      []any     `yaml:"any_of"`
	Forbid     []any     `yaml:"forbid"`
	Exit       int       `yaml:"exit"`
	Says       []string  `yaml:"says,flow"`
	Cites      []string  `yaml:"cites,flow"`
	Confidence string    `yaml:"confidence"`
	Note       string    `yaml:"note"`

	File string `yaml:"-"`
}

// Read reads every case file below dir, in the order of their names.
func Read(fsys fs.FS, dir string) ([]Case, error) {
	var out []Case
	seen := map[string]string{}
	err := fs.WalkDir(fsys, dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".yaml" {
			return err
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		var list []Case
		dec := yaml.NewDecoder(bytes.NewReader(text))
		dec.KnownFields(true)
		if err := dec.Decode(&list); err != nil {
			return ent.Errorf(ent.Invalid, "%s: %v", name, err)
		}
		for _, c := range list {
			if old := seen[c.ID]; old != "" || c.ID == "" {
				return ent.Errorf(ent.Invalid, "%s: case %q stands in %s too, or has no id", name, c.ID, old)
			}
			seen[c.ID] = name
			c.File = name
			c.Expect = days(c.Expect)
			for i := range c.AnyOf {
				c.AnyOf[i] = days(c.AnyOf[i])
			}
			for i := range c.Forbid {
				c.Forbid[i] = days(c.Forbid[i])
			}
			out = append(out, c)
		}
		return nil
	})
	return out, err
}

// days turns the days that YAML reads without quotes back into text.
func days(v any) any {
	switch x := v.(type) {
	case time.Time:
		return x.Format(time.DateOnly)
	case []any:
		for i := range x {
			x[i] = days(x[i])
		}
	case map[string]any:
		for k := range x {
			x[k] = days(x[k])
		}
	}
	return v
}

// Result is what became of a case: Fault is "" when it passes. Finding is set for a
// case that assessed a matter.
type Result struct {
	Case    *Case
	Fault   string
	Finding *finding.Finding
}

// Run runs one case.
func Run(lib *law.Library, c *Case) Result {
	got, finding, err := ask(lib, c)
	r := Result{Case: c, Finding: finding}
	if err != nil || c.Exit != 0 {
		r.Fault = failed(c, err)
		return r
	}
	text, err := json.Marshal(got)
	if err != nil {
		r.Fault = err.Error()
		return r
	}
	var plain any
	if err := json.Unmarshal(text, &plain); err != nil {
		r.Fault = err.Error()
		return r
	}
	r.Fault = judge(c, plain)
	return r
}

func ask(lib *law.Library, c *Case) (any, *finding.Finding, error) {
	on, err := ent.ParseDate(c.On)
	if err != nil && c.On != "" {
		return nil, nil, err
	}
	switch c.Run {
	case "assess":
		text, err := yaml.Marshal(&c.Matter)
		if err != nil {
			return nil, nil, err
		}
		m, err := matter.Read(lib, c.ID, text, on)
		if err != nil {
			return nil, nil, err
		}
		f, err := finding.Assess(lib, m)
		return f, f, err
	case "status":
		if len(c.Args) == 2 {
			got, err := answer.OfStatus(lib.Treaties, c.Args[0], c.Args[1], on)
			return got, nil, err
		}
	case "parties":
		if len(c.Args) == 1 {
			got, err := answer.OfParties(lib.Treaties, c.Args[0], on)
			return got, nil, err
		}
	case "between":
		states, instrument := splitInstrument(c.Args)
		got, err := answer.OfBetween(lib.Treaties, states, instrument, on)
		return got, nil, err
	case "exit":
		notice, by, err := splitExit(c.Args, on)
		if err != nil {
			return nil, nil, err
		}
		got, err := exit.Ask(lib.Treaties, c.Args[0], c.Args[1], notice, by)
		return got, nil, err
	}
	return nil, nil, ent.Errorf(ent.Internal, "the case runs %q with %d arguments, which is no command", c.Run, len(c.Args))
}

// splitExit reads STATE INSTRUMENT [--notice DAY | --by DAY].
func splitExit(args []string, on ent.Date) (notice, by ent.Date, err error) {
	switch {
	case len(args) == 2:
		return on, 0, nil
	case len(args) == 4 && args[2] == "--notice":
		notice, err = ent.ParseDate(args[3])
		return notice, 0, err
	case len(args) == 4 && args[2] == "--by":
		by, err = ent.ParseDate(args[3])
		return on, by, err
	}
	return 0, 0, ent.Errorf(ent.Internal, "exit: %q is no question; write STATE, INSTRUMENT and --notice or --by with a day", args)
}

func splitInstrument(args []string) ([]string, string) {
	for i, a := range args {
		if a == "--instrument" && i+1 < len(args) {
			return append(append([]string{}, args[:i]...), args[i+2:]...), args[i+1]
		}
	}
	return args, ""
}

func failed(c *Case, err error) string {
	code := 0
	if err != nil {
		code = 1
		if k := ent.KindOf(err); k == ent.Invalid || k == ent.NotFound {
			code = 2
		}
	}
	if code != c.Exit {
		return fmt.Sprintf("exit code %d, wanted %d: %v", code, c.Exit, err)
	}
	for _, s := range c.Says {
		if err == nil || !strings.Contains(err.Error(), s) {
			return fmt.Sprintf("the message does not contain %q: %v", s, err)
		}
	}
	return ""
}

func judge(c *Case, got any) string {
	if c.Expect != nil {
		if d := differs(c.Expect, got, "", ""); d != "" {
			return d
		}
	}
	if len(c.AnyOf) > 0 {
		var ds []string
		for _, w := range c.AnyOf {
			d := differs(w, got, "", "")
			if d == "" {
				ds = nil
				break
			}
			ds = append(ds, d)
		}
		if ds != nil {
			return "none of the alternatives: " + strings.Join(ds, " | ")
		}
	}
	for _, w := range c.Forbid {
		if differs(w, got, "", "") == "" {
			return "forbidden: " + short(w)
		}
	}
	return ""
}

// missing stands for a key that is not there.
type missing struct{}

func isEmpty(v any) bool {
	switch x := v.(type) {
	case nil, missing:
		return true
	case string:
		return x == ""
	case []any:
		return len(x) == 0
	case map[string]any:
		return len(x) == 0
	}
	return false
}

// differs returns "" when got matches the pattern, else the first difference.
func differs(want, got any, where, key string) string {
	switch w := want.(type) {
	case map[string]any:
		return objectDiffers(w, got, where)
	case []any:
		return listDiffers(w, got, where, key)
	}
	if isEmpty(want) {
		if isEmpty(got) {
			return ""
		}
		return fmt.Sprintf("%s: should be empty, is %s", where, short(got))
	}
	if same(want, got, key) {
		return ""
	}
	return fmt.Sprintf("%s: wanted %s, got %s", where, short(want), short(got))
}

func objectDiffers(want map[string]any, got any, where string) string {
	if alt, ok := want["any_of"].([]any); ok && len(want) == 1 {
		for _, w := range alt {
			if differs(w, got, where, "") == "" {
				return ""
			}
		}
		return fmt.Sprintf("%s: none of the alternatives matched %s", where, short(got))
	}
	g, ok := got.(map[string]any)
	if !ok {
		return fmt.Sprintf("%s: not an object but %s", where, short(got))
	}
	names := make([]string, 0, len(want))
	for k := range want {
		names = append(names, k)
	}
	sort.Strings(names)
	for _, k := range names {
		var v any = missing{}
		if x, ok := g[k]; ok {
			v = x
		}
		if d := differs(want[k], v, strings.TrimPrefix(where+"."+k, "."), k); d != "" {
			return d
		}
	}
	return ""
}

func listDiffers(want []any, got any, where, key string) string {
	if len(want) == 0 {
		if isEmpty(got) {
			return ""
		}
		return fmt.Sprintf("%s: should be empty, is %s", where, short(got))
	}
	g, ok := got.([]any)
	if !ok {
		return fmt.Sprintf("%s: not a list but %s", where, short(got))
	}
	for _, w := range want {
		if !anyMatches(w, g, where, key) {
			return fmt.Sprintf("%s: nothing matches %s%s", where, short(w), nearest(w, g))
		}
	}
	return ""
}

func anyMatches(w any, list []any, where, key string) bool {
	for _, g := range list {
		if differs(w, g, where, key) == "" {
			return true
		}
	}
	return false
}

// nearest shows the element with the same identity, so that one sees how it differs.
func nearest(w any, list []any) string {
	m, ok := w.(map[string]any)
	if !ok {
		return ""
	}
	var out []string
	for _, id := range []string{"norm", "instrument", "participant", "fact", "state"} {
		if m[id] == nil {
			continue
		}
		for _, g := range list {
			if x, ok := g.(map[string]any); ok && x[id] == m[id] {
				part := map[string]any{}
				for k := range m {
					part[k] = x[k]
				}
				out = append(out, short(part))
			}
		}
		if len(out) == 0 {
			return fmt.Sprintf("; there is no %s %v", id, m[id])
		}
		return "; closest: " + strings.Join(out, ", ")
	}
	return ""
}

func same(want, got any, key string) bool {
	if w, ok := number(want); ok {
		g, ok := number(got)
		return ok && math.Abs(w-g) < 0.005
	}
	if w, ok := want.(bool); ok {
		g, ok := got.(bool)
		return ok && w == g
	}
	w, g := fmt.Sprint(want), fmt.Sprint(got)
	if key == "article" {
		return sameArticle(w, g)
	}
	return w == g
}

func sameArticle(want, got string) bool {
	w, g := article(want), article(got)
	return w == g || strings.HasPrefix(g, w+"(") || strings.HasPrefix(g, w+"-") || strings.HasPrefix(g, w+",")
}

func article(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(s), ""))
	for _, p := range []string{"article", "art.", "art", "paragraph", "para.", "para", "section", "s."} {
		if rest, ok := strings.CutPrefix(s, p); ok {
			return rest
		}
	}
	return s
}

func number(v any) (float64, bool) {
	switch x := v.(type) {
	case int:
		return float64(x), true
	case float64:
		return x, true
	}
	return 0, false
}

func short(v any) string {
	if _, ok := v.(missing); ok {
		return "nothing"
	}
	b, err := json.Marshal(v)
	s := string(b)
	if err != nil {
		s = fmt.Sprint(v)
	}
	if len(s) > 240 {
		return s[:237] + "..."
	}
	return s
}
