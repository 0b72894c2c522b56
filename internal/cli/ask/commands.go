// Package ask is the part of the command line that asks the law: who is bound, what is in
// force, how to leave, may we.
package ask

import (
	"github.com/spf13/cobra"

	"entente/internal/cli/console"
)

type commands struct{ *console.Console }

// Commands returns the subcommands.
func Commands(c *console.Console) []*cobra.Command {
	s := commands{c}
	return []*cobra.Command{s.statusCommand(), s.partiesCommand(), s.reservationsCommand(), s.betweenCommand(), s.coverageCommand(), s.exitCommand(), s.assessCommand(), s.explainCommand(), s.documentCommand(), s.weighCommand(), s.searchCommand()}
}
