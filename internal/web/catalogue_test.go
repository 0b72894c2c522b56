package web_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template/parse"

	"github.com/leonelquinteros/gotext"

	"entente/internal/access"
	"entente/internal/activity"
	"entente/internal/activity/force"
	"entente/internal/web/locale"
	"entente/internal/web/page"
)

var update = flag.Bool("update", false, "write the list of texts anew")

// said are the texts of the interface, with the files that they stand in.
type said map[string]map[string]bool

func (s said) add(text, file string) {
	if s[text] == nil {
		s[text] = map[string]bool{}
	}
	s[text][file] = true
}

// texts gathers the texts of the interface: what templates give to t, and what Go code gives
// to Text, to the titles of pages and to what they tell when something is done.
func texts(t *testing.T) said {
	t.Helper()
	out := said{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "assets":
			return filepath.SkipDir
		case strings.HasSuffix(path, ".html"):
			return ofTemplate(out, path)
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
			return ofCode(out, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range page.Sections {
		out.add(x.Name, "page/page.go")
	}
	for _, r := range access.Roles {
		out.add(strings.ReplaceAll(string(r), "-", " "), "page/page.go")
	}
	kinds, err := activity.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds {
		out.add(k.Name, "activities/activities.go")
		for _, s := range k.Steps {
			out.add(s.Name, "activities/activities.go")
		}
		for _, c := range k.Checks {
			out.add(c.Name, "activities/activities.go")
		}
		for _, x := range k.Sorts {
			out.add(x.Name, "activities/plan.html")
		}
		for _, x := range k.Sections {
			out.add(x.Name, "activities/sections.go")
			if x.Help != "" {
				out.add(x.Help, "activities/sections.go")
			}
			for _, f := range x.Fields {
				for _, w := range append([]string{f.Name, f.Help}, f.Of...) {
					if w != "" {
						out.add(w, "activities/sections.go")
					}
				}
			}
		}
	}
	tasks, err := force.Tasks()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range tasks {
		out.add(x.Name, "activities/views.go")
	}
	for _, x := range activity.PointSorts {
		out.add(x.Title, "activities/views.go")
	}
	for _, w := range []string{"Gate and steps", "Agenda from the record", "What it keeps", "Who may do what", "Who owes what",
		"law", "rules of engagement", "caveat", "no amount is stated", "its currency is not stated", "the year of its prices is not stated"} {
		out.add(w, "activities/views.go")
	}
	for _, w := range []string{"Start it", "It has ended", "Close it with what was learned", "Cancel it", "planned", "started", "ended", "closed", "cancelled", "practice"} {
		out.add(w, "activities/activities.go")
	}
	for _, w := range page.Words() {
		out.add(w, "page/words.go")
	}
	return out
}

func ofTemplate(out said, path string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	trees := map[string]*parse.Tree{}
	tree := parse.New(path)
	tree.Mode = parse.SkipFuncCheck
	if _, err := tree.Parse(string(b), "", "", trees); err != nil {
		return err
	}
	for _, x := range trees {
		walk(x.Root, func(c *parse.CommandNode) {
			if text, ok := labelOf(c); ok {
				out.add(text, filepath.ToSlash(path))
			}
			if id, ok := c.Args[0].(*parse.IdentifierNode); ok && id.Ident == "t" && len(c.Args) > 1 {
				if s, ok := c.Args[1].(*parse.StringNode); ok {
					out.add(s.Text, filepath.ToSlash(path))
				}
			}
		})
	}
	return nil
}

// labelOf returns the label of a field: templates make those by list $ "name" "Label" ….
func labelOf(c *parse.CommandNode) (string, bool) {
	if id, ok := c.Args[0].(*parse.IdentifierNode); !ok || id.Ident != "list" || len(c.Args) < 4 {
		return "", false
	}
	if v, ok := c.Args[1].(*parse.VariableNode); !ok || v.Ident[0] != "$" {
		return "", false
	}
	name, ok1 := c.Args[2].(*parse.StringNode)
	label, ok2 := c.Args[3].(*parse.StringNode)
	if !ok1 || !ok2 || name.Text == "" {
		return "", false
	}
	return label.Text, true
}

// walk calls f for every command in a part of a template.
func walk(n parse.Node, f func(*parse.CommandNode)) {
	pipe := func(p *parse.PipeNode) {
		if p == nil {
			return
		}
		for _, c := range p.Cmds {
			f(c)
			for _, a := range c.Args {
				walk(a, f)
			}
		}
	}
	branch := func(b *parse.BranchNode) {
		pipe(b.Pipe)
		walk(b.List, f)
		walk(b.ElseList, f)
	}
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, x := range n.Nodes {
			walk(x, f)
		}
	case *parse.ActionNode:
		pipe(n.Pipe)
	case *parse.PipeNode:
		pipe(n)
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	case *parse.TemplateNode:
		pipe(n.Pipe)
	}
}

func ofCode(out said, path string) error {
	file, err := parser.ParseFile(gotoken.NewFileSet(), path, nil, 0)
	if err != nil {
		return err
	}
	take := func(e ast.Expr) {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == gotoken.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil && s != "" {
				out.add(s, filepath.ToSlash(path))
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Text" && len(n.Args) > 0 {
				take(n.Args[0])
			}
		case *ast.KeyValueExpr:
			if k, ok := n.Key.(*ast.Ident); ok && k.Name == "Title" {
				take(n.Value)
			}
		}
		return true
	})
	return nil
}

