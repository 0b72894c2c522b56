package ask

import (
	"github.com/spf13/cobra"

	"entente/internal/app"
	"entente/internal/law"
	"entente/internal/law/finding"
)

// memorandumFlags say what a memorandum bears besides the finding.
type memorandumFlags struct {
	file string
	app.Heading
}

func (o *memorandumFlags) add(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.file, "pdf", "", "write the finding as a legal memorandum to this new file; - writes standard output")
	f.StringVar(&o.To, "to", "", "with --pdf: to whom it goes (default: file)")
	f.StringVar(&o.From, "from", "", "with --pdf: from whom it comes (default: the account of the machine)")
	f.StringVar(&o.Marking, "marking", "", "with --pdf: the classification at head and foot of every page")
}

// writeMemorandum writes a finding that is not on record as a memorandum of today.
func (s commands) writeMemorandum(o *memorandumFlags, lib *law.Library, m *law.Matter, f *finding.Finding) error {
	known, err := s.KnownAt()
	if err != nil {
		return err
	}
	if o.From == "" {
		o.From = string(s.Actor(""))
	}
	b, err := app.MemorandumOf(lib, m, f, o.Heading, s.Today(), known)
	if err != nil {
		return err
	}
	return s.WriteTo(o.file, b)
}
