package export

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"touchstone/claims"
)

// importing reads the claims of a table by a mapping.
type importing struct {
	r    *Reader
	m    Mapping
	at   map[string]int // our column -> the file's, from 0
	file string
	row  Row
	bad  []claims.Fault
}

// Claims reads the claims of a table, one row after another, as the mapping
// says. file is its name, for the origin of each claim.
func Claims(r *Reader, m Mapping, file string) claims.Imports {
	t := &importing{r: r, m: m, file: file, at: map[string]int{}}
	for i, name := range r.Header {
		if to := m.Columns[name]; to != "" {
			t.at[to] = i
		}
	}
	return func(yield func(*claims.Imported, []claims.Fault) bool) {
		for {
			row, err := r.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				f := faultOf(err, row)
				if !yield(nil, []claims.Fault{f}) || f.Final {
					return
				}
				continue
			}
			if i, bad := t.claim(row); !yield(i, bad) {
				return
			}
		}
	}
}

// faultOf is an error of the reader as a line of the report.
func faultOf(err error, row Row) claims.Fault {
	var f *claims.Fault
	if errors.As(err, &f) {
		return *f
	}
	return claims.Fault{Row: row.Number, Line: row.Line, Message: "the file cannot be read any further: " + err.Error(), Final: true}
}

// get is a cell as it was before it was guarded.
func (t *importing) get(column string) string {
	i, ok := t.at[column]
	if !ok {
		return ""
	}
	if t.m.Raw {
		return t.row.Cells[i]
	}
	return Unguard(t.row.Cells[i])
}

// wrong notes what is wrong with a cell.
func (t *importing) wrong(column, message string) {
	f := claims.Fault{Row: t.row.Number, Line: t.row.Line, Message: message}
	if i, ok := t.at[column]; ok {
		f.Column, f.Name = i+1, t.r.Header[i]
	}
	t.bad = append(t.bad, f)
}

// fields are the names that package claims has for our columns.
var fields = map[string]string{
	"speaker": "claimant_name", "speaker_role": "claimant_role", "speaker_kind": "claimant_type", "same_as": "claimant_same_as", "claimed_on": "claim_date",
	"place": "claim_place", "url": "article_url", "title": "article_title", "published": "article_published_on",
}

// mind notes the problems that a rule found, each at its column.
func (t *importing) mind(err error) {
	var p claims.Problems
	p.Add(err)
	for _, e := range p {
		column := e.Field
		if c, ok := fields[column]; ok {
			column = c
		}
		t.wrong(column, e.Message)
	}
}

