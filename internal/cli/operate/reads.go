package operate

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"entente/internal/access"
	"entente/internal/app"
)

func (s commands) readsCommand() *cobra.Command {
	var limit int
	c := &cobra.Command{
		Use:   "reads",
		Short: "Who was shown what is classified " + access.AuditedFrom + " or higher, the newest first",
		Long: `Lists who was shown what is classified ` + access.AuditedFrom + ` or higher, and who was answered from law that
was made of such records. What was shown is named by its entry in the log. Commands on this
machine are not listed: whoever can run them holds the store.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				all, _, err := a.Reads.Before(ctx, 0, limit)
				if err != nil {
					return err
				}
				if s.JSON {
					return s.PrintJSON(append([]access.Reading{}, all...))
				}
				for _, r := range all {
					s.Printf("%s  %s\n", r.At.Format(time.RFC3339), r.Who)
					for _, e := range r.Entries {
						vs, err := a.Records.Entries(ctx, e.Seq-1, 1)
						if err != nil {
							return err
						}
						if len(vs) == 1 {
							s.Printf("    entry %d: %s %s (%s)\n", e.Seq, vs[0].Kind, vs[0].ID, vs[0].Classified)
						}
					}
					if r.Law != "" {
						s.Printf("    law %s\n", r.Law)
					}
				}
				return nil
			})
		},
	}
	c.Flags().IntVar(&limit, "limit", 50, "how many at most")
	return c
}
