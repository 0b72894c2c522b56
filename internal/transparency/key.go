package transparency

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"

	ent "entente"
)

// Key is the log's own signing key and the verifier that goes out to partners.
type Key struct {
	Signer   note.Signer
	Verifier string // in the form of signed-note: name+hash+key
}

// WitnessKey is the key with which the institution cosigns partners' logs. It is another
// than that of its own log, so that neither signature can be taken for the other.
type WitnessKey struct {
	Signer   *torchwood.CosignatureSigner
	Verifier string // in the form of C2SP tlog-cosignature: name+hash+key
}

// LoadKey reads the log's key from a file of mode 0600; with a name it makes one there
// when the file does not exist. The name is the log's origin for good; it looks like a
// host and a path, without scheme: ministry.example/entente.
func LoadKey(file, name string) (*Key, error) {
	text, err := readOrMake(file, name, func(_, public string) (string, error) { return public, nil })
	if err != nil {
		return nil, err
	}
	return parseKey(file, text)
}

// LoadWitnessKey reads the key of the institution as a witness, and makes it, as LoadKey
// does that of the log.
func LoadWitnessKey(file, name string) (*WitnessKey, error) {
	text, err := readOrMake(file, name, func(secret, _ string) (string, error) {
		s, err := cosigner(secret)
		if err != nil {
			return "", err
		}
		return s.Verifier().String(), nil
	})
	if err != nil {
		return nil, err
	}
	secret, public, _ := strings.Cut(text, "\n")
	s, err := cosigner(secret)
	if err != nil || s.Verifier().String() != public {
		return nil, ent.Errorf(ent.Invalid, "%s: not the key of a witness", file)
	}
	return &WitnessKey{s, public}, nil
}

// readOrMake returns the two lines of a key's file: the secret, and the verifier.
func readOrMake(file, name string, verifier func(secret, public string) (string, error)) (string, error) {
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) && name != "" {
		return makeKey(file, name, verifier)
	}
	if err != nil {
		return "", ent.Errorf(ent.Unavailable, "the key: %v", err)
	}
	if st, err := os.Stat(file); err == nil && st.Mode().Perm()&0o077 != 0 {
		return "", ent.Errorf(ent.Invalid, "%s: others can read the key; its mode must be 0600", file)
	}
	return strings.TrimSpace(string(b)), nil
}

func parseKey(file, text string) (*Key, error) {
	secret, public, _ := strings.Cut(text, "\n")
	signer, err := note.NewSigner(secret)
	if err != nil {
		return nil, ent.Errorf(ent.Invalid, "%s: not the key of a log", file)
	}
	v, err := note.NewVerifier(public)
	if err != nil || v.Name() != signer.Name() || v.KeyHash() != signer.KeyHash() {
		return nil, ent.Errorf(ent.Invalid, "%s: the second line is not the verifier of the key in the first", file)
	}
	return &Key{signer, public}, nil
}

// cosigner makes a witness of a secret in the form of signed-note.
func cosigner(secret string) (*torchwood.CosignatureSigner, error) {
	s, err := note.NewSigner(secret)
	if err != nil {
		return nil, err
	}
	key, err := base64.StdEncoding.DecodeString(strings.SplitN(secret, "+", 5)[4]) // the algorithm's byte, then the seed
	if err != nil {
		return nil, err
	}
	return torchwood.NewCosignatureSigner(s.Name(), ed25519.NewKeyFromSeed(key[1:]))
}

func makeKey(file, name string, verifier func(secret, public string) (string, error)) (string, error) {
	secret, public, err := note.GenerateKey(rand.Reader, name)
	if err == nil {
		_, err = note.NewSigner(secret) // which looks at the name
	}
	if err == nil {
		public, err = verifier(secret, public)
	}
	if err != nil {
		return "", ent.Errorf(ent.Invalid, "%q cannot be the name of a log or a witness: %v", name, err)
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", ent.Errorf(ent.Unavailable, "the key: %v", err)
	}
	_, err = fmt.Fprintf(f, "%s\n%s\n", secret, public)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", ent.Errorf(ent.Unavailable, "the key: %v", err)
	}
	return secret + "\n" + public, nil
}
