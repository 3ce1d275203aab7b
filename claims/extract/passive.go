package extract

// passive reads “X was described by Y as Z” and “the plan announced by Y”:
// the content is what stands before the verb, with what follows the agent.
func (d *doc) passive(cs []*cue, k int, s piece, f *found) *found {
	c := cs[k]
	f.rule = "described by"
	agent := c.who.np
	hi := d.bodyEnd(s)
	if at := agent.to; at < hi && d.low(at) == "that" && c.verb.any(clause) {
		return d.clauseContent(cs, k, s, f, at, "told by")
	}
	np := d.patient(cs, k, s)
	if np.empty() {
		return nil
	}
	f.content = []piece{np}
	at := agent.to
	if d.low(at) == "," {
		at++
	}
	if at < hi && (d.low(at) == "as" && c.verb.any(as) || d.low(at) == "of" || d.low(at) == "for" && c.verb.any(noun)) {
		if p := d.trimContent(piece{at, d.nounEnd(cs, k, s, at, true)}); !p.empty() {
			f.content = append(f.content, p)
		}
	}
	if len(f.content) == 1 {
		return nil // “the deal was rejected by many” says nothing of the deal
	}
	return f
}

// quotedAs reads “was quoted (by the paper) as saying …”: the patient spoke.
func (d *doc) quotedAs(cs []*cue, k int, s piece, f *found) *found {
	c := cs[k]
	if c.verb.lemma != "quote" && c.verb.lemma != "cite" {
		return nil
	}
	at := c.group.to
	if c.who.inverted {
		at = c.who.np.to
		f.via = c.who.np
	}
	if d.low(at) != "as" || d.low(at+1) != "saying" && d.low(at+1) != "telling" {
		return nil
	}
	np := d.patient(cs, k, s)
	if np.empty() {
		return nil
	}
	f.source, f.cue, f.at, f.verb = np, piece{at + 1, at + 2}, at+1, sayVerb
	if q := d.quoteAt(at+2, s, sayVerb); !q.empty() {
		return d.quotation(cs, k, s, f, q)
	}
	return d.clauseContent(cs, k, s, f, at+2, "quoted as saying")
}

// patient gives what the passive verb is about.
func (d *doc) patient(cs []*cue, k int, s piece) piece {
	c := cs[k]
	j := c.group.from - 1
	if j < s.from {
		return piece{}
	}
	if d.low(j) == "," {
		if np := d.beforeApposition(j, d.floor(cs[:k], s)); !np.empty() {
			return np
		}
	}
	if d.low(j) == "," || isDash(d.low(j)) {
		j--
	}
	if d.is(j, relative) && j > s.from {
		j--
		if d.low(j) == "," {
			j--
		}
	}
	if j < s.from || d.toks[j].quote != 0 && d.fullQuote(d.quoted(j)) {
		return piece{}
	}
	return d.nounLeft(j, d.floor(cs[:k], s))
}