// po writes texts as a template for translators.
func (s said) po() string {
	var b strings.Builder
	b.WriteString("# The texts of the interface, for translators: copy it to a file named after the language.\nmsgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n")
	for _, text := range slices.Sorted(maps.Keys(s)) {
		fmt.Fprintf(&b, "\n#: %s\n", strings.Join(slices.Sorted(maps.Keys(s[text])), " "))
		if strings.Contains(text, "%") {
			b.WriteString("#, c-format\n")
		}
		fmt.Fprintf(&b, "msgid %s\nmsgstr \"\"\n", strconv.Quote(text))
	}
	return b.String()
}

var verbs = regexp.MustCompile(`%%|%[vsdq]`)

// The list of texts is that of the pages, so that English is complete; catalogues have no
// text that the pages lack, and the same places in each.
func TestCatalogues(t *testing.T) {
	all := texts(t)
	const list = "locale/entente.pot"
	if *update {
		if err := os.WriteFile(list, []byte(all.po()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	if string(b) != all.po() {
		t.Errorf("%s is not the list of the pages' texts; write it anew with -update", list)
	}
	for _, l := range locale.All[1:] {
		b, err := os.ReadFile("locale/" + l.Tag + ".po")
		if err != nil {
			t.Fatal(err)
		}
		po := gotext.NewPo()
		po.Parse(b)
		done := 0
		for text, tr := range po.GetDomain().GetTranslations() {
			if text == "" {
				continue
			}
			if all[text] == nil {
				t.Errorf("%s translates %q, which stands in no page", l.Tag, text)
				continue
			}
			done++
			if got := tr.Get(); !slices.Equal(verbs.FindAllString(got, -1), verbs.FindAllString(text, -1)) {
				t.Errorf("%s: %q has other places than %q", l.Tag, got, text)
			}
		}
		t.Logf("%s: %d of %d texts", l.Tag, done, len(all))
		if done < 350 {
			t.Errorf("%s has %d texts", l.Tag, done)
		}
	}
}

// A reader gets the language that their browser asks for, or that they chose; days and States
// are named in it.
func TestLanguages(t *testing.T) {
	h := opened(t)
	v := h.as(access.LegalAdviser)
	ask := func(path, wants string) string {
		r, err := http.NewRequest("GET", h.server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Language", wants)
		status, body := v.do(r)
		if status != http.StatusOK {
			t.Fatalf("%s: %d", path, status)
		}
		return body
	}
	for _, x := range []struct{ path, wants, says string }{
		{"/", "en-GB,en;q=0.9", `<h1 class="govuk-heading-l">Desk</h1>`}, {"/", "de", `<html lang="en"`}, {"/", "fr-CH, fr;q=0.9", `<h1 class="govuk-heading-l">Bureau</h1>`}, {"/", "fr", `<html lang="fr"`},
		{"/", "fr", "Droit au 23 novembre 2026"}, {"/", "fr", "conseiller juridique"}, {"/ask?kind=exercise", "fr", `value="Allemagne"`}, {"/ask?kind=exercise", "en", `value="Germany"`}, {"/relations?states=Allemagne,Finlande", "fr", "NATO-SOFA"},
		{"/relations?states=FIN,NOR", "fr", "En vigueur"}, {"/?lang=fr", "en", "Bureau</h1>"}, {"/", "en", "Bureau</h1>"}, {"/?lang=tlh", "en", "Bureau</h1>"}, {"/?lang=en", "fr", "Desk</h1>"}, {"/", "fr", "Desk</h1>"},
	} {
		if body := ask(x.path, x.wants); !strings.Contains(body, x.says) {
			t.Errorf("%s for %s does not say %q", x.path, x.wants, x.says)
		}
	}
}

// Every page can be made in every language.
func TestEveryPageInEveryLanguage(t *testing.T) {
	h := opened(t)
	v := h.as(access.Administrator)
	for _, l := range locale.All {
		for _, route := range h.site.Routes() {
			if path, ok := strings.CutPrefix(route.Pattern, "GET "); ok && !strings.Contains(path, "oidc") {
				path = strings.Replace(example.Replace(path), "FIN-JPN-1", "NATO-SOFA", 1)
				if status, _ := v.get(path + "?lang=" + l.Tag); status >= 500 {
					t.Errorf("%s in %s: %d", path, l.Name, status)
				}
			}
		}
	}
}
