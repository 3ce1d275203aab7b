package extract

import (
	"strings"

	"touchstone/claims"
)

// maxLabel is how many tokens the name before a transcript's colon may have.
const maxLabel = 12

// dialogue reads the lines of an interview, a transcript or a live blog that
// begin with who speaks: “ANNA: Who pays?”, “Campaign manager Jo Lee: “…””.
func (d *doc) dialogue(p *paragraph) ([]*found, bool) {
	at := d.label(p)
	if at < 0 {
		return nil, false
	}
	label, rest := piece{p.head, at}, piece{at + 1, p.to}
	f := &found{source: label, cue: piece{at, at + 1}, verb: sayVerb, at: at}
	if q := d.quoted(rest.from); !q.empty() && q.from == rest.from && d.nameLike(label) && (d.fullQuote(q) || q.to >= d.bodyEnd(rest)) {
		f.content, f.rule = d.joinQuotes(q, rest), "Name: “…”"
		return []*found{f}, true
	}
	if p.kind == Title && d.nameLike(label) && d.wordCount(rest) > 3 && !d.is(label.from, paperWord) {
		f.content, f.rule = []piece{d.trimContent(rest)}, "Name: headline"
		return []*found{f}, true
	}
	if !d.isTranscript() || !d.labels[strings.ToLower(d.words(label))] {
		return nil, false
	}
	if d.wordCount(rest) < 3 && d.toks[rest.from].kind == numberToken {
		return nil, true // a table
	}
	if d.questioner(label) || d.low(p.to-1) == "?" {
		return nil, true
	}
	if d.wordCount(rest) < 4 {
		return nil, true
	}
	f.content, f.rule, f.kind = []piece{rest}, "transcript", claims.Direct
	if d.low(label.from) == "a" || d.low(label.from) == "answer" {
		f.source = piece{} // the one who is interviewed
	}
	return []*found{f}, true
}

// label gives the colon that ends the name at the head of a paragraph, or -1.
func (d *doc) label(p *paragraph) int {
	for i := p.head; i < p.to && i < p.head+maxLabel; i++ {
		t := &d.toks[i]
		if t.low == ":" && t.quote == 0 {
			if i == p.head || i+1 >= p.to || d.toks[i+1].glued {
				return -1
			}
			return i
		}
		if t.quote != 0 || t.kind == numberToken || t.kind == markToken && !t.abbrev && t.low != "," && t.low != "(" && t.low != ")" || t.form != nil && !t.upper || t.class.any(auxiliary|modal|finite) && !t.upper {
			return -1
		}
	}
	return -1
}

// isTranscript finds the labels that stand at the head of several paragraphs:
// two different ones, one of them twice, make a transcript.
func (d *doc) isTranscript() bool {
	if d.labels == nil {
		d.labels = map[string]bool{}
		count := map[string]int{}
		for i := range d.paras {
			if at := d.label(&d.paras[i]); at >= 0 && at-d.paras[i].head <= 4 {
				count[strings.ToLower(d.words(piece{d.paras[i].head, at}))]++
			}
		}
		total := 0
		for w, n := range count {
			if n > 1 || len(count) == 2 {
				d.labels[w] = true
				total += n
			}
		}
		d.transcript = len(d.labels) > 1 && total > 2
	}
	return d.transcript
}

// questioner reports whether the label is that of who asks.
func (d *doc) questioner(label piece) bool {
	w := strings.ToLower(d.words(label))
	return w == "q" || w == "question" || w == "reporter" || w == "interviewer" || w == "host" || w == "moderator"
}

// nameLike reports whether the label names a person: two capitals in a row at
// its end, or one after a role.
func (d *doc) nameLike(label piece) bool {
	last := label.to - 1
	if !d.toks[last].upper || d.toks[last].kind != wordToken {
		return false
	}
	return label.to-label.from > 1 || d.toks[last].upper
}
