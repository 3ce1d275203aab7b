package claims

import (
	"strings"
	"time"
)

// Precision says how much of a date is known.
type Precision string

// The precisions of a date.
const (
	DayPrecision     Precision = "day"
	MonthPrecision   Precision = "month"
	YearPrecision    Precision = "year"
	UnknownPrecision Precision = "unknown"
)

// Date is a calendar date that no time zone moves, known to the day, the month
// or the year, or known to be unknown. The zero value is "not said yet".
type Date struct {
	Day       string    `json:"day,omitempty"` // YYYY-MM-DD, the first day of the month or year; empty when unknown
	Precision Precision `json:"precision,omitempty"`
}

// UnknownDate says in so many words that the date is not known.
var UnknownDate = Date{Precision: UnknownPrecision}

// ParseDate reads "2026-03-14", "2026-03", "2026", "unknown", or "" for a date
// that was not said. Field names the form field for the error.
func ParseDate(field, s string) (Date, error) {
	s = strings.TrimSpace(s)
	switch s {
	case "":
		return Date{}, nil
	case string(UnknownPrecision):
		return UnknownDate, nil
	}
	for _, f := range []struct {
		layout string
		p      Precision
	}{{"2006-01-02", DayPrecision}, {"2006-01", MonthPrecision}, {"2006", YearPrecision}} {
		if t, err := time.Parse(f.layout, s); err == nil && t.Year() >= 1000 {
			return Date{t.Format(time.DateOnly), f.p}, nil
		}
	}
	return Date{}, Invalid(field, "%q is not a date: write it as 2026-03-14, 2026-03 or 2026", clip(s, 40))
}

// DateOf is the UTC day of an instant.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	return Date{t.UTC().Format(time.DateOnly), DayPrecision}
}

// IsZero reports whether nothing was said about the date.
func (d Date) IsZero() bool { return d.Precision == "" }

// Known reports whether there is a date, of whatever precision.
func (d Date) Known() bool { return d.Day != "" }

// String is the ISO form cut to what is known: "2026-03-14", "2026-03", "2026",
// "unknown" or "". ParseDate reads it back.
func (d Date) String() string {
	switch d.Precision {
	case DayPrecision:
		return d.Day
	case MonthPrecision:
		return d.Day[:7]
	case YearPrecision:
		return d.Day[:4]
	}
	return string(d.Precision)
}

// Text is the date as a reader reads it: "14 March 2026", "March 2026", "2026"
// or "date not known".
func (d Date) Text() string {
	t, err := time.Parse(time.DateOnly, d.Day)
	if err != nil {
		return "date not known"
	}
	switch d.Precision {
	case MonthPrecision:
		return t.Format("January 2006")
	case YearPrecision:
		return t.Format("2006")
	}
	return t.Format("2 January 2006")
}
