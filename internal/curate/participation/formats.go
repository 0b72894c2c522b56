package participation

import (
	"fmt"

	ent "entente"
	"entente/internal/law/spelling"
)

// Format is a kind of list that can be read.
type Format struct {
	Name    string // as given on the command line
	Meaning string
	Select  string // what must be named besides the file, when the file holds several treaties
	read    func(text, selected string, names Names) (Table, []Problem, error)
}

// Formats lists the kinds of list that can be read.
func Formats() []Format {
	return []Format{
		{"untc", "participants of one treaty of the United Nations Treaty Collection, as CSV", "",
			func(text, _ string, n Names) (Table, []Problem, error) { return ReadUNTC(text, n) }},
		{"untc-page", "the status page of one treaty as the depositary publishes it (HTML)", "",
			func(text, _ string, n Names) (Table, []Problem, error) { return ReadUNTCPage(text, n) }},
		{"many-treaties", "parties sheet of the manytreaties data (CSV)", "treatyID", ReadManyTreaties},
		{"swiss-parties", "scope tables of the Swiss classified compilation (CSV)", "sr_number", ReadSwissParties},
	}
}

// Read reads the text of the list called file in the format; selected names the treaty
// in a file that holds several. Errors name the file. Text comes from [sheet.Source.Text].
func Read(format, file, selected, text string, names Names) (Table, []Problem, error) {
	var known []string
	for _, f := range Formats() {
		if f.Name != format {
			known = append(known, f.Name)
			continue
		}
		if f.Select != "" && selected == "" {
			return Table{}, nil, ent.Errorf(ent.Invalid, "%s: the file holds several treaties; name one by its %s", file, f.Select)
		}
		t, problems, err := f.read(text, selected, names)
		if err != nil {
			return t, problems, fmt.Errorf("%s: %w", file, err)
		}
		return t, problems, nil
	}
	return Table{}, nil, ent.Errorf(ent.Invalid, "%q is not a format of lists%s", format, spelling.Hint(format, known))
}
