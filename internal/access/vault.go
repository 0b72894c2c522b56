package access

import (
	"context"
	"time"

	ent "entente"
)

// CredentialKind is a way of signing in.
type CredentialKind string

// The ways of signing in that are kept for a person. Links and tokens are on record.
const (
	Password CredentialKind = "password" // its id is the person's name
	Passkey  CredentialKind = "passkey"  // its id is that of the key, in base64
)

// Credential is what somebody signs in with: the hash of a password, a public key. Nothing
// of it lets anybody in who reads it.
type Credential struct {
	Kind   CredentialKind
	ID     string
	Person ent.Actor
	Data   []byte
	At     time.Time
}

// Vault keeps credentials beside the record. Unlike the record it forgets: a password that
// was changed leaves nothing to guess at.
type Vault interface {
	// PutCredential keeps a credential, or takes the place of the one of the same kind and id.
	PutCredential(ctx context.Context, c Credential) error
	// DropCredential forgets a credential of a person, and reports whether there was one.
	DropCredential(ctx context.Context, kind CredentialKind, id string, person ent.Actor) (bool, error)
	// Credential returns a credential by its kind and id, nil when there is none.
	Credential(ctx context.Context, kind CredentialKind, id string) (*Credential, error)
	// Credentials returns those of a person, the oldest first.
	Credentials(ctx context.Context, person ent.Actor) ([]Credential, error)
}
