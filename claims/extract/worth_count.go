package extract

import "strings"

// token counts what one token, with its neighbours, stands for.
func (c *counts) token(i int) {
	d, t := c.d, &c.d.toks[i]
	if t.kind == markToken {
		switch t.low {
		case "?":
			c.n[fQuestion]++
		case "$", "£", "€", "¥", "₹":
			c.add(fMoney, piece{i, min(i+2, c.p.to)})
		case "%":
			c.add(fPercent, piece{max(i-1, c.p.from), i + 1})
		case "!":
			c.n[fExclamation]++
		}
		return
	}
	c.words++
	c.number(i, t)
	for _, f := range fields()[t.low] {
		c.add(f, piece{i, i + 1})
	}
	switch {
	case t.class.any(modal) && t.low != "can" && t.low != "can't" && t.low != "could" && t.low != "cannot":
		c.add(fModal, piece{i, i + 1})
	case t.class.any(modal):
		c.n[fCan]++
	case t.low == "has" || t.low == "have" || t.low == "had" || t.low == "'ve":
		if c.participleAfter(i + 1) {
			c.add(fPerfect, piece{i, min(i+2, c.p.to)})
		}
	case t.class.any(negation):
		c.n[fNegation]++
	}
	if d.pastForm(i) {
		c.add(fPast, piece{i, i + 1})
	}
	if t.upper && i > c.p.from && !d.ends(i-1) && t.low != "i" && !t.class.any(honorific|monthDay) {
		c.add(fName, piece{i, i + 1})
	}
	if t.class.any(personWord | roleWord | groupWord) {
		c.n[fPeople]++
	}
	if t.class.any(placeWord | demonym) {
		c.add(fPlace, piece{i, i + 1})
	}
	if t.class.any(preposition) && t.low != "to" {
		c.n[fPreposition]++
	}
	switch t.low {
	case "the", "a", "an":
		c.n[fArticle]++
	case "to":
		if w := d.low(i - 1); w == "got" || w == "have" || w == "has" || w == "need" || w == "needs" || w == "ought" || w == "want" || w == "had" {
			c.add(fObligation, piece{i - 1, i + 1})
		}
		if !d.is(i+1, determiner|possessive|preposition) && !(i+1 < len(d.toks) && d.toks[i+1].upper) {
			c.n[fInfinitive]++
		}
	}
	if len(t.low) > 4 && strings.HasSuffix(t.low, "ing") && i > c.p.from && (isBe(d.low(i-1)) || d.low(i-1) == "'s" || isBe(d.low(i-2)) && d.is(i-1, adverb)) && t.low != "going" {
		c.add(fProgressive, piece{i - 1, i + 1})
	}
	if len(t.low) > 4 && strings.HasSuffix(t.low, "est") && !notSuperlatives.has(t.low) || superlatives.has(t.low) {
		c.add(fSuperlative, piece{i, min(i+2, c.p.to)})
	}
	if comparatives.has(t.low) && (d.low(i+1) == "than" || d.low(i+2) == "than" || d.low(i+3) == "than") || t.low == "than" {
		c.add(fComparison, piece{max(i-1, c.p.from), min(i+2, c.p.to)})
	}
}

// number counts numerals by what they measure.
func (c *counts) number(i int, t *token) {
	if t.kind == numberToken {
		low := t.low
		if len(low) == 4 && (low[:2] == "19" || low[:2] == "20") {
			c.add(fYear, piece{i, i + 1})
			return
		}
		c.add(fNumber, piece{i, min(i+2, c.p.to)})
		return
	}
	if !t.class.any(numeral) || t.low == "one" {
		return
	}
	switch t.low {
	case "million", "billion", "trillion", "thousand", "hundred", "millions", "billions", "thousands", "hundreds", "crore", "lakh", "dozens":
		c.add(fMagnitude, piece{max(i-1, c.p.from), i + 1})
	default:
		c.add(fNumeral, piece{i, min(i+2, c.p.to)})
	}
}

// participleAfter reports whether a past participle follows within two words.
func (c *counts) participleAfter(i int) bool {
	for k := i; k < i+3 && k < c.p.to; k++ {
		if w := c.d.low(k); strings.HasSuffix(w, "ed") || participles.has(w) || c.d.toks[k].form != nil && c.d.toks[k].form.tense&participle != 0 {
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
	if t.form != nil && t.form.tense&past != 0 && t.form.tense&base == 0 || pastForms.has(t.low) {
		return true
	}
	return len(t.low) > 4 && strings.HasSuffix(t.low, "ed") && !d.is(i-1, determiner|possessive|auxiliary)
}
