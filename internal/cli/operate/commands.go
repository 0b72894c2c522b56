// Package operate is the part of the command line for those who run the program: corpus, log,
// stores.
package operate

import (
	"github.com/spf13/cobra"

	"entente/internal/cli/console"
)

type commands struct{ *console.Console }

// Commands returns the subcommands.
func Commands(c *console.Console) []*cobra.Command {
	s := commands{c}
	return []*cobra.Command{s.corpusCommand(), s.lawCommand(), s.logCommand(), s.backupCommand(), s.restoreCommand(), s.storeCommand(), s.serveCommand(), s.userCommand(), s.tokenCommand()}
}
