package extract

import (
	"math"
	"sort"
	"strings"

	"touchstone/claims"
)

// Feature is one property of a sentence that check-worthiness is judged by.
type Feature struct {
	Name  string  // stable: the key of its weight
	Value float64 // 0 to 1, or the logarithm of a length
}

// Worth judges how check-worthy a statement looks, from 0 to 1, and says why in
// words. It ranks the statements of an article; a fixed threshold does not
// travel from one kind of text to another.
func Worth(statement string) (float64, []string) {
	d := read(statement)
	return d.weigh(piece{0, len(d.toks)})
}

// Features reads the named features of a statement, for fitting their weights.
func Features(statement string) []Feature {
	d := read(statement)
	v, _ := d.worthValues(piece{0, len(d.toks)})
	out := make([]Feature, len(v))
	for i := range v {
		out[i] = Feature{featureNames[i], v[i]}
	}
	return out
}

// maxWorth is how many tokens of a statement are judged.
const maxWorth = 400

// counts are what the features of a statement are made from: how often each
// group of words occurs, and where first.
type counts struct {
	d     *doc
	p     piece
	n     [maxFields]float64
	first [maxFields]piece
	words float64
}

func (c *counts) add(f field, p piece) {
	if c.n[f] == 0 {
		c.first[f] = p
	}
	c.n[f]++
}

// worthValues reads one statement.
func (d *doc) worthValues(p piece) (*[maxFeatures]float64, *counts) {
	p.to = min(p.to, p.from+maxWorth)
	c := &counts{d: d, p: p}
	for i := p.from; i < p.to; i++ {
		c.token(i)
	}
	return c.values(), c
}

// weigh adds up the weighted features, and names the two or three that counted
// most.
func (d *doc) weigh(p piece) (float64, []string) {
	v, c := d.worthValues(p)
	sum := worthBias
	type reason struct {
		at   int
		gain float64
	}
	var reasons []reason
	for i := range v {
		g := featureWeights[i] * v[i]
		sum += g
		if v[i] > 0 && i < len(worthTable) && worthTable[i].why != "" && math.Abs(g) > .05 {
			reasons = append(reasons, reason{i, math.Abs(g)})
		}
	}
	sort.Slice(reasons, func(i, j int) bool { return reasons[i].gain > reasons[j].gain })
	var why []string
	for _, r := range reasons[:min(3, len(reasons))] {
		w := worthTable[r.at].why
		if words := d.words(c.first[worthTable[r.at].from]); words != "" && len(words) < 40 {
			w += " (" + words + ")"
		}
		why = append(why, w)
	}
	return 1 / (1 + math.Exp(-sum)), why
}

// worth judges a candidate by its content: where a cue divides it, by the
// piece that is worth most.
func (d *doc) worth(content []piece) (best float64, why []string, bound string) {
	for _, p := range content[:min(len(content), 8)] {
		s, w := d.weigh(p)
		if s > best {
			best, why = s, w
		}
		if bound == "" {
			bound = d.timeBound(p)
		}
	}
	return best, why, bound
}

// judge fills in the fields of a candidate that say how much it is worth.
func (d *doc) judge(c *Candidate, f *found) {
	c.Worth, c.WorthWhy, c.TimeBound = d.worth(f.content)
	switch {
	case f.rule == "urged to" || f.rule == "told to":
		c.Worth *= .5
		c.WorthWhy = append([]string{"a demand"}, c.WorthWhy...)
	case f.rule == "vowed to" || f.verb.lemma == "promise" || f.verb.lemma == "pledge" || f.verb.lemma == "vow":
		c.Worth *= .5
		c.WorthWhy = append([]string{"a promise"}, c.WorthWhy...)
	}
	if c.Kind == claims.Direct && d.wordCount(f.content[0]) < 4 && len(f.content) == 1 {
		c.Worth *= .5
	}
	if len(c.WorthWhy) == 0 {
		c.WorthWhy = []string{"nothing in it that could be looked up"}
		if c.Worth > .3 {
			c.WorthWhy = []string{"a plain statement of fact"}
		}
	}
}

// timeBound finds wording that makes a statement age: “this year”, “the lowest
// since”.
func (d *doc) timeBound(p piece) string {
	for i := p.from; i < p.to; i++ {
		low, next := d.low(i), d.low(i+1)
		switch {
		case (low == "this" || low == "last" || low == "next" || low == "past") && i+1 < p.to && d.is(i+1, timeWord):
			return d.words(piece{i, i + 2})
		case (low == "today" || low == "now" || low == "currently" || low == "yesterday" || low == "recently" || low == "tonight") && !(low == "now" && i == p.from):
			return d.words(piece{i, i + 1})
		case low == "so" && next == "far", low == "to" && next == "date", low == "at" && next == "present":
			return d.words(piece{i, i + 2})
		case low == "since" && (d.is(i+1, numeral|determiner|monthDay|timeWord) || d.low(i+1) == "last"):
			return d.words(piece{d.superlativeBefore(i, p.from), min(i+3, p.to)})
		case low == "record" && (d.is(i+1, timeWord) || next == "high" || next == "low" || next == "number"), low == "all-time":
			return d.words(piece{i, min(i+2, p.to)})
		case low == "for" && next == "the" && d.low(i+2) == "first" && d.low(i+3) == "time":
			return d.words(piece{i, min(i+4, p.to)})
		}
	}
	return ""
}

// superlativeBefore widens “since” to “lowest since”.
func (d *doc) superlativeBefore(i, lo int) int {
	for k := i - 1; k >= lo && k > i-5; k-- {
		if w := d.low(k); len(w) > 4 && strings.HasSuffix(w, "est") || superlatives.has(w) {
			return k
		}
	}
	return i
}
