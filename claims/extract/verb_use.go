package extract

import "strings"

// verbUse decides whether the form is a verb here, and which use.
func (d *doc) verbUse(c *cue, s piece) bool {
	f, i := c.form, c.at
	prev := c.group.from - 1
	p, aux := d.at(prev), ""
	for k := c.group.from; k < i; k++ {
		if d.toks[k].class.any(auxiliary|modal) && !(d.low(k) == "'s" && d.possessiveS(k)) {
			aux = d.low(k)
		}
	}
	if prev < s.from {
		p = nil
	}
	c.plain, c.aux = aux == "" && c.group.from == i, aux
	switch {
	case f.tense&progress != 0:
		return d.progressUse(c, p, aux)
	case isBe(aux) && f.tense&(participle|past) != 0:
		c.use = passiveUse
		return true
	case aux != "":
		return true
	}
	if p != nil && p.low == "to" && f.tense&base != 0 {
		c.use = toUse
		return !f.alone || !d.is(prev-1, placeWord)
	}
	if f.tense&(past|participle) != 0 && (f.tense&base == 0 || p != nil && !isPlural(p)) {
		return d.pastUse(c, p, s)
	}
	return d.presentUse(c, p, s)
}

func isBe(w string) bool {
	switch w {
	case "is", "are", "was", "were", "be", "been", "being", "am", "isn't", "aren't", "wasn't", "weren't", "'re", "'m":
		return true
	}
	return false
}

// progressUse tells “is calling”, “, calling” and “by calling” from the noun
// and the adjective.
func (d *doc) progressUse(c *cue, p *token, aux string) bool {
	if isBe(aux) || aux == "'s" {
		return true
	}
	if p == nil {
		c.use = participleUse // “Addressing reporters, she said”
		return d.toks[c.at].low != "according"
	}
	switch p.low {
	case "by", "in", "while", "when", "after", "before", "without", "and", "or", "but", "as", "with":
		c.use = gerundUse
		if p.low == "and" || p.low == "or" || p.low == "but" {
			c.use = participleUse
		}
		return true
	case "of", "for", "from", "at", "about":
		return false
	}
	if p.class.any(determiner|possessive|preposition) || d.verbLike(c.group.from-1) || d.low(c.at) == "reading" {
		return false
	}
	c.use = participleUse
	return true
}

// pastUse tells “Berg said” from “the plan described by” and “the so-called”.
func (d *doc) pastUse(c *cue, p *token, s piece) bool {
	if p == nil {
		// “Asked about it, he said” and “Said Smith:” begin a sentence.
		c.use = reducedUse
		return c.form.verb.has(quotes) && (d.low(c.at) == "said" || d.low(c.at) == "added")
	}
	if p.class.any(determiner|possessive) && !p.class.any(subject|relative) || p.class.any(preposition) && p.kind != markToken && !p.class.any(subordinate) && !d.isNumber(c.group.from-1) {
		return false
	}
	if p.low == "when" || p.low == "as" || p.low == "if" || p.low == "once" {
		return false // “when asked”
	}
	if d.byPhrase(c, s) >= 0 && c.verb.any(noun|as|naming|clause) {
		c.use = reducedUse
		return true
	}
	return true
}

func (d *doc) isNumber(i int) bool { t := d.at(i); return t != nil && t.class.any(numeral) }

// byPhrase gives the token after “by” in “announced on Monday by”, or -1.
func (d *doc) byPhrase(c *cue, s piece) int {
	for k := c.group.to; k < s.to && k < c.group.to+6; k++ {
		t := &d.toks[k]
		if t.low == "by" {
			n := d.at(k + 1)
			if n == nil || k+1 >= s.to || n.form != nil && n.form.tense&progress != 0 || strings.HasSuffix(n.low, "ing") && !n.upper || n.class.any(monthDay|numeral) {
				return -1
			}
			return k + 1
		}
		if !t.class.any(preposition|timeWord|adverb|determiner|numeral) && k > c.group.to {
			return -1
		}
		if !t.class.any(preposition | timeWord | adverb | numeral) {
			return -1
		}
	}
	return -1
}

