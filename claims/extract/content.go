package extract

import "strings"

// clauseContent takes a clause from token at to where the reporter goes on.
func (d *doc) clauseContent(cs []*cue, k int, s piece, f *found, at int, rule string) *found {
	end := d.clauseEnd(cs, k, s, at)
	p := d.trimContent(piece{at, end})
	if d.wordCount(p) < 1 || d.wordCount(p) == 1 && f.verb.has(noun) == false && d.toks[p.from].quote == 0 {
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
		if c.use == finiteUse && (c.who.inverted || c.who.shared || d.ends_(c, s)) {
			return true
		}
		return c.use == finiteUse && low != ","
	}
	t := &d.toks[n]
	switch t.low {
	case "and", "but", "yet":
		return d.cueStarts(cs, k, n+1, false) && d.low(n+1) != "that" || d.refuses(n+1)
	case "while", "although", "though", "whereas":
		return d.cueStarts(cs, k, n+1, true) || t.low == "while" || d.caveat(n+1, s)
	case "as":
		return d.cueStarts(cs, k, n+1, true)
	case "who", "which", "whom":
		return d.aside(n, s)
	case "a", "an":
		return low == "," && d.remark(n, s)
	case "the":
		return d.low(n+1) == "latter" || d.low(n+1) == "first" && d.remark(n, s)
	case "part", "one":
		return d.low(n+1) == "of" && d.remark(n, s)
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

// remark reports whether “, a possible relief for the market” ends the
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

// ends_ reports whether nothing follows the cue: the content stands before it.
func (d *doc) ends_(c *cue, s piece) bool {
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

// nounContent takes a noun phrase, or an infinitive, with all that belongs to
// it: up to the next clause or adverbial.
func (d *doc) nounContent(cs []*cue, k int, s piece, f *found, at int, rule string, long bool) *found {
	end := d.nounEnd(cs, k, s, at, long)
	p := d.trimContent(piece{at, end})
	if p.empty() || d.wordCount(p) == 0 {
		return nil
	}
	f.content, f.rule = []piece{p}, rule
	return f
}

// nounEnd finds the end of a nominal content.
func (d *doc) nounEnd(cs []*cue, k int, s piece, at int, long bool) int {
	hi := d.bodyEnd(s)
	for i := at; i < hi; i++ {
		t := &d.toks[i]
		if t.quote != 0 {
			q := d.quoted(i)
			i = max(i, min(q.to, hi)-1)
			if q.to-q.from > 3 && q.to < hi && d.low(q.to-2) == "," && (d.cutsAt(cs, k, s, q.to, at, ",") || d.occasion(q.to, at)) {
				return q.to
			}
			continue
		}
		if t.kind == markToken && !t.abbrev {
			if t.low == "," && i > 1 && d.is(i-2, determiner|possessive) && !d.is(i+1, determiner|conjunction|relative|preposition) {
				continue // “the angry, divisive rhetoric”
			}
			if e := d.insertEnd(i, hi); e > i && !d.cutsAtMark(cs, k, s, i, at) {
				i = e
				continue
			}
			if t.low == "," && d.listGoesOn(i, hi) && !d.cutsAtMark(cs, k, s, i, at) {
				continue
			}
			if t.low == "," || t.low == ";" || t.low == ":" || isDash(t.low) && !d.glued(i) && !d.dashAfter(i+1, s) {
				return i
			}
			continue
		}
		if i == at {
			continue
		}
		switch t.low {
		case "and", "but", "or":
			if d.cutsAtWord(cs, k, i) || t.low == "but" && d.low(i-1) != "," || d.predicate(i+1) {
				return i
			}
		case "after", "before", "while", "when", "because", "although", "though", "unless", "as":
			if t.low == "as" && (cs[k].verb.any(as) || d.low(i+1) == "well") || t.low == "before" && d.is(i+1, determiner) && long {
				continue
			}
			return i
		case "in", "on", "at", "to":
			if d.occasion(i, at) {
				return i
			}
		case "according", "saying", "calling", "adding":
			return i
		}
		if t.class.any(monthDay) && !d.is(i-1, preposition|determiner|possessive|monthDay) && d.toks[i].upper && t.low != "may" && t.low != "march" {
			return i
		}
	}
	return hi
}

// insertEnd gives the comma that closes an apposition opened at i, where the
// complement goes on behind it: “accused the company, Northlink, of”.
func (d *doc) insertEnd(i, hi int) int {
	if d.low(i) != "," {
		return i
	}
	for k := i + 1; k < hi && k < i+14; k++ {
		if d.low(k) == "," {
			switch d.low(k + 1) {
			case "of", "for", "as", "to":
				return k
			}
			return i
		}
		if d.verbAt(k) && !d.relativeIn(i, k) {
			return i
		}
	}
	return i
}

func (d *doc) glued(i int) bool {
	return d.toks[i].glued && i+1 < len(d.toks) && d.toks[i+1].glued
}

// listGoesOn reports whether the comma i divides the members of a list or of a
// place name, not two clauses.
func (d *doc) listGoesOn(i, hi int) bool {
	for k := i + 1; k < hi && k < i+8; k++ {
		if d.low(k) == "and" || d.low(k) == "or" {
			return !d.predicate(k+1) && !d.is(i+1, relative|conjunction)
		}
		if d.mark(k) && d.low(k) != "," || d.verbLike(k) && !d.toks[k].upper || d.is(k, relative|auxiliary|modal) || strings.HasSuffix(d.low(k), "ing") {
			return false
		}
	}
	return false
}

// predicate reports whether a verb of the same subject follows “and”.
func (d *doc) predicate(i int) bool {
	for i < len(d.toks) && d.is(i, adverb) && !d.is(i, determiner) {
		i++
	}
	t := d.at(i)
	if t == nil || t.quote != 0 {
		return false
	}
	if t.class.any(auxiliary|modal|finite) && t.low != "'s" {
		return true
	}
	if t.class.any(subject) && !t.class.any(determiner|object|numeral|personWord) {
		return true
	}
	if len(t.low) > 4 && strings.HasSuffix(t.low, "ed") && !d.is(i+1, personWord|groupWord) {
		return d.is(i+1, determiner|possessive|preposition|object|complement|adverb) || d.at(i+1) != nil && d.toks[i+1].upper
	}
	return t.form != nil && t.form.tense&(past|third) != 0 && !t.form.alone
}

// occasion reports whether the preposition i opens the time, the place or the
// medium of speaking: on Monday, in an interview, at a rally, on Twitter.
func (d *doc) occasion(i, at int) bool {
	k := i + 1
	if d.is(k, monthDay) && d.low(i) != "to" {
		return true
	}
	if d.low(i) == "to" {
		return d.is(k, personWord) && (d.low(k) == "reporters" || d.low(k) == "journalists")
	}
	for k < i+5 && (d.is(k, determiner|possessive|numeral|timeWord) || isAdjective(d.low(k)) || d.toks[min(k, len(d.toks)-1)].upper && !occasions[d.low(k)]) {
		k++
	}
	return occasions[d.low(k)] || occasions[d.low(k+1)] && !d.is(k, preposition)
}

// occasions are where and in what people speak.
var occasions = set(`interview interviews statement statements speech speeches tweet tweets post posts email e-mail letter letters rally briefing conference debate debates memo article
	column editorial op-ed filing message testimony remarks address video call podcast twitter facebook instagram youtube cnn msnbc nbc abc cbs fox npr television tv radio hearing meeting news
	time blog court paper telephone phone essay release event appearance`)

// objectContent reads the content of verbs with an object: denied X, accused X
// of Y, described X as Y, called X Y, urged X to Y.
func (d *doc) objectContent(cs []*cue, k int, s piece, f *found, i, hi int) *found {
	v, t := f.verb, &d.toks[i]
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
// arrears at 1.9 billion”.
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
	// A name right after a common noun begins the clause: “told reporters Clinton would”.
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
