package entente

import "time"

// Date is a calendar day of the Gregorian calendar, counted from 0001-01-01 (which is 1).
// The zero Date is no day at all. Dates are compared with < and >.
type Date int32

// The first and the last day that can be named.
const (
	MinDate Date = 1
	MaxDate Date = 3652059 // 9999-12-31
)

const unixDays = 719163 // 1970-01-01

// NewDate returns the day; day and month may lie outside their usual range as in time.Date.
// A result outside the years 1 to 9999 is cut to MinDate or MaxDate.
func NewDate(year, month, day int) Date {
	over, m := floorDiv(month-1, 12)
	return clampDate(daysBefore(year+over, m+1) + int64(day))
}

// daysBefore counts the days from 0001-01-01 to the end of the day before the month:
// years are taken from March on, so that the leap day comes last.
func daysBefore(year, month int) int64 {
	y, m := int64(year), int64(month)
	if m <= 2 {
		y, m = y-1, m+12
	}
	era := y / 400
	if y < 0 {
		era = (y - 399) / 400
	}
	of := y - era*400
	days := (153*(m-3)+2)/5 + of*365 + of/4 - of/100
	return era*146097 + days - 306
}

func clampDate(n int64) Date {
	switch {
	case n < int64(MinDate):
		return MinDate
	case n > int64(MaxDate):
		return MaxDate
	}
	return Date(n)
}

// ParseDate reads an ISO day (2024-06-01). A day that does not exist is an error of kind Invalid.
func ParseDate(s string) (Date, error) {
	var y, m, d int
	if len(s) != 10 || s[4] != '-' || s[7] != '-' || !digits(s[:4], &y) || !digits(s[5:7], &m) || !digits(s[8:], &d) {
		return 0, Errorf(Invalid, "%q is not a day; write it as 2024-06-01", s)
	}
	if y == 0 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return 0, Errorf(Invalid, "the day %s does not exist", s)
	}
	return NewDate(y, m, d), nil
}

func digits(s string, n *int) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
		*n = *n*10 + int(c-'0')
	}
	return true
}

func daysIn(year, month int) int {
	return int(daysBefore(year+month/12, month%12+1) - daysBefore(year, month))
}

func (d Date) time() time.Time { return time.Unix((int64(d)-unixDays)*86400, 0).UTC() }

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d == 0 }

// Year returns the year of the day.
func (d Date) Year() int { return d.time().Year() }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.time().Weekday() }

// String returns the ISO form, or "" for no day.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.time().Format(time.DateOnly)
}

// AddDays moves the day by n days.
func (d Date) AddDays(n int) Date { return clampDate(int64(d) + int64(n)) }

// AddMonths moves the day by n calendar months: the same day of the month, or the
// last day of the month where that does not exist (31 January + 1 month = 28 or 29 February).
func (d Date) AddMonths(n int) Date {
	t := d.time()
	first := int(t.Year())*12 + int(t.Month()) - 1 + n
	y, m := floorDiv(first, 12)
	if y < 1 {
		return MinDate
	}
	if y > 9999 {
		return MaxDate
	}
	return NewDate(y, m+1, min(t.Day(), daysIn(y, m+1)))
}

func floorDiv(a, b int) (int, int) {
	q, r := a/b, a%b
	if r < 0 {
		q, r = q-1, r+b
	}
	return q, r
}

// MonthStart returns the first day of the nth month after the month of d.
func (d Date) MonthStart(n int) Date {
	t := d.time()
	return NewDate(t.Year(), int(t.Month()), 1).AddMonths(n)
}

// MarshalText gives the ISO form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the ISO form; an empty text is no day.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	v, err := ParseDate(string(b))
	*d = v
	return err
}

// Period is the time from a first day up to, not including, an end. A zero
// From reaches back without limit, a zero Until forward.
type Period struct {
	From  Date `json:"from,omitempty" yaml:"from,omitempty"`
	Until Date `json:"until,omitempty" yaml:"until,omitempty"`
}

// Contains reports whether the day lies in the period.
func (p Period) Contains(d Date) bool {
	return d >= p.From && (p.Until == 0 || d < p.Until)
}
