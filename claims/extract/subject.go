package extract

// agent is who stands with a speech verb.
type agent struct {
	np         piece
	antecedent piece // of “who”: the words it stands for
	shared     bool  // taken from another verb of the sentence
	inverted   bool  // after the verb: “said Berg”
	lent       bool  // by another speech verb
}

// findSubjects gives every cue of the sentence its subject, from left to right,
// because a coordinated verb takes that of the verb before it.
func (d *doc) findSubjects(cs []*cue, s piece) {
	for k, c := range cs {
		before := live(cs[:k])
		d.findSubject(before, c, s)
		// A verb without content is no cue and lends its subject to nobody.
		upTo := append(before, c)
		f := d.attribution(upTo, len(upTo)-1, s)
		c.dead = f == nil
		c.ahead = f != nil && f.content[0].from < c.at
	}
}

// live gives the last few verbs that do report something.
func live(cs []*cue) []*cue {
	var last [8]*cue
	n := len(last)
	for i := len(cs) - 1; i >= 0 && n > 0; i-- {
		if !cs[i].dead {
			n--
			last[n] = cs[i]
		}
	}
	return append(make([]*cue, 0, len(last)+1), last[n:]...)
}

// findSubject gives one cue its subject.
func (d *doc) findSubject(before []*cue, c *cue, s piece) {
	switch c.use {
	case passiveUse, reducedUse:
		if by := d.byPhrase(c, s); by >= 0 {
			c.who = agent{np: d.withApposition(d.nounRight(by, s.to), s.to), inverted: true}
		} else if c.use == reducedUse && c.group.from == s.from {
			c.who = agent{np: d.nounRight(c.group.to, s.to), inverted: true}
		}
	case participleUse:
		c.who = d.participleSubject(before, c, s)
	case gerundUse:
		c.who = d.gerundSubject(before, c, s)
	case toUse:
		c.who = d.infinitiveSubject(before, c, s)
	default:
		c.who = d.subject(before, c, s)
	}
}

// subject finds the subject of a finite verb.
func (d *doc) subject(before []*cue, c *cue, s piece) agent {
	j := c.group.from - 1
	if j < s.from {
		return agent{}
	}
	if d.inverted(c, s) {
		return agent{np: d.sourceRight(c, s), inverted: true}
	}
	t := &d.toks[j]
	switch {
	case t.quote != 0 && d.quotes[t.quote-1].to == j+1:
		if np := d.nounLeft(j, d.floor(before, s)); !np.empty() && !d.fullQuote(d.quoted(j)) {
			return agent{np: np}
		}
		return d.sharedSubject(before, c, s)
	case t.class.any(relative) && t.low != "what" && !(t.low == "that" && !d.nounBefore(j)):
		return agent{np: piece{j, j + 1}, antecedent: d.antecedent(j, s)}
	case t.class.any(conjunction) || t.low == "then":
		return d.sharedSubject(before, c, s)
	case t.low == ",":
		if np := d.beforeApposition(j, d.floor(before, s)); !np.empty() {
			return agent{np: np}
		}
		return d.sharedSubject(before, c, s)
	case isDash(t.low) && t.quote == 0:
		if np := d.beforeDashes(j, d.floor(before, s)); !np.empty() {
			return agent{np: np}
		}
	}
	np := d.nounLeft(d.beforeTime(j, s.from), d.floor(before, s))
	if np.empty() || d.is(np.from, object) && !d.is(np.from, subject|possessive) {
		return d.sharedSubject(before, c, s)
	}
	return agent{np: np}
}

// beforeTime passes left over the time that may stand between a subject and
// its verb: “the head of the port on Tuesday rejected”.
func (d *doc) beforeTime(j, lo int) int {
	k := j
	if !days.has(d.low(k)) || (d.low(k) == "today" || d.low(k) == "yesterday") == d.toks[k].upper {
		return j
	}
	k--
	for k > lo && (d.low(k) == "late" || d.low(k) == "early" || d.low(k) == "last" || d.low(k) == "this" || d.low(k) == "later" || d.low(k) == "earlier") {
		k--
	}
	if d.low(k) == "on" {
		k--
	}
	if k < lo || d.is(k, preposition|determiner|possessive|numeral) || d.mark(k) || d.verbLike(k) {
		return j // “a survey published Tuesday”
	}
	return k
}

var days = set("monday tuesday wednesday thursday friday saturday sunday today yesterday")

// beforeDashes gives the subject before an insertion between dashes that the
// dash j closes: “Oskar Venn — no relation to the minister — says”.
func (d *doc) beforeDashes(j, lo int) piece {
	for k := j - 1; k > lo && k > j-maxPhrase; k-- {
		if d.toks[k].quote != 0 || d.ends(k) {
			return piece{}
		}
		if isDash(d.low(k)) && !d.glued(k) {
			return d.nounLeft(k-1, lo)
		}
	}
	return piece{}
}

// floor is how far left a subject may reach: not over an earlier speech verb.
func (d *doc) floor(before []*cue, s piece) int {
	if len(before) == 0 {
		return s.from
	}
	for k := len(before) - 1; k >= 0; k-- {
		last := before[k]
		if last.who.antecedent.to > 0 {
			continue // the verb of a relative clause, which may stand in an insertion
		}
		if last.who.inverted {
			return max(last.group.to, last.who.np.to)
		}
		return last.group.to
	}
	return s.from
}

