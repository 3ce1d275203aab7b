package extract

import "strings"

// after reads the content behind the verb.
func (d *doc) after(cs []*cue, k int, s piece, f *found) *found {
	c, i := cs[k], cs[k].group.to
	v := c.verb
	hi := d.bodyEnd(s)
	if q := d.quoteBelow(i, s); !q.empty() && c.verb.any(quotes|clause|oblique) {
		f.content, f.rule = []piece{q}, "said: paragraph"
		return f
	}
	if i >= s.to || i >= hi && d.toks[hi].quote == 0 {
		return nil
	}
	// A quotation after a colon, a comma or nothing.
	if q := d.quoteAt(i, s, v); !q.empty() {
		return d.quotation(cs, k, s, f, q)
	}
	if d.low(i) == "," && d.is(i+1, adverb|subordinate) && d.low(i+2) == "," && d.low(i+3) == "that" {
		i += 3 // “He added, though, that”
	}
	if d.low(i) == "," && d.is(i+1, adverb) && d.low(i+2) == "," && i+3 < s.to && d.toks[i+3].quote != 0 {
		if q := d.quoteAt(i+2, s, v); !q.empty() {
			return d.quotation(cs, k, s, f, q) // “acknowledged, however, “…””
		}
	}
	t := &d.toks[i]
	if t.kind == markToken && t.low != ":" {
		return nil
	}
	if t.low == ":" {
		return d.afterColon(cs, k, s, f, i+1)
	}
	if v.has(oblique) && c.group.to > c.at+1 && d.prepOf(v, c.group.to-1) {
		return d.nounContent(cs, k, s, f, i, "spoke of", true)
	}
	v = d.entryFor(c, i)
	f.verb = v
	// “that” and its like open a clause whatever the verb.
	if v.has(clause | thatOnly) {
		if at := d.complementiser(i, hi, v); at >= 0 {
			return d.clauseContent(cs, k, s, f, at, "said that")
		}
	}
	if v.has(addressee) && t.low != "that" {
		if r := d.afterAddressee(cs, k, s, f, i, hi); r != nil {
			return r
		}
		if v.lemma == "tell" || v.lemma == "remind" || v.lemma == "inform" {
			return nil
		}
	}
	if v.has(infinitive) {
		at := i
		if t.low != "to" && !(t.low == "not" && d.low(i+1) == "to") {
			at = d.skipAdjunct(i, hi)
		}
		if d.low(at) == "to" && at < hi || d.low(at) == "not" && d.low(at+1) == "to" {
			return d.nounContent(cs, k, s, f, at, "vowed to", true)
		}
	}
	if v.has(oblique) && d.prepOf(v, i) {
		f.cue.to = i + 1
		return d.nounContent(cs, k, s, f, i+1, "spoke of", true)
	}
	if v.has(clause) && !v.has(thatOnly) && d.clauseStarts(i, hi, v) {
		return d.clauseContent(cs, k, s, f, i, "said")
	}
	if v.has(noun | as | naming | objectTo | measure) {
		return d.objectContent(cs, k, s, f, i, hi)
	}
	if v.has(clause) {
		if r := d.afterAdjunct(cs, k, s, f, i, hi); r != nil {
			return r
		}
	}
	return nil
}

// entryFor picks the entry of a verb that fits what follows it.
func (d *doc) entryFor(c *cue, i int) *verb {
	if c.verb.particle != "" || len(c.verb.other) == 0 {
		return c.verb
	}
	for _, o := range c.verb.other {
		if o.particle == "" && d.prepOf(o, i) {
			return o
		}
	}
	return c.verb
}

// bodyEnd is the end of the sentence without its final mark.
func (d *doc) bodyEnd(s piece) int {
	e := s.to
	for e > s.from && d.toks[e-1].kind == markToken && d.toks[e-1].quote == 0 && !d.toks[e-1].abbrev && d.low(e-1) != ")" {
		e--
	}
	return e
}

// complementiser finds “that”, “whether”, “how” near i: at once, or behind a
// few words of time, place or company.
func (d *doc) complementiser(i, hi int, v *verb) int {
	for k := i; k < hi && k < i+14; k++ {
		t := &d.toks[k]
		if t.quote != 0 {
			return -1
		}
		if t.class.any(complement) && (t.low == "that" || k == i) {
			if t.low == "that" && k > i && !d.clauseAfter(k+1, hi) {
				return -1
			}
			if t.low == "that" && d.low(k+1) == "," && (d.pronoun(k+2) || d.capitalAt(k+2) && k+3 < hi && d.toks[k+3].form != nil) {
				return -1 // “asked if she could guarantee that, she said”
			}
			if t.low == "that" && k == i && (k+1 >= hi || d.mark(k+1) && d.low(k+1) != "," && d.toks[k+1].quote == 0) {
				return -1
			}
			if v.has(infinitive) || t.low != "when" && t.low != "where" && t.low != "who" || v.lemma == "ask" || v.lemma == "wonder" {
				return k
			}
			return -1
		}
		if k == i && (t.low == "," && d.low(k+1) == "however" || t.low == ",") {
			continue
		}
		if d.verbLike(k) && !t.upper && !d.reduced(k) || t.class.any(modal|auxiliary) && t.low != "'s" || d.mark(k) && t.low != "," {
			return -1
		}
		if k == i && !t.class.any(preposition|timeWord|adverb|object|determiner|possessive|personWord|groupWord) && !t.upper {
			return -1
		}
	}
	return -1
}

