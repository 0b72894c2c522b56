// Package cli is Entente on the command line: one file per subcommand, text for a
// person or one JSON object, exit code 0 when it answered, 2 when the question was
// not well formed, 1 for anything else.
package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"entente/corpus"

	ent "entente"
	"entente/internal/app"
	"entente/internal/law"
)

// Exit codes of the contract.
const (
	exitAnswered = 0
	exitFailed   = 1
	exitIll      = 2
)

// session is what every subcommand shares.
type session struct {
	in       io.Reader
	out, err io.Writer
	json     bool
	on       string
	known    string
	config   app.Config
	shipped  func() (*law.Library, error) // the law of the corpus alone
	today    func() ent.Date
}

// Main runs one command line and returns its exit code.
func Main(args []string, in io.Reader, out, errw io.Writer) int {
	s := &session{in: in, out: out, err: errw, shipped: corpus.Library, today: today}
	root := s.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errw)
	err := root.Execute()
	if err == nil {
		return exitAnswered
	}
	for _, line := range strings.Split(err.Error(), "\n") {
		fmt.Fprintln(errw, "entente: "+line)
	}
	return exitCode(err)
}

// usageError is a command line that is not well formed.
type usageError struct{ error }

// Unwrap returns the error underneath.
func (u usageError) Unwrap() error { return u.error }

func exitCode(err error) int {
	var u usageError
	switch k := ent.KindOf(err); {
	case errors.As(err, &u), k == ent.Invalid, k == ent.NotFound:
		return exitIll
	}
	return exitFailed
}

func today() ent.Date {
	y, m, d := time.Now().Date()
	return ent.NewDate(y, int(m), d)
}

func (s *session) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "entente",
		Short:         "The law of international security cooperation: who is bound, may we, who has jurisdiction, what must be reported",
		SilenceErrors: true, SilenceUsage: true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.PersistentFlags().BoolVar(&s.json, "json", false, "print one JSON object")
	root.PersistentFlags().StringVar(&s.on, "on", "", "the day whose law applies (2024-06-01); default today")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(s.statusCommand(), s.partiesCommand(), s.betweenCommand(), s.assessCommand(), s.explainCommand(),
		s.corpusCommand(), s.lawCommand(), s.registerCommand(), s.treatyCommand(), s.dutyCommand(), s.searchCommand(), s.calendarCommand(), s.intakeCommand(), s.logCommand(), s.backupCommand(), s.restoreCommand(), s.storeCommand())
	s.storeFlags(root)
	for _, c := range root.Commands() {
		wrapUsage(c)
	}
	return root
}

// wrapUsage makes a wrong number of arguments, or an unknown subcommand, an ill-formed question.
func wrapUsage(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return usageError{fmt.Errorf("%w\nusage: %s", err, cmd.UseLine())}
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		wrapUsage(sub)
	}
}

// day returns the day asked about, today when none was given.
func (s *session) day() (ent.Date, error) {
	if s.on == "" {
		return s.today(), nil
	}
	d, err := ent.ParseDate(s.on)
	if err != nil {
		return 0, ent.Errorf(ent.Invalid, "--on: %v", err)
	}
	return d, nil
}

// law returns the library, the register's instruments in it, and the day asked about.
func (s *session) law() (*law.Library, ent.Date, error) {
	on, err := s.day()
	if err != nil {
		return nil, 0, err
	}
	lib, err := s.joined()
	return lib, on, err
}

func (s *session) printJSON(v any) error {
	enc := json.NewEncoder(s.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

func (s *session) printf(format string, args ...any) { fmt.Fprintf(s.out, format, args...) }
