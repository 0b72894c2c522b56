package signin

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	ent "entente"
	"entente/internal/access"
	"entente/internal/web/page"
)

// newKeys returns what makes and checks passkeys for the host of the site.
func newKeys(public *url.URL) (*webauthn.WebAuthn, error) {
	w, err := webauthn.New(&webauthn.Config{RPID: public.Hostname(), RPDisplayName: "Entente", RPOrigins: []string{public.Scheme + "://" + public.Host},
		AuthenticatorSelection: protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired}})
	if err != nil {
		return nil, ent.Errorf(ent.Invalid, "the address %s cannot have passkeys: %v", public, err)
	}
	return w, nil
}

// maxLabel bounds the name of a passkey, in letters.
const maxLabel = 80

// key is what is kept of a passkey.
type key struct {
	Label string              `json:"label"`
	Key   webauthn.Credential `json:"key"`
}

// holder is a person with their passkeys, as the library asks for them.
type holder struct {
	person *access.Person
	kept   []access.Credential
	keys   []webauthn.Credential
}

func (h *holder) WebAuthnID() []byte {
	sum := sha256.Sum256([]byte("entente passkeys of " + h.person.Name))
	return sum[:]
}
func (h *holder) WebAuthnName() string                       { return string(h.person.Name) }
func (h *holder) WebAuthnDisplayName() string                { return string(h.person.Name) }
func (h *holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

func (s *Sessions) holder(c *page.Context, name ent.Actor) (*holder, error) {
	p, err := s.people.Find(c.Ctx(), name)
	if err != nil {
		return nil, err
	}
	h := &holder{person: p}
	if h.kept, err = s.people.Passkeys(c.Ctx(), name); err != nil {
		return nil, err
	}
	for _, x := range h.kept {
		var k key
		if err := json.Unmarshal(x.Data, &k); err != nil {
			return nil, err
		}
		h.keys = append(h.keys, k.Key)
	}
	return h, nil
}

// remember keeps what was asked of the browser until it answers; asked returns it, once.
func (s *Sessions) remember(c *page.Context, d *webauthn.SessionData) error {
	b, err := json.Marshal(d)
	s.scs.Put(c.Ctx(), "passkey", b)
	return err
}

func (s *Sessions) asked(c *page.Context) (*webauthn.SessionData, error) {
	b := s.scs.PopBytes(c.Ctx(), "passkey")
	if b == nil {
		return nil, ent.Errorf(ent.Invalid, "the browser was not asked for a passkey; begin again")
	}
	var d webauthn.SessionData
	return &d, json.Unmarshal(b, &d)
}

func answerJSON(c *page.Context, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", "application/json")
	c.W.Header().Set("Cache-Control", "private, no-store")
	_, err = c.W.Write(b)
	return err
}

// askKey asks the browser for any passkey of this site.
func (s *Sessions) askKey(c *page.Context) error {
	if err := s.slow(c, ""); err != nil {
		return err
	}
	ask, d, err := s.keys.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err == nil {
		err = s.remember(c, d)
	}
	if err != nil {
		return err
	}
	return answerJSON(c, ask.Response)
}

// passkey lets somebody in by what their passkey signed.
func (s *Sessions) passkey(c *page.Context) error {
	if err := s.slow(c, ""); err != nil {
		return err
	}
	d, err := s.asked(c)
	if err != nil {
		return err
	}
	answer, err := protocol.ParseCredentialRequestResponseBytes([]byte(c.R.PostForm.Get("answer")))
	if err != nil {
		return s.refused(c, err)
	}
	var of access.Credential
	var kept key
	var h *holder
	find := func(id, _ []byte) (webauthn.User, error) {
		found, err := s.people.Passkey(c.Ctx(), base64.RawURLEncoding.EncodeToString(id))
		if err != nil || found == nil {
			return nil, ent.Errorf(ent.Forbidden, "this passkey is not known here: %v", err)
		}
		of = *found
		if err := json.Unmarshal(of.Data, &kept); err != nil {
			return nil, err
		}
		h, err = s.holder(c, of.Person)
		return h, err
	}
	_, used, err := s.keys.ValidatePasskeyLogin(find, *d, answer)
	if err != nil {
		return s.refused(c, err)
	}
	if used.Authenticator.CloneWarning {
		return s.refused(c, ent.Errorf(ent.Forbidden, "its count of uses went back: it was copied"))
	}
	kept.Key = *used
	data, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	if err := s.people.UsedPasskey(c.Ctx(), of, data); err != nil {
		return err
	}
	if err := s.enter(c, h.person, "passkey"); err != nil {
		return err
	}
	c.Redirect(next(c.R))
	return nil
}

// refused says no more than that the passkey does not let anybody in; why goes to the log.
func (s *Sessions) refused(c *page.Context, err error) error {
	s.Log.Warn("wrong passkey", "err", err, "from", s.address(c.R))
	return ent.Errorf(ent.Forbidden, "this passkey lets nobody in; choose another, or sign in another way")
}

// offerKey asks the browser to make a passkey for the reader.
func (s *Sessions) offerKey(c *page.Context) error {
	if !s.recent(c) {
		c.W.WriteHeader(http.StatusUnauthorized)
		return nil
	}
	h, err := s.holder(c, c.Who.Name)
	if err != nil {
		return err
	}
	offer, d, err := s.keys.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.keys).CredentialDescriptors()))
	if err == nil {
		err = s.remember(c, d)
	}
	if err != nil {
		return err
	}
	return answerJSON(c, offer.Response)
}

// addKey keeps the passkey that the browser made.
func (s *Sessions) addKey(c *page.Context) error {
	if !s.recent(c) {
		return s.again(c)
	}
	label := strings.TrimSpace(c.R.PostForm.Get("label"))
	if label == "" || utf8.RuneCountInString(label) > maxLabel {
		return s.showAccount(c, []page.Fault{{Field: "label", Text: "give the passkey a name by which you know it again, of at most 80 letters"}})
	}
	d, err := s.asked(c)
	if err != nil {
		return err
	}
	h, err := s.holder(c, c.Who.Name)
	if err != nil {
		return err
	}
	answer, err := protocol.ParseCredentialCreationResponseBytes([]byte(c.R.PostForm.Get("answer")))
	if err != nil {
		return ent.Errorf(ent.Invalid, "this is no passkey: %v", err)
	}
	made, err := s.keys.CreateCredential(h, *d, answer)
	if err != nil {
		s.Log.Warn("passkey not made", "name", c.Who.Name, "err", err)
		return ent.Errorf(ent.Invalid, "the passkey cannot be kept: %v", err)
	}
	data, err := json.Marshal(key{label, *made})
	if err != nil {
		return err
	}
	if err := s.people.AddPasskey(c.Ctx(), c.Who.Name, c.Who.Name, base64.RawURLEncoding.EncodeToString(made.ID), data); err != nil {
		return err
	}
	c.Redirect("/account?done=passkey")
	return nil
}

func (s *Sessions) dropKey(c *page.Context) error {
	if !s.recent(c) {
		return s.again(c)
	}
	if err := s.people.DropPasskey(c.Ctx(), c.Who.Name, c.Who.Name, c.R.PathValue("id")); err != nil {
		return err
	}
	c.Redirect("/account?done=dropped")
	return nil
}
