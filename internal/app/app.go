// Package app wires the parts of Entente together for the surfaces: the store, the
// register in it, the log over it, and the shipped law joined with the register.
package app

import (
	"context"
	"os"
	"strings"

	ent "entente"
	"entente/corpus"
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
}

// App is an opened institution.
type App struct {
	Config   Config
	Store    *sqlbase.Store
	Register *register.Register
	Duties   *duty.Book
	Treaties *treatymaking.Desk
	Opinions *opinion.Book
	Search   *search.Service
	Reviews  *review.Desk
	shipped  *law.Library
	now      joined
	then     *former
	derived  *derived
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
	r := register.New(s, lib.Treaties)
	duties := duty.New(s)
	reviews := review.New(s, r, duties, lib.Treaties, reading.Options{OCR: c.OCR})
	world := lib.Treaties.World()
	find := &search.Service{Index: s.Search(), Record: s, Law: source.Shipped(lib), Sources: []search.Source{source.Register(s, world), source.Texts(s, world, reader(r, reviews)), source.Duties(s)}}
	return &App{Config: c, Store: s, Register: r, Duties: duties, Reviews: reviews, Treaties: treatymaking.New(s, r, world, routes), Opinions: opinion.New(s), Search: find, shipped: lib, then: newFormer(), derived: newDerived()}, nil
}

// Shipped returns the law that the program ships, without the register.
func (a *App) Shipped() *law.Library { return a.shipped }

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
