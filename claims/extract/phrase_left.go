package extract

import "strings"

// nounLeft reads the noun phrase that ends with token j, not reaching below lo.
func (d *doc) nounLeft(j, lo int) piece {
	lo = max(lo, j-maxPhrase, 0)
	if j < lo {
		return piece{}
	}
	t := &d.toks[j]
	if t.class.any(subject) && !t.class.any(determiner) && t.quote == 0 && !d.is(j-1, preposition) {
		return piece{j, j + 1}
	}
	from := d.leftEdge(j, lo)
	return d.trimSubject(piece{from, j + 1}, lo)
}

// leftEdge walks left from j to the edge of the clause's subject.
func (d *doc) leftEdge(j, lo int) int {
	i := j
	for i >= lo {
		t := &d.toks[i]
		if t.quote != 0 {
			q := d.quoted(i)
			if q.to-q.from > 10 || q.from < lo || d.fullQuote(q) {
				return i + 1
			}
			i = q.from - 1
			continue
		}
		if t.low == ")" {
			o := i
			for o > lo && d.low(o) != "(" {
				o--
			}
			if d.low(o) != "(" {
				return i + 1
			}
			i = o - 1
			continue
		}
		switch {
		case t.kind == markToken && !t.abbrev && t.low != "&" && t.low != "/" && t.low != "@" && t.low != "#" && t.low != "'" && t.low != "’":
			return i + 1
		case t.class.any(conjunction):
			if t.low != "and" && t.low != "or" && t.low != "&" && t.low != "nor" || i <= lo || !d.joinsSubjects(i, j, lo) {
				return i + 1
			}
		case i < j && d.pronoun(i) && d.low(i+1) == "and":
			return i // “she and Bellido”
		case i < j && t.class.any(subject) && !t.class.any(determiner|numeral|relative|personWord):
			return i + 1
		case t.class.any(complement|subordinate) && !t.class.any(relative|determiner|preposition), t.low == "that" && (!d.nounBefore(i) || !d.verbLike(i+1) && !d.is(i+1, adverb|modal)), t.low == "than":
			return i + 1
		case t.low == "as" || t.low == "after" || t.low == "before" || t.low == "since" || t.low == "until":
			return i + 1
		case t.class.any(relative):
			if t.low == "what" || i < j && t.low != "who" && t.low != "whose" && !d.anyVerb(i+1, j+1) {
				return i + 1 // “the attack, which officials say”
			}
			i-- // “people who live there”: on with the noun
			if d.low(i) == "," {
				i--
			}
			continue
		case (t.low == "the" || t.low == "a" || t.low == "an") && i > lo && i < j && d.nounLike(i-1):
			return i // “a figure the ministry disputes”
		case t.class.any(modal|auxiliary) && !(t.low == "'s" && d.possessiveS(i)), t.class.any(finite) && !t.class.any(auxiliary|modal) && !t.upper && !d.is(i-1, determiner|possessive|preposition) && !(participles.has(t.low) || t.low == "seen" || t.low == "led"), t.class.any(finite) && !t.upper && participles.has(t.low) && !d.reduced(i):
			if r := d.relativeBefore(i, lo); r >= 0 {
				i = r
				continue
			}
			return i + 1
		case t.form != nil && !t.upper && t.form.tense&(past|third) != 0 && !t.form.alone && !d.reduced(i):
			if r := d.relativeBefore(i, lo); r >= 0 {
				i = r
				continue
			}
			return i + 1
		}
		i--
	}
	return lo
}

// nounLike reports whether token i is a word in small letters of an open class.
func (d *doc) nounLike(i int) bool {
	t := &d.toks[i]
	return t.kind == wordToken && !t.upper && t.quote == 0 && !t.class.any(preposition|conjunction|determiner|possessive|numeral|adverb|auxiliary|modal|finite|subordinate|complement|relative|timeWord|subject|object) && t.form == nil && !d.verbLike(i) && !strings.HasSuffix(t.low, "ing")
}

func (d *doc) anyVerb(from, to int) bool {
	for i := from; i < to; i++ {
		if d.verbLike(i) || d.is(i, auxiliary|modal|finite) || d.toks[i].form != nil {
			return true
		}
	}
	return false
}