// pronoun reports whether token i is a personal pronoun.
func (d *doc) pronoun(i int) bool {
	switch d.low(i) {
	case "he", "she", "it", "they", "i", "we", "you", "who":
		return true
	}
	return false
}

func (d *doc) nounBefore(j int) bool {
	t := d.at(j - 1)
	return t != nil && t.kind != markToken && !t.class.any(auxiliary|modal|conjunction|preposition|finite) && t.form == nil
}

// inverted reports whether the subject follows the verb: “…,” said Berg.
func (d *doc) inverted(c *cue, s piece) bool {
	if !c.plain || !c.verb.any(quotes|clause) || c.form.tense&(past|third|base) == 0 || c.verb.particle != "" {
		return false
	}
	j, i := c.at-1, c.group.to
	t, n := &d.toks[j], d.at(i)
	if n == nil || i >= s.to || n.quote != 0 {
		return false
	}
	afterQuote := t.quote != 0 && d.quotes[t.quote-1].to == c.at
	if !afterQuote && t.low != "," && !isDash(t.low) && t.low != "?" && t.low != "!" {
		return false
	}
	if d.pronoun(i) {
		// “said he” ends the clause; “said he would” does not.
		m := d.at(i + 1)
		return m == nil || i+1 >= s.to || m.kind == markToken || m.class.any(preposition|timeWord)
	}
	if !n.upper && !n.class.any(determiner|possessive|roleWord|personWord|groupWord|paperWord|honorific|numeral|givenName) && !(afterQuote && n.kind == wordToken && !n.class.any(complement|preposition|adverb)) {
		return false
	}
	if n.class.any(complement) && !n.class.any(determiner) || n.low == "that" || n.class.any(monthDay) && !afterQuote {
		return false
	}
	np := d.nounRight(i, s.to)
	if !afterQuote && t.low == "," && !d.hasVerb(piece{s.from, j}) {
		return false
	}
	if np.empty() || !afterQuote && (c.verb.has(weak) && c.verb.lemma != "report" || !d.canSpeak(np)) {
		return false
	}
	m := d.at(np.to)
	if m == nil || np.to >= s.to || m.kind == markToken || m.class.any(preposition|adverb|timeWord|relative|subordinate|conjunction) {
		if t.low == "," && c.verb.any(noun|naming|as|objectTo) && !d.beforeApposition(j, s.from).empty() {
			return false
		}
		return afterQuote || t.low == "," && !d.closesApposition(j, np, s)
	}
	return afterQuote && !m.class.any(finite|auxiliary|modal)
}

// canSpeak reports whether a noun phrase may name a speaker: it has a name, or
// a word for people, a body or a document.
func (d *doc) canSpeak(np piece) bool {
	for i := np.from; i < np.to; i++ {
		t := &d.toks[i]
		if t.upper && i > np.from || t.upper && !t.class.any(determiner) || t.class.any(subject|roleWord|personWord|groupWord|paperWord|honorific) && !t.class.any(determiner) {
			return true
		}
	}
	return false
}

// closesApposition reports whether the comma j ends an insertion, so that what
// follows the verb is its content: “Smith, the leader, said nothing else”.
func (d *doc) closesApposition(j int, np piece, s piece) bool {
	k := np.to
	if k < s.to && (d.low(k) == "," || d.mark(k)) || k >= s.to {
		return false // nothing but the subject follows
	}
	return !d.beforeApposition(j, s.from).empty()
}

// sourceRight gives the whole of an inverted subject with its apposition.
func (d *doc) sourceRight(c *cue, s piece) piece {
	np := d.nounRight(c.group.to, s.to)
	return d.withApposition(np, s.to)
}

// withApposition adds “, the town's chief engineer” up to the next comma or
// the end of the sentence.
func (d *doc) withApposition(np piece, hi int) piece {
	k := np.to
	if k+1 >= hi || d.low(k) != "," || d.toks[k+1].quote != 0 {
		return np
	}
	n := &d.toks[k+1]
	if n.form != nil && n.form.tense&progress != 0 || n.class.any(conjunction|adverb|subordinate) && !n.class.any(relative) || n.class.any(subject) && !n.class.any(determiner|relative) {
		return np
	}
	if !n.class.any(determiner|possessive|relative|roleWord|personWord|numeral) && !n.upper && n.low != "of" && !d.is(k+2, roleWord|personWord) && !d.is(k+3, roleWord) {
		return np
	}
	end := k + 1
	for end < hi && d.toks[end].quote == 0 && !d.mark(end) {
		end++
	}
	if end < hi && d.low(end) == "," && !n.class.any(relative) && d.wordsWithout(k+1, end) && n.kind != numberToken {
		return piece{np.from, end}
	}
	for end < hi && n.class.any(relative) && d.toks[end].quote == 0 && !(d.low(end) == "." && !d.toks[end].abbrev) {
		end++
	}
	if n.kind == numberToken && end < hi && end-k <= 2 {
		return d.withApposition(piece{np.from, end}, hi) // “Per Dahl, 53, who …”
	}
	return piece{np.from, end}
}

// wordsWithout reports whether no verb stands in the piece.
func (d *doc) wordsWithout(from, to int) bool {
	for i := from; i < to; i++ {
		if d.is(i, auxiliary|modal|finite) && !(d.low(i) == "'s" && d.possessiveS(i)) {
			return false
		}
	}
	return true
}
