// Package keep is the part of the command line that keeps the institution's record: agreements,
// texts and norms, duties, collections.
package keep

import (
	"github.com/spf13/cobra"

	"entente/internal/cli/console"
)

type commands struct{ *console.Console }

// Commands returns the subcommands.
func Commands(c *console.Console) []*cobra.Command {
	s := commands{c}
	return []*cobra.Command{s.registerCommand(), s.reviewCommand(), s.dutyCommand(), s.findingCommand(), s.calendarCommand(), s.intakeCommand(), s.markCommand()}
}
