// Package app wires the parts of Entente together for the surfaces: the store, the
// register in it, the log over it, and the shipped law joined with the register.
package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"entente/corpus"

	ent "entente"
	"entente/internal/duty"
	"entente/internal/law"
	"entente/internal/law/clock"
	"entente/internal/register"
	"entente/internal/storage"
	"entente/internal/storage/sqlbase"
	"entente/internal/transparency"
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
	shipped  *law.Library
}

// Open opens the store of an institution. Errors are those of storage.Open.
func Open(ctx context.Context, c Config) (*App, error) {
	lib, err := corpus.Library()
	if err != nil {
		return nil, err
	}
	s, err := storage.Open(ctx, c.Store, nil)
	if err != nil {
		return nil, err
	}
	return &App{Config: c, Store: s, Register: register.New(s, lib.Treaties), Duties: duty.New(s), shipped: lib}, nil
}

// Close closes the store.
func (a *App) Close() error { return a.Store.Close() }

// Library returns the shipped law, the register and the calendars on record as one library,
// as the record was known at a moment (zero: now). Its hash names all of them.
func (a *App) Library(ctx context.Context, known time.Time) (*law.Library, error) {
	all, err := a.Register.All(ctx, known)
	if err != nil {
		return nil, err
	}
	calendars, err := a.Duties.Calendars(ctx, known)
	if err != nil {
		return nil, err
	}
	lib := a.shipped
	if len(all) > 0 {
		joined, problems := lib.Treaties.With(all...)
		if len(problems) > 0 {
			errs := make([]error, len(problems))
			for i, p := range problems {
				errs[i] = p
			}
			return nil, fmt.Errorf("the register does not fit the shipped law: %w", errors.Join(errs...))
		}
		hash, err := hashOf(lib.Hash, all)
		if err != nil {
			return nil, err
		}
		lib = lib.With(joined, hash)
	}
	if len(calendars) > 0 {
		byID := slices.SortedFunc(maps.Values(calendars), func(x, y *clock.Calendar) int { return strings.Compare(x.ID, y.ID) })
		hash, err := hashOf(lib.Hash, byID)
		if err != nil {
			return nil, err
		}
		lib = lib.WithCalendars(calendars, hash)
	}
	return lib, nil
}

// hashOf names what was there before and what was added, in its order.
func hashOf[T any](before string, added []T) (string, error) {
	h := sha256.New()
	io.WriteString(h, before)
	for i := range added {
		b, err := yaml.Marshal(&added[i])
		if err != nil {
			return "", err
		}
		h.Write(b)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil)), nil
}

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
