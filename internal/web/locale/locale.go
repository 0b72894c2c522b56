// Package locale is the interface in the languages of its readers: what pages say, days, and
// names of States. English is complete, since every text stands in it in the pages; the others
// have catalogues in the form of gettext, which translators have programs for. A text that
// a catalogue lacks is shown in English. Texts of law stay in the language they are in.
package locale

import (
	"embed"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/go-playground/locales"
	"github.com/go-playground/locales/en_GB"
	"github.com/go-playground/locales/fr"
	"github.com/leonelquinteros/gotext"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	ent "entente"
)

// Locale is one language of the interface.
type Locale struct {
	Tag   string            // BCP 47: en, fr
	Name  string            // in itself
	texts map[string]string // by the English ones
	days  locales.Translator
	names display.Namer

	once  sync.Once
	codes map[string]string // of States, by their names
}

//go:embed *.po
var catalogues embed.FS

// English and French are the languages there are.
var (
	English = &Locale{Tag: "en", Name: "English", days: en_GB.New()}
	French  = read("fr", "Français", fr.New())
)

// All are the languages, the one that is complete first.
var All = []*Locale{English, French}

// read reads a catalogue.
func read(tag, name string, days locales.Translator) *Locale {
	b, err := catalogues.ReadFile(tag + ".po")
	if err != nil {
		panic(err) // it is embedded
	}
	po := gotext.NewPo()
	po.Parse(b)
	l := &Locale{Tag: tag, Name: name, texts: map[string]string{}, days: days, names: display.Regions(language.MustParse(tag))}
	for english, text := range po.GetDomain().GetTranslations() {
		l.texts[english] = text.Get()
	}
	return l
}

var matcher = language.NewMatcher([]language.Tag{language.English, language.French})

// cookie keeps the language that a reader chose.
const cookie = "language"

// Of returns the language of a request: the one chosen with ?lang=, before, or that the
// browser asks for. What is chosen is kept.
func Of(w http.ResponseWriter, r *http.Request) *Locale {
	if tag := r.URL.Query().Get("lang"); tag != "" {
		if l := byTag(tag); l != nil {
			http.SetCookie(w, &http.Cookie{Name: cookie, Value: l.Tag, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: 365 * 24 * 3600})
			return l
		}
	}
	if k, err := r.Cookie(cookie); err == nil {
		if l := byTag(k.Value); l != nil {
			return l
		}
	}
	tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(tags) == 0 {
		return English
	}
	_, i, _ := matcher.Match(tags...)
	return All[i]
}

func byTag(tag string) *Locale {
	for _, l := range All {
		if l.Tag == tag {
			return l
		}
	}
	return nil
}

// Text returns a text of the interface, given in English, with what stands in its places, as
// fmt.Sprintf fills them.
func (l *Locale) Text(english string, args ...any) string {
	text := l.texts[english]
	if text == "" {
		text = english
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// Day prints a day as people read it: 6 March 2025, 6 mars 2025.
func (l *Locale) Day(d ent.Date) string {
	if d == 0 {
		return "–"
	}
	t, err := time.Parse(time.DateOnly, d.String())
	if err != nil {
		return d.String()
	}
	return l.days.FmtDateLong(t)
}

// Moment prints a moment, in UTC.
func (l *Locale) Moment(t time.Time) string {
	return l.days.FmtDateLong(t.UTC()) + t.UTC().Format(", 15:04 UTC")
}

// Late tells how far a day is off.
func (l *Locale) Late(due, today ent.Date) string {
	switch n := int(due - today); {
	case due == 0:
		return l.Text("no day")
	case n == 0:
		return l.Text("due today")
	case n == 1:
		return l.Text("due tomorrow")
	case n > 0:
		return l.Text("in %d days", n)
	case n == -1:
		return l.Text("one day late")
	default:
		return l.Text("%d days late", -n)
	}
}

// State returns the name of a State or organisation, which is given in English: in another
// language as Unicode's common locale data have it, and where they do not, as given.
func (l *Locale) State(code ent.StateCode, english string) string {
	if l.names == nil || len(code) != 3 {
		return english
	}
	region, err := language.ParseRegion(string(code))
	if err != nil || !region.IsCountry() {
		return english
	}
	if name := l.names.Name(region); name != "" && !strings.HasPrefix(name, "Unknown") {
		return name
	}
	return english
}

// Code returns the code of a State named in this language, and other text as it is.
func (l *Locale) Code(text string) string {
	if l.names == nil {
		return text
	}
	l.once.Do(func() {
		l.codes = map[string]string{}
		for i := range 26 * 26 * 26 {
			code := string([]byte{'A' + byte(i/676), 'A' + byte(i/26%26), 'A' + byte(i%26)})
			if name := l.State(ent.StateCode(code), ""); name != "" {
				l.codes[ent.Fold(name)] = code
			}
		}
	})
	if code := l.codes[ent.Fold(text)]; code != "" {
		return code
	}
	return text
}

// Plain is the word of a name that the program uses, as people read it: no-day is no day.
func (l *Locale) Plain(x any) string { return l.Text(strings.ReplaceAll(fmt.Sprint(x), "-", " ")) }
