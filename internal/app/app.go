// Package app wires the parts of Entente together for the surfaces: the store, the
// register in it, the log over it, and the shipped law joined with the register.
package app

import (
	"context"
	"errors"
	"os"
	"strings"
	"time"

	ent "entente"
	"entente/corpus"
	"entente/internal/access"
	"entente/internal/activity"
	"entente/internal/activity/readiness"
	"entente/internal/document/reading"
	"entente/internal/duty"
	"entente/internal/law"
	"entente/internal/opinion"
	"entente/internal/register"
	"entente/internal/review"
	"entente/internal/search"
	"entente/internal/search/source"
	"entente/internal/storage"
	"entente/internal/storage/sqlbase"
	"entente/internal/transparency"
	"entente/internal/treatymaking"
)

// Config says where the institution's record is. Its zero value is no store: the
// shipped law alone.
type Config struct {
	Store   string // sqlite:FILE or postgres://…
	Key     string // file of the log's key; default beside an SQLite store, FILE.key
	Witness string // file of the key as a witness of partners; default FILE.witness.key
	OCR     string // command that reads scans, see reading.Options; empty: none
	Name    string // the name of the log, or of the witness, when its key is made: ministry.example/entente
	Highest string // the highest classification that is put on record here; empty: the highest there is
}

// App is an opened institution. Surfaces read and write its record through Records, and
// through what stands over it: as whoever asks may see it. Store is the store below, for
// the log, for copies and for who may sign in.
type App struct {
	Config   Config
	Store    *sqlbase.Store
	Records  *access.Records
	Guard    *access.Guard
	Reads    *access.Reads
	Register *register.Register
	Duties   *duty.Book
	Treaties *treatymaking.Desk
	Opinions *opinion.Book
	Search   *search.Service
	Reviews  *review.Desk

	Activities *activity.Book
	shipped    *law.Library
	views      *views
	derived    *derived
	gates      *readiness.Memory
}

// Open opens the store of an institution. Errors are those of storage.Open.
func Open(ctx context.Context, c Config) (*App, error) {
	lib, err := corpus.Library()
	if err != nil {
		return nil, err
	}
	text, err := corpus.Files.ReadFile("routes.yaml")
	if err != nil {
		return nil, err
	}
	routes, err := treatymaking.ReadRoutes(text)
	if err != nil {
		return nil, err
	}
	s, err := storage.Open(ctx, c.Store, nil)
	if err != nil {
		return nil, err
	}
	a := &App{Config: c, Store: s, shipped: lib, views: newViews(), derived: newDerived(), gates: readiness.New()}
	if err := a.wire(routes); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return a, nil
}

// wire puts the capabilities over the record as whoever asks may see it. The index of search
// follows all of it, and is asked with what may be seen.
func (a *App) wire(routes []treatymaking.Route) error {
	world := a.shipped.Treaties.World()
	var err error
	if a.Guard, err = access.NewGuard(access.Realm{World: world, Today: today}); err != nil {
		return err
	}
	a.Reads = access.NewReads(a.Store, time.Now)
	if a.Records, err = access.NewRecords(a.Store, a.Guard, a.Reads, a.Config.Highest); err != nil {
		return err
	}
	a.Register = register.New(a.Records, a.shipped.Treaties)
	a.Register.Fits = a.fits
	a.Duties = duty.New(a.Records)
	a.Reviews = review.New(a.Records, a.Register, a.Duties, a.shipped.Treaties, reading.Options{OCR: a.Config.OCR})
	a.Treaties = treatymaking.New(a.Records, a.Register, world, routes)
	a.Opinions = opinion.New(a.Records)
	a.Activities = activity.New(a.Records, world)
	a.Search = &search.Service{Index: a.Store.Search(), Record: a.Store, Law: source.Shipped(a.shipped),
		Sources: []search.Source{source.Register(a.Store, world), source.Texts(a.Store, world, reader(a.Register, a.Reviews)), source.Duties(a.Store), source.Activities(a.Store)}}
	return nil
}

// today is the day on which it is asked who is a member of what.
func today() ent.Date {
	y, m, d := time.Now().Date()
	return ent.NewDate(y, int(m), d)
}

// Shipped returns the law that the program ships, without the register.
func (a *App) Shipped() *law.Library { return a.shipped }

// Sessions keeps who is signed in.
func (a *App) Sessions() *sqlbase.Sessions { return a.Store.Sessions() }

// Close closes the store.
func (a *App) Close() error { return a.Store.Close() }

// Log returns the log over the store, with its key.
func (a *App) Log() (*transparency.Log, *transparency.Key, error) {
	file, err := a.keyFile(a.Config.Key, ".key", "the log has no key yet; make one with a name for good: entente log key --name ministry.example/entente")
	if err != nil {
		return nil, nil, err
	}
	k, err := transparency.LoadKey(file, a.Config.Name)
	if err != nil {
		return nil, nil, err
	}
	return transparency.NewLog(a.Store, k.Signer), k, nil
}

// Witness returns the key with which the institution cosigns partners' logs.
func (a *App) Witness() (*transparency.WitnessKey, error) {
	file, err := a.keyFile(a.Config.Witness, ".witness.key", "the institution has no key as a witness yet; make one with a name for good: entente log witness-key --name ministry.example/witness")
	if err != nil {
		return nil, err
	}
	return transparency.LoadWitnessKey(file, a.Config.Name)
}

// keyFile returns the file of a key: the one given, or that beside an SQLite store. One
// that does not exist and is not to be made is an error of kind Invalid with the text.
func (a *App) keyFile(file, suffix, missing string) (string, error) {
	if path, ok := strings.CutPrefix(a.Config.Store, "sqlite:"); ok && file == "" {
		file = path + suffix
	}
	if file == "" {
		return "", ent.Errorf(ent.Invalid, "say where the key is (--key-file FILE; --witness-key-file FILE for that of the witness)")
	}
	if _, err := os.Stat(file); err != nil && a.Config.Name == "" {
		return "", ent.Errorf(ent.Invalid, "%s", missing)
	}
	return file, nil
}