// presentUse tells “says” and “claim” the verbs from the nouns.
func (d *doc) presentUse(c *cue, p *token, s piece) bool {
	i, f := c.at, c.form
	if p == nil {
		return false // an imperative, or a noun that begins the sentence
	}
	if f.alone && f.tense&third != 0 && p.class.any(determiner) && p.low != "that" && p.low != "which" && p.low != "who" {
		return false
	}
	if p.class.any(numeral) && f.alone && p.low != "one" || p.low == "one" && f.alone {
		return false
	}
	if p.class.any(subject|relative) && !p.class.any(determiner) || p.low == "who" || p.low == "that" && d.is(c.group.from-2, personWord|roleWord) {
		return true
	}
	if p.low == "you" || p.low == "i" || p.low == "we" || p.low == "they" {
		return true
	}
	if p.class.any(determiner|possessive|preposition) && !p.class.any(subject) || isAdjective(p.low) && f.alone {
		return false
	}
	if p.kind == markToken && !p.abbrev && p.quote == 0 && p.low != "," && p.low != ")" && !isDash(p.low) {
		return false
	}
	n := d.at(i + 1)
	head := d.subjectHead(c.group.from-1, s)
	if head == nil {
		head = p
	}
	if !f.alone {
		if f.tense&third != 0 {
			return true
		}
		// The base form after a plural or a coordination: “officials say”.
		return isPlural(p) || isPlural(head) || p.class.any(numeral) || f.verb.lemma == "say" && p.kind == wordToken && !p.class.any(determiner) && p.low != "let" && p.low != "'s" || p.kind == markToken || p.low == "and" || p.low == "or" || p.low == "but" || p.class.any(adverb) || p.low == "police"
	}
	// A form that is as often a noun needs a subject that fits and something
	// after it that a noun would not have.
	if n == nil || i+1 >= s.to {
		return false
	}
	if f.tense&third == 0 && d.inPhrase(c.group.from-1, s.from) {
		return false // “in a daily call”
	}
	coordinated := p.kind == markToken && p.low != ")" || p.class.any(conjunction)
	if !coordinated && (f.tense&third != 0 && isPlural(head) && !head.upper || f.tense&base != 0 && f.tense&third == 0 && !isPlural(head)) {
		return false
	}
	if p.kind == markToken && p.low != "," && p.low != ")" && !p.abbrev {
		return false
	}
	if n.quote != 0 || n.class.any(complement|determiner|possessive|subject|object) || n.low == ":" || n.low == "to" && f.verb.any(infinitive) {
		return true
	}
	if n.kind == markToken && d.closing(i+1, s) {
		np := d.nounLeft(c.group.from-1, s.from)
		return !np.empty() && d.low(np.from-1) == "," && d.canSpeak(np) // “…, census data show.”
	}
	if f.verb.any(noun|as|objectTo) && n.kind == wordToken && d.onlyVerb(i, s) {
		return true
	}
	return (p.upper || head.upper || head.class.any(roleWord|personWord|groupWord|paperWord)) && n.kind == wordToken && (n.upper || !n.class.any(preposition)) && d.hasClause(i+1, s.to)
}

// closing reports whether nothing but marks follow in the sentence.
func (d *doc) closing(i int, s piece) bool { return i >= d.bodyEnd(s) }

// inPhrase reports whether token j is an adjective behind “a”, so that a noun
// has to follow.
func (d *doc) inPhrase(j, lo int) bool {
	for k := j; k >= lo && k > j-3; k-- {
		t := &d.toks[k]
		if t.low == "a" || t.low == "an" {
			return k < j
		}
		if t.kind != wordToken || t.upper || isPlural(t) || t.class.any(preposition|roleWord|personWord|groupWord|paperWord|timeWord) {
			return false
		}
	}
	return false
}

// onlyVerb reports whether the sentence has no other finite verb than i, so
// that the form cannot be a noun.
func (d *doc) onlyVerb(i int, s piece) bool {
	for k := s.from; k < s.to; k++ {
		if k != i && d.toks[k].quote == 0 && d.verbAt(k) {
			return false
		}
	}
	return true
}

// subjectHead gives the noun that a verb behind token j agrees with.
func (d *doc) subjectHead(j int, s piece) *token {
	np := d.nounLeft(j, s.from)
	if np.empty() {
		return nil
	}
	head := np.to - 1
	for i := np.from + 1; i < np.to; i++ {
		if d.is(i, preposition|relative) || d.mark(i) {
			head = i - 1
			break
		}
	}
	return &d.toks[head]
}

func isPlural(t *token) bool {
	switch t.low {
	case "people", "police", "men", "women", "data", "media":
		return true
	}
	return len(t.low) > 3 && strings.HasSuffix(t.low, "s") && !strings.HasSuffix(t.low, "ss") && !strings.HasSuffix(t.low, "us")
}

// isAdjective guesses by the ending.
func isAdjective(w string) bool {
	for _, e := range [...]string{"al", "ous", "ful", "ive", "ish", "ic", "less", "able", "ible"} {
		if len(w) > len(e)+2 && strings.HasSuffix(w, e) {
			return true
		}
	}
	switch w {
	case "new", "recent", "own", "latest", "repeated", "false", "such", "first", "last", "big", "fresh", "key", "early", "late", "more", "main", "same":
		return true
	}
	return false
}
