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
	Value float64 // 0 to 1, or a logarithm of a length
	Why   string  // for a reviewer, with the words that gave it; "" if it needs no mention
}

// Worth judges how check-worthy a statement looks, from 0 to 1, and says why in
// words. It ranks the statements of an article; a fixed threshold does not
// travel from one kind of text to another.
func Worth(statement string) (float64, []string) {
	return weigh(Features(statement))
}

// weigh adds up the weighted features, and names the two or three that
// counted most.
func weigh(fs []Feature) (float64, []string) {
	type reason struct {
		why  string
		gain float64
	}
	sum := worthWeights["bias"]
	var reasons []reason
	for _, f := range fs {
		g := worthWeights[f.Name] * f.Value
		sum += g
		if f.Why != "" && f.Value > 0 {
			reasons = append(reasons, reason{f.Why, math.Abs(g)})
		}
	}
	sort.SliceStable(reasons, func(i, j int) bool { return reasons[i].gain > reasons[j].gain })
	var why []string
	for _, r := range reasons {
		if len(why) < 3 && r.gain > .05 {
			why = append(why, r.why)
		}
	}
	return 1 / (1 + math.Exp(-sum)), why
}

// Features reads the named features of a statement.
func Features(statement string) []Feature {
	d := read(statement)
	return d.worthFeatures(piece{0, len(d.toks)})
}

// worth judges a candidate by its content, all pieces together.
func (d *doc) worth(content []piece) (float64, []string, string) {
	all := piece{content[0].from, content[len(content)-1].to}
	if len(content) == 1 {
		s, why := weigh(d.worthFeatures(all))
		return s, why, d.timeBound(all)
	}
	best, bestWhy, bound := 0.0, []string(nil), ""
	for _, p := range content {
		s, why := weigh(d.worthFeatures(p))
		if s > best {
			best, bestWhy = s, why
		}
		if bound == "" {
			bound = d.timeBound(p)
		}
	}
	return best, bestWhy, bound
}

// counts are what the features of a sentence are made from.
type counts struct {
	d     *doc
	p     piece
	n     map[string]float64
	first map[string]string // the words that gave a count, the first time
	words float64
}

func (c *counts) add(name string, p piece) {
	c.n[name]++
	if _, ok := c.first[name]; !ok {
		c.first[name] = c.d.words(p)
	}
}

// worthFeatures reads one statement, at most its first 400 tokens.
func (d *doc) worthFeatures(p piece) []Feature {
	p.to = min(p.to, p.from+400)
	c := &counts{d: d, p: p, n: map[string]float64{}, first: map[string]string{}}
	for i := p.from; i < p.to; i++ {
		c.token(i)
	}
	return c.features()
}

