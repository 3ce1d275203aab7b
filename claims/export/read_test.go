package export

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
)

// rowsOf reads a whole table.
func rowsOf(r io.Reader) (header []string, rows [][]string, err error) {
	c, err := NewReader(r)
	if err != nil {
		return nil, nil, err
	}
	for {
		row, err := c.Read()
		if err == io.EOF {
			return c.Header, rows, nil
		}
		if err != nil {
			return c.Header, rows, err
		}
		rows = append(rows, row.Cells)
	}
}

// wide16 is a text in UTF-16 with its mark.
func wide16(s string, big bool) string {
	var b bytes.Buffer
	for _, u := range append([]uint16{0xfeff}, utf16.Encode([]rune(s))...) {
		if big {
			b.Write([]byte{byte(u >> 8), byte(u)})
		} else {
			b.Write([]byte{byte(u), byte(u >> 8)})
		}
	}
	return b.String()
}

func TestATableIsReadAsOthersWriteIt(t *testing.T) {
	want := [][]string{{"a", "b"}, {"Zürich 🗿", "x, y"}, {"", `say "no"`}}
	for name, s := range map[string]string{
		"RFC 4180":                "a,b\r\nZürich 🗿,\"x, y\"\r\n,\"say \"\"no\"\"\"\r\n",
		"line feeds, no last one": "a,b\nZürich 🗿,\"x, y\"\n,\"say \"\"no\"\"\"",
		"carriage returns":        "a,b\rZürich 🗿,\"x, y\"\r,\"say \"\"no\"\"\"\r",
		"semicolons":              "a;b\nZürich 🗿;x, y\n;\"say \"\"no\"\"\"\n",
		"tabs and a mark":         "\ufeffa\tb\nZürich 🗿\tx, y\n\tsay \"no\"\n",
		"empty lines":             "a,b\n\nZürich 🗿,\"x, y\"\n\n\n,\"say \"\"no\"\"\"\n\n",
		"UTF-16, little":          wide16("a\tb\r\nZürich 🗿\tx, y\r\n\tsay \"no\"\r\n", false),
		"UTF-16, big":             wide16("a,b\r\nZürich 🗿,\"x, y\"\r\n,\"say \"\"no\"\"\"\r\n", true),
	} {
		header, rows, err := rowsOf(strings.NewReader(s))
		if diff := cmp.Diff(want, append([][]string{header}, rows...)); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got)\n%s", name, err, diff)
		}
	}
}

func TestCheck8AFaultHasItsPlace(t *testing.T) {
	for name, x := range map[string]struct {
		file, want string
		final      bool
	}{
		"nothing":                {"", "row 1: the file is empty", true},
		"an unclosed mark":       {"a,b\n1,2\n3,\"4\n5,6\n", "row 3, column 2 (b): the quotation mark on line 3 is never closed", true},
		"a mark in the middle":   {"a,b\n\"1\"2,3\n", "row 2, column 1 (a): more follows after the closing quotation mark: a quotation mark inside a cell is written twice", true},
		"too few cells":          {"a,b\n1\n", "row 2: the header has 2 cells, this row 1", false},
		"too many cells":         {"a,b\n\"x\ny\",2\n1,2,3\n", "row 3 (line 4): the header has 2 cells, this row 3", false},
		"Latin-1":                {"a,b\n1,caf\xe9\n", "row 2, column 2 (b): the cell has bytes that are no UTF-8: save the table as CSV in UTF-8", false},
		"Latin-1 in the header":  {"a,caf\xe9\n", "row 1, column 2: the cell has bytes that are no UTF-8: save the table as CSV in UTF-8", true},
		"UTF-16 without a mark":  {"a\x00,\x00b\x00\n\x00", "row 1, column 1: this is no text: save the table as CSV in UTF-8", true},
		"a name twice":           {"topic,b,Topic\n", `row 1, column 3 (Topic): the name "Topic" stands over column 1 too: give each column a name of its own`, true},
		"10,000 columns":         {strings.Repeat("x,", 10_000) + "\n", "row 1: the row has more than 500 columns", true},
		"a cell without an end":  {"a,b\n1," + strings.Repeat("x", 1<<20), "row 2, column 2 (b): the cell is longer than 64 KB", true},
		"a mark without an end":  {"a,b\n1,\"" + strings.Repeat("x\n", 1<<20), "row 2, column 2 (b): the cell is longer than 64 KB: perhaps the quotation mark on line 2 is never closed", true},
		"a row without an end":   {"a,b\n" + strings.Repeat(strings.Repeat("x", 60_000)+",", 30), "row 2: the row is longer than 1024 KB", true},
		"many cells without end": {"a,b\n" + strings.Repeat(",", 1<<20), "row 2: the row has more than 500 columns", true},
	} {
		_, _, err := rowsOf(strings.NewReader(x.file))
		var f *claims.Fault
		if !errors.As(err, &f) || f.Error() != x.want || f.Final != x.final {
			t.Errorf("%s: got %v, want %s", name, err, x.want)
		}
	}
}

