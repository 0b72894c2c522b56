package operate

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"entente/corpus"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/activity/force"
	"entente/internal/coverage"
)

func (s commands) corpusCommand() *cobra.Command {
	c := &cobra.Command{Use: "corpus", Short: "Tools for those who keep the law: check it, begin an instrument"}
	var dir string
	c.PersistentFlags().StringVar(&dir, "dir", "", "a corpus laid out as the shipped one (default: the shipped one for lint, ./corpus for new)")
	lint := &cobra.Command{
		Use:   "lint",
		Short: "Every fault at once, with file and line",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return s.lint(dir) },
	}
	begin := &cobra.Command{
		Use:   "new ID",
		Short: "Begin the file of an instrument",
		Args:  cobra.ExactArgs(1),
		RunE:  func(_ *cobra.Command, args []string) error { return s.newInstrument(dir, args[0]) },
	}
	kinds := &cobra.Command{
		Use:   "kinds",
		Short: "The kinds of matter, the roles in each, and the facts that each asks for",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return s.kinds() },
	}
	c.AddCommand(lint, begin, kinds, s.importCommand())
	return c
}

func (s commands) lint(dir string) error {
	var fsys fs.FS = corpus.Files
	if dir != "" {
		fsys = os.DirFS(dir)
	}
	lib, faults := corpus.Load(fsys)
	if len(faults) == 0 {
		_, faults = coverage.Read(fsys, lib)
	}
	if len(faults) == 0 {
		_, faults = activity.Read(fsys, lib)
	}
	if len(faults) == 0 {
		_, faults = force.Read(fsys, lib)
	}
	for _, f := range faults {
		s.Printf("%v\n", f)
	}
	if len(faults) > 0 {
		return ent.Errorf(ent.Internal, "%d faults", len(faults))
	}
	s.Printf("no faults: %d instruments, %d norms, %d States\n", len(lib.Treaties.IDs()), len(lib.Book.Norms), len(lib.Treaties.World().Codes()))
	return nil
}

func (s commands) kinds() error {
	lib, _, err := s.Law()
	if err != nil {
		return err
	}
	list := lib.Vocabulary.Kinds
	if s.JSON {
		return s.PrintJSON(list)
	}
	for _, k := range list {
		s.Printf("%-24s %s\n%-24s roles: %s\n", k.ID, k.Meaning, "", strings.Join(k.Roles, ", "))
	}
	return nil
}

const instrumentForm = `id: %s
title: 
kind: treaty                 # treaty | protocol | amendment | exchange-of-notes | arrangement | statute | policy
legal_order: international   # international | regional | domestic | policy
binding: true
adopted: 
depositary: []
entry_into_force:
  initial: {count: , delay: {days: 30}}
  later: {delay: {days: 30}}
  article: ""
withdrawal: {article: "", notice: {months: 12}}
reservations: {regime: silent}
provisions:
  - {article: "1", text: }
sources: []
participation: {source: , as_of: , confidence: known, complete: false}
acts: |
  # State  act day [eff DAY][; act day ...]
confidence: known
`

func (s commands) newInstrument(dir, id string) error {
	if dir == "" {
		dir = "corpus"
	}
	id = ent.Fold(id)
	for _, r := range id {
		if !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", r) {
			return ent.Errorf(ent.Invalid, "an id has capital letters, digits and -, not %q", r)
		}
	}
	name := filepath.Join(dir, "instruments", id+".yaml")
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return ent.Errorf(ent.Invalid, "%v", err)
	}
	defer f.Close()
	if _, err := fmt.Fprintf(f, instrumentForm, id); err != nil {
		return err
	}
	s.Printf("%s\nFill it in as docs/CURATORS.md says, add a case, then run `entente corpus lint --dir %s`.\n", name, dir)
	return nil
}
