package page

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	ent "entente"
	"entente/internal/access"
)

// CSRF returns what a form of this page bears: the token of the session, and a number of its
// own by which one that is sent twice is known.
func (v *View) CSRF() string {
	if v.Site.Token == nil {
		return ""
	}
	if v.number == "" {
		v.number = rand.Text()
	}
	return v.Site.Token(v.Request) + "." + v.number
}

// take takes a form: once, however often it is sent, and from this site alone. What was typed
// in a form whose session ended is shown to be sent again.
func (c *Context) take(refused error, h Handler) {
	c.R.Body = http.MaxBytesReader(c.W, c.R.Body, maxForm)
	if err := c.R.ParseMultipartForm(1 << 20); errors.As(err, new(*http.MaxBytesError)) {
		c.Fail(ent.Errorf(ent.Invalid, "what was sent is larger than %d MB, the most that is taken", maxForm>>20))
		return
	}
	if c.Token == nil {
		c.answer(refused, h)
		return
	}
	token, number, _ := strings.Cut(c.R.PostFormValue("csrf"), ".")
	genuine := subtle.ConstantTimeCompare([]byte(token), []byte(c.Token(c.R))) == 1
	if !genuine || refused != nil && c.Who.Role == access.Nobody {
		c.lost()
		return
	}
	if refused != nil {
		c.Fail(refused)
		return
	}
	c.once(token+number, h)
}

// crossed tells forms of this site from those of others, by what browsers say of them.
var crossed = http.NewCrossOriginProtection()

// lost shows a form that was sent from here after its session ended, with what was typed, to
// be sent again after signing in.
func (c *Context) lost() {
	if c.Who.Role == access.Nobody && strings.HasPrefix(c.R.URL.Path, "/sign-") {
		c.Redirect("/sign-in")
		return
	}
	if crossed.Check(c.R) != nil || c.R.Header.Get("Sec-Fetch-Site") == "" && c.R.Header.Get("Origin") == "" {
		c.Fail(ent.Errorf(ent.Forbidden, "this form was not sent from here, or your session ended; go back and send it again"))
		return
	}
	d := resend{Action: c.R.URL.RequestURI()}
	for _, name := range slices.Sorted(maps.Keys(c.R.PostForm)) {
		if name == "csrf" {
			continue
		}
		for _, text := range c.R.PostForm[name] {
			d.Fields = append(d.Fields, field{name, text, strings.Contains(name, "password") || name == "present" || name == "new" || name == "repeat"})
		}
	}
	if m := c.R.MultipartForm; m != nil {
		d.Files = slices.Sorted(maps.Keys(m.File))
	}
	if err := c.render(http.StatusForbidden, again, View{Title: "Your session has ended", Data: &d}); err != nil {
		c.Fail(err)
	}
}

// resend is a form as it was sent.
type resend struct {
	Action string
	Fields []field
	Files  []string
}

type field struct {
	Name, Text string
	Secret     bool
}

var again = Templates(whole, "whole/again.html")

// sent remembers which forms were taken, and where whoever sent them was led.
type sent struct {
	mu   sync.Mutex
	kept *simplelru.LRU[[32]byte, *taking]
}

// maxSent is how many are remembered.
const maxSent = 10_000

// taking is a form that is being taken, or was.
type taking struct {
	done chan struct{}
	to   string // where its sender was led
	ok   bool
}

// begin returns how a form was taken before, or begins to take it.
func (s *sent) begin(form [32]byte) (t *taking, first bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept, _ = simplelru.NewLRU[[32]byte, *taking](maxSent, nil) // fails for no size only
	}
	if t, ok := s.kept.Get(form); ok {
		return t, false
	}
	t = &taking{done: make(chan struct{})}
	s.kept.Add(form, t)
	return t, true
}

// end keeps what came of it; what was not taken can be sent again.
func (s *sent) end(form [32]byte, t *taking) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !t.ok {
		s.kept.Remove(form)
	}
	close(t.done)
}

// sum is what tells a form from all others: its number, where it goes, its fields and files.
func (c *Context) sum(number string) (sum [32]byte, err error) {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n%s\n", number, c.R.URL.RequestURI(), c.R.PostForm.Encode())
	if m := c.R.MultipartForm; m != nil {
		for _, name := range slices.Sorted(maps.Keys(m.File)) {
			for _, file := range m.File[name] {
				fmt.Fprintf(h, "%q %q %d\n", name, file.Filename, file.Size)
				f, err := file.Open()
				if err != nil {
					return sum, err
				}
				_, err = io.Copy(h, f)
				if err = errors.Join(err, f.Close()); err != nil {
					return sum, err
				}
			}
		}
	}
	h.Sum(sum[:0])
	return sum, nil
}

// once lets a handler take a form, and leads whoever sends the same again where it led.
func (c *Context) once(number string, h Handler) {
	form, err := c.sum(number)
	if err != nil {
		c.Fail(err)
		return
	}
	t, first := c.sent.begin(form)
	if first {
		w := &watched{ResponseWriter: c.W}
		c.W = w
		defer func() {
			t.ok, t.to = w.status != 0 && w.status < 400, w.Header().Get("Location")
			c.sent.end(form, t)
		}()
		c.answer(nil, h)
		return
	}
	select {
	case <-t.done:
	case <-c.R.Context().Done():
		return
	case <-time.After(time.Minute):
	}
	switch {
	case t.ok && t.to != "":
		c.Redirect(t.to)
	case t.ok:
		c.Fail(ent.Errorf(ent.Conflict, "this was sent twice; it was taken the first time, and nothing was done again"))
	default:
		c.Fail(ent.Errorf(ent.Conflict, "this was sent twice at once, and was not taken; go back and send it again"))
	}
}

// watched remembers the status of an answer.
type watched struct {
	http.ResponseWriter
	status int
}

func (w *watched) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }
