package extract

import "touchstone/claims"

// found is an attribution before its speaker is known.
type found struct {
	content    []piece
	source     piece
	antecedent piece
	via        piece // who carried it: “was quoted by the paper as saying”
	cue        piece
	verb       *verb
	rule       string
	use        use
	shared     bool
	negate     bool
	hedge      bool
	at         int              // the cue's token, or the content's first where there is no cue
	kind       claims.QuoteKind // where the marks do not tell, as in a transcript
	inner      []*found         // what is reported inside of what this one reports
}

// attributions finds the attributed statements of one sentence.
func (d *doc) attributions(s piece) []*found {
	cs := d.cues(s)
	d.findSubjects(cs, s)
	cs = alive(cs)
	var out []*found
	for k := range cs {
		if f := valid(d.attribution(cs, k, s)); f != nil {
			out = append(out, f)
		}
	}
	out = append(out, d.accordingTo(cs, s)...)
	out = append(out, d.nounCues(cs, s)...)
	if f := d.colonQuote(out, s); f != nil {
		out = append(out, f)
	}
	return out
}

// quoteEnds reports whether a quotation ends right before the subject.
func (d *doc) quoteEnds(c *cue, s piece) bool {
	j := c.starts() - 1
	if j > s.from && d.low(j) == "," && d.toks[j].quote == 0 {
		j--
	}
	return j > s.from && !c.who.shared && d.toks[j].quote != 0 && d.quoted(j).to == j+1 && d.fullQuote(d.quoted(j))
}

// alive leaves out the verbs that turned out to report nothing.
func alive(cs []*cue) []*cue {
	out := cs[:0]
	for _, c := range cs {
		if !c.dead {
			out = append(out, c)
		}
	}
	return out
}

// attribution turns a speech verb with its subject into an attribution, if
// something was said.
func (d *doc) attribution(cs []*cue, k int, s piece) *found {
	c := cs[k]
	f := &found{source: c.who.np, antecedent: c.who.antecedent, cue: d.cuePiece(c), verb: c.verb, use: c.use,
		shared: c.who.shared, negate: c.negate, hedge: c.hedge, at: c.at}
	switch c.use {
	case passiveUse, reducedUse:
		if r := d.quotedAs(cs, k, s, f); r != nil {
			return r
		}
		if c.who.np.empty() || !c.who.inverted {
			return nil
		}
		return d.passive(cs, k, s, f)
	case toUse:
		if c.who.np.empty() {
			return nil
		}
	}
	if c.who.np.empty() || d.silent(c) || d.unsaid(c) || d.titled(c) {
		return nil
	}
	if c.who.inverted {
		return d.before(cs, k, s, f)
	}
	if d.quoteEnds(c, s) && (d.quoted(s.from).from == s.from && d.toks[s.from].quote != 0 || d.after(cs, k, s, &found{source: f.source, cue: f.cue, verb: f.verb, at: f.at}) == nil) {
		if r := d.before(cs, k, s, f); r != nil {
			return r
		}
	}
	if r := d.after(cs, k, s, f); r != nil {
		return r
	}
	return d.before(cs, k, s, f)
}

// unsaid tells the verbs that say that nothing was said: “did not respond”.
func (d *doc) unsaid(c *cue) bool {
	if !c.negate {
		return false
	}
	if w := d.low(c.group.to); c.verb.has(clause) && (w == "which" || w == "whether" || w == "when" || w == "how" || w == "why" || w == "who" || w == "what" || w == "if" || w == "where") {
		return true
	}
	switch c.verb.lemma {
	case "respond", "reply", "comment", "answer", "speak", "elaborate", "disclose", "specify", "reveal", "address":
		return true
	}
	return false
}

// titled tells “a film, called “The Bridge”,” and “a welder called Tuva” from a
// predicate.
func (d *doc) titled(c *cue) bool {
	if c.use == finiteUse && c.plain && c.verb.has(naming) && d.capitalAt(c.group.to) && (d.low(c.who.np.from) == "a" || d.low(c.who.np.from) == "an") {
		k := c.group.to
		for d.capitalAt(k) {
			k++
		}
		return d.mark(k) || d.verbAt(k)
	}
	return c.use == finiteUse && c.plain && c.verb.has(naming) && c.form.tense&participle != 0 && d.low(c.at-1) == "," && c.who.shared && !c.who.lent
}

// cuePiece is what is shown as the cue: the verb with its particle or
// preposition, without auxiliaries.
func (d *doc) cuePiece(c *cue) piece { return piece{c.at, c.group.to} }

// silent tells the subjects that do not speak: “it” of the weather, “there”.
func (d *doc) silent(c *cue) bool {
	if c.verb.has(paper) && !c.verb.has(quotes) && !d.paperSubject(c) || c.verb.lemma == "read" && !d.reads(c) {
		return true
	}
	if c.who.np.to-c.who.np.from == 1 && (d.low(c.who.np.from) == "one" || d.low(c.who.np.from) == "you") {
		return true
	}
	return d.low(c.who.np.from) == "there" || d.low(c.who.np.from) == "what" && c.who.np.to-c.who.np.from == 1
}

// reads reports whether the subject of “read” is a document that says
// something, not a sign or a shirt.
func (d *doc) reads(c *cue) bool {
	for i := c.who.np.from; i < c.who.np.to; i++ {
		switch d.low(i) {
		case "letter", "statement", "memo", "email", "e-mail", "report", "note", "message", "tweet", "post", "release", "document", "ruling", "complaint", "caption", "text", "it":
			return true
		}
	}
	return false
}

// paperSubject reports whether the subject is a document or a body that finds.
func (d *doc) paperSubject(c *cue) bool {
	np := c.who.np
	for i := np.from; i < np.to; i++ {
		if d.is(i, paperWord) || d.is(i, groupWord) {
			return true
		}
	}
	switch d.low(np.to - 1) {
	case "investigators", "inspectors", "researchers", "scientists", "jurors", "auditors", "analysts", "experts", "regulators", "which", "that":
		return c.verb.lemma != "show" || d.is(c.who.antecedent.from, paperWord)
	}
	return false
}
