package transparency_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/torchwood"

	"entente/internal/record"
	"entente/internal/storage"
	"entente/internal/storage/sqlbase"
	"entente/internal/transparency"
)

// logged is a log of n entries over a store of the test's own.
func logged(t testing.TB, n int) (*sqlbase.Store, *transparency.Log) {
	t.Helper()
	dir := t.TempDir()
	s, err := storage.Open(context.Background(), "sqlite:"+filepath.Join(dir, "s.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	cs := make([]record.Change, n)
	for i := range cs {
		cs[i] = record.Change{Kind: "note", ID: fmt.Sprint(i), Replaces: record.New}
	}
	if _, err := s.Append(context.Background(), "tester", cs...); err != nil {
		t.Fatal(err)
	}
	key, err := transparency.LoadKey(filepath.Join(dir, "log.key"), "ministry.example/entente")
	if err != nil {
		t.Fatal(err)
	}
	return s, transparency.NewLog(s, key.Signer)
}

func ask(h http.Handler, method, path string) *http.Response {
	r := &http.Request{Method: method, URL: &url.URL{Path: path}, Header: http.Header{}}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// What a log has is served as it is exported, and may be kept; what it has not, or not
// yet, or under another spelling, is not there.
func TestHandler(t *testing.T) {
	_, l := logged(t, 300)
	h := transparency.Handler(l, func(err error) { t.Error(err) })
	dir := t.TempDir()
	if err := l.Export(context.Background(), dir, nil); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/checkpoint", "/tile/0/000", "/tile/0/001.p/44", "/tile/entries/000", "/tile/entries/001.p/44", "/tile/1/000.p/1"} {
		want, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		if err != nil {
			t.Fatal(err)
		}
		r := ask(h, "GET", path)
		var got bytes.Buffer
		got.ReadFrom(r.Body)
		if r.StatusCode != http.StatusOK || !bytes.Equal(got.Bytes(), want) || r.Header.Get("Content-Length") != fmt.Sprint(len(want)) {
			t.Errorf("%s: %s, %d bytes, want %d", path, r.Status, got.Len(), len(want))
		}
		cache, kind := r.Header.Get("Cache-Control"), r.Header.Get("Content-Type")
		if tile := path != "/checkpoint"; strings.Contains(cache, "immutable") != tile || (kind == "application/octet-stream") != tile {
			t.Errorf("%s: %q, %q", path, cache, kind)
		}
	}
	// parts of a full tile that a client knew when it was short
	for _, path := range []string{"/tile/0/000.p/1", "/tile/0/000.p/255", "/tile/entries/000.p/255"} {
		if r := ask(h, "GET", path); r.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", path, r.Status)
		}
	}
	for _, path := range []string{"", "/", "checkpoint", "//checkpoint", "/checkpoint/", "/checkpoint.part", "/Checkpoint", "/tile", "/tile/", "/tile/0", "/tile/0/", "/tile/0/0", "/tile/0/0000",
		"/tile/00/000", "/tile/+0/000", "/tile/-1/000", "/tile/0/-01", "/tile/8/000", "/tile/9/000", "/tile/99999999999999999999/000", "/tile/0/000.p/0", "/tile/0/000.p/256", "/tile/0/000.p/01", "/tile/0/000.p/-1",
		"/tile/0/000.p/", "/tile/0/001", "/tile/0/001.p/45", "/tile/0/002.p/1", "/tile/1/000", "/tile/1/000.p/2", "/tile/2/000.p/1", "/tile/7/000", "/tile/6/000", "/tile/7/000.p/1", "/tile/entries/001", "/tile/entries/001.p/45",
		"/tile/entries/x000/000", "/tile/data/000", "/tile/8/data/000", "/tile/entries", "/tile/entries/x999/x999/x999/x999/x999/x999/999", "/tile/0/x001/000", "/tile/0/x018/x446/x744/x073/x709/x551/615",
		"/tile/0/../0/000", "/../checkpoint", "/tile/0/000\x00", "/tile\\0\\000", "/tile/0/" + strings.Repeat("x000/", 1000) + "000", "/" + strings.Repeat("a", 1<<20), "/s.db", "/log.key", "/.git/config"} {
		if r := ask(h, "GET", path); r.StatusCode != http.StatusNotFound || r.Header.Get("Cache-Control") != "no-store" && len(path) < 64 && strings.HasPrefix(path, "/") {
			t.Errorf("%.80q: %s, %q", path, r.Status, r.Header.Get("Cache-Control"))
		}
	}
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", ""} {
		if r := ask(h, method, "/checkpoint"); r.StatusCode != http.StatusMethodNotAllowed || r.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%q: %s", method, r.Status)
		}
	}
}

// HEAD answers as GET does, without the content.
func TestHandlerHead(t *testing.T) {
	_, l := logged(t, 3)
	server := httptest.NewServer(transparency.Handler(l, nil))
	defer server.Close()
	r, err := server.Client().Head(server.URL + "/tile/0/000.p/3")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var body bytes.Buffer
	if n, err := body.ReadFrom(r.Body); r.StatusCode != http.StatusOK || r.ContentLength != 96 || n != 0 || err != nil {
		t.Errorf("%s, length %d, %d bytes, %v", r.Status, r.ContentLength, n, err)
	}
}

// A store that does not answer is told to us, and to whom asks only that it is so.
func TestHandlerWithoutStore(t *testing.T) {
	s, l := logged(t, 3)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	told := 0
	h := transparency.Handler(l, func(error) { told++ })
	r := ask(h, "GET", "/checkpoint")
	var body bytes.Buffer
	body.ReadFrom(r.Body)
	if r.StatusCode < 500 || told != 1 || strings.Contains(body.String(), "sql") {
		t.Errorf("%s %q, told %d times", r.Status, body.String(), told)
	}
}

// Whatever path is asked for, the answer is a part of the log under its one path, or that
// there is none.
func FuzzHandler(f *testing.F) {
	_, l := logged(f, 300)
	h := transparency.Handler(l, func(err error) { f.Error(err) })
	for _, path := range []string{"/checkpoint", "/tile/0/000", "/tile/0/001.p/44", "/tile/entries/000", "/tile/7/000", "/tile/entries/x001/000.p/1"} {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, path string) {
		r := ask(h, "GET", path)
		switch r.StatusCode {
		case http.StatusNotFound:
		case http.StatusOK:
			tile, err := torchwood.ParseTilePath(strings.TrimPrefix(path, "/"))
			if path != "/checkpoint" && (err != nil || "/"+torchwood.TilePath(tile) != path) {
				t.Errorf("%q is served: %v", path, err)
			}
		default:
			t.Errorf("%q: %s", path, r.Status)
		}
	})
}
