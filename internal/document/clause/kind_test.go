package clause

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"entente/internal/document"
)

var fileTitle = regexp.MustCompile(`(?m)^ *#{2,6} *([^\n#].*)$`)

// document makes a document of a file of the treaty texts, of the articles of one language.
// Its title is the first heading in that language.
func sharedDocument(t testing.TB, file, language string) *document.Document {
	t.Helper()
	raw, err := os.ReadFile(sharedPath(t, "treaty-texts/texts/"+file+".md"))
	if err != nil {
		t.Fatal(err)
	}
	doc := &document.Document{Languages: []string{language}}
	for _, m := range fileTitle.FindAllStringSubmatch(string(raw), 8) {
		if title := m[1]; len(title) > 30 && guessLanguage("", title) == language && doc.Title == "" {
			doc.Title = title
		}
	}
	for _, x := range splitMarkdown(file, string(raw)) {
		if x.language == language && !strings.Contains(x.key, "#") {
			doc.Articles = append(doc.Articles, x.article)
		}
	}
	return doc
}

func TestKindOfRealTexts(t *testing.T) {
	for _, x := range []struct{ file, language, want string }{
		{"BWBV0004785", "en", "SOFA"}, // NATO, London 1951
		{"BWBV0004785", "nl", "SOFA"},
		{"BWBV0003121", "en", "SOFA"}, // South Africa
		{"BWBV0004751", "fr", "SOFA"}, // Senegal
		{"BWBV0006437", "en", "SOFA"}, // Qatar
		{"BWBV0002448", "en", "GSA"},  // Sweden
		{"BWBV0001724", "en", "GSA"},  // European Space Agency
		{"BWBV0001515", "nl", "GSA"},  // Germany
		{"BWBV0005395", "nl", "GSA"},  // European Union
		{"BWBV0002576", "en", "ACSA"}, // United States
		{"BWBV0006403", "en", "DCA"},  // Jordan
		{"BWBV0001836", "nl", "DCA"},  // Germany
		{"BWBV0006174", "fr", "DCA"},  // Morocco
		{"BWBV0001997", "en", "VFA"},  // Switzerland
		{"BWBV0001193", "en", Other},  // chemical weapons
		{"BWBV0001346", "en", Other},  // employment of dependants
	} {
		doc := sharedDocument(t, x.file, x.language)
		got := Kind(doc, Detect(doc))
		if got.Kind != x.want || len(got.Because) == 0 {
			t.Errorf("%s %s %q is %s, not %s: %v; instead %v", x.file, x.language, doc.Title, got.Kind, x.want, got.Because, got.Instead)
		}
	}
}
