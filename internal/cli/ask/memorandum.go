package ask

import (
	"time"

	"github.com/spf13/cobra"

	"entente/internal/access"
	"entente/internal/cli/console"
	"entente/internal/law"
	"entente/internal/law/finding"
	"entente/internal/memorandum"
	"entente/internal/opinion"
)

// memorandumFlags say what a memorandum bears besides the finding.
type memorandumFlags struct{ file, to, from, marking string }

func (o *memorandumFlags) add(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.file, "pdf", "", "write the finding as a legal memorandum to this new file; - writes standard output")
	f.StringVar(&o.to, "to", "", "with --pdf: to whom it goes (default: file)")
	f.StringVar(&o.from, "from", "", "with --pdf: from whom it comes (default: the account of the machine)")
	f.StringVar(&o.marking, "marking", "", "with --pdf: the classification at head and foot of every page")
}

// writeMemorandum writes a finding that is not on record as a memorandum of today.
func (s commands) writeMemorandum(o *memorandumFlags, lib *law.Library, m *law.Matter, f *finding.Finding) error {
	if _, err := access.ParseMarking(o.marking); err != nil {
		return err
	}
	_, digest, err := opinion.Print(f)
	if err != nil {
		return err
	}
	known, err := s.KnownAt()
	if err != nil {
		return err
	}
	made, err := time.Parse(time.DateOnly, s.Today().String())
	if err != nil {
		return err
	}
	from := o.from
	if from == "" {
		from = string(s.Actor(""))
	}
	b, err := memorandum.PDF(&memorandum.Memo{Library: lib, Matter: m, Finding: f, To: o.to, From: from, Marking: o.marking, Made: made, Known: known, Digest: digest})
	if err != nil {
		return err
	}
	if o.file == "-" {
		_, err = s.Out.Write(b)
		return err
	}
	if err := console.WriteNew(o.file, b); err != nil {
		return err
	}
	s.Printf("%s: %s\n", o.file, f.Outcome)
	return nil
}
