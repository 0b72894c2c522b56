package signin

import (
	"context"
	"crypto/subtle"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	ent "entente"
	"entente/internal/web/page"
)

// OIDC is the institution's provider of identities (OpenID Connect Core 1.0), with what this
// program is registered as there.
type OIDC struct {
	Name   string // as the button says it
	Issuer string // https://…
	Client string
	Secret string // empty: a public client
	Claim  string // whose value is the name of a person on record; default preferred_username
}

// provider asks the provider what it is when it is first needed, since either may be started
// before the other, and again when that failed.
type provider struct {
	OIDC
	back string // where it sends people back to

	mu     sync.Mutex
	found  *oidc.Provider
	client *http.Client
}

// patience is how long a provider may take to answer.
const patience = 10 * time.Second

func (p *provider) discover(ctx context.Context) (*oidc.Provider, *oauth2.Config, context.Context, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.client == nil {
		p.client = &http.Client{Timeout: patience}
	}
	if p.found == nil {
		// the provider keeps the context for keys that it fetches later
		found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.Issuer)
		if err != nil {
			return nil, nil, nil, ent.Errorf(ent.Unavailable, "the provider of identities cannot be asked now; sign in another way, or later (%v)", err)
		}
		p.found = found
	}
	return p.found, &oauth2.Config{ClientID: p.Client, ClientSecret: p.Secret, Endpoint: p.found.Endpoint(), RedirectURL: p.back, Scopes: []string{oidc.ScopeOpenID, "profile", "email"}}, oidc.ClientContext(ctx, p.client), nil
}

// begin sends somebody to the provider.
func (s *Sessions) begin(c *page.Context) error {
	if s.vouch == nil {
		return ent.Errorf(ent.NotFound, "There is no page here.")
	}
	if err := s.slow(c, ""); err != nil {
		return err
	}
	_, conf, _, err := s.vouch.discover(c.Ctx())
	if err != nil {
		return err
	}
	// three values that cannot be guessed; one function makes all
	state, nonce, verifier := oauth2.GenerateVerifier(), oauth2.GenerateVerifier(), oauth2.GenerateVerifier()
	s.scs.Put(c.Ctx(), "oidc", state+" "+nonce+" "+verifier)
	s.scs.Put(c.Ctx(), "next", next(c.R))
	c.W.Header().Set("Cache-Control", "private, no-store")
	http.Redirect(c.W, c.R, conf.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), http.StatusSeeOther)
	return nil
}

// back lets somebody in whom the provider sent back.
func (s *Sessions) back(c *page.Context) error {
	if s.vouch == nil {
		return ent.Errorf(ent.NotFound, "There is no page here.")
	}
	q := c.R.URL.Query()
	kept := strings.Fields(s.scs.PopString(c.Ctx(), "oidc"))
	if len(kept) != 3 || subtle.ConstantTimeCompare([]byte(kept[0]), []byte(q.Get("state"))) != 1 {
		return ent.Errorf(ent.Forbidden, "this answer of the provider of identities was not asked for from here; sign in again")
	}
	if e := q.Get("error"); e != "" {
		s.Log.Warn("provider refused", "err", e, "text", q.Get("error_description"))
		return ent.Errorf(ent.Forbidden, "the provider of identities did not let you in (%s)", e)
	}
	name, err := s.vouch.name(c.Ctx(), q, kept[1], kept[2])
	if err != nil {
		s.Log.Warn("not vouched for", "err", err, "from", s.address(c.R))
		return err
	}
	p, err := s.people.Find(c.Ctx(), name)
	if ent.KindOf(err) == ent.NotFound {
		return ent.Errorf(ent.Forbidden, "the provider of identities knows you as %s; nobody of that name is on record here, ask your administrator", name)
	}
	if err != nil {
		return err
	}
	to := s.scs.PopString(c.Ctx(), "next")
	if err := s.enter(c, p, "provider"); err != nil {
		return err
	}
	c.Redirect(to)
	return nil
}

// name exchanges the code for a token of identity, checks it, and returns the name in it.
func (p *provider) name(ctx context.Context, q url.Values, nonce, verifier string) (ent.Actor, error) {
	found, conf, ctx, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	t, err := conf.Exchange(ctx, q.Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		return "", ent.Errorf(ent.Forbidden, "the provider of identities did not stand by its answer; sign in again (%v)", err)
	}
	raw, _ := t.Extra("id_token").(string)
	id, err := found.Verifier(&oidc.Config{ClientID: p.Client}).Verify(ctx, raw)
	if err != nil || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(nonce)) != 1 {
		return "", ent.Errorf(ent.Forbidden, "what the provider of identities says cannot be verified; sign in again (%v)", err)
	}
	var claims map[string]any
	if err := id.Claims(&claims); err != nil {
		return "", ent.Errorf(ent.Forbidden, "what the provider of identities says cannot be read (%v)", err)
	}
	claim := p.Claim
	if claim == "" {
		claim = "preferred_username"
	}
	name, _ := claims[claim].(string)
	if verified, told := claims["email_verified"].(bool); name == "" || claim == "email" && (!told || !verified) {
		return "", ent.Errorf(ent.Forbidden, "the provider of identities does not say who you are (the claim %s is missing, or not verified)", claim)
	}
	return ent.Actor(name), nil
}
