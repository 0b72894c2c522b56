package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/record"
)

// The kinds of thing that the package keeps.
const (
	KindPerson record.Kind = "person"
	KindSecret record.Kind = "secret"
)

// Person is somebody, or a machine, who may sign in.
type Person struct {
	Name      ent.Actor     `yaml:"name" json:"name"`
	Role      Role          `yaml:"role" json:"role"`
	Clearance string        `yaml:"clearance" json:"clearance"`
	Nation    ent.StateCode `yaml:"nation,omitempty" json:"nation,omitempty"`
}

// secret is what lets a person in: only its SHA-256 is kept, which says nothing of the 256
// random bits of the secret itself. Its id on record is that hash.
type secret struct {
	Person ent.Actor `yaml:"person"`
	Once   bool      `yaml:"once"` // a sign-in link, good for one use
	Until  time.Time `yaml:"until"`
}

// How long secrets are good for.
const (
	LinkLife  = 24 * time.Hour
	TokenLife = 365 * 24 * time.Hour
)

// Store is where people are kept: who they are on record, what they sign in with beside it.
type Store interface {
	record.Store
	Vault
}

// People keeps who may sign in, in a store.
type People struct {
	store Store
	now   func() time.Time
}

// NewPeople returns the people in the store; now is the clock.
func NewPeople(store Store, now func() time.Time) *People { return &People{store, now} }

// Put puts a person on record, or changes their role and clearance, for the reason given.
func (p *People) Put(ctx context.Context, by ent.Actor, x Person, reason string) error {
	if strings.TrimSpace(string(x.Name)) == "" {
		return ent.Errorf(ent.Invalid, "say who: a name")
	}
	if !slices.Contains(Roles, x.Role) {
		return ent.Errorf(ent.Invalid, "%q is no role; the roles are %v", x.Role, Roles)
	}
	if x.Clearance == "" {
		x.Clearance = Levels[0]
	}
	if _, ok := Level(x.Clearance); !ok {
		return ent.Errorf(ent.Invalid, "%q is no classification; the classifications are %s", x.Clearance, strings.Join(Levels, ", "))
	}
	body, err := yaml.Marshal(x)
	if err != nil {
		return fmt.Errorf("person %s: %w", x.Name, err)
	}
	c := record.Change{Kind: KindPerson, ID: string(x.Name), Body: body, Replaces: record.New}
	old, err := p.store.Find(ctx, record.Query{Kind: KindPerson, ID: c.ID})
	if err != nil {
		return err
	}
	if len(old) > 0 {
		if by == x.Name {
			return ent.Errorf(ent.Forbidden, "refused: nobody changes their own role or clearance; another administrator does")
		}
		c.Replaces, c.Reason = old[0].Seq, reason
	}
	_, err = p.store.Append(ctx, by, c)
	return err
}

// All returns everybody on record, in the order of their entry.
func (p *People) All(ctx context.Context) ([]Person, error) {
	out := []Person{}
	err := record.Each(ctx, p.store, record.Query{Kind: KindPerson}, func(v *record.Version) error {
		var x Person
		err := yaml.Unmarshal(v.Body, &x)
		out = append(out, x)
		return err
	})
	return out, err
}

// Find returns the person of that name.
func (p *People) Find(ctx context.Context, name ent.Actor) (*Person, error) {
	vs, err := p.store.Find(ctx, record.Query{Kind: KindPerson, ID: string(name)})
	if err != nil {
		return nil, err
	}
	if len(vs) == 0 {
		return nil, ent.Errorf(ent.NotFound, "nobody of the name %q is on record", name)
	}
	var x Person
	return &x, yaml.Unmarshal(vs[0].Body, &x)
}

// Principal is the person as the guard sees them.
func (x *Person) Principal() Principal {
	l, _ := Level(x.Clearance)
	return Principal{Name: x.Name, Role: x.Role, Clearance: l, Nation: x.Nation}
}