func (t *importing) claim(row Row) (*claims.Imported, []claims.Fault) {
	t.row, t.bad = row, nil
	i := &claims.Imported{Row: row.Number, Line: row.Line}
	if id, err := claims.ParseID(t.get("claim_id")); err == nil {
		i.ID = id
	}
	c := &i.Claim
	c.Statement, c.SpeakerRole, c.Place = t.get("statement"), t.get("claimant_role"), t.get("claim_place")
	c.Language, c.Summary, c.Topics = t.language(), claims.Line(t.get("summary")), t.list("topics")
	c.Speaker, c.ClaimedOn = t.speaker(), t.date()
	t.mind(c.Check())
	t.quote(i)
	t.origin(i)
	slices.SortStableFunc(t.bad, func(a, b claims.Fault) int { return a.Column - b.Column })
	return i, t.bad
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$`)

func (t *importing) language() string {
	s := claims.Line(t.get("language"))
	if s != "" && !languageTag.MatchString(s) {
		t.wrong("language", "“"+s+"” is no language code: write it as en or pt-BR")
	}
	return s
}

// list takes the values of a cell apart.
func (t *importing) list(column string) []string {
	cell := t.get(column)
	var items []string
	switch {
	case t.m.Lists == OurLists || t.m.Lists == "":
		items = SplitList(cell)
	case column == "source_urls": // an address may have a comma in it, never a space
		items = strings.FieldsFunc(cell, func(r rune) bool { return r == '|' || unicode.IsSpace(r) })
	default:
		items = strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(t.m.Lists, r) })
	}
	out := items[:0]
	for _, s := range items {
		if s = claims.Line(s); s != "" && !slices.ContainsFunc(out, func(have string) bool { return strings.EqualFold(have, s) }) {
			out = append(out, s)
		}
	}
	return out
}

func (t *importing) speaker() *claims.Speaker {
	name := claims.Line(t.get("claimant_name"))
	if name == "" {
		return nil
	}
	s := &claims.Speaker{Name: name, Role: t.get("claimant_role"), SameAs: strings.TrimSpace(t.get("claimant_same_as"))}
	switch kind := plain(t.get("claimant_type")); kind {
	case "", "person":
		s.Kind = claims.IsPerson
	case "organization", "organisation":
		s.Kind = claims.IsOrganisation
	default:
		s.Kind = claims.SpeakerKind(kind) // which the speaker's own check refuses
	}
	return s
}

// date is when it was said. A day with a lesser precision, as our own export
// has it, is cut to what is known.
func (t *importing) date() claims.Date {
	s, precision := strings.TrimSpace(t.get("claim_date")), claims.Precision(strings.TrimSpace(t.get("claim_date_precision")))
	if s == "" {
		switch precision {
		case "":
			return claims.Date{}
		case claims.UnknownPrecision:
			return claims.UnknownDate
		}
		t.wrong("claim_date", "the date is missing: the precision is “"+string(precision)+"”")
		return claims.Date{}
	}
	d, err := t.m.day(s)
	if err != nil {
		t.wrong("claim_date", err.Error())
		return d
	}
	switch precision {
	case "", claims.DayPrecision:
	case claims.MonthPrecision, claims.YearPrecision:
		d.Precision = precision
		d, err = claims.ParseDate("claim_date", d.String())
	case claims.UnknownPrecision:
		d = claims.UnknownDate
	default:
		t.wrong("claim_date_precision", "the precision “"+string(precision)+"” is not known: day, month, year or unknown")
	}
	t.mind(err)
	return d
}

// layouts in which a date can be meant in one way only.
var layouts = []string{
	time.RFC3339, "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006/01/02", "2006.01.02",
	"2 January 2006", "January 2, 2006", "2 Jan 2006", "Jan 2, 2006", "02-Jan-2006", "Monday, January 2, 2006", "Monday, 2 January 2006",
}

var numeric = map[string][]string{
	DayFirst:   {"2/1/2006", "2.1.2006", "2-1-2006"},
	MonthFirst: {"1/2/2006", "1.2.2006", "1-2-2006"},
}

// day reads a date. Of an instant the day counts as it is written: no zone
// moves it.
func (m Mapping) day(s string) (claims.Date, error) {
	d, err := claims.ParseDate("claim_date", s)
	if err == nil {
		return d, nil
	}
	for _, l := range append(layouts, numeric[m.Dates]...) {
		if at, err := time.Parse(l, s); err == nil && at.Year() >= 1000 {
			return claims.Date{Day: at.Format(time.DateOnly), Precision: claims.DayPrecision}, nil
		}
	}
	if m.Dates == "" {
		for _, l := range append(numeric[DayFirst], numeric[MonthFirst]...) {
			if _, err := time.Parse(l, s); err == nil {
				return d, claims.Invalid("claim_date", "“%s” can be read in two ways: say whether the day or the month comes first", s)
			}
		}
	}
	return d, err
}

// quote reads the words and where they stood. Without words there is no
// appearance, and the address alone goes with the origin.
func (t *importing) quote(i *claims.Imported) {
	i.Quote = strings.TrimSpace(t.get("quote"))
	i.Cue = claims.Line(t.get("attribution_verb"))
	a := &i.Article
	a.URL, a.Title, a.Outlet = strings.TrimSpace(t.get("article_url")), claims.Line(t.get("article_title")), claims.Line(t.get("outlet"))
	a.Language = i.Claim.Language
	if on := t.get("article_published_on"); on != "" {
		var err error
		if a.PublishedOn, err = t.m.day(strings.TrimSpace(on)); err != nil {
			t.wrong("article_published_on", err.Error())
		}
	}
	if i.Quote == "" {
		i.Origin.Article = a.URL
		return
	}
	t.mind(i.CheckQuote())
	i.Kind = t.kind()
	if _, err := claims.WebURL("", a.URL); a.Outlet == "" && err != nil {
		a.Outlet = "not named"
	}
	if a.Title == "" {
		a.Title = firstOf(a.URL, t.file)
	}
	checked := *a
	checked.Text = checked.Beside()
	if err := checked.Check(); err != nil {
		t.mind(err)
	} else {
		checked.Text = ""
		*a = checked
	}
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// kind says how the words came. Where the file does not say, they are taken
// for the reporter's: quotation marks are never guessed.
func (t *importing) kind() claims.QuoteKind {
	switch k := claims.QuoteKind(plain(t.get("attribution_kind"))); k {
	case claims.Direct, claims.Mixed, claims.Indirect:
		return k
	case "":
	default:
		t.wrong("attribution_kind", "“"+string(k)+"” is not known: direct, mixed or indirect")
	}
	switch plain(t.get("quote_is_verbatim")) {
	case "true", "yes", "1":
		return claims.Direct
	}
	return claims.Indirect
}

// origin keeps what the file says of another check.
func (t *importing) origin(i *claims.Imported) {
	o := &i.Origin
	o.File, o.Row, o.URL = t.file, t.row.Number, claims.Line(t.get("claim_url"))
	o.Key, o.Label, o.Scale = claims.Line(t.get("verdict")), claims.Line(t.get("verdict_label")), claims.Line(t.get("verdict_scale"))
	o.ReviewedBy, o.ReviewedAt, o.Sources = claims.Line(t.get("reviewed_by")), claims.Line(t.get("reviewed_at")), t.list("source_urls")
	for _, x := range [][2]string{{"claim_url", o.URL}, {"article_url", o.Article}, {"verdict", o.Key}, {"verdict_label", o.Label}, {"verdict_scale", o.Scale}, {"reviewed_by", o.ReviewedBy}, {"reviewed_at", o.ReviewedAt}} {
		if len(x[1]) > claims.MaxURL {
			t.wrong(x[0], fmt.Sprintf("the cell is longer than %d bytes", claims.MaxURL))
		}
	}
}
