package extract

// afterAddressee skips whom it was said to: “told reporters (that) …”.
func (d *doc) afterAddressee(cs []*cue, k int, s piece, f *found, i, hi int) *found {
	np := d.addressee(i, hi)
	if np.empty() {
		return nil
	}
	j := np.to
	if d.low(j) == "to" && f.verb.any(objectTo) {
		return d.nounContent(cs, k, s, f, j, "told to", true)
	}
	if d.low(j) == "not" && d.low(j+1) == "to" {
		return d.nounContent(cs, k, s, f, j, "told to", true)
	}
	if at := d.complementiser(j, hi, f.verb); at >= 0 && (at == j || d.low(at) == "that") {
		return d.clauseContent(cs, k, s, f, at, "told")
	}
	if q := d.quoteAt(j, s, f.verb); !q.empty() {
		return d.quotation(cs, k, s, f, q)
	}
	if q := d.quoteSoon(j, s); !q.empty() {
		return d.quotation(cs, k, s, f, q)
	}
	if f.verb.any(oblique) && d.prepOf(f.verb, j) && (d.low(j) == "about" || d.low(j) == "of" || d.low(j) == "for") {
		if d.low(j) != "of" || f.verb.lemma == "remind" || f.verb.lemma == "warn" || f.verb.lemma == "inform" || f.verb.lemma == "tell" {
			return d.nounContent(cs, k, s, f, j+1, "told of", true)
		}
	}
	if j < hi && !d.mark(j) && d.toks[j].quote == 0 {
		at := d.skipAdjunct(j, hi)
		if at < hi && !d.mark(at) && d.clauseStarts(at, hi, sayVerb) && d.hasClause(at, hi) {
			return d.clauseContent(cs, k, s, f, at, "told")
		}
	}
	return nil
}

// sayVerb stands for any plain verb of saying.
var sayVerb = &verb{lemma: "say", frames: clause | quotes, trust: 1}

// addressee reads whom something was told: a pronoun, a name, a noun phrase
// that ends before the next one.
func (d *doc) addressee(i, hi int) piece {
	t := &d.toks[i]
	if t.quote != 0 {
		return piece{}
	}
	if t.class.any(object) && !t.class.any(possessive) || t.low == "her" && (d.is(i+1, subject|complement|determiner) || d.low(i+1) == "to") {
		return piece{i, i + 1}
	}
	np := d.nounRight(i, hi)
	// A name right after a common noun begins the clause: “told reporters Berg would”.
	for k := np.from + 1; k < np.to; k++ {
		a, b := &d.toks[k-1], &d.toks[k]
		if !a.upper && a.class.any(personWord) && b.upper && !b.class.any(demonym) && b.kind == wordToken {
			return piece{np.from, k}
		}
		if b.class.any(subject) && !b.class.any(determiner) {
			return piece{np.from, k}
		}
	}
	return np
}

// skipAdjunct passes over “on Monday”, “in an interview”, “during a rally”.
func (d *doc) skipAdjunct(i, hi int) int {
	for i < hi {
		switch {
		case d.is(i, monthDay) || d.is(i, adverb) && !d.is(i, determiner|subject):
			i++
		case d.is(i, preposition) && d.low(i) != "to" && !d.is(i, determiner) && i+1 < hi && !d.mark(i+1) && d.toks[i+1].quote == 0:
			np := d.nounRight(i+1, hi)
			if np.empty() {
				return i
			}
			i = np.to
		case d.low(i) == "," && i+1 < hi && d.is(i+1, preposition):
			i++
		default:
			return i
		}
	}
	return i
}

// afterAdjunct reads a clause that follows the occasion of speaking without
// “that”: “said on Monday it would close”.
func (d *doc) afterAdjunct(cs []*cue, k int, s piece, f *found, i, hi int) *found {
	if q := d.quoteSoon(i, s); !q.empty() {
		return d.quotation(cs, k, s, f, q)
	}
	if f.verb.has(weak) {
		return nil
	}
	at := d.skipAdjunct(i, hi)
	if at == i || at >= hi || d.mark(at) || d.toks[at].quote != 0 || !d.hasClause(at, hi) || d.is(at, conjunction) {
		return nil
	}
	return d.clauseContent(cs, k, s, f, at, "said on Monday")
}
