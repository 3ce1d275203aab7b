package export

import (
	"fmt"
	"io"
	"unicode/utf8"
)

// flushAt is how many bytes are gathered for one write.
const flushAt = 32 << 10

// CSV writes rows as RFC 4180: UTF-8, CRLF, a header always, an empty cell for
// null. It gives the number of rows written. On an error what was written
// stays as it is: the caller cuts the connection and adds nothing.
func CSV[T any](w io.Writer, cols []Column[T], rows Rows[T], o Options) (n int, err error) {
	cols = choose(cols, o.Desk)
	c := Cell{opt: o, buf: make([]byte, 0, flushAt+4096)}
	if o.BOM {
		c.buf = append(c.buf, "\uFEFF"...)
	}
	for i, col := range cols {
		if i > 0 {
			c.buf = append(c.buf, ',')
		}
		c.buf = append(c.buf, col.Name...)
	}
	c.buf = append(c.buf, '\r', '\n')
	return write(w, &c, rows, func(row *T) {
		for i := range cols {
			if i > 0 {
				c.buf = append(c.buf, ',')
			}
			cols[i].Write(&c, row)
		}
		c.buf = append(c.buf, '\r', '\n')
	})
}

// JSONL writes rows as JSON objects, one a line, with the names of the CSV:
// null for what is empty, numbers as numbers, lists as arrays.
func JSONL[T any](w io.Writer, cols []Column[T], rows Rows[T], o Options) (n int, err error) {
	cols = choose(cols, o.Desk)
	c := Cell{opt: o, json: true, buf: make([]byte, 0, flushAt+4096)}
	return write(w, &c, rows, func(row *T) {
		sep := byte('{')
		for i := range cols {
			c.buf = appendJSON(append(c.buf, sep), cols[i].Name)
			c.buf = append(c.buf, ':')
			before := len(c.buf)
			if cols[i].Write(&c, row); len(c.buf) == before {
				c.buf = append(c.buf, "null"...)
			}
			sep = ','
		}
		c.buf = append(c.buf, '}', '\n')
	})
}

// write draws the rows and writes the cell's buffer out: after the first row,
// so that a reader sees soon that it goes on, and then whenever it is full.
func write[T any](w io.Writer, c *Cell, rows Rows[T], draw func(*T)) (n int, err error) {
	flush := func() error {
		if _, err := w.Write(c.buf); err != nil {
			return fmt.Errorf("write row %d: %w", n, err)
		}
		c.buf = c.buf[:0]
		return nil
	}
	for row, err := range rows {
		if err != nil {
			return n, fmt.Errorf("read row %d: %w", n+1, err)
		}
		draw(row)
		if n++; n == 1 || len(c.buf) >= flushAt {
			if err := flush(); err != nil {
				return n, err
			}
		}
	}
	return n, flush()
}

// appendCSV writes one text cell: guarded, and in quotation marks where the
// text has a separator, a mark or a line end, or begins or ends with a space.
func appendCSV[S string | []byte](b []byte, s S, guard bool) []byte {
	if len(s) == 0 {
		return b
	}
	quoted := s[0] == ' ' || s[0] == '\t' || s[len(s)-1] == ' ' || s[len(s)-1] == '\t'
	for i := 0; !quoted && i < len(s); i++ {
		quoted = s[i] == ',' || s[i] == '"' || s[i] == '\n' || s[i] == '\r'
	}
	if quoted {
		b = append(b, '"')
	}
	if guard && dangerous(s) {
		b = append(b, '\'')
	}
	if !quoted {
		return append(b, s...)
	}
	for i := range len(s) {
		if s[i] == '"' {
			b = append(b, '"')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}

// dangerous reports whether a spreadsheet could take a text for a formula: it
// begins with = + - @, one of their full-width forms, a tab, a line end or NUL.
// Apostrophes in front count as the guard's own, so that taking one off always
// gives the text back.
func dangerous[S string | []byte](s S) bool {
	i := 0
	for i < len(s) && s[i] == '\'' {
		i++
	}
	if i == len(s) {
		return false
	}
	switch s[i] {
	case '=', '+', '-', '@', '\t', '\r', '\n', 0:
		return true
	}
	if s[i] != 0xef || i+2 >= len(s) {
		return false
	}
	r, _ := utf8.DecodeRune([]byte{s[i], s[i+1], s[i+2]})
	return r == '＝' || r == '＋' || r == '－' || r == '＠'
}

// Guard is the cell that stands for a text in a CSV read by spreadsheets.
func Guard(s string) string {
	if dangerous(s) {
		return "'" + s
	}
	return s
}

// Unguard takes the guard off a cell: at most one apostrophe, and only where
// Guard put it.
func Unguard(s string) string {
	if len(s) > 1 && s[0] == '\'' && dangerous(s) {
		return s[1:]
	}
	return s
}
