// Package archtest holds the table of allowed imports: which package may know
// which. Every package of the module must match a row.
package archtest

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// layers lists, from the bottom up, each package with what it may import of the
// module, directly or not. A package may import those named here and nothing else.
var layers = []struct {
	pkg  string
	uses []string
}{
	{"entente", nil},
	{"entente/internal/law/spelling", nil},
	{"entente/internal/law/condition", []string{"entente", "entente/internal/law/spelling"}},
	{"entente/internal/law/proof", []string{"entente"}},
	{"entente/internal/law/area", []string{"entente"}},
	{"entente/internal/law/fact", []string{"entente"}},
	{"entente/internal/law/clock", []string{"entente"}},
	{"entente/internal/law/act", []string{"entente", "entente/internal/law/spelling"}},
	{"entente/internal/law/duration", []string{"entente"}},
	{"entente/internal/law/threshold", []string{"entente", "entente/internal/law/duration"}},
	{"entente/internal/law/stretch", []string{"entente"}},
	{"entente/internal/law/world", []string{"entente", "entente/internal/law/spelling"}},
	{"entente/internal/law/treaty", []string{"entente", "entente/internal/law/stretch", "entente/internal/law/world", "entente/internal/law/threshold", "entente/internal/law/spelling", "entente/internal/law/act", "entente/internal/law/duration"}},
	{"entente/internal/law/difference", []string{"entente", "entente/internal/law", "entente/internal/law/..."}},
	{"entente/internal/law/reservation", []string{"entente", "entente/internal/law/threshold", "entente/internal/law/spelling", "entente/internal/law/act", "entente/internal/law/duration", "entente/internal/law/stretch", "entente/internal/law/world", "entente/internal/law/treaty"}},
	{"entente/internal/law/exit", []string{"entente", "entente/internal/law/threshold", "entente/internal/law/spelling", "entente/internal/law/act", "entente/internal/law/duration", "entente/internal/law/stretch", "entente/internal/law/world", "entente/internal/law/treaty"}},
	{"entente/internal/law/norm", []string{"entente", "entente/internal/law/spelling", "entente/internal/law/condition", "entente/internal/law/fact", "entente/internal/law/clock"}},
	{"entente/internal/law/precedence", []string{"entente", "entente/internal/law/..."}},
	{"entente/internal/law", []string{"entente", "entente/internal/law/..."}},
	{"entente/internal/law/finding", []string{"entente", "entente/internal/law", "entente/internal/law/..."}},
	{"entente/internal/answer", []string{"entente", "entente/internal/law/..."}},
	{"entente/internal/matter", []string{"entente", "entente/internal/law/..."}},
	{"entente/internal/cases", []string{"entente", "entente/internal/law/...", "entente/internal/answer", "entente/internal/matter"}},
	{"entente/corpus", []string{"entente", "entente/internal/law/..."}},
	{"entente/internal/coverage", []string{"entente/internal/spreadsheet", "entente", "entente/corpus", "entente/internal/law/..."}},
	{"entente/internal/curate/sheet", []string{"entente", "entente/internal/law/spelling"}},
	{"entente/internal/curate/participation", []string{"entente", "entente/internal/law/...", "entente/internal/curate/sheet"}},
	{"entente/internal/record", []string{"entente"}},
	{"entente/internal/transparency", []string{"entente", "entente/internal/record"}},
	{"entente/internal/transparency/verify", []string{"entente"}},
	{"entente/internal/curate/collection", []string{"entente", "entente/internal/law/...", "entente/internal/curate/sheet", "entente/internal/curate/participation"}},
	{"entente/internal/register", []string{"entente", "entente/internal/law/...", "entente/internal/record", "entente/internal/curate/..."}},
	{"entente/internal/duty", []string{"entente", "entente/internal/law/...", "entente/internal/record"}},
	{"entente/internal/treatymaking", []string{"entente", "entente/internal/law/...", "entente/internal/matter", "entente/internal/record", "entente/internal/register", "entente/internal/curate/..."}},
	{"entente/internal/document/numeral", nil},
	{"entente/internal/document/wording", nil},
	{"entente/internal/document/wording/naming", []string{"entente", "entente/internal/document/wording", "entente/internal/law/..."}},
	{"entente/internal/document/wording/citing", []string{"entente", "entente/internal/document/wording", "entente/internal/law/...", "entente/internal/document/wording/naming"}},
	{"entente/internal/document/wording/formula", []string{"entente", "entente/internal/document/wording", "entente/internal/document/numeral"}},
	{"entente/internal/document", []string{"entente", "entente/internal/law/...", "entente/internal/document/numeral", "entente/internal/document/wording/..."}},
	{"entente/internal/document/documenttest", []string{"entente", "entente/internal/law/...", "entente/internal/document", "entente/internal/document/numeral", "entente/internal/document/wording/..."}},
	{"entente/internal/document/reading/sniff", nil},
	{"entente/internal/document/reading/flow", []string{"entente", "entente/internal/law/treaty", "entente/internal/law/...", "entente/internal/document", "entente/internal/document/numeral", "entente/internal/document/wording/..."}},
	{"entente/internal/document/reading/word", []string{"entente", "entente/internal/law/...", "entente/internal/document", "entente/internal/document/numeral", "entente/internal/document/wording/...", "entente/internal/document/reading/flow"}},
	{"entente/internal/document/reading", []string{"entente", "entente/internal/law/...", "entente/internal/document", "entente/internal/document/numeral", "entente/internal/document/wording/...", "entente/internal/document/reading/sniff", "entente/internal/document/reading/flow", "entente/internal/document/reading/word"}},
	{"entente/internal/document/clause", []string{"entente", "entente/corpus", "entente/internal/law/...", "entente/internal/document", "entente/internal/document/numeral", "entente/internal/document/wording/..."}},
	{"entente/internal/document/analysis", []string{"entente", "entente/corpus", "entente/internal/law/...", "entente/internal/document", "entente/internal/document/..."}},
	{"entente/internal/document/akn", []string{"entente", "entente/internal/law/...", "entente/internal/document", "entente/internal/document/numeral", "entente/internal/document/wording/..."}},
	{"entente/internal/document/compare", []string{"entente", "entente/corpus", "entente/internal/law/...", "entente/internal/document", "entente/internal/document/numeral", "entente/internal/document/wording/...", "entente/internal/document/clause"}},
	{"entente/internal/document/proposal", []string{"entente", "entente/internal/law/...", "entente/internal/document", "entente/internal/document/numeral", "entente/internal/document/wording/..."}},
	{"entente/internal/spreadsheet", nil},
	{"entente/internal/search/lexeme", nil},
	{"entente/internal/search", []string{"entente", "entente/internal/law/spelling", "entente/internal/record", "entente/internal/search/lexeme"}},
	{"entente/internal/search/source", []string{"entente", "entente/internal/law", "entente/internal/law/...", "entente/internal/record", "entente/internal/register", "entente/internal/curate/...", "entente/internal/duty", "entente/internal/search", "entente/internal/search/lexeme", "entente/corpus", "entente/internal/activity", "entente/internal/coverage", "entente/internal/matter", "entente/internal/spreadsheet"}},
	{"entente/internal/storage/sqlbase", []string{"entente", "entente/internal/law/spelling", "entente/internal/access", "entente/internal/record", "entente/internal/search", "entente/internal/search/lexeme", "entente/internal/transparency"}},
	{"entente/internal/storage/sqlite", []string{"entente", "entente/internal/law/spelling", "entente/internal/access", "entente/internal/record", "entente/internal/search", "entente/internal/search/lexeme", "entente/internal/transparency", "entente/internal/storage/sqlbase"}},
	{"entente/internal/storage/postgres", []string{"entente", "entente/internal/law/spelling", "entente/internal/access", "entente/internal/record", "entente/internal/search", "entente/internal/search/lexeme", "entente/internal/transparency", "entente/internal/storage/sqlbase"}},
	{"entente/internal/storage", []string{"entente", "entente/internal/law/spelling", "entente/internal/access", "entente/internal/record", "entente/internal/search", "entente/internal/search/lexeme", "entente/internal/transparency", "entente/internal/storage/..."}},
	{"entente/internal/storage/storagetest", []string{"entente", "entente/internal/law/spelling", "entente/internal/access", "entente/internal/record", "entente/internal/search", "entente/internal/search/lexeme", "entente/internal/transparency/...", "entente/internal/storage/..."}},
	{"entente/internal/access", []string{"entente", "entente/internal/record", "entente/internal/transparency"}},
	{"entente/internal/activity", []string{"entente", "entente/corpus", "entente/internal/law", "entente/internal/law/...", "entente/internal/curate/...", "entente/internal/coverage", "entente/internal/spreadsheet", "entente/internal/matter", "entente/internal/record"}},
	{"entente/internal/activity/history", []string{"entente", "entente/corpus", "entente/internal/law", "entente/internal/law/...", "entente/internal/curate/...", "entente/internal/coverage", "entente/internal/spreadsheet", "entente/internal/matter", "entente/internal/record", "entente/internal/activity"}},
	{"entente/internal/sharedtest", nil},
	{"entente/internal/activity/activitytest", []string{"entente", "entente/corpus", "entente/internal/law", "entente/internal/law/...", "entente/internal/curate/...", "entente/internal/coverage", "entente/internal/spreadsheet", "entente/internal/matter", "entente/internal/record", "entente/internal/activity"}},
	{"entente/internal/activity/burden", []string{"entente", "entente/corpus", "entente/internal/law", "entente/internal/law/...", "entente/internal/curate/...", "entente/internal/coverage", "entente/internal/spreadsheet", "entente/internal/matter", "entente/internal/record", "entente/internal/activity"}},
	{"entente/internal/activity/capacity", []string{"entente", "entente/corpus", "entente/internal/law", "entente/internal/law/...", "entente/internal/curate/...", "entente/internal/coverage", "entente/internal/spreadsheet", "entente/internal/matter", "entente/internal/record", "entente/internal/activity"}},
	{"entente/internal/activity/readiness", []string{"entente", "entente/corpus", "entente/internal/law", "entente/internal/law/...", "entente/internal/curate/...", "entente/internal/coverage", "entente/internal/spreadsheet", "entente/internal/matter", "entente/internal/record", "entente/internal/activity"}},
	{"entente/internal/activity/force", []string{"entente", "entente/corpus", "entente/internal/law", "entente/internal/law/...", "entente/internal/curate/...", "entente/internal/coverage", "entente/internal/spreadsheet", "entente/internal/matter", "entente/internal/record", "entente/internal/activity"}},
	{"entente/internal/activity/papers", []string{"entente", "entente/corpus", "entente/internal/law", "entente/internal/law/...", "entente/internal/curate/...", "entente/internal/coverage", "entente/internal/spreadsheet", "entente/internal/matter", "entente/internal/record", "entente/internal/activity", "entente/internal/paper"}},
	{"entente/internal/opinion", []string{"entente", "entente/internal/law/...", "entente/internal/matter", "entente/internal/record"}},
	{"entente/internal/review", []string{"entente", "entente/corpus", "entente/internal/curate/...", "entente/internal/law", "entente/internal/law/...", "entente/internal/document/...", "entente/internal/duty", "entente/internal/record", "entente/internal/register"}},
	{"entente/internal/appraisal", []string{"entente", "entente/corpus", "entente/internal/law", "entente/internal/law/...", "entente/internal/document/..."}},
	{"entente/internal/paper", nil},
	{"entente/internal/paper/papertest", nil},
	{"entente/internal/memorandum", []string{"entente", "entente/internal/law", "entente/internal/law/...", "entente/internal/paper"}},
	{"entente/internal/certified", []string{"entente", "entente/internal/law/...", "entente/internal/record", "entente/internal/register", "entente/internal/curate/...", "entente/internal/document", "entente/internal/document/numeral", "entente/internal/document/wording/...", "entente/internal/paper"}},
	{"entente/internal/problem", []string{"entente"}},
	{"entente/internal/app", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/app/apptest", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/api/form", nil},
	{"entente/internal/api/openapi", []string{"entente", "entente/internal/problem"}},
	{"entente/internal/api/wire", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/api/cooperation", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/api", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/serve/load", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/serve", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/web/assets", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/web/locale", []string{"entente"}},
	{"entente/internal/web/page", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/web/signin", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/web/activities", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/web/desk", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/web/picture", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/web/relations", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/demo", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/web/ask", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/web/search", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/web/logbook", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/web/administration", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/web/documents", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/web/compare", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/web/register", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/web/calendar", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/web/corpus", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/web/findings", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/web", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/cli/console", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/cli/ask", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/cli/keep", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/cli/cooperate", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/cli/making", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/cli/operate", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/cli", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/cmd/entente", []string{"entente", "entente/corpus", "entente/internal/..."}},
	{"entente/internal/archtest", nil},
}

type listedPackage struct {
	ImportPath string
	Deps       []string
	Dir        string
	GoFiles    []string
	Doc        string
}

func packages(t *testing.T) []listedPackage {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Deps,Dir,GoFiles,Doc", "entente/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	dec := json.NewDecoder(strings.NewReader(string(out)))
	var list []listedPackage
	for {
		var p listedPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

func allowed(uses []string, dep string) bool {
	for _, u := range uses {
		if u == dep {
			return true
		}
		if root, ok := strings.CutSuffix(u, "/..."); ok && (dep == root || strings.HasPrefix(dep, root+"/")) {
			return true
		}
	}
	return false
}

func TestImportsPointDownward(t *testing.T) {
	for _, p := range packages(t) {
		i := slices.IndexFunc(layers, func(l struct {
			pkg  string
			uses []string
		}) bool {
			return l.pkg == p.ImportPath
		})
		if i < 0 {
			t.Errorf("%s has no row in the table of layers", p.ImportPath)
			continue
		}
		for _, d := range p.Deps {
			if (d == "entente" || strings.HasPrefix(d, "entente/")) && !allowed(layers[i].uses, d) {
				t.Errorf("%s may not import %s", p.ImportPath, d)
			}
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for _, p := range packages(t) {
		if len(p.GoFiles) > 0 && p.Doc == "" {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}

var storeBelow = regexp.MustCompile(`\b[aA]pp\.Store\b`)

// The pages and the API reach the record as whoever asks may see it, never the store below.
func TestSurfacesAskTheGuardedRecord(t *testing.T) {
	for _, p := range packages(t) {
		if !strings.HasPrefix(p.ImportPath, "entente/internal/web") && !strings.HasPrefix(p.ImportPath, "entente/internal/api") && p.ImportPath != "entente/internal/serve" {
			continue
		}
		for _, f := range p.GoFiles {
			text, err := os.ReadFile(filepath.Join(p.Dir, f))
			if err != nil {
				t.Fatal(err)
			}
			if m := storeBelow.Find(text); m != nil {
				t.Errorf("%s/%s uses %s", p.ImportPath, f, m)
			}
		}
	}
}

// The house's limits: what is longer is hard to read, and a package that is larger is two.
const (
	maxFunction = 60
	maxPackage  = 2500
)

func TestSizes(t *testing.T) {
	for _, p := range packages(t) {
		lines := 0
		for _, f := range p.GoFiles {
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, filepath.Join(p.Dir, f), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			lines += set.Position(file.FileEnd).Line
			for _, d := range file.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok {
					if n := set.Position(fn.End()).Line - set.Position(fn.Pos()).Line + 1; n > maxFunction {
						t.Errorf("%s/%s: %s has %d lines", p.ImportPath, f, fn.Name.Name, n)
					}
				}
			}
		}
		if lines > maxPackage {
			t.Errorf("%s has %d lines", p.ImportPath, lines)
		}
	}
}

// maxFile bounds what belongs in the tree, in bytes: a built program or a picture does not.
const maxFile = 1 << 20

func TestNothingBuilt(t *testing.T) {
	out, err := exec.Command("git", "-C", "../..", "ls-files", "-z").Output()
	if err != nil {
		t.Skipf("skipped: this is no checkout: %v", err)
	}
	for _, name := range strings.Split(strings.TrimRight(string(out), "\x00"), "\x00") {
		if st, err := os.Stat(filepath.Join("..", "..", name)); err == nil && st.Size() > maxFile {
			t.Errorf("%s has %d bytes; take it from the tree, and name it in .gitignore", name, st.Size())
		}
	}
}

var forbidden = regexp.MustCompile(`time\.Now|"os"|"net["/]|"log["/]|"context"|"io/fs"|math/rand`)

// The law is asked with the day as an argument; it reads no clock, file, network or log.
func TestLawKnowsNoOutsideWorld(t *testing.T) {
	for _, p := range packages(t) {
		if !strings.HasPrefix(p.ImportPath, "entente/internal/law") && p.ImportPath != "entente" {
			continue
		}
		for _, f := range p.GoFiles {
			text, err := os.ReadFile(filepath.Join(p.Dir, f))
			if err != nil {
				t.Fatal(err)
			}
			if m := forbidden.Find(text); m != nil {
				t.Errorf("%s/%s uses %s", p.ImportPath, f, m)
			}
		}
	}
}
