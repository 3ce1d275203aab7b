package extract

// clauseEnd finds where reported speech that begins at token at ends.
func (d *doc) clauseEnd(cs []*cue, k int, s piece, at int) int {
	hi := d.bodyEnd(s)
	if hi < s.to && hi > 0 && d.toks[hi-1].quote == 0 && d.low(hi) == ")" {
		hi++
	}
	for i := at; i < hi; i++ {
		t := &d.toks[i]
		if t.quote != 0 {
			q := d.quoted(i)
			i = max(i, min(q.to, hi)-1)
			if q.to-q.from > 3 && q.to < hi && q.from > at && d.low(q.to-2) == "," && (d.cutsAt(cs, k, s, q.to, at, ",") || d.occasion(q.to, at)) {
				return q.to
			}
			continue
		}
		if t.kind == markToken && !t.abbrev {
			if d.cutsAtMark(cs, k, s, i, at) {
				return i
			}
			continue
		}
		if i > at && t.class.any(conjunction|subordinate) && d.cutsAtWord(cs, k, i) {
			return i
		}
		if i > at && (t.low == "according") && d.low(i+1) == "to" {
			return i
		}
	}
	return hi
}

// cutsAtMark reports whether the reporter takes over again after the mark i.
func (d *doc) cutsAtMark(cs []*cue, k int, s piece, i, at int) bool {
	low := d.low(i)
	n := i + 1
	if n >= s.to {
		return false
	}
	if low == ";" {
		return d.cueStarts(cs, k, n, true) || !d.is(n, complement) && d.hasClause(n, d.bodyEnd(s))
	}
	if low == ":" {
		return false
	}
	if low == ")" || low == "(" {
		return false
	}
	if low != "," && !isDash(low) {
		return false
	}
	if isDash(low) && d.toks[i-1].quote != 0 && i-1 > at && !d.cueStarts(cs, k, n, true) && !d.is(n, conjunction) && !d.dashAfter(n, s) {
		return true // a remark behind quoted words is the reporter's
	}
	if low == "," && k >= 0 && d.is(cs[k].who.np.from-1, relative) && d.verbAt(n) {
		return true // “cars, which it said were heavy, are banned”
	}
	if low == "," && k >= 0 && cs[k].use == gerundUse && cs[k].group.from <= s.from+2 {
		return true // “After saying he was nervous, the man …”
	}
	return d.cutsAt(cs, k, s, n, at, low)
}

// cutsAt reports whether the reporter speaks again from token n on, behind the
// mark low.
func (d *doc) cutsAt(cs []*cue, k int, s piece, n, at int, low string) bool {
	if d.low(n) == "according" && d.low(n+1) == "to" {
		return true
	}
	for _, c := range cs[k+1:] {
		if c.group.from > n {
			break
		}
		if c.group.from == n && c.use == finiteUse && low == "," && (c.who.shared || c.who.np.from < at) {
			return true // “who said he votes, said one …”
		}
	}
	if c := d.cueFrom(cs, k, n); c != nil {
		if c.use == participleUse || c.use == gerundUse {
			return true
		}
		if c.use == finiteUse && (c.who.inverted || c.who.shared || d.standsLast(c, s)) {
			return true
		}
		return c.use == finiteUse && low != ","
	}
	t := &d.toks[n]
	switch t.low {
	case "and", "but", "yet":
		return d.cueStarts(cs, k, n+1, false) && d.low(n+1) != "that" || d.refuses(n+1) || t.low == "but" && d.othersThink(n+1)
	case "while", "although", "though", "whereas":
		return d.cueStarts(cs, k, n+1, true) || t.low == "while" || d.caveat(n+1, s)
	case "as":
		return d.cueStarts(cs, k, n+1, true)
	case "who", "which", "whom":
		return d.aside(n, s)
	case "a", "an":
		return low == "," && (d.remark(n, s) || disputed.has(d.low(n+1)))
	case "the":
		return d.low(n+1) == "latter" || d.low(n+1) == "first" && d.remark(n, s)
	case "part", "one":
		return d.low(n+1) == "of" && d.remark(n, s)
	}
	return false
}

// disputed are the nouns by which a reporter takes up what was said: “…, a
// figure the ministry disputes”.
var disputed = set("figure claim charge accusation allegation assertion number suggestion")

// othersThink reports whether “campaigners believe” begins at n: what others
// hold against what was said.
func (d *doc) othersThink(n int) bool {
	for k := n + 1; k < n+4; k++ {
		switch d.low(k) {
		case "believe", "think", "fear", "hope", "expect", "suspect", "worry":
			return d.is(k-1, personWord|roleWord)
		}
	}
	return false
}

// refuses reports whether “she declined to give a number” begins at n.
func (d *doc) refuses(n int) bool {
	if d.pronoun(n) {
		n++
	}
	w := d.low(n)
	return w == "declined" || w == "refused" || w == "declines" || w == "refuses"
}

