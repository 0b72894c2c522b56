// Package corpus is the law that Entente ships: instruments with the dated acts
// of every State, norms, the vocabulary of matters, States, organisations, areas
// and worked cases, embedded in the program. It reads them, checks them, and
// joins them into one immutable library.
package corpus

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"sort"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/area"
	"entente/internal/law/fact"
	"entente/internal/law/norm"
	"entente/internal/law/treaty"
	"entente/internal/law/world"
)

// Files is the shipped corpus.
//
//go:embed vocabulary.yaml activities.yaml tasks.yaml clauses.yaml playbooks.yaml criteria.yaml routes.yaml issues.yaml states.yaml organisations.yaml areas.yaml instruments norms cases
var Files embed.FS

// Fault is something wrong in a file of the corpus. Line 0 is the file as a whole.
type Fault struct {
	File string
	Line int
	Text string
}

// Error gives file:line: text.
func (f *Fault) Error() string {
	if f.Line > 0 {
		return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Text)
	}
	return f.File + ": " + f.Text
}

var shipped = sync.OnceValues(func() (*law.Library, error) {
	lib, faults := Load(Files)
	if len(faults) > 0 {
		errs := make([]error, len(faults))
		for i, f := range faults {
			errs[i] = f
		}
		return lib, errors.Join(errs...)
	}
	return lib, nil
})

// Library returns the shipped library; an error means that the program was built
// from a corpus with faults, all of which it names.
func Library() (*law.Library, error) { return shipped() }

// source is everything decoded from a corpus.
type source struct {
	fsys    fs.FS
	mu      sync.Mutex
	faults  []*Fault
	voc     fact.Vocabulary
	states  struct{ States []world.State }
	orgs    struct{ Organisations []world.Organisation }
	areas   struct{ Areas []area.Area }
	insts   []treaty.Instrument
	files   map[ent.InstrumentID]string
	norms   []norm.Norm
	normsIn map[ent.NormID]string
}

// Load reads a corpus laid out as the shipped one. It returns every fault it finds
// and, where it can, the library without what was faulty.
func Load(fsys fs.FS) (*law.Library, []*Fault) {
	s := &source{fsys: fsys, files: map[ent.InstrumentID]string{}, normsIn: map[ent.NormID]string{}}
	s.readAll()
	world, errs := world.New(s.states.States, s.orgs.Organisations)
	for _, err := range errs {
		s.fault("states.yaml", 0, "%v", err)
	}
	s.vocabularyAliases()
	treaties, problems := treaty.NewLibrary(world, s.insts, s.voc.Groups)
	for _, p := range problems {
		s.instrumentFault(p)
	}
	areas, err := area.New(s.areas.Areas)
	if err != nil {
		s.fault("areas.yaml", 0, "%v", err)
	}
	lib, faults := law.New(treaties, &s.voc, areas, s.norms, s.hash())
	for _, f := range faults {
		s.fault(s.normsIn[f.Norm], s.lineOf(s.normsIn[f.Norm], string(f.Norm)), "%v", f)
	}
	s.crossCheck(lib)
	sort.SliceStable(s.faults, func(i, j int) bool {
		a, b := s.faults[i], s.faults[j]
		return a.File < b.File || a.File == b.File && a.Line < b.Line
	})
	return lib, s.faults
}

// vocabularyAliases gives every instrument the other spellings that the vocabulary declares.
func (s *source) vocabularyAliases() {
	names := map[ent.InstrumentID][]string{}
	for _, v := range s.voc.Instruments {
		names[v.ID] = v.Aliases
	}
	for i := range s.insts {
		s.insts[i].Aliases = append(s.insts[i].Aliases, names[s.insts[i].ID]...)
	}
}

func (s *source) fault(file string, line int, format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &Fault{file, line, fmt.Sprintf(format, args...)})
}

// readAll decodes every file, instruments side by side.
func (s *source) readAll() {
	var wg sync.WaitGroup
	run := func(f func()) { wg.Add(1); go func() { defer wg.Done(); f() }() }
	run(func() { s.decode("vocabulary.yaml", &s.voc); s.voc.Index() })
	run(func() { s.decode("states.yaml", &s.states) })
	run(func() { s.decode("organisations.yaml", &s.orgs) })
	run(func() { s.decode("areas.yaml", &s.areas) })
	run(s.readNorms)
	names := s.list("instruments")
	insts := make([]treaty.Instrument, len(names))
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		run(func() {
			for i := w; i < len(names); i += workers {
				s.decode(names[i], &insts[i])
			}
		})
	}
	wg.Wait()
	for i, in := range insts {
		want := strings.TrimSuffix(path.Base(names[i]), ".yaml")
		if string(in.ID) != want {
			s.fault(names[i], 0, "the file is called %s but its id is %q", want, in.ID)
			continue
		}
		s.files[in.ID] = names[i]
		s.insts = append(s.insts, in)
	}
}

func (s *source) readNorms() {
	for _, name := range s.list("norms") {
		var f struct {
			Norms []norm.Norm `yaml:"norms"`
		}
		s.decode(name, &f)
		for _, n := range f.Norms {
			s.normsIn[n.ID] = name
		}
		s.norms = append(s.norms, f.Norms...)
	}
}

