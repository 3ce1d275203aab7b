// Package export writes claims in the forms that others read: CSV and JSON
// lines from tables of columns, ClaimReview as JSON-LD. It writes row by row to
// an io.Writer and never holds all rows.
package export

import (
	"iter"
	"math"
	"strconv"
	"strings"
	"time"

	"touchstone/claims"
)

// The types of columns, as the dictionary and the data package name them.
const (
	String   = "string"
	Integer  = "integer"
	Number   = "number"
	Boolean  = "boolean"
	Day      = "date"     // YYYY-MM-DD
	DateTime = "datetime" // RFC 3339 in UTC
	List     = "list"     // items joined by "|" in CSV, an array in JSON
)

// Options say how an export is written.
type Options struct {
	BaseURL string // of the public site, for the addresses of checks
	BOM     bool   // a byte order mark in front, by which Excel knows UTF-8
	Unsafe  bool   // without the guard against formulas
	Desk    bool   // with the columns that are for the desk alone
}

// Column is one column of an export. Its name is never changed or given away
// again. Write puts the value of a row into the cell, or nothing for null.
type Column[T any] struct {
	Name, Doc, Type string
	Desk            bool // left out of public exports
	Write           func(c *Cell, row *T)
}

// Field is a column without its values: a line of the dictionary.
type Field struct {
	Name, Doc, Type string
	Desk            bool
}

// Fields describes columns for a dictionary.
func Fields[T any](cols []Column[T]) []Field {
	f := make([]Field, len(cols))
	for i, c := range cols {
		f[i] = Field{c.Name, c.Doc, c.Type, c.Desk}
	}
	return f
}

// Cell takes the one value of a column in a row. An empty text, a zero time, a
// nil number and an empty list are null.
type Cell struct {
	buf  []byte
	json bool
	opt  Options
	list []byte // a list before it is guarded and quoted
}

// Text writes words.
func (c *Cell) Text(s string) {
	switch {
	case s == "":
	case c.json:
		c.buf = appendJSON(c.buf, s)
	default:
		c.buf = appendCSV(c.buf, s, !c.opt.Unsafe)
	}
}

// Int writes a whole number.
func (c *Cell) Int(n int) { c.buf = strconv.AppendInt(c.buf, int64(n), 10) }

// Number writes a number in its shortest form; nil is null.
func (c *Cell) Number(f *float64) {
	if f != nil && !math.IsNaN(*f) && !math.IsInf(*f, 0) {
		c.buf = strconv.AppendFloat(c.buf, *f, 'f', -1, 64)
	}
}

// Bool writes true or false.
func (c *Cell) Bool(b bool) { c.buf = strconv.AppendBool(c.buf, b) }

// Instant writes a time as RFC 3339 in UTC.
func (c *Cell) Instant(t time.Time) {
	if t.IsZero() {
		return
	}
	c.quote()
	c.buf = t.UTC().AppendFormat(c.buf, time.RFC3339)
	c.quote()
}

// Day writes a date as YYYY-MM-DD.
func (c *Cell) Day(day string) {
	if day == "" {
		return
	}
	c.quote()
	c.buf = append(c.buf, day...)
	c.quote()
}

func (c *Cell) quote() {
	if c.json {
		c.buf = append(c.buf, '"')
	}
}

// List writes several words. In CSV they are joined by "|"; a "|" inside an
// item is written \| and a backslash \\.
func (c *Cell) List(items []string) {
	if len(items) == 0 {
		return
	}
	if c.json {
		sep := byte('[')
		for _, s := range items {
			c.buf = appendJSON(append(c.buf, sep), s)
			sep = ','
		}
		c.buf = append(c.buf, ']')
		return
	}
	c.list = c.list[:0]
	for i, s := range items {
		if i > 0 {
			c.list = append(c.list, '|')
		}
		for j := range len(s) {
			if s[j] == '|' || s[j] == '\\' {
				c.list = append(c.list, '\\')
			}
			c.list = append(c.list, s[j])
		}
	}
	c.buf = appendCSV(c.buf, c.list, !c.opt.Unsafe)
}

// SplitList takes the items of a list cell apart again.
func SplitList(cell string) []string {
	if cell == "" {
		return nil
	}
	var items []string
	var b strings.Builder
	for i := 0; i < len(cell); i++ {
		switch {
		case cell[i] == '\\' && i+1 < len(cell):
			i++
			b.WriteByte(cell[i])
		case cell[i] == '|':
			items = append(items, b.String())
			b.Reset()
		default:
			b.WriteByte(cell[i])
		}
	}
	return append(items, b.String())
}

// page writes the address of a check. A statement whose words are those of a
// page beside the check's own is left out of it.
func (c *Cell) page(id claims.ID, slug string) {
	if c.opt.BaseURL == "" || id == 0 {
		return
	}
	c.list = append(append(c.list[:0], strings.TrimRight(c.opt.BaseURL, "/")...), "/claims/"...)
	c.list = append(c.list, id.String()...)
	if slug != "" && slug != "history" {
		c.list = append(append(c.list, '/'), slug...)
	}
	if c.json {
		c.buf = appendJSON(c.buf, string(c.list))
	} else {
		c.buf = appendCSV(c.buf, c.list, !c.opt.Unsafe)
	}
}

// choose leaves the desk's columns out of a public export.
func choose[T any](cols []Column[T], desk bool) []Column[T] {
	var out []Column[T]
	for _, c := range cols {
		if desk || !c.Desk {
			out = append(out, c)
		}
	}
	return out
}

// Rows is what an export reads: each row is used before the next is asked for,
// so that one value can serve for all of them.
type Rows[T any] = iter.Seq2[*T, error]
