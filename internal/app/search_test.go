package app_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	ent "entente"
	"entente/internal/app"
	"entente/internal/law/treaty"
	"entente/internal/record"
	"entente/internal/register"
	"entente/internal/search"
	"entente/internal/search/source"
	"entente/internal/storage/storagetest"
)

const agreement = `# Agreement between the Government of Finland and the Government of Japan on visiting units

The Government of Finland and the Government of Japan, wishing to let their units visit the hangars of each other, have agreed as follows:

## Article 1 Hangars

A hangar may be used by the aircraft of the other Party on ten days' notice.

## Article 2 Custody

The custody of an accused member of the visiting force remains with the authorities of the sending State until that member is charged.

## Article 3 Entry into force

This Agreement enters into force on the thirtieth day after both Parties have notified each other in writing that their domestic procedures are complete.
`

// house is an institution with one agreement, searched below every surface.
type house struct {
	*testing.T
	*app.App
}

func (h house) text(version, language, body string) {
	h.Helper()
	reason := "a slip was mended"
	if _, err := h.Register.AddText(context.Background(), "officer", register.Text{Instrument: "FIN-JPN-VISIT", Part: "text", Version: version, Language: language, Name: "agreement.md"}, []byte(body), reason); err != nil {
		h.Fatal(err)
	}
}

// find returns the ids found, the best first, by somebody who may see some markings.
func (h house) find(text string, markings ...string) (search.Page, string) {
	h.Helper()
	ctx := context.Background()
	lib, err := h.Library(ctx, time.Time{})
	if err != nil {
		h.Fatal(err)
	}
	terms, err := search.Parse(text, source.Names(lib.Treaties))
	if err != nil {
		h.Fatal(err)
	}
	p, err := h.Search.Search(ctx, search.Query{Terms: terms, Facets: true, Sees: func(m string) bool { return slices.Contains(markings, m) },
		Standing: source.Standing(lib.Treaties, terms.Parties, terms.InForce)})
	if err != nil {
		h.Fatalf("%s: %v", text, err)
	}
	var ids []string
	for _, x := range p.Hits {
		ids = append(ids, strings.TrimPrefix(x.ID, "FIN-JPN-VISIT/text/"))
	}
	return p, strings.Join(ids, " ")
}

// both runs a test on each engine.
func both(t *testing.T, f func(house)) {
	server := storagetest.StartServer(t)
	for name, address := range map[string]string{"sqlite": "sqlite:" + filepath.Join(t.TempDir(), "s.db"), "postgres": server.Database(t)} {
		t.Run(name, func(t *testing.T) {
			h := house{t, opened(t, address)}
			in, err := register.Read([]byte("id: FIN-JPN-VISIT\ntitle: Agreement on visiting units\naliases: [Rovaniemi accord]\nkind: treaty\nlegal_order: international\nbinding: true\nentry_into_force: {initial: {count: 2}}\nacts: |\n  FIN ratified 2024-02-01\n  JPN ratified 2024-03-01\n"))
			if err == nil {
				err = h.Register.Add(context.Background(), "officer", in)
			}
			if err != nil {
				t.Fatal(err)
			}
			f(h)
		})
	}
}

// Each article of a text on record is found by its words, its clauses, its instrument's
// names and parties, in its language, with the place where it is shown; a draft is never in
// force; what is corrected or done to the instrument later is followed.
func TestTextsAreFound(t *testing.T) {
	both(t, func(h house) {
		h.text("final", "en", agreement)
		h.text("draft-2", "en", strings.Replace(agreement, "ten days'", "forty days'", 1))
		h.text("final", "fr", "# Échange de lettres\n\nLe stationnement à Rovaniemi est permis.\n")
		for query, want := range map[string]string{
			`"custody of an accused" version:final`:                  "final/en#en/2",
			"hangar version:final kind:provision":                    "final/en#en/1",
			"hangar in-force:2025-01-01":                             "final/en#en/1 final/en",
			"hangar forty in-force:2025-01-01":                       "",
			"hangar forty":                                           "draft-2/en#en/1",
			"hangar kind:provision in-force:2024-02-15":              "",
			"clause:CUSTODY in-force:2025-01-01":                     "final/en#en/2",
			"clause:CUSTODY version:draft-2":                         "draft-2/en#en/2",
			"rovaniemi accord hangar version:final kind:provision":   "final/en#en/1",
			"stationnement language:fr":                              "final/fr",
			"hangar party:JPN -party:SWE kind:provision -version:x":  "final/en#en/1 draft-2/en#en/1",
			"hangar party:SWE":                                       "",
			`"wishing to let their units visit" -version:draft-2`:    "final/en",
			"kind:text agreement.md instrument:FIN-JPN-VISIT french": "",
		} {
			if _, got := h.find(query); got != want {
				h.Errorf("%s: %q, want %q", query, got, want)
			}
		}
		p, _ := h.find("hangar version:final kind:provision")
		if x := p.Hits[0]; x.Ref != "/documents/FIN-JPN-VISIT?text=FIN-JPN-VISIT%2Ftext%2Ffinal%2Fen#a-en-1" || x.Article != "1" || x.Language != "en" || x.Instrument != "FIN-JPN-VISIT" ||
			len(x.Passages) == 0 || len(x.Passages[0].Marks) == 0 || x.Passages[0].Text[x.Passages[0].Marks[0].From:x.Passages[0].Marks[0].Until] != "hangar" {
			h.Errorf("%+v", x)
		}
		acceded, err := ent.ParseDate("2025-05-01")
		if err != nil {
			h.Fatal(err)
		}
		if err := h.Register.Record(context.Background(), "officer", "FIN-JPN-VISIT", treaty.Act{State: "SWE", Act: "acceded", On: acceded}); err != nil {
			h.Fatal(err)
		}
		h.text("final", "en", strings.Replace(agreement, "ten days'", "seven days'", 1))
		for query, want := range map[string]string{"hangar party:SWE version:final kind:provision": "final/en#en/1", "hangar seven": "final/en#en/1", "hangar ten kind:provision": ""} {
			if _, got := h.find(query); got != want {
				h.Errorf("after an act and a correction: %s: %q, want %q", query, got, want)
			}
		}
	})
}