// relativeBefore finds the “who” whose clause the verb i belongs to.
func (d *doc) relativeBefore(i, lo int) int {
	for k := i - 1; k >= lo && k > i-9; k-- {
		t := &d.toks[k]
		if t.low == "who" || t.low == "which" || t.low == "that" && d.nounBefore(k) || t.low == "whose" {
			if k > lo {
				return k
			}
			return -1
		}
		if d.mark(k) || t.class.any(conjunction) {
			return -1
		}
	}
	return -1
}

// reduced reports whether the past form i is a participle after its noun: “a
// study released Monday”, “an official quoted by”.
func (d *doc) reduced(i int) bool {
	n := d.at(i + 1)
	if n == nil || i == 0 || !d.nounBefore(i) {
		return false
	}
	return n.class.any(preposition|timeWord) && !n.class.any(complement)
}

// joinsSubjects reports whether “and” at i joins the phrase right of it with
// another subject, not with a clause.
func (d *doc) joinsSubjects(i, j, lo int) bool {
	l := &d.toks[i-1]
	if l.kind == markToken && !l.abbrev && l.low != ")" || l.quote != 0 {
		return false
	}
	for k := i - 1; k >= lo && k > i-12; k-- {
		t := &d.toks[k]
		if d.mark(k) && t.low != "(" && t.low != ")" || t.class.any(complement|subordinate) && !t.class.any(determiner|relative) {
			break
		}
		if t.class.any(auxiliary|modal|finite) && !(t.low == "'s" && d.possessiveS(k)) || t.form != nil && !t.upper && !t.form.alone && t.form.tense&(past|third) != 0 || len(t.low) > 4 && strings.HasSuffix(t.low, "ed") && !d.is(k-1, determiner|possessive) {
			return d.relativeBefore(k, lo) >= 0
		}
	}
	return true
}

// trimSubject drops the adverbial words that stand before a subject without a
// comma: “Last week the town said”, “On Monday Smith said”.
func (d *doc) trimSubject(p piece, lo int) piece {
	for !p.empty() && (d.mark(p.from) && d.low(p.from) != "(" && d.toks[p.from].quote == 0 || d.is(p.from, conjunction|adverb) && !d.is(p.from, determiner|subject|numeral|timeWord)) {
		p.from++
	}
	if p.empty() {
		return p
	}
	if (d.low(p.from) == "about" || d.low(p.from) == "around" || d.low(p.from) == "over") && d.is(p.from+1, numeral) {
		return p
	}
	adjunct := d.is(p.from, preposition) && !d.is(p.from, determiner) || d.is(p.from, timeWord) && p.to-p.from > 1 || (d.low(p.from) == "last" || d.low(p.from) == "this" || d.low(p.from) == "earlier" || d.low(p.from) == "one") && d.is(p.from+1, timeWord|determiner)
	if adjunct {
		if k := d.lastBase(p); k > p.from {
			p.from = k
		}
	}
	for !p.empty() && d.is(p.from, preposition) && !d.is(p.from, determiner) {
		p.from++
	}
	// What is left must be able to name somebody.
	if d.nameless(p) {
		return piece{}
	}
	return p
}

// lastBase finds where the last plain noun phrase of p begins.
func (d *doc) lastBase(p piece) int {
	for k := p.to - 1; k > p.from; k-- {
		t, l := &d.toks[k], &d.toks[k-1]
		switch {
		case t.class.any(determiner|possessive) && t.low != "'s" && !l.class.any(preposition|conjunction|determiner):
			return k
		case l.class.any(monthDay|timeWord) && !t.class.any(timeWord|preposition) && t.low != "'s" && t.kind == wordToken:
			return k
		case l.kind == numberToken && !t.class.any(timeWord|preposition) && t.kind == wordToken:
			return k
		case t.class.any(honorific) && t.upper && l.kind == wordToken && !l.upper && !l.class.any(roleWord|determiner):
			return k
		case t.upper && l.kind == wordToken && !l.upper && !l.class.any(roleWord|preposition|determiner|possessive|conjunction|personWord|groupWord) && l.low != "'s":
			return k
		case t.class.any(preposition) && k > p.from:
			if !d.attaches(k, p.to) && t.low != "in" {
				return p.from
			}
		}
	}
	return p.from
}