// list returns the YAML files of a folder in the order of their names.
func (s *source) list(dir string) []string {
	entries, err := fs.ReadDir(s.fsys, dir)
	if err != nil {
		s.fault(dir, 0, "%v", err)
	}
	var out []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".yaml") && !strings.HasPrefix(e.Name(), ".") {
			out = append(out, path.Join(dir, e.Name()))
		}
	}
	return out
}

// decode reads one file; a key that is not known is a fault.
func (s *source) decode(name string, into any) {
	text, err := fs.ReadFile(s.fsys, name)
	if err != nil {
		s.fault(name, 0, "%v", err)
		return
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		s.decodeFault(name, err)
	}
}

func (s *source) decodeFault(name string, err error) {
	var te *yaml.TypeError
	if errors.As(err, &te) {
		for _, e := range te.Errors {
			line, text := splitLine(e)
			s.fault(name, line, "%s", text)
		}
		return
	}
	line, text := splitLine(strings.TrimPrefix(err.Error(), "yaml: "))
	s.fault(name, line, "%s", text)
}

func splitLine(msg string) (int, string) {
	var line int
	if n, err := fmt.Sscanf(msg, "line %d:", &line); n == 1 && err == nil {
		_, text, _ := strings.Cut(msg, ": ")
		return line, text
	}
	return 0, msg
}

// lineOf finds the line of a file on which an id is declared, 0 when it is not found.
func (s *source) lineOf(name, id string) int {
	text, err := fs.ReadFile(s.fsys, name)
	if err != nil {
		return 0
	}
	for i, l := range strings.Split(string(text), "\n") {
		l = strings.TrimPrefix(strings.TrimSpace(l), "- ")
		if rest, ok := strings.CutPrefix(l, "id:"); ok && strings.TrimSpace(rest) == id {
			return i + 1
		}
	}
	return 0
}

// instrumentFault puts a fault of an acts table on its line in the file.
func (s *source) instrumentFault(p *treaty.Problem) {
	file := s.files[p.Instrument]
	line := 0
	if p.Table > 0 {
		text, _ := fs.ReadFile(s.fsys, file)
		for i, l := range strings.Split(string(text), "\n") {
			if strings.HasPrefix(l, "acts:") {
				line = i + 1 + p.Table
			}
		}
	}
	s.fault(file, line, "%s", p.Text)
}

// hash is the sha256 of all files that make the law, in the order of their names.
func (s *source) hash() string {
	h := sha256.New()
	names := []string{"areas.yaml", "organisations.yaml", "states.yaml", "vocabulary.yaml"}
	names = append(append(names, s.list("instruments")...), s.list("norms")...)
	for _, n := range names {
		text, _ := fs.ReadFile(s.fsys, n)
		fmt.Fprintf(h, "%s %d\n", n, len(text))
		h.Write(text)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// crossCheck asks that vocabulary, instruments and norms fit together.
func (s *source) crossCheck(lib *law.Library) {
	for _, v := range s.voc.Instruments {
		in := lib.Treaties.Instrument(v.ID)
		if in == nil {
			s.fault("vocabulary.yaml", s.lineOf("vocabulary.yaml", string(v.ID)), "instrument %s has no file", v.ID)
			continue
		}
		if in.LegalOrder != v.LegalOrder || in.Binding != v.Binding {
			s.fault(s.files[v.ID], 0, "legal_order %s, binding %v; the vocabulary says %s, %v", in.LegalOrder, in.Binding, v.LegalOrder, v.Binding)
		}
	}
	for _, p := range s.voc.Norms {
		if s.normsIn[p.ID] == "" {
			s.fault("vocabulary.yaml", 0, "norm %s is not written", p.ID)
		}
	}
	for id, file := range s.files {
		s.checkInstrument(lib, lib.Treaties.Instrument(id), file)
	}
}

func (s *source) checkInstrument(lib *law.Library, in *treaty.Instrument, file string) {
	refs := append([]ent.InstrumentID{in.Family.Parent, in.Family.Amends, in.Family.Applies}, in.Family.Supplements...)
	for _, p := range in.Pairs {
		refs = append(refs, p.OnlyTowardPartiesTo)
	}
	for _, r := range append(refs, in.Family.Supersedes...) {
		if r != "" && lib.Treaties.Instrument(r) == nil {
			s.fault(file, 0, "refers to %s, which has no file", r)
		}
	}
	if in.Title == "" || in.Kind == "" || in.LegalOrder == "" || in.Confidence == "" {
		s.fault(file, 0, "title, kind, legal_order and confidence are needed")
	}
	for _, a := range in.Record {
		if a.Source == "" || a.Confidence == "" {
			s.fault(file, 0, "record: %s %s has no source or confidence", a.State, a.Act)
		}
	}
	w := lib.Treaties.World()
	if p := in.Participants; p != "" && p != treaty.All && !w.IsOrganisation(ent.StateCode(p)) {
		s.fault(file, 0, "participants: no organisation %q", p)
	}
}