// dashAfter reports whether a second dash closes the insertion at n.
func (d *doc) dashAfter(n int, s piece) bool {
	for k := n; k < s.to && k < n+25; k++ {
		if isDash(d.low(k)) && d.toks[k].quote == 0 && !d.glued(k) {
			return true
		}
	}
	return false
}

// aside reports whether a relative clause behind reported speech is the
// reporter's: it runs to the end of the sentence and tells of a past or a
// present state.
func (d *doc) aside(n int, s piece) bool {
	for k := n; k < s.to && k < n+40; k++ {
		if d.toks[k].quote == 0 && d.low(k) == "," && (d.verbAt(k+1) || k > n+1 && d.at(k+1) != nil && d.toks[k+1].form != nil && d.toks[k+1].form.tense&base != 0) {
			return false // it ends in the middle of what was said
		}
	}
	if d.low(n) == "who" || d.low(n) == "whom" {
		return true
	}
	return d.is(n+1, auxiliary) && !d.is(n+1, modal)
}

// caveat reports whether a clause with “though” is the reporter's: it says what
// is not so, or not known.
func (d *doc) caveat(n int, s piece) bool {
	for k := n; k < s.to && k < n+7; k++ {
		if d.is(k, negation) {
			return true
		}
	}
	return false
}

// remark reports whether “, a blow to the ferries” ends the
// sentence as the reporter's comment: no verb in it, and a description.
func (d *doc) remark(n int, s piece) bool {
	hi := d.bodyEnd(s)
	if hi-n > 16 || hi-n < 2 {
		return false
	}
	for k := n; k < hi; k++ {
		if d.low(k) == "," || d.low(k) == "and" || d.toks[k].quote != 0 {
			return false
		}
	}
	return d.wordsWithout(n, hi)
}

// standsLast reports whether nothing follows the cue: the content stands before it.
func (d *doc) standsLast(c *cue, s piece) bool {
	i := c.group.to
	return i >= s.to || d.mark(i) || d.is(i, timeWord) || d.is(i, preposition) && !d.prepOf(c.verb, i)
}

// cutsAtWord reports whether “and”, “but”, “while” at i leads back to the
// reporter without a comma.
func (d *doc) cutsAtWord(cs []*cue, k, i int) bool {
	switch d.low(i) {
	case "and", "but", "or", "yet":
		c := d.cueFrom(cs, k, i+1)
		if c == nil || c.use != finiteUse && c.use != participleUse || c.use == participleUse && (k < 0 || cs[k].use != participleUse) {
			return false
		}
		if c.who.np.empty() || c.who.shared {
			// The same tense as the cue before it: said … and described.
			return k < 0 || sameTense(c, cs[k])
		}
		return d.low(i) == "but" || d.low(i) == "and"
	case "while", "although", "though", "whereas":
		return d.cueStarts(cs, k, i+1, true)
	}
	return false
}

func sameTense(a, b *cue) bool {
	if a.aux != "" || b.aux != "" {
		return a.aux != "to" && (a.aux == "did" || a.aux == "didn't" || a.aux == "has" || a.aux == "have" || a.aux == "had" || a.aux == "'s" || a.aux == b.aux || b.aux != "")
	}
	if a.form.tense&b.form.tense != 0 {
		return true
	}
	return a.form.tense&(past|participle) != 0 && b.form.tense&(past|participle) != 0
}

// cueFrom gives the later cue whose subject or verb group begins at token n,
// adverbs before it left aside.
func (d *doc) cueFrom(cs []*cue, k, n int) *cue {
	for _, c := range cs[k+1:] {
		st := c.starts()
		if st > n+12 || st > n+3 && !d.is(n, preposition|timeWord) {
			return nil
		}
		if c.dead {
			continue
		}
		if st == n || st > n && d.onlyAdverbs(n, st) {
			return c
		}
		if st > n && c.use == finiteUse && !c.who.shared && d.is(n, preposition|timeWord) && d.skipAdjunct(n, st) >= st {
			return c
		}
	}
	return nil
}

func (d *doc) onlyAdverbs(from, to int) bool {
	for i := from; i < to; i++ {
		if !d.is(i, adverb|auxiliary|negation|timeWord) && d.low(i) != "," && d.low(i) != "in" && d.low(i) != "on" {
			return false
		}
	}
	return true
}

// cueStarts reports whether a later cue begins at n; with far it may be any
// cue up to the next comma.
func (d *doc) cueStarts(cs []*cue, k, n int, far bool) bool {
	if d.cueFrom(cs, k, n) != nil {
		return true
	}
	if !far {
		return false
	}
	for _, c := range cs[k+1:] {
		if c.at > n+25 {
			return false
		}
		if c.use == finiteUse && !c.dead && c.starts() >= n {
			for i := n; i < c.starts(); i++ {
				if d.low(i) == "," {
					return false
				}
			}
			return true
		}
	}
	return false
}