// clauseAfter reports whether a clause may begin at i: it has a verb.
func (d *doc) clauseAfter(i, hi int) bool {
	for k := i; k < hi && k < i+30; k++ {
		if d.is(k, auxiliary|modal|finite) || d.toks[k].form != nil || d.verbLike(k) || strings.HasSuffix(d.low(k), "s") && k > i+1 && !d.toks[k].upper || d.toks[k].quote != 0 {
			return true
		}
	}
	return false
}

// clauseStarts reports whether what follows a verb at i is what was said, not
// an adverbial: “said on Monday” against “said the plan”.
func (d *doc) clauseStarts(i, hi int, v *verb) bool {
	t := &d.toks[i]
	if i >= hi {
		return false
	}
	if t.quote != 0 {
		return true
	}
	if t.class.any(monthDay) && !d.is(i+1, auxiliary|modal) || t.class.any(adverb) && (i+1 >= hi || d.mark(i+1) || d.is(i+1, preposition|monthDay) && !d.hasClause(i+1, hi)) {
		return false
	}
	if t.class.any(preposition) && !t.class.any(determiner|subject) && !d.quantity(i) {
		// “said in Oslo he would” is rare; “said after the vote” is not a clause.
		return false
	}
	if t.class.any(conjunction|subordinate) && !t.class.any(determiner|numeral) && t.low != "if" {
		return false
	}
	if k := d.timePhrase(i, hi); k > i && !d.hasClause(k, hi) && !d.verbAt(k) || d.is(i, numeral) && d.low(i+2) == "ago" {
		return false
	}
	switch t.low {
	case "nothing", "something", "anything", "no":
		if hi-i < 3 {
			return false
		}
	case "so", "goodbye", "hello", "yes", "thanks", "sorry", "farewell":
		return false
	case "to":
		return false
	}
	if v.lemma == "say" || v.lemma == "insist" {
		return hi-i >= 2 && (!strings.HasSuffix(t.low, "ing") || t.upper || d.hasClause(i, hi))
	}
	return d.hasClause(i, hi)
}

// quantity tells “at least six”, “about 40”, “up to 9” from adverbials.
func (d *doc) quantity(i int) bool {
	switch d.low(i) {
	case "at":
		return (d.low(i+1) == "least" || d.low(i+1) == "most") && d.is(i+2, numeral)
	case "about", "around", "over", "under":
		return d.is(i+1, numeral)
	case "up":
		return d.low(i+1) == "to" && d.is(i+2, numeral)
	}
	return false
}

// hasClause reports whether the words from i on have a subject with a verb of
// its own: “claimed the bridges were” against “claimed the prize”.
func (d *doc) hasClause(i, hi int) bool {
	if i >= hi || i >= len(d.toks) {
		return false
	}
	t := &d.toks[i]
	if t.class.any(subject) && !t.class.any(determiner|object|personWord|numeral) || t.low == "it" && d.verbAt(i+1) || t.low == "you" && d.verbAt(i+1) || t.low == "there" {
		return true
	}
	np := d.nounRight(i, hi)
	k := np.to
	if np.empty() || k >= hi {
		return false
	}
	for k < hi && (d.is(k, adverb) || d.is(k, relative) && k == np.to) {
		if d.is(k, relative) {
			// A relative clause: look for the verb behind it.
			n := 0
			for k < hi && n < 2 && k < np.to+20 {
				if d.verbAt(k) {
					n++
				}
				k++
			}
			return n == 2
		}
		k++
	}
	if k >= hi {
		return false
	}
	if d.toks[k].quote != 0 {
		return true // “Berg “has a number of …””
	}
	if d.low(k) == "," {
		// “the plan, which failed, was”
		for e := k + 1; e < hi && e < k+20; e++ {
			if d.low(e) == "," {
				return d.verbAt(e + 1)
			}
		}
		return false
	}
	if d.is(k, preposition) {
		// More adverbial words, then a verb.
		for e := k + 1; e < hi && e < k+12 && !d.mark(e) && !d.is(e, relative) && !(d.is(e, subordinate|conjunction) && !d.is(e, preposition|determiner)); e++ {
			if d.is(e, modal) || d.is(e, auxiliary) && !d.is(e-1, preposition) && d.low(e) != "'s" && d.low(e) != "being" && d.low(e) != "having" && d.low(e) != "been" {
				return true
			}
		}
		return false
	}
	return d.verbAt(k)
}

// verbAt reports whether a finite verb stands at i.
func (d *doc) verbAt(i int) bool {
	t := d.at(i)
	if t == nil || t.kind == markToken {
		return false
	}
	if t.class.any(finite|auxiliary|modal) && !(t.low == "'s" && d.possessiveS(i)) {
		return t.low != "being" && t.low != "having" && t.low != "been"
	}
	if t.form != nil && t.form.tense&(past|third) != 0 && !(strings.HasSuffix(t.low, "ed") && (d.low(i+1) == "by" || d.low(i+1) == "in" || d.low(i+1) == "at")) {
		return true
	}
	if len(t.low) > 4 && strings.HasSuffix(t.low, "ed") {
		switch d.low(i + 1) {
		case "by", "in", "at", "for":
			return false
		}
		return true
	}
	return false
}
