package export

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"touchstone/claims"
)

// Bounds of a table that is read. What goes over them is no table of claims, or
// has a quotation mark that nobody closed.
const (
	MaxCell    = 64 << 10 // bytes
	maxRow     = 1 << 20  // bytes
	MaxColumns = 500
)

// Row is one record of a table.
type Row struct {
	Number int // as spreadsheets count: the header is row 1
	Line   int // of the file, where it begins
	Cells  []string
}

// Reader reads CSV as others write it: RFC 4180 in UTF-8 or UTF-16, with or
// without a byte order mark, divided by commas, semicolons or tabs, ended by
// CR LF, LF or CR. It holds one row at a time. What is wrong is a *claims.Fault
// with its place.
type Reader struct {
	Header []string
	comma  byte
	r      *bufio.Reader
	row    int
	line   int    // where it reads
	start  int    // where the row begins
	buf    []byte // the cells of a row, one after another
	ends   []int  // where each ends
	failed error
}

// NewReader reads the header of a table.
func NewReader(r io.Reader) (*Reader, error) {
	c := &Reader{r: bufio.NewReaderSize(r, 32<<10), line: 1}
	c.decode()
	c.comma = divider(c.r)
	row, err := c.Read()
	switch {
	case err == io.EOF:
		return nil, c.fault(0, "the file is empty")
	case err != nil:
		return nil, err
	}
	for i, name := range row.Cells {
		if strings.ContainsRune(name, 0) {
			return nil, c.fault(i+1, "this is no text: save the table as CSV in UTF-8")
		}
		c.Header = append(c.Header, claims.Line(name))
	}
	return c, c.checkHeader()
}

// decode leaves out a byte order mark, and reads UTF-16 as UTF-8.
func (c *Reader) decode() {
	mark, _ := c.r.Peek(3)
	switch {
	case bytes.HasPrefix(mark, []byte("\xef\xbb\xbf")):
		c.r.Discard(3)
	case bytes.HasPrefix(mark, []byte("\xff\xfe")), bytes.HasPrefix(mark, []byte("\xfe\xff")):
		c.r.Discard(2)
		c.r = bufio.NewReaderSize(&wide{r: c.r, big: mark[0] == 0xfe}, 32<<10)
	}
}

// divider finds what divides the cells of the header.
func divider(r *bufio.Reader) byte {
	head, _ := r.Peek(8 << 10)
	counts, quoted := map[byte]int{}, false
	for _, b := range head {
		if b == '"' {
			quoted = !quoted
		}
		if (b == '\n' || b == '\r') && !quoted {
			break
		}
		if !quoted {
			counts[b]++
		}
	}
	best := byte(',')
	for _, b := range []byte{';', '\t'} {
		if counts[b] > counts[best] {
			best = b
		}
	}
	return best
}

func (c *Reader) checkHeader() error {
	seen := map[string]int{}
	for i, name := range c.Header {
		if first := seen[strings.ToLower(name)]; name != "" && first > 0 {
			return c.fault(i+1, fmt.Sprintf("the name %q stands over column %d too: give each column a name of its own", name, first))
		}
		seen[strings.ToLower(name)] = i + 1
	}
	return nil
}

// Read gives the next row, io.EOF after the last. After a *claims.Fault that is
// not final the next row can be read.
func (c *Reader) Read() (Row, error) {
	if c.failed != nil {
		return Row{}, c.failed
	}
	for {
		c.row++
		c.start = c.line
		err := c.scan()
		if err != nil {
			c.failed = err
			return Row{}, err
		}
		if len(c.ends) == 1 && c.ends[0] == 0 && len(c.Header) != 1 {
			continue // an empty line
		}
		row := Row{Number: c.row, Line: c.start, Cells: c.cells()}
		return row, c.check(row)
	}
}

func (c *Reader) cells() []string {
	all, from := string(c.buf), 0
	cells := make([]string, len(c.ends))
	for i, end := range c.ends {
		cells[i], from = all[from:end], end
	}
	return cells
}

// check finds what is wrong inside a row whose cells could be told apart.
func (c *Reader) check(row Row) error {
	f := &claims.Fault{Row: row.Number, Line: row.Line}
	if c.Header != nil && len(row.Cells) != len(c.Header) {
		f.Message = fmt.Sprintf("the header has %d cells, this row %d", len(c.Header), len(row.Cells))
		return f
	}
	for i, cell := range row.Cells {
		if !utf8.ValidString(cell) {
			f.Column, f.Message = i+1, "the cell has bytes that are no UTF-8: save the table as CSV in UTF-8"
			if i < len(c.Header) {
				f.Name = c.Header[i]
			}
			f.Final = c.Header == nil
			return f
		}
	}
	return nil
}

// fault is one that ends the reading.
func (c *Reader) fault(column int, message string) *claims.Fault {
	f := &claims.Fault{Row: max(c.row, 1), Line: max(c.start, 1), Column: column, Message: message, Final: true}
	if column > 0 && column <= len(c.Header) {
		f.Name = c.Header[column-1]
	}
	return f
}

// Where a scan stands.
const (
	atStart  = iota // of a cell
	inCell          // without quotation marks
	inQuotes        // within them
	closed          // after the closing one
)

