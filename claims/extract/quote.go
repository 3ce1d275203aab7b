package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// quotation is a stretch between quotation marks, the marks included.
type quotation struct {
	piece
	closed    bool
	continues bool // the next paragraph opens with a mark again
	carried   bool // it carries on the quotation of the paragraph before
}

const (
	doubleOpen  = "“„«"
	doubleClose = "”»"
)

// pairQuotes finds the quotations, one paragraph after the other. Only the
// outermost marks count. A misplaced mark never takes more than its paragraph.
func (d *doc) pairQuotes() {
	d.findSingleClosers()
	for p := range d.paras {
		d.pairParagraph(p)
	}
	for i, q := range d.quotes {
		for k := q.from; k < q.to; k++ {
			d.toks[k].quote = int32(i + 1)
		}
	}
}

func (d *doc) pairParagraph(p int) {
	para := d.paras[p].piece
	open, mark := -1, ""
	first := len(d.quotes)
	for i := para.from; i < para.to; i++ {
		t := &d.toks[i]
		if t.kind != markToken {
			continue
		}
		if open >= 0 {
			if d.closes(i, open, mark) && i == open+1 {
				open = -1 // nothing between the marks
			} else if d.closes(i, open, mark) {
				d.quotes = append(d.quotes, quotation{piece: piece{open, i + 1}, closed: true})
				open = -1
			}
			continue
		}
		if d.opens(i, para) {
			open, mark = i, t.low
		}
	}
	if open >= 0 && d.unclosed(open, p) {
		d.quotes = append(d.quotes, quotation{piece: piece{open, para.to}, continues: d.opensNext(p)})
	}
	if p > 0 && len(d.quotes) > first && d.quotes[first].from == para.from && first > 0 {
		prev := &d.quotes[first-1]
		d.quotes[first].carried = prev.continues && prev.to == d.paras[p-1].to
	}
}

// opens reports whether the mark i can open a quotation.
func (d *doc) opens(i int, para piece) bool {
	t := &d.toks[i]
	spaceAfter := i+1 >= para.to || !d.toks[i+1].glued
	wordBefore := i > para.from && t.glued && d.toks[i-1].kind != markToken
	switch {
	case strings.Contains(doubleOpen, t.low):
		return true
	case t.low == `"` || t.low == "''":
		return !(spaceAfter && t.glued && i > para.from && !strings.ContainsAny(d.toks[i-1].low, "(—–-["))
	case t.low == "‘" || t.low == "'" || t.low == "`":
		return !wordBefore && !spaceAfter && d.singleCloser[i] >= 0 && d.singleCloser[i] < para.to ||
			!wordBefore && !spaceAfter && t.low == "‘" && i == para.from
	}
	return false
}

// closes reports whether the mark i ends the quotation that mark opened.
func (d *doc) closes(i, open int, mark string) bool {
	low := d.toks[i].low
	switch {
	case strings.Contains(doubleOpen, mark) || mark == `"`:
		if strings.Contains(doubleClose, low) {
			return true
		}
		// A straight mark before a word opens an inner quotation only if it is
		// another kind than the outer one; everything else closes.
		return low == `"` && (mark == `"` || i+1 >= len(d.toks) || !d.toks[i+1].glued || d.toks[i+1].kind == markToken || d.toks[i].glued)
	case mark == "''":
		return low == "''" || low == `"`
	}
	return i == d.singleCloser[open]
}

// unclosed says what a mark without a partner is worth: it runs to the end of
// its paragraph if the next one carries on, or if it is curly, or if the
// paragraph begins with it.
func (d *doc) unclosed(open, p int) bool {
	t := &d.toks[open]
	if d.opensNext(p) || open == d.paras[p].from {
		return true
	}
	return strings.Contains(doubleOpen, t.low)
}

func (d *doc) opensNext(p int) bool {
	if p+1 >= len(d.paras) {
		return false
	}
	i := d.paras[p+1].from
	return i < len(d.toks) && d.toks[i].kind == markToken && strings.ContainsAny(d.toks[i].low, `“„«"‘`) || i < len(d.toks) && d.toks[i].low == "''"
}

// findSingleClosers notes for every single opening mark where it may close,
// from right to left so that it takes one pass. A mark after a full stop or a
// comma closes for certain; one after a letter may be a plural's apostrophe,
// so it counts only if no certain one stands in the same sentence.
func (d *doc) findSingleClosers() {
	d.singleCloser = make([]int, len(d.toks))
	sure, likely := -1, -1
	para := int32(-1)
	for i := len(d.toks) - 1; i >= 0; i-- {
		t := &d.toks[i]
		if t.para != para {
			sure, likely, para = -1, -1, t.para
		}
		d.singleCloser[i] = -1
		if t.kind != markToken {
			continue
		}
		r, _ := utf8.DecodeRuneInString(t.low)
		if isApostrophe(r) && t.low != "''" && t.glued && i > 0 && (i+1 >= len(d.toks) || !d.toks[i+1].glued || d.toks[i+1].kind == markToken) {
			if d.toks[i-1].kind == markToken && strings.ContainsAny(d.toks[i-1].low, ".,!?…;") || i+1 < len(d.toks) && d.toks[i+1].glued || i+1 >= len(d.toks) {
				sure = i
			}
			likely = i
		}
		if t.low == "‘" || t.low == "'" || t.low == "`" {
			switch {
			case likely > i && (sure < 0 || sure > i+400 || !d.plural(likely)):
				d.singleCloser[i] = likely
			case sure > i:
				d.singleCloser[i] = sure
			}
			if t.low == "‘" {
				sure, likely = -1, -1 // what stands before it cannot reach over it
			}
		}
	}
}

// plural reports whether the apostrophe i looks like that of “the boys’ room”.
func (d *doc) plural(i int) bool {
	if i == 0 || i+1 >= len(d.toks) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(d.toks[i+1].low)
	return strings.HasSuffix(d.toks[i-1].low, "s") && unicode.IsLetter(r) && !d.toks[i+1].glued
}

func isDash(s string) bool { return s == "–" || s == "—" || s == "-" || s == "―" }