// Link makes a sign-in link's secret for a person, good once and for a day.
func (p *People) Link(ctx context.Context, by, name ent.Actor) (string, error) {
	return p.issue(ctx, by, secret{name, true, p.now().Add(LinkLife).UTC()})
}

// Token makes a token for a person or machine, good for a year.
func (p *People) Token(ctx context.Context, by, name ent.Actor) (string, error) {
	return p.issue(ctx, by, secret{name, false, p.now().Add(TokenLife).UTC()})
}

func (p *People) issue(ctx context.Context, by ent.Actor, s secret) (string, error) {
	if _, err := p.Find(ctx, s.Person); err != nil {
		return "", err
	}
	raw := make([]byte, 32)
	rand.Read(raw) // never fails
	text := base64.RawURLEncoding.EncodeToString(raw)
	body, err := yaml.Marshal(s)
	if err != nil {
		return "", err
	}
	_, err = p.store.Append(ctx, by, record.Change{Kind: KindSecret, ID: hash(text), Subject: string(s.Person), Body: body, Replaces: record.New})
	return text, err
}

func hash(secret string) string {
	h := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(h[:])
}

// errSecret says no more than that a secret does not let anybody in.
var errSecret = ent.Errorf(ent.Forbidden, "this link or token is not valid, was used, or has lapsed; ask the administrator for another")

// Bearer returns who a token stands for.
func (p *People) Bearer(ctx context.Context, token string) (*Person, error) {
	v, s, err := p.secret(ctx, token)
	if err != nil || s.Once || v == nil {
		return nil, errSecret
	}
	return p.Find(ctx, s.Person)
}

// Redeem uses a sign-in link up and returns whom it lets in. Of two who use it at once one
// is let in.
func (p *People) Redeem(ctx context.Context, link string) (*Person, error) {
	v, s, err := p.secret(ctx, link)
	if err != nil || !s.Once {
		return nil, errSecret
	}
	_, err = p.store.Append(ctx, s.Person, record.Change{Kind: v.Kind, ID: v.ID, Subject: v.Subject, Body: v.Body, Replaces: v.Seq, Reason: "used to sign in", Withdrawn: true})
	if err != nil {
		return nil, errSecret
	}
	return p.Find(ctx, s.Person)
}

// Revoke makes every link, token, password and passkey of a person invalid.
func (p *People) Revoke(ctx context.Context, by, name ent.Actor, reason string) error {
	kept, err := p.store.Credentials(ctx, name)
	if err != nil {
		return err
	}
	for i := range kept {
		if _, err := p.store.DropCredential(ctx, kept[i].Kind, kept[i].ID, name); err != nil {
			return err
		}
	}
	if len(kept) > 0 {
		if err := p.told(ctx, by, name, "all", "all taken away: "+reason); err != nil {
			return err
		}
	}
	var changes []record.Change
	err = record.Each(ctx, p.store, record.Query{Kind: KindSecret, Subject: string(name)}, func(v *record.Version) error {
		changes = append(changes, record.Change{Kind: v.Kind, ID: v.ID, Subject: v.Subject, Body: v.Body, Replaces: v.Seq, Reason: reason, Withdrawn: true})
		return nil
	})
	if err != nil || len(changes) == 0 {
		return err
	}
	_, err = p.store.Append(ctx, by, changes...)
	return err
}

func (p *People) secret(ctx context.Context, text string) (*record.Version, *secret, error) {
	if len(text) != 43 {
		return nil, nil, errSecret
	}
	vs, err := p.store.Find(ctx, record.Query{Kind: KindSecret, ID: hash(text)})
	if err != nil {
		return nil, nil, err
	}
	if len(vs) == 0 {
		return nil, nil, errSecret
	}
	var s secret
	if err := yaml.Unmarshal(vs[0].Body, &s); err != nil {
		return nil, nil, err
	}
	if p.now().After(s.Until) {
		return nil, nil, errSecret
	}
	return &vs[0], &s, nil
}