// nameless reports whether a phrase cannot be a speaker: a date, a number, a
// word for a manner.
func (d *doc) nameless(p piece) bool {
	if p.empty() || p.to-p.from == 1 && d.toks[p.from].kind == numberToken {
		return true
	}
	for i := p.from; i < p.to; i++ {
		t := &d.toks[i]
		if t.kind == wordToken && !t.class.any(determiner|preposition|adverb|timeWord|conjunction|possessive) || t.class.any(subject|numeral|personWord) || t.low == "another" || t.quote != 0 {
			return false
		}
	}
	return true
}

// beforeApposition gives the subject before an insertion that the comma j
// closes: “Tove Berg, who leads the group, said”.
func (d *doc) beforeApposition(j, lo int) piece {
	k := j - 1
	floor := max(lo, j-2*maxPhrase)
	if np := d.beforeRelative(j, floor, lo); !np.empty() {
		return np
	}
	for k >= floor {
		if d.toks[k].quote != 0 {
			q := d.quoted(k)
			if d.fullQuote(q) {
				return piece{}
			}
			k = q.from - 1
			continue
		}
		if d.low(k) == ";" || d.low(k) == ":" {
			return piece{}
		}
		if d.low(k) == "," && d.insertion(k+1, j) {
			np := d.nounLeft(k-1, lo)
			if np.empty() {
				return piece{}
			}
			if d.is(k-1, monthDay|timeWord) || d.adverbial(np, lo) {
				return piece{}
			}
			// “Per Dahl, a baker from Bergen, Norway, says”
			if b := np.from - 1; b-1 >= lo && d.low(b) == "," && d.toks[b-1].upper && d.toks[b-1].kind == wordToken && !d.is(b-1, monthDay) && d.insertion(np.from, np.to) && d.is(np.from, determiner|roleWord|numeral) {
				if outer := d.nounLeft(b-1, lo); !outer.empty() && !d.adverbial(outer, lo) {
					return piece{outer.from, j}
				}
			}
			if d.low(k+1) == "for" && d.is(k+2, possessive) || d.is(k+1, adverb) && j-k < 4 {
				return np // “, for its part,” tells nothing of the speaker
			}
			return piece{np.from, j}
		}
		k--
	}
	return piece{}
}

// beforeRelative looks for “, who” between floor and j: the insertion begins
// there, however many commas it has.
func (d *doc) beforeRelative(j, floor, lo int) piece {
	for k := j - 1; k > floor; k-- {
		switch d.low(k) {
		case "who", "whose", "which", "whom":
			if d.low(k-1) == "," && d.toks[k].quote == 0 {
				np := d.nounLeft(k-2, lo)
				if np.empty() {
					return piece{}
				}
				return piece{np.from, j}
			}
		case ";", ":", "“", "\"":
			return piece{}
		}
	}
	return piece{}
}

// adverbial reports whether the phrase opens the sentence as a place or time.
func (d *doc) adverbial(np piece, lo int) bool {
	return d.is(np.from-1, preposition) && np.from-1 >= lo && !d.is(np.from-2, roleWord|personWord|groupWord|paperWord)
}

// insertion reports whether the words from i to j can stand between commas
// after a name.
func (d *doc) insertion(i, j int) bool {
	if i >= j {
		return false
	}
	t := &d.toks[i]
	switch {
	case t.class.any(relative) && t.low != "that" && t.low != "what":
		return true
	case t.class.any(conjunction|modal|auxiliary|subject) && !t.class.any(determiner|possessive|numeral):
		return false
	case t.class.any(determiner|possessive|roleWord|personWord|numeral|honorific|groupWord) || t.upper || t.class.any(preposition):
		return d.wordsWithout(i, j) || d.relativeIn(i, j)
	case strings.HasSuffix(t.low, "ing") || strings.HasSuffix(t.low, "ed"):
		return true
	}
	return d.wordsWithout(i, j) && j-i < 12
}

func (d *doc) relativeIn(i, j int) bool {
	for k := i; k < j; k++ {
		if d.low(k) == "who" || d.low(k) == "which" || d.low(k) == "that" {
			return true
		}
	}
	return false
}