// token counts what one token, with its neighbours, stands for.
func (c *counts) token(i int) {
	d, t := c.d, &c.d.toks[i]
	if t.kind == markToken {
		switch t.low {
		case "?":
			c.n["question"]++
		case "$", "£", "€", "¥", "₹":
			c.add("money", piece{i, min(i+2, c.p.to)})
		case "%":
			c.add("percent", piece{max(i-1, c.p.from), i + 1})
		case "!":
			c.n["exclamation"]++
		}
		return
	}
	c.words++
	c.number(i, t)
	for _, f := range fields[t.low] {
		c.add(f, piece{i, i + 1})
	}
	switch {
	case t.class.any(modal) && t.low != "can" && t.low != "can't" && t.low != "could" && t.low != "cannot":
		c.add("modal", piece{i, i + 1})
	case t.class.any(modal):
		c.n["can"]++
	case t.low == "has" || t.low == "have" || t.low == "had" || t.low == "'ve":
		if c.participleAfter(i + 1) {
			c.add("perfect", piece{i, min(i+2, c.p.to)})
		}
	case t.class.any(negation):
		c.n["negation"]++
	}
	if d.pastForm(i) {
		c.add("past", piece{i, i + 1})
	}
	if t.upper && i > c.p.from && !d.ends(i-1) && t.low != "i" && !t.class.any(honorific|monthDay) {
		c.add("name", piece{i, i + 1})
	}
	if t.class.any(personWord | roleWord | groupWord) {
		c.n["people"]++
	}
	if t.class.any(placeWord | demonym) {
		c.add("place", piece{i, i + 1})
	}
	if t.class.any(preposition) && t.low != "to" {
		c.n["preposition"]++
	}
	switch t.low {
	case "the", "a", "an":
		c.n["article"]++
	case "to":
		if w := d.low(i - 1); w == "got" || w == "have" || w == "has" || w == "need" || w == "needs" || w == "ought" || w == "want" || w == "had" {
			c.add("obligation", piece{i - 1, i + 1})
		}
		if !d.is(i+1, determiner|possessive|preposition) && !(i+1 < len(d.toks) && d.toks[i+1].upper) {
			c.n["infinitive"]++
		}
	}
	if len(t.low) > 4 && strings.HasSuffix(t.low, "ing") && i > c.p.from && (isBe(d.low(i-1)) || d.low(i-1) == "'s" || isBe(d.low(i-2)) && d.is(i-1, adverb)) && t.low != "going" {
		c.add("progressive", piece{i - 1, i + 1})
	}
	if len(t.low) > 4 && strings.HasSuffix(t.low, "est") && !notSuperlatives[t.low] || superlatives[t.low] {
		c.add("superlative", piece{i, min(i+2, c.p.to)})
	}
	if comparatives[t.low] && (d.low(i+1) == "than" || d.low(i+2) == "than" || d.low(i+3) == "than") || t.low == "than" {
		c.add("comparison", piece{max(i-1, c.p.from), min(i+2, c.p.to)})
	}
}

// number counts numerals by what they measure.
func (c *counts) number(i int, t *token) {
	if t.kind == numberToken {
		low := t.low
		if len(low) == 4 && (low[:2] == "19" || low[:2] == "20") {
			c.add("year", piece{i, i + 1})
			return
		}
		c.add("number", piece{i, min(i+2, c.p.to)})
		return
	}
	if !t.class.any(numeral) || t.low == "one" {
		return
	}
	switch t.low {
	case "million", "billion", "trillion", "thousand", "hundred", "millions", "billions", "thousands", "hundreds", "crore", "lakh", "dozens":
		c.add("magnitude", piece{max(i-1, c.p.from), i + 1})
	default:
		c.add("numeral", piece{i, min(i+2, c.p.to)})
	}
}

// participleAfter reports whether a past participle follows within two words.
func (c *counts) participleAfter(i int) bool {
	for k := i; k < i+3 && k < c.p.to; k++ {
		if w := c.d.low(k); strings.HasSuffix(w, "ed") || participles[w] || c.d.toks[k].form != nil && c.d.toks[k].form.tense&participle != 0 {
			return true
		}
	}
	return false
}

// pastForm guesses a verb in the past tense.
func (d *doc) pastForm(i int) bool {
	t := &d.toks[i]
	switch t.low {
	case "was", "were", "did", "didn't", "wasn't", "weren't", "had":
		return true
	}
	if t.form != nil && t.form.tense&past != 0 && t.form.tense&base == 0 || pastForms[t.low] {
		return true
	}
	return len(t.low) > 4 && strings.HasSuffix(t.low, "ed") && !d.is(i-1, determiner|possessive|auxiliary)
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
		if w := d.low(k); len(w) > 4 && strings.HasSuffix(w, "est") || superlatives[w] {
			return k
		}
	}
	return i
}

// judge fills in the fields of a candidate that say how much it is worth.
func (d *doc) judge(c *Candidate, f *found) {
	c.Worth, c.WorthWhy, c.TimeBound = d.worth(f.content)
	if f.rule == "vowed to" || f.rule == "urged to" || f.rule == "told to" || f.verb.lemma == "promise" || f.verb.lemma == "pledge" || f.verb.lemma == "vow" {
		c.Worth *= .5
		c.WorthWhy = append([]string{promiseOrCall(f)}, c.WorthWhy...)
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

func promiseOrCall(f *found) string {
	if f.rule == "urged to" || f.rule == "told to" {
		return "a demand"
	}
	return "a promise"
}
