package console

import (
	"strings"

	"github.com/spf13/cobra"

	"entente/internal/curate/sheet"
)

// EncodingFlag adds the flag that names the encoding of a file.
func EncodingFlag(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "encoding", "", "of a file that is not UTF-8 and has no mark: "+strings.Join(sheet.Encodings(), ", "))
}
