// Package app wires the parts of Entente together for the surfaces: the store, the
// register in it, the log over it, and the shipped law joined with the register.
package app

import (
	"context"
	"os"
	"strings"

	"entente/corpus"

	ent "entente"
	"entente/internal/duty"
	"entente/internal/law"
	"entente/internal/register"
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
	Store string // sqlite:FILE or postgres://…
	Key   string // file of the log's key; default beside an SQLite store, FILE.key
	Name  string // the log's name, when its key is made: ministry.example/entente
}

// App is an opened institution.
type App struct {
	Config   Config
	Store    *sqlbase.Store
	Register *register.Register
	Duties   *duty.Book
	Treaties *treatymaking.Desk
	Search   *search.Service
	shipped  *law.Library
	now      joined
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
	find := &search.Service{Index: s.Search(), Record: s, Law: source.Shipped(lib), Sources: []search.Source{source.Register(s, lib.Treaties.World()), source.Duties(s)}}
	return &App{Config: c, Store: s, Register: r, Duties: duty.New(s), Treaties: treatymaking.New(s, r, lib.Treaties.World(), routes), Search: find, shipped: lib}, nil
}

// Close closes the store.
func (a *App) Close() error { return a.Store.Close() }

// Log returns the log over the store, with its key.
func (a *App) Log() (*transparency.Log, *transparency.Key, error) {
	file := a.Config.Key
	if path, ok := strings.CutPrefix(a.Config.Store, "sqlite:"); ok && file == "" {
		file = path + ".key"
	}
	if file == "" {
		return nil, nil, ent.Errorf(ent.Invalid, "say where the key of the log is (--key FILE)")
	}
	if _, err := os.Stat(file); err != nil && a.Config.Name == "" {
		return nil, nil, ent.Errorf(ent.Invalid, "the log has no key yet; make one with a name for good: entente log key --name ministry.example/entente")
	}
	k, err := transparency.LoadKey(file, a.Config.Name)
	if err != nil {
		return nil, nil, err
	}
	return transparency.NewLog(a.Store, k.Signer), k, nil
}
