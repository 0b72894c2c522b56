package operate

import (
	"context"
	"slices"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/access"
	"entente/internal/app"
	"entente/internal/cli/console"
	"entente/internal/web/signin"
)

func (s commands) userCommand() *cobra.Command {
	c := &cobra.Command{Use: "user", Short: "Who may sign in, in which role, cleared for what"}
	var p access.Person
	var by, role, nation, reason string
	add := &cobra.Command{
		Use:     "add NAME",
		Short:   "Put a person on record and print a sign-in link, good once and for a day",
		Example: `  entente user add legal.one --role legal-adviser --clearance SECRET`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			p.Name, p.Role, p.Nation = ent.Actor(args[0]), access.Role(role), ent.StateCode(ent.Fold(nation))
			return s.withPeople(func(ctx context.Context, people *access.People) error {
				if err := people.Put(ctx, s.Actor(by), p, reason); err != nil {
					return err
				}
				link, err := people.Link(ctx, s.Actor(by), p.Name)
				if err != nil {
					return err
				}
				s.Printf("on record: %s, %s\nsign in once, within a day, at: /sign-in/%s\n", p.Name, p.Role, link)
				return nil
			})
		},
	}
	f := add.Flags()
	f.StringVar(&role, "role", "", roleNames())
	f.StringVar(&p.Clearance, "clearance", "", "the highest classification they may see (default PUBLIC)")
	f.StringVar(&nation, "nation", "", "the State they belong to, for what is releasable to some only")
	f.StringVar(&by, "by", "", "who puts it on record (default: the account of the machine)")
	f.StringVar(&reason, "reason", "changed by the administrator", "why role or clearance of somebody on record changes")
	c.AddCommand(add, s.userListCommand(), s.userLinkCommand(), s.userRevokeCommand())
	return c
}

func (s commands) userRevokeCommand() *cobra.Command {
	var by, why string
	c := &cobra.Command{
		Use: "revoke NAME", Short: "End the sessions of a person, and make their links, tokens, password and passkeys invalid", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				people, name := access.NewPeople(a.Store, time.Now), ent.Actor(args[0])
				if err := people.Revoke(ctx, s.Actor(by), name, why); err != nil {
					return err
				}
				in, err := signin.New(people, a.Store.Sessions(), signin.Config{}, time.Now)
				if err != nil {
					return err
				}
				return in.End(ctx, name, "")
			})
		},
	}
	c.Flags().StringVar(&by, "by", "", "who revokes (default: the account of the machine)")
	c.Flags().StringVar(&why, "reason", "revoked by the administrator", "why; it stays on record")
	return c
}

func (s commands) userLinkCommand() *cobra.Command {
	var by string
	c := &cobra.Command{
		Use: "link NAME", Short: "Print a sign-in link for a person on record, good once and for a day", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.withPeople(func(ctx context.Context, people *access.People) error {
				l, err := people.Link(ctx, s.Actor(by), ent.Actor(args[0]))
				if err == nil {
					s.Printf("sign in once, within a day, at: /sign-in/%s\n", l)
				}
				return err
			})
		},
	}
	c.Flags().StringVar(&by, "by", "", "who makes it (default: the account of the machine)")
	return c
}

func (s commands) userListCommand() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "Who may sign in", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return s.withPeople(func(ctx context.Context, people *access.People) error {
				all, err := people.All(ctx)
				if err != nil || s.JSON {
					return errOr(err, func() error { return s.PrintJSON(all) })
				}
				t := table.NewWriter()
				t.SetStyle(console.PlainTable())
				t.AppendHeader(table.Row{"Name", "Role", "Clearance", "Nation"})
				for _, p := range all {
					t.AppendRow(table.Row{p.Name, p.Role, p.Clearance, p.Nation})
				}
				s.Printf("%s\n", t.Render())
				return nil
			})
		},
	}
}

func errOr(err error, f func() error) error {
	if err != nil {
		return err
	}
	return f()
}

func roleNames() string {
	text := "one of"
	for _, r := range access.Roles {
		text += " " + string(r)
	}
	return text
}

func (s commands) tokenCommand() *cobra.Command {
	c := &cobra.Command{Use: "token", Short: "Tokens by which machines use the API"}
	var role, by, clearance string
	create := &cobra.Command{
		Use:     "create NAME",
		Short:   "Print a token, sent as Authorization: Bearer …; good for a year",
		Example: `  entente token create reporting --role oversight`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.withPeople(func(ctx context.Context, people *access.People) error {
				name := ent.Actor(args[0])
				have, err := people.Find(ctx, name)
				switch {
				case err == nil && role != "" && have.Role != access.Role(role):
					return ent.Errorf(ent.Conflict, "%s is on record as %s; change it with entente user add", name, have.Role)
				case ent.KindOf(err) == ent.NotFound:
					if !slices.Contains(access.Roles, access.Role(role)) {
						return ent.Errorf(ent.Invalid, "--role: %s", roleNames())
					}
					err = people.Put(ctx, s.Actor(by), access.Person{Name: name, Role: access.Role(role), Clearance: clearance}, "")
				}
				if err != nil {
					return err
				}
				token, err := people.Token(ctx, s.Actor(by), name)
				if err == nil {
					s.Printf("%s\n", token)
				}
				return err
			})
		},
	}
	create.Flags().StringVar(&role, "role", "", roleNames())
	create.Flags().StringVar(&clearance, "clearance", "", "the highest classification it may see (default PUBLIC)")
	create.Flags().StringVar(&by, "by", "", "who puts it on record (default: the account of the machine)")
	c.AddCommand(create)
	return c
}

func (s commands) withPeople(f func(ctx context.Context, p *access.People) error) error {
	return s.WithApp(func(ctx context.Context, a *app.App) error { return f(ctx, access.NewPeople(a.Store, time.Now)) })
}
