// Package assets holds the style sheet, scripts and fonts of the pages, built from src by
// make assets, under addresses that change with their content.
package assets

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"strings"
	"sync"
)

//go:embed all:dist
var built embed.FS

// files are the built assets; their sum names the set.
var files = sync.OnceValues(func() (fs.FS, string) {
	sub, err := fs.Sub(built, "dist")
	if err != nil {
		panic(err) // the directory is embedded above
	}
	h := sha256.New()
	for _, name := range []string{"entente.css", "entente.js", "relations.js"} {
		b, _ := fs.ReadFile(sub, name) // not built: the pages say so
		h.Write(b)
	}
	return sub, hex.EncodeToString(h.Sum(nil))[:12]
})

// Built reports whether make assets has run.
func Built() bool {
	f, _ := files()
	_, err := fs.Stat(f, "entente.css")
	return err == nil
}

// File returns a built file, an error when make assets has not run.
func File(name string) ([]byte, error) {
	f, _ := files()
	return fs.ReadFile(f, name)
}

// Path returns the address of an asset.
func Path(name string) string {
	_, sum := files()
	return "/assets/" + sum + "/" + name
}

// Mount serves the assets, which never change under their address.
func Mount(mux *http.ServeMux) {
	f, sum := files()
	h := http.StripPrefix("/assets/"+sum+"/", http.FileServerFS(f))
	mux.Handle("GET /assets/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/assets/"+sum+"/") || strings.HasSuffix(r.URL.Path, "/") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		h.ServeHTTP(w, r)
	}))
}
