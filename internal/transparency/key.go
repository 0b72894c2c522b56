package transparency

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"

	ent "entente"
)

// Key is the log's own signing key and the verifier that goes out to partners.
type Key struct {
	Signer   note.Signer
	Verifier string // in the form of signed-note: name+hash+key
}

// LoadKey reads the log's key from a file of mode 0600; with a name it makes one there
// when the file does not exist. The name is the log's origin for good; it looks like a
// host and a path, without scheme: ministry.example/entente.
func LoadKey(file, name string) (*Key, error) {
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) && name != "" {
		return makeKey(file, name)
	}
	if err != nil {
		return nil, ent.Errorf(ent.Unavailable, "the key of the log: %v", err)
	}
	if st, err := os.Stat(file); err == nil && st.Mode().Perm()&0o077 != 0 {
		return nil, ent.Errorf(ent.Invalid, "%s: others can read the key of the log; its mode must be 0600", file)
	}
	return parseKey(file, strings.TrimSpace(string(b)))
}

// parseKey reads the two lines of a key's file: the secret, and the verifier.
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

func makeKey(file, name string) (*Key, error) {
	secret, public, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return nil, ent.Errorf(ent.Invalid, "%q cannot be the name of a log: %v", name, err)
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, ent.Errorf(ent.Unavailable, "the key of the log: %v", err)
	}
	_, err = f.WriteString(secret + "\n" + public + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, ent.Errorf(ent.Unavailable, "the key of the log: %v", err)
	}
	return parseKey(file, secret+"\n"+public)
}
