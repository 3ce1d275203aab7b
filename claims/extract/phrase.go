package extract

import "strings"

// maxPhrase bounds the search for a noun phrase, so that a text without any
// punctuation is still read in linear time.
const maxPhrase = 40

// nounRight reads a noun phrase from token i on: a name with its title, or a
// determiner with what belongs to it, and the “of”, “for”, “at” after it.
func (d *doc) nounRight(i, hi int) piece {
	hi = min(hi, i+maxPhrase, len(d.toks))
	if i >= hi || d.mark(i) && d.low(i) != "(" {
		return piece{}
	}
	if d.pronoun(i) {
		return piece{i, i + 1}
	}
	k := i
	for k < hi {
		t := &d.toks[k]
		if t.quote != 0 {
			q := d.quoted(k)
			if q.from != k || q.to-q.from > 8 || q.to > hi || k == i {
				break
			}
			k = q.to
			continue
		}
		if t.low == "(" {
			e := k
			for e < hi && d.low(e) != ")" {
				e++
			}
			if e >= hi || e-k > 12 {
				break
			}
			k = e + 1
			continue
		}
		if d.mark(k) || t.class.any(auxiliary|modal) && !(t.low == "'s" && d.possessiveS(k)) {
			break
		}
		if t.class.any(preposition) && k > i {
			if !d.attaches(k, hi) {
				break
			}
			k++
			continue
		}
		if t.class.any(conjunction) {
			if (t.low != "and" && t.low != "&") || !d.coordinates(k, hi) {
				break
			}
			k++
			continue
		}
		if k > i && (t.class.any(complement|relative|subordinate|object) && !t.class.any(determiner|possessive) || t.class.any(subject) && !t.class.any(determiner)) {
			if !(t.class.any(object) && d.is(k-1, preposition)) {
				break
			}
		}
		if k > i && !d.monthName(k) && (t.class.any(timeWord) && !d.is(k-1, determiner|preposition|possessive) && (t.class.any(monthDay) || t.low == "earlier" || t.low == "later")) {
			break
		}
		if k > i && !t.upper && d.verbLike(k) && !d.is(k-1, determiner|possessive) {
			break
		}
		if k > i && t.class.any(determiner|possessive) && t.low != "'s" && t.low != "'" && !d.is(k-1, preposition|conjunction|determiner|possessive) {
			break
		}
		if k > i && t.class.any(adverb) && !t.upper && !d.is(k-1, determiner) {
			break
		}
		k++
	}
	for k > i && (d.is(k-1, preposition|conjunction|adverb) && !d.is(k-1, subject) && !d.toks[k-1].upper) {
		k--
	}
	return piece{i, k}
}

// monthName tells “Mar Vivo” and “April Jones” from dates: a word for a month or
// a day that another name follows.
func (d *doc) monthName(i int) bool {
	switch d.low(i) {
	case "mar", "april", "june", "may", "jan", "august", "sun":
		n := d.at(i + 1)
		return d.toks[i].upper && n != nil && n.upper && n.kind == wordToken && !n.class.any(monthDay|determiner|auxiliary|modal) && !d.is(i-1, preposition)
	}
	return false
}

// verbLike reports whether token i is a verb's form: a speech verb, an
// irregular past, or a word in -ed after a noun.
func (d *doc) verbLike(i int) bool {
	if i < 0 || i >= len(d.toks) {
		return false
	}
	t := &d.toks[i]
	if t.low == "'s" && d.possessiveS(i) {
		return false
	}
	if t.class.any(finite | auxiliary | modal) {
		return true
	}
	if t.form != nil && !t.form.alone && t.form.tense&base == 0 {
		return true
	}
	if t.form != nil && t.form.alone && t.form.tense&(third|base) != 0 {
		return false
	}
	return len(t.low) > 4 && strings.HasSuffix(t.low, "ed") && !d.is(i+1, personWord|roleWord|groupWord|paperWord)
}

// attaches reports whether the preposition k belongs to the noun before it.
func (d *doc) attaches(k, hi int) bool {
	if k+1 >= hi || d.mark(k+1) {
		return false
	}
	n := &d.toks[k+1]
	switch d.low(k) {
	case "of", "from":
		return !n.class.any(monthDay)
	case "to":
		return d.is(k-1, roleWord) && !d.toks[k-1].upper
	case "for", "at", "with", "against", "behind", "near", "between", "among":
		return n.upper || n.class.any(determiner|possessive|groupWord|numeral|object) || d.is(k-1, roleWord)
	case "in":
		return n.upper && !n.class.any(monthDay) && n.kind == wordToken && d.is(k-1, personWord|groupWord|roleWord) || d.is(k+1, determiner) && d.is(k+2, groupWord)
	case "on":
		return d.is(k-1, personWord|roleWord|groupWord) && !n.class.any(monthDay|timeWord) && n.low != "twitter" && n.low != "facebook" && n.class.any(determiner|possessive)
	}
	return false
}

// coordinates reports whether “and” joins two noun phrases here.
func (d *doc) coordinates(k, hi int) bool {
	if k+1 >= hi {
		return false
	}
	n := &d.toks[k+1]
	if n.class.any(auxiliary|modal|adverb|preposition|subject) && !n.class.any(determiner) || n.quote != 0 || d.mark(k+1) || n.form != nil && !n.upper {
		return false
	}
	return n.upper || n.class.any(determiner|possessive|roleWord|personWord|groupWord|numeral) || d.is(k+2, roleWord|personWord|groupWord)
}

// fullQuote reports whether a quotation is an utterance of its own, not a word
// or two set in marks: it ends with a stop or a comma inside, or is long.
func (d *doc) fullQuote(q piece) bool {
	if q.empty() {
		return false
	}
	if q.to-q.from > 3 {
		if k := q.to - 2; d.toks[q.to-1].kind == markToken && strings.ContainsAny(d.toks[k].low, ".,!?…") && d.toks[k].kind == markToken {
			return true
		}
	}
	return q.to-q.from > 10
}
