package access

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
	"golang.org/x/crypto/argon2"
	"golang.org/x/text/secure/precis"

	ent "entente"
	"entente/internal/record"
)

// KindCredential is on record when somebody's way of signing in was set or taken away; what
// it is itself is not.
const KindCredential record.Kind = "credential"

// What a password must be.
const (
	MinPassword = 12   // letters
	MaxPassword = 1000 // bytes
)

// cost is that of the second recommendation of RFC 9106, section 4: argon2id over 64 MiB in
// three passes.
type cost struct {
	memory, time uint32
	threads      uint8
}

var costly = cost{64 << 10, 3, 4}

// computing bounds how many hashes are computed at once, and with them the memory that
// guesses can take.
var computing = make(chan struct{}, 4)

func (c cost) hash(password string, salt []byte) []byte {
	computing <- struct{}{}
	defer func() { <-computing }()
	return argon2.IDKey([]byte(password), salt, c.time, c.memory, c.threads, 32)
}

// newHash prints the hash of a password in the form of the reference implementation.
func newHash(password string) string {
	salt := make([]byte, 16)
	rand.Read(salt) // never fails
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, costly.memory, costly.time, costly.threads, b.EncodeToString(salt), b.EncodeToString(costly.hash(password, salt)))
}

// matches reports whether a password has the hash. It takes as long for a hash that cannot
// be read, such as the empty one of somebody who is not there.
func matches(hash, password string) bool {
	c, salt, want, ok := readHash(hash)
	if !ok {
		c, salt, want = costly, make([]byte, 16), make([]byte, 32)
	}
	got := c.hash(password, salt)
	return subtle.ConstantTimeCompare(got, want) == 1 && ok
}

func readHash(hash string) (c cost, salt, sum []byte, ok bool) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, false
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.time, &c.threads); err != nil || n != 3 || c.memory > 1<<20 || c.time > 10 || c.time == 0 || c.threads == 0 {
		return c, nil, nil, false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	sum, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	return c, salt, sum, err1 == nil && err2 == nil && len(sum) == 32
}

// plainPassword is a password as it is hashed: the same letters from every keyboard.
func plainPassword(password string) (string, error) {
	if len(password) > MaxPassword {
		return "", ent.Errorf(ent.Invalid, "a password has at most %d bytes", MaxPassword)
	}
	p, err := precis.OpaqueString.String(password)
	if err != nil {
		return "", ent.Errorf(ent.Invalid, "the password has a sign that cannot be typed everywhere, such as a line break")
	}
	return p, nil
}

// SetPassword sets the password of a person, in the place of the one before. Errors of kind
// Invalid say what is wrong with it.
func (p *People) SetPassword(ctx context.Context, by, name ent.Actor, password string) error {
	plain, err := plainPassword(password)
	if err != nil {
		return err
	}
	if err := goodPassword(plain, name); err != nil {
		return err
	}
	if _, err := p.Find(ctx, name); err != nil {
		return err
	}
	if err := p.told(ctx, by, name, "password", "password set"); err != nil {
		return err
	}
	return p.store.PutCredential(ctx, Credential{Kind: Password, ID: string(name), Person: name, Data: []byte(newHash(plain)), At: p.now()})
}

func goodPassword(password string, name ent.Actor) error {
	different := map[rune]bool{}
	for _, r := range password {
		different[r] = true
	}
	low := strings.ToLower(password)
	switch {
	case utf8.RuneCountInString(password) < MinPassword:
		return ent.Errorf(ent.Invalid, "a password has %d letters or more; a few words that only you put together are good", MinPassword)
	case len(different) < 5:
		return ent.Errorf(ent.Invalid, "the password repeats too few letters; choose another")
	case strings.Contains(low, strings.ToLower(string(name))) && len(name) > 2, strings.Contains(low, "password"), strings.Contains(low, "entente"), strings.Contains(low, "12345678"), strings.Contains(low, "qwertyui"):
		return ent.Errorf(ent.Invalid, "the password is among those that are tried first; choose another")
	}
	return nil
}

// told puts on record that a way of signing in was set or taken away.
func (p *People) told(ctx context.Context, by, name ent.Actor, id, what string) error {
	body, err := yaml.Marshal(map[string]string{"person": string(name), "what": what})
	if err != nil {
		return err
	}
	c := record.Change{Kind: KindCredential, ID: string(name) + "/" + id, Subject: string(name), Body: body, Replaces: record.New}
	old, err := p.store.Find(ctx, record.Query{Kind: KindCredential, ID: c.ID})
	if err != nil {
		return err
	}
	if len(old) > 0 {
		c.Replaces, c.Reason = old[0].Seq, what
	}
	_, err = p.store.Append(ctx, by, c)
	return err
}

// errPassword says no more than that name and password do not go together.
var errPassword = ent.Errorf(ent.Forbidden, "the name or the password is not right")

// Verify returns the person of the name, when the password is theirs. It takes as long when
// there is no such person, or when they have none.
func (p *People) Verify(ctx context.Context, name ent.Actor, password string) (*Person, error) {
	c, err := p.store.Credential(ctx, Password, string(name))
	if err != nil {
		return nil, err
	}
	hash := ""
	if c != nil {
		hash = string(c.Data)
	}
	plain, err := plainPassword(password)
	if !matches(hash, plain) || err != nil {
		return nil, errPassword
	}
	x, err := p.Find(ctx, name)
	if ent.KindOf(err) == ent.NotFound {
		err = errPassword
	}
	return x, err
}

// Has reports whether a person has a way of signing in.
func (p *People) Has(ctx context.Context, name ent.Actor, kind CredentialKind) (bool, error) {
	all, err := p.store.Credentials(ctx, name)
	for i := range all {
		if all[i].Kind == kind {
			return true, nil
		}
	}
	return false, err
}
