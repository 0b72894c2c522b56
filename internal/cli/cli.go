// Package cli is Entente on the command line: one file per subcommand, text for a
// person or one JSON object, exit code 0 when it answered, 2 when the question was
// not well formed, 1 for anything else.
package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"entente/corpus"

	ent "entente"
	"entente/internal/cli/ask"
	"entente/internal/cli/console"
	"entente/internal/cli/cooperate"
	"entente/internal/cli/keep"
	"entente/internal/cli/making"
	"entente/internal/cli/operate"
)

// Exit codes of the contract.
const (
	exitAnswered = 0
	exitFailed   = 1
	exitIll      = 2
)

// Main runs one command line and returns its exit code.
func Main(args []string, in io.Reader, out, errw io.Writer) int {
	root := root(&console.Console{In: in, Out: out, Err: errw, Shipped: corpus.Library, Today: console.Today})
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

func exitCode(err error) int {
	var u console.UsageError
	switch k := ent.KindOf(err); {
	case errors.As(err, &u), k == ent.Invalid, k == ent.NotFound:
		return exitIll
	}
	return exitFailed
}

func root(c *console.Console) *cobra.Command {
	root := &cobra.Command{
		Use:           "entente",
		Short:         "The law of international security cooperation: who is bound, may we, who has jurisdiction, what must be reported",
		SilenceErrors: true, SilenceUsage: true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.PersistentFlags().BoolVar(&c.JSON, "json", false, "print one JSON object")
	root.PersistentFlags().StringVar(&c.On, "on", "", "the day whose law applies (2024-06-01); default today")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return console.Usage(err) })
	root.AddCommand(ask.Commands(c)...)
	root.AddCommand(keep.Commands(c)...)
	root.AddCommand(making.Commands(c)...)
	root.AddCommand(cooperate.Commands(c)...)
	root.AddCommand(operate.Commands(c)...)
	c.StoreFlags(root)
	for _, sub := range root.Commands() {
		wrapUsage(sub)
	}
	return root
}

// wrapUsage makes a wrong number of arguments, or an unknown subcommand, an ill-formed question.
func wrapUsage(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return console.Usage(fmt.Errorf("%w\nusage: %s", err, cmd.UseLine()))
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		wrapUsage(sub)
	}
}
