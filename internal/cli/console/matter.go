package console

import (
	"io"
	"os"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/finding"
	"entente/internal/matter"
)

// matterIn reads a matter and the law that it is asked of.
func (s *Console) MatterIn(name string) (*law.Library, *law.Matter, error) {
	lib, on, err := s.Law()
	if err != nil {
		return nil, nil, err
	}
	m, err := s.ReadMatter(lib, name, on)
	return lib, m, err
}

// findingOn assesses the matter in a file.
func (s *Console) FindingOn(name string) (*finding.Finding, error) {
	lib, m, err := s.MatterIn(name)
	if err != nil {
		return nil, err
	}
	return finding.Assess(lib, m)
}

// readMatter reads a matter from a file or standard input; its own day goes before --on.
func (s *Console) ReadMatter(lib *law.Library, name string, on ent.Date) (*law.Matter, error) {
	var r io.Reader = s.In
	shown := "standard input"
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, ent.Errorf(ent.Invalid, "%v", err)
		}
		defer f.Close()
		if st, err := f.Stat(); err == nil && st.IsDir() {
			return nil, ent.Errorf(ent.Invalid, "%s is a folder, not a matter", name)
		}
		r, shown = f, name
	}
	text, err := io.ReadAll(io.LimitReader(r, matter.MaxBytes+1))
	if err != nil {
		return nil, err
	}
	return matter.Read(lib, shown, text, on)
}
