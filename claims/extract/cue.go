package extract

// use is how a speech verb stands in its sentence.
type use uint8

const (
	finiteUse     use = iota // Berg said
	passiveUse               // was described by
	participleUse            // , saying
	reducedUse               // the plan announced by
	toUse                    // to say
	gerundUse                // by saying
)

// cue is a speech verb at work in a sentence.
type cue struct {
	at     int   // the verb
	group  piece // with its auxiliaries and particle
	verb   *verb
	form   *form
	use    use
	who    agent
	plain  bool   // nothing but the verb: no modal, no negation
	aux    string // its last auxiliary
	negate bool
	hedge  bool
	dead   bool // it reports nothing
	ahead  bool // what it reports stands before it
}

// starts gives the first token of the cue with its subject, where the subject
// stands before the verb.
func (c *cue) starts() int {
	if !c.who.np.empty() && !c.who.shared && c.who.np.from < c.group.from {
		return c.who.np.from
	}
	return c.group.from
}

// cues finds the speech verbs of the reporter's own words in a sentence.
func (d *doc) cues(s piece) []*cue {
	var found []*cue
	for i := s.from; i < s.to; i++ {
		t := &d.toks[i]
		if t.quote != 0 {
			i = min(d.quotes[t.quote-1].to, s.to) - 1
			continue
		}
		if t.form == nil || t.upper && i > s.from && d.paras[t.para].kind != Title && !d.sentenceInitial(i) {
			continue
		}
		c := &cue{at: i, group: piece{i, i + 1}, form: t.form, verb: t.form.verb}
		d.widen(c, s)
		if !d.verbUse(c, s) || !d.chooseEntry(c, s) {
			continue
		}
		found = append(found, c)
		i = max(i, c.group.to-1)
	}
	return found
}

// widen takes the auxiliaries and adverbs before the verb into the group.
func (d *doc) widen(c *cue, s piece) {
	i := c.at
	for i-1 >= s.from && d.toks[i-1].quote == 0 {
		t := &d.toks[i-1]
		switch {
		case t.class.any(auxiliary|modal) && !(t.low == "'s" && d.possessiveS(i-1)), t.low == "not":
			i--
			if t.class.any(modal) {
				c.hedge = c.hedge || t.low == "could" || t.low == "might" || t.low == "may"
			}
			if t.class.any(negation) {
				c.negate = true
			}
			c.group.from = i
			continue
		case (t.low == "both" || t.low == "each" || t.low == "all") && i-2 >= s.from && d.is(i-2, auxiliary):
			i-- // “have both called”
			continue
		case t.class.any(adverb|negation) && !t.class.any(determiner|object|subject):
			if t.class.any(negation) {
				c.negate = true
			}
			i--
			continue
		}
		break
	}
	// Adverbs count only as the rest of a group: “have repeatedly said”.
	if i < c.group.from {
		c.group.from = d.adverbEdge(i, c.group.from)
	}
}

// adverbEdge keeps the adverbs right before the verb, which belong to the cue.
func (d *doc) adverbEdge(lo, hi int) int {
	for hi > lo && d.toks[hi-1].class.any(adverb|negation) && !d.toks[hi-1].class.any(monthDay) {
		hi--
	}
	return hi
}

// possessiveS tells the 's of “Norway's” from that of “he's”.
func (d *doc) possessiveS(i int) bool {
	return i > 0 && !d.toks[i-1].class.any(subject|relative) && d.low(i-1) != "there" && d.low(i-1) != "that"
}

// chooseEntry picks the entry whose particle or preposition follows.
func (d *doc) chooseEntry(c *cue, s piece) bool {
	i := c.at + 1
	next := d.low(i)
	if i >= s.to {
		next = ""
	}
	for _, v := range append([]*verb{c.verb}, c.verb.other...) {
		if v.particle != "" && v.particle == next {
			c.verb, c.group.to = v, i+1
			if v.has(oblique) && !v.has(noun|clause) && d.prepOf(v, i+1) {
				c.group.to++
			}
			return true
		}
	}
	if c.verb.particle != "" {
		for _, v := range c.verb.other {
			if v.particle == "" {
				c.verb = v
				return true
			}
		}
		return false
	}
	return true
}

// prepOf reports whether token i is a preposition the verb's content follows.
func (d *doc) prepOf(v *verb, i int) bool {
	for _, p := range v.preps {
		if d.low(i) == p {
			return true
		}
	}
	return false
}
