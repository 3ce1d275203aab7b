package extract

import (
	"strings"

	"touchstone/claims"
)

// piece is a run of tokens, end exclusive.
type piece struct{ from, to int }

func (p piece) empty() bool          { return p.to <= p.from }
func (p piece) holds(i int) bool     { return i >= p.from && i < p.to }
func (p piece) touches(q piece) bool { return p.from < q.to && q.from < p.to }

// doc is a text taken apart.
type doc struct {
	text         string
	toks         []token
	paras        []paragraph
	sents        []piece
	quotes       []quotation
	singleCloser []int
	labels       map[string]bool // of a transcript's speakers; nil until asked for
	transcript   bool
	capitals     map[string]bool // words with a capital within a sentence; nil until asked for
}

// read takes a text apart: tokens, paragraphs, quotations, sentences.
func read(text string) *doc {
	d := &doc{text: text, toks: tokenise(text)}
	d.findParagraphs()
	d.classify()
	d.markAbbreviations()
	d.pairQuotes()
	d.divide()
	d.sortParagraphs()
	return d
}

// at gives token i, or nil beyond the ends.
func (d *doc) at(i int) *token {
	if i < 0 || i >= len(d.toks) {
		return nil
	}
	return &d.toks[i]
}

// low gives the lower-case form of token i, "" beyond the ends.
func (d *doc) low(i int) string {
	if i < 0 || i >= len(d.toks) {
		return ""
	}
	return d.toks[i].low
}

// is reports whether token i has one of the classes.
func (d *doc) is(i int, c class) bool {
	return i >= 0 && i < len(d.toks) && d.toks[i].class.any(c)
}

func (d *doc) mark(i int) bool {
	return i < 0 || i >= len(d.toks) || d.toks[i].kind == markToken && !d.toks[i].abbrev
}

// span gives a piece in code points.
func (d *doc) span(p piece) claims.Span {
	if p.empty() {
		return claims.Span{}
	}
	return claims.Span{Start: int(d.toks[p.from].start), End: int(d.toks[p.to-1].end)}
}

// words gives a piece as printed, on one line.
func (d *doc) words(p piece) string {
	if p.empty() {
		return ""
	}
	s := d.text[d.toks[p.from].from:d.toks[p.to-1].to]
	if strings.ContainsAny(s, "\n\t\r\u00a0") || strings.Contains(s, "  ") {
		return strings.Join(strings.Fields(s), " ")
	}
	return s
}

// sentence gives the sentence of token i.
func (d *doc) sentence(i int) piece { return d.sents[d.toks[i].sentence] }

// trim drops white marks at both ends that belong to the reporter: commas,
// colons, dashes, full stops.
func (d *doc) trim(p piece) piece {
	for !p.empty() && d.reporters(p.from) {
		p.from++
	}
	for !p.empty() && d.reporters(p.to-1) {
		p.to--
	}
	return p
}

func (d *doc) reporters(i int) bool {
	t := &d.toks[i]
	if t.kind != markToken || t.abbrev || t.quote != 0 {
		return false
	}
	return strings.Contains(",;:.!?…", t.low) || isDash(t.low)
}

// quoted gives the quotation that token i stands in, or an empty piece.
func (d *doc) quoted(i int) piece {
	if i < 0 || i >= len(d.toks) || d.toks[i].quote == 0 {
		return piece{}
	}
	return d.quotes[d.toks[i].quote-1].piece
}

// kindOf says whose words the content is made of, by its letters and digits.
func (d *doc) kindOf(content []piece) claims.QuoteKind {
	all, in := 0, 0
	for _, p := range content {
		for i := p.from; i < p.to; i++ {
			if d.toks[i].kind == markToken {
				continue
			}
			all++
			if d.toks[i].quote != 0 {
				in++
			}
		}
	}
	switch {
	case in == 0:
		return claims.Indirect
	case in == all:
		return claims.Direct
	}
	return claims.Mixed
}
