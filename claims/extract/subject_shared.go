package extract

import "strings"

// gerundSubject: “Berg won by promising”: the subject of the verb before;
// “After blaming them, Berg went home”: that of the clause after.
func (d *doc) gerundSubject(before []*cue, c *cue, s piece) agent {
	if c.group.from-1 <= s.from+1 {
		for k := c.at; k < s.to && k < c.at+30; k++ {
			if d.low(k) == "," && d.toks[k].quote == 0 {
				np := d.nounRight(k+1, s.to)
				if !np.empty() && d.verbAt(np.to) {
					return agent{np: np, shared: true}
				}
			}
		}
		return agent{}
	}
	lo := max(s.from, c.at-25)
	for k := c.group.from - 2; k > lo; k-- {
		if d.toks[k].quote != 0 {
			break
		}
		if d.verbAt(k) && !d.is(k-1, preposition|auxiliary|modal) {
			if np := d.nounLeft(d.groupStart(k, s)-1, d.floor(before, s)); !np.empty() && !d.is(np.from, relative) {
				return agent{np: np, shared: true}
			}
		}
	}
	return d.sharedSubject(before, c, s)
}

// groupStart passes left over the adverbs and auxiliaries of the verb k.
func (d *doc) groupStart(k int, s piece) int {
	for k-1 >= s.from && d.is(k-1, auxiliary|modal|adverb|negation) && !(d.low(k-1) == "'s" && d.possessiveS(k-1)) && !d.is(k-1, monthDay) {
		k--
	}
	return k
}

// participleSubject: right behind a noun a participle belongs to it, behind a
// comma to the subject of the sentence.
func (d *doc) participleSubject(before []*cue, c *cue, s piece) agent {
	j := c.group.from - 1
	if j < s.from || d.mark(j) || d.toks[j].quote != 0 || d.is(j, conjunction|adverb|timeWord) {
		return d.sharedSubject(before, c, s)
	}
	np := d.nounLeft(j, d.floor(before, s))
	if np.empty() || d.low(np.from-1) == "with" {
		return agent{}
	}
	for i := np.from; i < np.to; i++ {
		if d.low(i) == "with" {
			return agent{} // “with the union threatening to”: a circumstance
		}
	}
	if d.is(np.to-1, paperWord) {
		// “issued a statement saying”: who issued it said it.
		if w := d.gerundSubject(before, c, s); !w.np.empty() && w.np.to <= np.from {
			return w
		}
	}
	return agent{np: np}
}

// sharedSubject gives a verb without a subject that of the verb before it, or
// else the subject of the sentence.
func (d *doc) sharedSubject(before []*cue, c *cue, s piece) agent {
	for k := len(before) - 1; k >= 0; k-- {
		b := before[k]
		if b.who.np.empty() || b.use == passiveUse || b.use == reducedUse || b.at > c.at {
			continue
		}
		if c.use == finiteUse && b.use != finiteUse && k > 0 || b.who.antecedent.to > 0 && k > 0 {
			continue
		}
		if k > 0 && !b.who.shared && b.use == finiteUse && d.nested(before[k-1], b) {
			continue // “she said he claimed … and added”: she
		}
		w := b.who
		w.shared, w.lent = true, true
		return w
	}
	if np := d.mainSubject(s, c.group.from); !np.empty() {
		return agent{np: np, shared: true}
	}
	return agent{}
}

// nested reports whether cue b stands at the head of what a reports.
func (d *doc) nested(a, b *cue) bool {
	st := b.starts()
	return st == a.group.to || st == a.group.to+1 && d.low(st-1) == "that"
}

// infinitiveSubject: “went on to say” and its like have the subject of the verb
// before; other infinitives have none that can be named for certain.
func (d *doc) infinitiveSubject(before []*cue, c *cue, s piece) agent {
	w := d.low(c.group.from - 2)
	if w == "on" || w == "continued" || w == "proceeded" || w == "continues" || w == "seemed" || w == "appeared" {
		return d.sharedSubject(before, c, s)
	}
	return agent{}
}

// mainSubject gives the subject of the sentence: the first noun phrase after
// the adverbial words that may open it.
func (d *doc) mainSubject(s piece, before int) piece {
	i := d.dateline(s.from, before)
	for i < before && (d.mark(i) || d.is(i, conjunction) || d.is(i, adverb) && !d.is(i, determiner|subject)) && d.toks[i].quote == 0 {
		i++
	}
	if k := d.timePhrase(i, before); k > i {
		i = k
	}
	for i < before && d.toks[i].quote == 0 && (d.is(i, preposition|subordinate) && !d.is(i, subject) || strings.HasSuffix(d.low(i), "ing") && !d.toks[i].upper || d.is(i, timeWord) || strings.HasSuffix(d.low(i), "ing") && i == s.from) {
		k := i
		for k < before && d.low(k) != "," {
			k++
		}
		if k >= before {
			break
		}
		i = k + 1
	}
	if d.is(i, subordinate) && !d.is(i, subject) {
		i++
	}
	if i >= before || d.toks[i].quote != 0 || d.is(i, preposition) && !d.is(i, determiner) {
		return piece{}
	}
	np := d.nounRight(i, before)
	if np.empty() {
		return np
	}
	if whole := d.withApposition(np, before); whole.to < before {
		return whole
	}
	return np
}

// timePhrase passes over “last week” and “earlier this month” at i.
func (d *doc) timePhrase(i, hi int) int {
	k := i
	for k < hi && (d.is(k, timeWord) || (timeAdjectives.has(d.low(k)) || d.is(k, numeral)) && (d.is(k+1, timeWord) || timeAdjectives.has(d.low(k+1)))) && d.toks[k].quote == 0 {
		k++
	}
	if k < hi && d.low(k) == "," {
		k++
	}
	return k
}

var timeAdjectives = set("last this next that earlier late early one two three the same previous following")

// antecedent gives the noun phrase that “who” stands for.
func (d *doc) antecedent(j int, s piece) piece {
	k := j - 1
	if d.low(k) == "," || isDash(d.low(k)) {
		k--
	}
	if k < s.from {
		return piece{}
	}
	if d.low(k) == "," {
		k--
	}
	return d.nounLeft(k, s.from)
}
