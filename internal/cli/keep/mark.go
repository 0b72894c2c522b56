package keep

import (
	"context"

	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/access"
	"entente/internal/app"
	"entente/internal/duty"
	"entente/internal/opinion"
	"entente/internal/record"
	"entente/internal/register"
	"entente/internal/treatymaking"
)

// markable are the kinds of thing that are given another marking by name.
var markable = map[string]record.Kind{"instrument": register.KindInstrument, "act": register.KindAct, "text": register.KindText, "norm": register.KindNorm,
	"duty": duty.KindDuty, "finding": opinion.KindOpinion, "case": treatymaking.KindCase}

func (s commands) markCommand() *cobra.Command {
	var by, reason string
	c := &cobra.Command{
		Use:   "mark KIND ID MARKING",
		Short: "Give something on record another marking",
		Long: `Gives an instrument, act, text, norm, duty, finding or case another marking. With an
instrument goes all that is about it, and with what is raised go the findings that name it.
What is raised is hidden with all its earlier versions; the log's entries about them stay,
as they must. What is lowered keeps the marking of its earlier versions.`,
		Example: `  entente mark instrument FIN-JPN-ACSA "SECRET//REL TO FIN, JPN" --reason "the annex names sites"
  entente mark duty D-ABCDEFGH PUBLIC --reason "published"`,
		Args: cobra.ExactArgs(3),
		RunE: func(_ *cobra.Command, args []string) error {
			kind, ok := markable[args[0]]
			if !ok {
				return ent.Errorf(ent.Invalid, "%q bears no marking of its own; write instrument, act, text, norm, duty, finding or case", args[0])
			}
			to, err := access.ParseMarking(args[2])
			if err != nil {
				return err
			}
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				if err := a.Reclassify(ctx, s.Actor(by), kind, args[1], to, reason); err != nil {
					return err
				}
				s.Printf("%s %s is marked %s\n", args[0], args[1], to)
				return nil
			})
		},
	}
	c.Flags().StringVar(&by, "by", "", "who puts it on record (default: the account of the machine)")
	c.Flags().StringVar(&reason, "reason", "", "why; it stays on record")
	return c
}
