package extract

import "strings"

// clauseContent takes a clause from token at to where the reporter goes on.
func (d *doc) clauseContent(cs []*cue, k int, s piece, f *found, at int, rule string) *found {
	end := d.clauseEnd(cs, k, s, at)
	p := d.trimContent(piece{at, end})
	if d.wordCount(p) < 1 || d.wordCount(p) == 1 && !f.verb.has(noun) && d.toks[p.from].quote == 0 {
		return nil
	}
	f.content, f.rule = []piece{p}, rule
	return f
}

// trimContent drops the reporter's marks at the ends.
func (d *doc) trimContent(p piece) piece {
	for !p.empty() && d.reporters(p.from) {
		p.from++
	}
	for !p.empty() && d.reporters(p.to-1) {
		p.to--
	}
	if !p.empty() && d.low(p.to-1) == "(" {
		p.to--
	}
	return p
}

func (d *doc) wordCount(p piece) int {
	n := 0
	for i := p.from; i < p.to; i++ {
		if d.toks[i].kind != markToken {
			n++
		}
	}
	return n
}

// objectContent reads the content of verbs with an object: denied X, accused X
// of Y, described X as Y, called X Y, urged X to Y.
func (d *doc) objectContent(cs []*cue, k int, s piece, f *found, i, hi int) *found {
	v, t := f.verb, &d.toks[i]
	if q := d.quoted(i + 1); v.has(as) && t.low == "as" && i+1 < hi && q.from == i+1 && cs[k].use == finiteUse {
		f.content, f.rule = []piece{d.trimContent(q)}, "described as"
		return f // “a move that she described as “…””
	}
	if t.class.any(preposition) && !t.class.any(determiner|subject) && t.quote == 0 || t.class.any(conjunction|subordinate) && !t.class.any(determiner|relative) || t.class.any(adverb) && !t.class.any(determiner) {
		return nil
	}
	if t.class.any(modal | auxiliary) {
		if !d.is(cs[k].who.np.from-1, relative) {
			return nil
		}
		return d.clauseContent(cs, k, s, f, i, "who it said") // “whom he called were” does not occur; “he claims is” does
	}
	if d.idle(i, hi) || t.class.any(monthDay) && t.upper {
		return nil
	}
	switch {
	case v.has(measure) && d.measured(i, hi):
		return d.nounContent(cs, k, s, f, i, "put at", true)
	case v.has(measure) && !v.has(noun|naming|as|objectTo):
		return nil
	case v.has(as):
		if d.asBefore(i, hi) {
			return d.nounContent(cs, k, s, f, i, "described as", true)
		}
		if v.has(noun | naming) {
			break
		}
		return nil
	case v.has(objectTo) && !v.has(noun|naming):
		if !d.toBefore(i, hi) {
			return nil
		}
		return d.nounContent(cs, k, s, f, i, "urged to", true)
	}
	if v.has(weak) && !v.has(naming) && !d.weakObject(i, hi) && !(v.lemma == "report" && d.reported(i, hi)) {
		return nil
	}
	return d.nounContent(cs, k, s, f, i, d.objectRule(v), true)
}

func (d *doc) objectRule(v *verb) string {
	if v.has(naming) {
		return "called"
	}
	return "denied"
}

// idle tells the objects that are no content: “said nothing”, “called him”.
func (d *doc) idle(i, hi int) bool {
	if d.is(i, numeral|adverb) && (d.low(i+1) == "times" || d.low(i+1) == "time") || d.low(i) == "twice" {
		return true // “repeated three times”
	}
	if i+1 < hi && (!d.mark(i+1) || d.toks[i+1].quote != 0) {
		return false
	}
	switch d.low(i) {
	case "it", "that", "this", "so", "nothing", "himself", "herself", "themselves", "itself", "him", "her", "them", "me", "us", "you":
		return true
	}
	return false
}

// reported tells “reported 906 attacks” and “reported having cash” from other
// objects of a weak verb.
func (d *doc) reported(i, hi int) bool {
	if strings.HasSuffix(d.low(i), "ing") && !d.toks[i].upper {
		return true
	}
	for k := i; k < hi && k < i+4; k++ {
		if d.isNumber(k) {
			return true
		}
		if d.mark(k) && d.low(k) != "$" {
			return false
		}
	}
	return false
}

// measured reports whether “at” or “to be” with a number follows: “put the
// cost at 12 million”.
func (d *doc) measured(i, hi int) bool {
	for k := i; k < hi && k < i+12; k++ {
		if d.low(k) == "at" {
			for e := k + 1; e < hi && e < k+6; e++ {
				if d.isNumber(e) {
					return true
				}
			}
		}
	}
	return false
}

// weakObject asks of a weak verb's object that it be words in quotation marks.
func (d *doc) weakObject(i, hi int) bool {
	for k := i; k < hi && k < i+5; k++ {
		if d.toks[k].quote != 0 {
			return true
		}
		if d.mark(k) || d.is(k, preposition) {
			return false
		}
	}
	return false
}

func (d *doc) asBefore(i, hi int) bool {
	for k := i + 1; k < hi && k < i+25; k++ {
		if d.toks[k].quote != 0 {
			continue
		}
		if d.low(k) == "as" {
			return d.low(k+1) != "well"
		}
		if d.low(k) == "," && k > i+12 || d.low(k) == ";" {
			return false
		}
	}
	return false
}

func (d *doc) toBefore(i, hi int) bool {
	for k := i; k < hi && k < i+20; k++ {
		if d.low(k) == "to" && k+1 < hi && !d.is(k+1, determiner|possessive) || d.low(k) == "not" && d.low(k+1) == "to" || d.low(k) == "against" {
			return true
		}
		if d.mark(k) && d.low(k) != "," {
			return false
		}
	}
	return false
}
