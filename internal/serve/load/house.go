package load

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/app"
	"entente/internal/demo"
	"entente/internal/law/treaty"
	"entente/internal/record"
	"entente/internal/serve"
	"entente/internal/web"
	"entente/internal/web/signin"
)

// House is the example institution, served whole on a port of this machine.
type House struct {
	App    *app.App
	People *access.People
	Today  ent.Date
	URL    string
	stop   context.CancelFunc
	done   chan error
}

// Open loads the example institution into the empty store at the address and serves it.
func Open(ctx context.Context, store string, today ent.Date) (*House, error) {
	a, err := app.Open(ctx, app.Config{Store: store, Name: "ministry.example/entente"})
	if err != nil {
		return nil, err
	}
	h := &House{App: a, People: access.NewPeople(a.Store, time.Now), Today: today, done: make(chan error, 1)}
	if err := demo.Load(ctx, a, h.People, today); err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	h.URL = "http://" + l.Addr().String()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	now := func() ent.Date { return today }
	srv := &serve.Server{App: a, People: h.People, Guard: a.Guard, Log: log, Version: "load", Today: now}
	handler, _, err := web.Handler(srv, signin.Config{})
	if err != nil {
		return nil, err
	}
	ctx, h.stop = context.WithCancel(ctx)
	go func() { h.done <- srv.Listen(ctx, l, handler) }()
	return h, nil
}

// Close stops serving and closes the store.
func (h *House) Close() error {
	h.stop()
	if err := <-h.done; err != nil {
		return err
	}
	return h.App.Close()
}

// somebody returns who of the example has the role.
func (h *House) somebody(ctx context.Context, r access.Role) (ent.Actor, error) {
	all, err := h.People.All(ctx)
	if err != nil {
		return "", err
	}
	for _, p := range all {
		if p.Role == r {
			return p.Name, nil
		}
	}
	return "", ent.Errorf(ent.NotFound, "nobody in the example is a %s", r)
}

// Token returns a token of somebody of the role.
func (h *House) Token(ctx context.Context, r access.Role) (string, error) {
	name, err := h.somebody(ctx, r)
	if err != nil {
		return "", err
	}
	return h.People.Token(ctx, "load", name)
}

var csrf = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

// SignIn signs somebody of the role in by a link, as a browser does.
func (h *House) SignIn(ctx context.Context, r access.Role) (http.CookieJar, error) {
	name, err := h.somebody(ctx, r)
	if err != nil {
		return nil, err
	}
	link, err := h.People.Link(ctx, "load", name)
	if err != nil {
		return nil, err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	c := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer c.CloseIdleConnections()
	res, err := c.Get(h.URL + "/sign-in/" + link)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(res.Body)
	res.Body.Close()
	m := csrf.FindSubmatch(b)
	if err != nil || m == nil {
		return nil, fmt.Errorf("signing in as %s: status %d, %w", name, res.StatusCode, err)
	}
	res, err = c.PostForm(h.URL+"/sign-in/"+link, url.Values{"csrf": {string(m[1])}})
	if err != nil {
		return nil, err
	}
	res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		return nil, fmt.Errorf("signing in as %s: status %d", name, res.StatusCode)
	}
	return jar, nil
}

// Fill puts so many agreements between two States on record, each with their signatures and
// ratifications, as many an import brings.
func (h *House) Fill(ctx context.Context, n int) error {
	var codes []ent.StateCode
	world := h.App.Shipped().Treaties.World()
	for _, c := range world.Codes() {
		if world.Exists(c, h.Today) && !world.IsOrganisation(c) {
			codes = append(codes, c)
		}
	}
	var batch []record.Change
	for i := range n {
		a, b := codes[i%len(codes)], codes[(i+1+i/len(codes))%len(codes)]
		if a == b {
			b = codes[(i+2+i/len(codes))%len(codes)]
		}
		signed := ent.NewDate(1946+i%80, 1+i%12, 1+i%28)
		in := &treaty.Instrument{ID: ent.InstrumentID(fmt.Sprintf("UNTS-%06d", i)), Title: fmt.Sprintf("Agreement No. %d between %s and %s on %s (example)", i, a, b, subjects[i%len(subjects)]), Kind: "treaty", LegalOrder: "international", Binding: true,
			Adopted: signed, EntryIntoForce: treaty.EntryIntoForce{Initial: treaty.Threshold{Count: 2}}, Confidence: ent.Known}
		for k, c := range []ent.StateCode{a, b} {
			in.Record = append(in.Record, treaty.Act{State: c, Act: treaty.Signed, On: signed, Confidence: ent.Known}, treaty.Act{State: c, Act: treaty.Ratified, On: signed.AddDays(200 + 90*k), Confidence: ent.Known})
		}
		cs, err := h.App.Register.Entry(in)
		if err != nil {
			return err
		}
		batch = append(batch, cs...)
		if len(batch) > record.MaxChanges-10 || i == n-1 {
			if _, err := h.App.Records.Append(ctx, "load", batch...); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	return nil
}

var subjects = []string{"defence cooperation", "mutual logistic support", "the status of visiting forces", "exchange of classified information", "air transport", "extradition", "double taxation", "technical cooperation", "joint exercises", "border waters"}
