// Package making is the part of the command line by which agreements are made: cases, their
// steps, what each still lacks, their duties and their registration.
package making

import (
	"github.com/spf13/cobra"

	"entente/internal/cli/console"
)

type commands struct{ *console.Console }

// Commands returns the subcommands.
func Commands(c *console.Console) []*cobra.Command {
	return []*cobra.Command{commands{c}.treatyCommand()}
}