// scan reads the cells of one row into buf and ends.
func (c *Reader) scan() error {
	c.buf, c.ends = c.buf[:0], c.ends[:0]
	state, opened := atStart, 0
	for n := 0; ; n++ {
		b, err := c.r.ReadByte()
		if err != nil {
			return c.last(err, n, state, opened)
		}
		if b == '\n' || b == '\r' {
			if b == '\r' {
				b = c.newline(state == inQuotes)
			}
			c.line++
		}
		switch {
		case state == inQuotes && b == '"':
			state = closed
			continue
		case state == inQuotes:
		case state == closed && b == '"':
			state = inQuotes
		case b == c.comma:
			c.ends = append(c.ends, len(c.buf))
			state = atStart
			if len(c.ends) >= MaxColumns {
				return c.fault(0, fmt.Sprintf("the row has more than %d columns", MaxColumns))
			}
			continue
		case b == '\n':
			c.ends = append(c.ends, len(c.buf))
			return nil
		case state == atStart && b == '"':
			state, opened = inQuotes, c.line
			continue
		case state == closed:
			return c.fault(len(c.ends)+1, "more follows after the closing quotation mark: a quotation mark inside a cell is written twice")
		default:
			state = inCell
		}
		c.buf = append(c.buf, b)
		if state != closed {
			c.run(state == inQuotes)
		}
		if err := c.room(state, opened); err != nil {
			return err
		}
	}
}

// run takes what is buffered of a cell up to the next byte that means
// something.
func (c *Reader) run(quoted bool) {
	chunk, _ := c.r.Peek(c.r.Buffered())
	for _, b := range []byte{'\n', '\r', '"', c.comma} {
		if i := bytes.IndexByte(chunk, b); i >= 0 && (b != c.comma || !quoted) {
			chunk = chunk[:i]
		}
	}
	c.buf = append(c.buf, chunk...)
	c.r.Discard(len(chunk))
}

// newline reads on after CR. Inside quotation marks it stays a part of the
// cell, its LF following as it is; outside it ends the row like LF.
func (c *Reader) newline(quoted bool) byte {
	next, _ := c.r.Peek(1)
	if len(next) == 1 && next[0] == '\n' {
		if quoted {
			c.line-- // the LF counts
			return '\r'
		}
		c.r.Discard(1)
	}
	if quoted {
		return '\r'
	}
	return '\n'
}

// room refuses cells and rows that are too long.
func (c *Reader) room(state, opened int) error {
	from := 0
	if n := len(c.ends); n > 0 {
		from = c.ends[n-1]
	}
	switch {
	case len(c.buf)-from > MaxCell && state == inQuotes:
		return c.fault(len(c.ends)+1, fmt.Sprintf("the cell is longer than %d KB: perhaps the quotation mark on line %d is never closed", MaxCell>>10, opened))
	case len(c.buf)-from > MaxCell:
		return c.fault(len(c.ends)+1, fmt.Sprintf("the cell is longer than %d KB", MaxCell>>10))
	case len(c.buf) > maxRow:
		return c.fault(0, fmt.Sprintf("the row is longer than %d KB", maxRow>>10))
	}
	return nil
}

// last ends the file; n is how many bytes of a last row without a line end were
// read.
func (c *Reader) last(err error, n, state, opened int) error {
	switch {
	case !errors.Is(err, io.EOF):
		return fmt.Errorf("read row %d: %w", c.row, err)
	case state == inQuotes:
		return c.fault(len(c.ends)+1, fmt.Sprintf("the quotation mark on line %d is never closed", opened))
	case n == 0:
		return io.EOF
	}
	c.ends = append(c.ends, len(c.buf))
	return nil
}

// wide gives text in UTF-16 as UTF-8; half a pair becomes U+FFFD.
type wide struct {
	r    *bufio.Reader
	big  bool
	left []byte
}

// Read fills p with whole characters, or a part of one that is then kept.
func (w *wide) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if len(w.left) == 0 {
			r, err := w.rune()
			if err != nil {
				if n > 0 {
					return n, nil
				}
				return 0, err
			}
			w.left = utf8.AppendRune(w.left[:0], r)
		}
		k := copy(p[n:], w.left)
		w.left = w.left[k:]
		n += k
	}
	return n, nil
}

func (w *wide) rune() (rune, error) {
	one, err := w.unit()
	if err != nil || !utf16.IsSurrogate(one) {
		return one, err
	}
	if next, err := w.r.Peek(2); err == nil {
		if r := utf16.DecodeRune(one, w.join(next)); r != utf8.RuneError {
			w.r.Discard(2)
			return r, nil
		}
	}
	return utf8.RuneError, nil
}

func (w *wide) unit() (rune, error) {
	b, err := w.r.Peek(2)
	if len(b) == 1 {
		w.r.Discard(1)
		return utf8.RuneError, nil
	}
	if err != nil {
		return 0, err
	}
	w.r.Discard(2)
	return w.join(b), nil
}

func (w *wide) join(b []byte) rune {
	if w.big {
		return rune(b[0])<<8 | rune(b[1])
	}
	return rune(b[1])<<8 | rune(b[0])
}
