package sheet

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	ent "entente"
)

// The years in which a day of a list may lie: from the Peace of Westphalia on. A year
// outside is a slip of the pen until a person says otherwise.
const (
	FirstYear = 1648
	LastYear  = 2100
)

var (
	wordedDay  = regexp.MustCompile(`^(\d{1,2})\s+([A-Za-z]{3,9})\.?\s+(\d{4})$`)
	numericDay = regexp.MustCompile(`^(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})$`)
	shortDay   = regexp.MustCompile(`^\d{4}(-\d{1,2})?$`)
)

var months = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// Day reads a day in a form that means one day everywhere: 2024-06-01, or with the month
// in words, 1 June 2024 or 1 Jun 2024. Errors are of kind Invalid and name the forms.
func Day(s string) (ent.Date, error) {
	s = strings.TrimSpace(s)
	if m := wordedDay.FindStringSubmatch(s); m != nil {
		n := monthOf(m[2])
		if n == 0 {
			return 0, ent.Errorf(ent.Invalid, "%q is not a month", m[2])
		}
		day, _ := strconv.Atoi(m[1])
		s = fmt.Sprintf("%s-%02d-%02d", m[3], n, day)
	}
	if m := numericDay.FindStringSubmatch(s); m != nil {
		return 0, ambiguous(s, m)
	}
	if shortDay.MatchString(s) {
		return 0, ent.Errorf(ent.Invalid, "%q is a year or a month and not a day; write it as 2024-06-01 or 1 June 2024", s)
	}
	d, err := ent.ParseDate(s)
	if err != nil {
		return 0, ent.Errorf(ent.Invalid, "%s", strings.Replace(err.Error(), "write it as 2024-06-01", "write it as 2024-06-01 or 1 June 2024", 1))
	}
	if y := d.Year(); y < FirstYear || y > LastYear {
		return 0, ent.Errorf(ent.Invalid, "the day %s does not lie in the years %d to %d", s, FirstYear, LastYear)
	}
	return d, nil
}

func monthOf(word string) int {
	w := strings.ToLower(word)
	for i, m := range months {
		if w == m || w == m[:3] || w == "sept" && i == 8 {
			return i + 1
		}
	}
	return 0
}

// ambiguous says of a day in figures which days it may mean.
func ambiguous(s string, m []string) error {
	first, _ := strconv.Atoi(m[1])
	second, _ := strconv.Atoi(m[2])
	year := m[3]
	if len(year) == 2 {
		return ent.Errorf(ent.Invalid, "%q does not say in which century it lies; write it as 2024-06-01 or 1 June 2024", s)
	}
	if first >= 1 && first <= 12 && second >= 1 && second <= 12 && first != second {
		return ent.Errorf(ent.Invalid, "%q may be %s-%02d-%02d or %s-%02d-%02d; write it as 2024-06-01 or 1 June 2024", s, year, second, first, year, first, second)
	}
	return ent.Errorf(ent.Invalid, "%q is in a form that differs from place to place; write it as 2024-06-01 or 1 June 2024", s)
}
