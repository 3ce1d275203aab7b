// Package words is the catalogue of what the open site says to its readers, in
// every language that it speaks.
//
// The English words stand where they are used and are the keys of the other
// languages. {0}, {1} … are what is put in; <0>…</0> is what the value of that
// number wraps, such as a link. A language is one file of JSON; en.json lists
// every text and is what a translation begins with.
package words

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"touchstone/claims"
)

// Language is the site's words in one language. Nil is English.
type Language struct {
	Tag  string // BCP 47
	Name string // in itself
	RTL  bool   // written from right to left

	tag         language.Tag
	thousands   string
	decimal     string
	months      [12]string
	shortMonths [12]string
	day, month  string // patterns of a date: {day} {month} {year}
	texts       map[string]message
}

type key struct{}

// In gives a context whose pages speak a language.
func In(ctx context.Context, l *Language) context.Context {
	return context.WithValue(ctx, key{}, l)
}

// Of is the language that a context's pages speak; nil for English.
func Of(ctx context.Context) *Language {
	l, _ := ctx.Value(key{}).(*Language)
	return l
}

// Lang is the language of a context's pages as BCP 47.
func Lang(ctx context.Context) string {
	if l := Of(ctx); l != nil {
		return l.Tag
	}
	return "en"
}

// Dir is the direction in which a context's pages are written.
func Dir(ctx context.Context) string {
	return Of(ctx).dir()
}

func (l *Language) dir() string {
	if l != nil && l.RTL {
		return "rtl"
	}
	return "ltr"
}

// Raw is a text in the language of the context, with the places for what is put
// in still open.
func Raw(ctx context.Context, text string) string {
	if l := Of(ctx); l != nil {
		if m, ok := l.texts[text]; ok && m.Other != "" {
			return m.Other
		}
	}
	return text
}

// T is a text in the language of the context, with values put in: strings as
// they are, whole numbers and dates as the language writes them.
func T(ctx context.Context, text string, values ...any) string {
	return Fill(ctx, Raw(ctx, text), values...)
}

// N is a text about a number, in the form that the number takes: one and many
// are the English forms, many is the key. {0} is the number.
func N(ctx context.Context, n int, one, many string, values ...any) string {
	return Fill(ctx, rawN(ctx, n, one, many), append([]any{n}, values...)...)
}

// rawN is N with its places still open.
func rawN(ctx context.Context, n int, one, many string) string {
	if l := Of(ctx); l != nil {
		if m, ok := l.texts[many]; ok {
			if s := m.form(l.tag, n); s != "" {
				return s
			}
		}
	}
	if n == 1 {
		return one
	}
	return many
}

// Fill puts values into the places of a text. A place without a value stays.
func Fill(ctx context.Context, text string, values ...any) string {
	if len(values) == 0 || !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	for _, p := range Parts(text) {
		if p.Place < 0 || p.Tag || p.Place >= len(values) {
			b.WriteString(p.Text)
		} else {
			b.WriteString(Value(ctx, values[p.Place]))
		}
	}
	return b.String()
}

// Value is a value as the language of the context writes it.
func Value(ctx context.Context, v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return Number(ctx, v)
	case claims.Date:
		return Date(ctx, v)
	}
	return ""
}

// Part is a stretch of a text, a place in it, or a wrapped stretch.
type Part struct {
	Text  string // as it is written; inside of the tag where it is one
	Place int    // its number; -1 for a stretch
	Tag   bool   // <0>…</0>
}

// Parts cuts a text at its places. What only looks like one is text.
func Parts(text string) (list []Part) {
	at := 0
	add := func(from, to int, p Part) {
		if from > at {
			list = append(list, Part{Text: text[at:from], Place: -1})
		}
		list = append(list, p)
		at = to
	}
	for i := 0; i < len(text); i++ {
		end, n := place(text[i:])
		if end == 0 {
			continue
		}
		if text[i] == '{' {
			add(i, i+end, Part{Text: text[i : i+end], Place: n})
			i = at - 1
			continue
		}
		closing := "</" + strconv.Itoa(n) + ">"
		if inside, _, ok := strings.Cut(text[i+end:], closing); ok {
			add(i, i+end+len(inside)+len(closing), Part{Text: inside, Place: n, Tag: true})
			i = at - 1
		}
	}
	if at < len(text) {
		list = append(list, Part{Text: text[at:], Place: -1})
	}
	return list
}