// Who may not see a text learns nothing of it: not by counts, not by facets, not by what is
// suggested, not by what a text that they may see says of its instrument.
func TestTextsAreHidden(t *testing.T) {
	both(t, func(h house) {
		ctx := context.Background()
		h.text("final", "en", agreement)
		queries := []string{"hangar", "kind:text", "kind:provision", "clause:CUSTODY", "zephyrine", "zephirine", "language:sv", "class:SECRET", "instrument:FIN-JPN-VISIT", "party:SWE", "-hangar instrument:FIN-JPN-VISIT", "kind:provision in-force:2025-01-01"}
		before := map[string]search.Page{}
		for _, q := range queries {
			before[q], _ = h.find(q)
		}
		secret := strings.ReplaceAll(agreement, "hangar", "zephyrine")
		k, err := h.Register.AddText(ctx, "officer", register.Text{Instrument: "FIN-JPN-VISIT", Part: "Annex S", Version: "final", Language: "sv", Name: "s.md"}, []byte(secret), "")
		if err != nil {
			h.Fatal(err)
		}
		v, err := h.Store.Find(ctx, record.Query{Kind: register.KindText, ID: k.ID})
		if err != nil {
			h.Fatal(err)
		}
		if p, _ := h.find("zephyrine"); p.Total == 0 {
			h.Fatal("the annex is not found while it is open to all")
		}
		act := []byte("state: SWE\nact: acceded\non: 2025-05-01\ntext: zephyrines are excepted\n")
		_, err = h.Store.Append(ctx, "officer", record.Change{Kind: register.KindText, ID: k.ID, Subject: v[0].Subject, Body: v[0].Body, Replaces: v[0].Seq, Reason: "marked", Classified: "SECRET"},
			record.Change{Kind: register.KindAct, ID: "FIN-JPN-VISIT/SWE/acceded/2025-05-01", Subject: "FIN-JPN-VISIT", Body: act, Replaces: record.New, Classified: "SECRET"})
		if err != nil {
			h.Fatal(err)
		}
		for _, q := range queries {
			if got, _ := h.find(q); !equal(got, before[q]) {
				h.Errorf("%s: %+v, before there was a secret %+v", q, got, before[q])
			}
		}
		if p, _ := h.find("zephyrine class:SECRET", "SECRET"); p.Total < 2 || !slices.ContainsFunc(p.Facets, func(f search.Facet) bool { return f.Field == "class" && f.Count == p.Total }) {
			h.Errorf("who may see it finds %+v", p)
		}
		if p, _ := h.find("zephirine", "SECRET"); len(p.Instead) != 1 || p.Instead[0].Instead[0] != "zephyrine" {
			h.Errorf("to who may see it is suggested %+v", p.Instead)
		}
	})
}

func equal(a, b search.Page) bool {
	same := func(x, y search.Hit) bool {
		return x.ID == y.ID && x.Score == y.Score && slices.Equal(x.Parties, y.Parties)
	}
	return a.Total == b.Total && slices.Equal(a.Facets, b.Facets) && slices.EqualFunc(a.Hits, b.Hits, same) && len(a.Instead) == len(b.Instead)
}

// A text is put on record without waiting for the index; a search that gives up leaves the
// text to be read by the next one; nobody who is impatient gets an answer without it.
func TestReadingIsFollowed(t *testing.T) {
	both(t, func(h house) {
		if _, got := h.find("hangar"); got != "" {
			h.Fatalf("found %q", got)
		}
		var reading, release = make(chan struct{}, 9), make(chan struct{})
		slow := func(ctx context.Context, v *record.Version) (*source.Reading, error) {
			reading <- struct{}{}
			select {
			case <-release:
				return &source.Reading{Outside: "a hangar"}, nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		lib := h.Shipped()
		h.Search = &search.Service{Index: h.Store.Search(), Record: h.Store, Law: source.Shipped(lib), Sources: []search.Source{source.Texts(h.Store, lib.Treaties.World(), slow)}}
		h.text("final", "en", agreement)
		ctx, cancel := context.WithCancel(context.Background())
		gone := make(chan error)
		go func() { gone <- h.Search.CatchUp(ctx) }()
		<-reading
		h.text("draft-1", "en", agreement+"\n") // while the first is read
		cancel()
		if err := <-gone; !errors.Is(err, context.Canceled) {
			h.Errorf("given up: %v", err)
		}
		terms, err := search.Parse("hangar", nil)
		if err != nil {
			h.Fatal(err)
		}
		h.Search.Patience = time.Millisecond
		if _, err := h.Search.Search(context.Background(), search.Query{Terms: terms}); !errors.Is(err, ent.ErrUnavailable) {
			h.Errorf("an impatient search: %v", err)
		}
		h.Search.Patience = 0
		close(release)
		if p, got := h.find("hangar"); p.Total != 2 {
			h.Errorf("found %q", got)
		}
	})
}
