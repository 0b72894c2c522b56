package access

import (
	"context"

	ent "entente"
)

// AddPasskey keeps the public key of a passkey of a person, under the key's id.
func (p *People) AddPasskey(ctx context.Context, by, name ent.Actor, id string, data []byte) error {
	if _, err := p.Find(ctx, name); err != nil {
		return err
	}
	have, err := p.store.Credential(ctx, Passkey, id)
	if err != nil {
		return err
	}
	if have != nil {
		return ent.Errorf(ent.Conflict, "this passkey is kept already")
	}
	if err := p.told(ctx, by, name, "passkey/"+id, "passkey added"); err != nil {
		return err
	}
	return p.store.PutCredential(ctx, Credential{Kind: Passkey, ID: id, Person: name, Data: data, At: p.now()})
}

// UsedPasskey keeps what a passkey counts of its uses.
func (p *People) UsedPasskey(ctx context.Context, c Credential, data []byte) error {
	c.Data = data
	return p.store.PutCredential(ctx, c)
}

// Passkey returns a passkey by its id, nil when there is none.
func (p *People) Passkey(ctx context.Context, id string) (*Credential, error) {
	return p.store.Credential(ctx, Passkey, id)
}

// Passkeys returns those of a person, the oldest first.
func (p *People) Passkeys(ctx context.Context, name ent.Actor) ([]Credential, error) {
	all, err := p.store.Credentials(ctx, name)
	var out []Credential
	for _, c := range all {
		if c.Kind == Passkey {
			out = append(out, c)
		}
	}
	return out, err
}

// DropPasskey forgets a passkey of a person.
func (p *People) DropPasskey(ctx context.Context, by, name ent.Actor, id string) error {
	there, err := p.store.DropCredential(ctx, Passkey, id, name)
	if err != nil {
		return err
	}
	if !there {
		return ent.Errorf(ent.NotFound, "%s has no such passkey", name)
	}
	return p.told(ctx, by, name, "passkey/"+id, "passkey taken away")
}