// place reads {n} or <n> at the beginning of a text: its length and number.
func place(s string) (end, n int) {
	if s[0] != '{' && s[0] != '<' {
		return 0, 0
	}
	for end = 1; end < len(s) && end < 4 && s[end] >= '0' && s[end] <= '9'; end++ {
		n = n*10 + int(s[end]-'0')
	}
	if end == 1 || end == len(s) || s[end] != s[0]+2 { // '}' and '>' stand two after their opening signs
		return 0, 0
	}
	return end + 1, n
}

// Number writes a count with its thousands divided: 1,204 or 1.204.
func Number(ctx context.Context, n int) string {
	sign := ","
	if l := Of(ctx); l != nil {
		sign = l.thousands
	}
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + sign + s[i:]
	}
	return s
}

// Decimal writes a number with one decimal at most, as the language does.
func Decimal(ctx context.Context, x float64) string {
	s := strings.TrimSuffix(strconv.FormatFloat(x, 'f', 1, 64), ".0")
	if l := Of(ctx); l != nil {
		s = strings.Replace(s, ".", l.decimal, 1)
	}
	return s
}

// Date is a date in words, as exact as it is known.
func Date(ctx context.Context, d claims.Date) string {
	t, err := time.Parse(time.DateOnly, d.Day)
	switch {
	case err != nil:
		return T(ctx, "date not known")
	case d.Precision == claims.YearPrecision:
		return strconv.Itoa(t.Year())
	case d.Precision == claims.MonthPrecision:
		return Month(ctx, t)
	}
	l := Of(ctx)
	if l == nil {
		return d.Text()
	}
	return dated(l.day, t, l.months)
}

// Month is a month with its year, in words.
func Month(ctx context.Context, t time.Time) string {
	if l := Of(ctx); l != nil {
		return dated(l.month, t, l.months)
	}
	return t.Format("January 2006")
}

// ShortMonth is Month for places with little room.
func ShortMonth(ctx context.Context, t time.Time) string {
	if l := Of(ctx); l != nil {
		return dated(l.month, t, l.shortMonths)
	}
	return t.Format("Jan 2006")
}

// dated fills the pattern of a date.
func dated(pattern string, t time.Time, months [12]string) string {
	return strings.NewReplacer("{day}", strconv.Itoa(t.Day()), "{month}", months[t.Month()-1], "{year}", strconv.Itoa(t.Year())).Replace(pattern)
}

// message is a text, or its forms by the number in it: the plural categories of
// the Unicode CLDR.
type message struct {
	Zero  string `json:"zero,omitempty"`
	One   string `json:"one,omitempty"`
	Two   string `json:"two,omitempty"`
	Few   string `json:"few,omitempty"`
	Many  string `json:"many,omitempty"`
	Other string `json:"other"`
	forms bool
}

func (m message) form(tag language.Tag, n int) string {
	s := m.Other
	switch plural.Cardinal.MatchPlural(tag, max(n, -n)%10_000_000, 0, 0, 0, 0) {
	case plural.Zero:
		s = m.Zero
	case plural.One:
		s = m.One
	case plural.Two:
		s = m.Two
	case plural.Few:
		s = m.Few
	case plural.Many:
		s = m.Many
	}
	if s == "" {
		return m.Other
	}
	return s
}

// Key marks a text that is looked up where it is shown.
func Key(text string) string { return text }

// Error is the message of an error in the language of the context.
func Error(ctx context.Context, e *claims.Error) string {
	l := Of(ctx)
	if l == nil {
		return e.Message
	}
	format, values := e.Made()
	m, ok := l.texts[format]
	if !ok || m.Other == "" {
		return e.Message
	}
	if len(values) == 0 {
		return m.Other
	}
	own := slices.Clone(values)
	for i, v := range own {
		if d, ok := v.(claims.Date); ok {
			own[i] = Date(ctx, d)
		}
	}
	return fmt.Sprintf(m.Other, own...)
}