func TestAfterARowThatIsWrongTheNextIsRead(t *testing.T) {
	c, err := NewReader(strings.NewReader("a,b\n1\n3,4\n\xff,5\n6,7\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for {
		row, err := c.Read()
		if err == io.EOF {
			break
		}
		got = append(got, fmt.Sprint(row.Number, err == nil))
	}
	if diff := cmp.Diff([]string{"2 false", "3 true", "4 false", "5 true"}, got); diff != "" {
		t.Error(diff)
	}
}

// endless gives a table of a size that nobody holds in memory: n bytes of rows,
// or one cell of n bytes.
type endless struct {
	head, again string
	left        int64
	at          int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := copy(p, e.head)
	e.head = e.head[n:]
	for n < len(p) {
		k := copy(p[n:], e.again[e.at:])
		e.at = (e.at + k) % len(e.again)
		n += k
	}
	e.left -= int64(n)
	return n, nil
}

// What is held while a table is read does not grow with it: 1 GB of rows, and
// one cell of 100 MB.
func TestCheck8MemoryStaysSmallForAnyTable(t *testing.T) {
	for name, x := range map[string]struct {
		file endless
		rows bool
	}{
		"1 GB of rows":        {endless{head: "a,b,c\n", again: strings.Repeat("x", 40) + "," + strings.Repeat("y", 4000) + ",z\n", left: 1 << 30}, true},
		"a cell of 100 MB":    {endless{head: "a,b\n1,", again: strings.Repeat("x", 4096), left: 100 << 20}, false},
		"a mark never closed": {endless{head: "a,b\n1,\"", again: strings.Repeat("x,y\n", 1024), left: 1 << 30}, false},
	} {
		var before, now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		c, err := NewReader(&x.file)
		if err != nil {
			t.Fatal(err)
		}
		most, n := uint64(0), 0
		for err == nil {
			_, err = c.Read()
			if n++; n%20_000 == 0 {
				runtime.ReadMemStats(&now)
				most = max(most, now.HeapAlloc)
			}
		}
		runtime.ReadMemStats(&now)
		most = max(most, now.HeapAlloc)
		if grown := int64(most) - int64(before.HeapAlloc); grown > 64<<20 {
			t.Errorf("%s: the heap grew by %d MB, want less than 64", name, grown>>20)
		}
		if x.rows && n < 200_000 || !x.rows && n != 1 {
			t.Errorf("%s: %d rows were read, then %v", name, n, err)
		}
	}
}

func FuzzReader(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "a;b\r\n\"x\"\"y\";\r\n", "\ufeffa\n\"", wide16("a,b\n", true), "a,a\n", "a\r\"b\"\rc"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := NewReader(bytes.NewReader(b))
		for n := 0; err == nil || !final(err); n++ {
			if n > len(b)+2 {
				t.Fatal("it reads on and on")
			}
			_, err = c.Read()
		}
		var f *claims.Fault
		if err != io.EOF && !errors.As(err, &f) {
			t.Fatalf("%v has no place", err)
		}
		// What it reads is what the standard library reads, where that is strict.
		header, rows, err := rowsOf(bytes.NewReader(b))
		if err != nil || bytes.ContainsAny(b, "\r;\t\xff\xfe\xef") || len(header) < 2 {
			return
		}
		std := csv.NewReader(bytes.NewReader(b))
		std.FieldsPerRecord = -1
		want, err := std.ReadAll()
		if err != nil || len(want) < 1 {
			return
		}
		if diff := cmp.Diff(want[1:], append([][]string{}, rows...)); diff != "" {
			t.Fatalf("(-standard +got)\n%s", diff)
		}
	})
}

func final(err error) bool {
	var f *claims.Fault
	return !errors.As(err, &f) || f.Final
}

func BenchmarkReader(b *testing.B) {
	row := "yuqgfjd,https://check.example/claims/yuqgfjd,7,\"Fares rose, he said\",2026-03-14,day," + strings.Repeat("word ", 60) + ",,,\r\n"
	head := "a,b,c,d,e,f,g,h,i,j\r\n"
	b.SetBytes(int64(len(row)))
	c, err := NewReader(&endless{head: head, again: row, left: 1 << 62})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for range b.N {
		if _, err := c.Read(); err != nil {
			b.Fatal(err)
		}
	}
}
