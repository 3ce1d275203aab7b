package extract

// quoteAt gives the quotation that begins at i, behind a comma or a colon.
func (d *doc) quoteAt(i int, s piece, v *verb) piece {
	k := i
	for k < s.to && k < i+2 && (d.low(k) == "," || d.low(k) == ":" || isDash(d.low(k))) && d.toks[k].quote == 0 {
		k++
	}
	if k >= s.to || d.toks[k].quote == 0 {
		return piece{}
	}
	q := d.quoted(k)
	if q.from != k {
		return piece{}
	}
	return q
}

// quoteBelow gives the quotation that opens the next sentence, where this one
// ends with a colon: “He said:”, and the words stand in a paragraph of their own.
func (d *doc) quoteBelow(i int, s piece) piece {
	if d.low(s.to-1) != ":" || s.to >= len(d.toks) || s.to-i > 30 || d.toks[s.to].quote == 0 {
		return piece{}
	}
	for k := i; k < s.to; k++ {
		if d.toks[k].quote != 0 {
			return piece{}
		}
	}
	return d.quoted(s.to)
}

// colonQuote attributes a quotation behind a colon that no verb introduces to
// the name before the colon or to the subject of the sentence: “His wife was
// less sure: “…””.
func (d *doc) colonQuote(out []*found, s piece) *found {
	for i := s.from + 1; i+1 < s.to; i++ {
		if d.toks[i].quote != 0 {
			i = min(d.quoted(i).to, s.to) - 1
			continue
		}
		if d.low(i) != ":" || d.toks[i+1].quote == 0 {
			continue
		}
		q := d.quoted(i + 1)
		if q.from != i+1 || !d.fullQuote(q) || d.wordCount(q) < 4 || taken(out, q) {
			continue
		}
		np := d.nounLeft(i-1, s.from)
		if np.empty() || !d.toks[np.to-1].upper || d.wordCount(np) > 8 {
			np = d.mainSubject(s, i)
		}
		if np.empty() || !d.canSpeak(np) || d.is(np.from, paperWord) {
			return nil
		}
		return &found{source: np, cue: piece{i, i + 1}, verb: sayVerb, at: i, content: d.joinQuotes(q, s), rule: "…: “…”"}
	}
	if q := d.quoteBelow(s.from, s); !q.empty() && len(out) == 0 && d.toks[q.from].para != d.toks[s.from].para && d.fullQuote(q) {
		if np := d.mainSubject(s, s.to-1); d.canSpeak(np) && !d.is(np.from, relative) {
			return &found{source: np, cue: piece{s.to - 1, s.to}, verb: sayVerb, at: s.to - 1, content: []piece{q}, rule: "said: paragraph"}
		}
	}
	return nil
}

func taken(out []*found, q piece) bool {
	for _, f := range out {
		for _, p := range f.content {
			if p.touches(q) {
				return true
			}
		}
	}
	return false
}

// quoteSoon finds a quotation behind a few words that end with a comma or a
// colon: “told reporters in Oslo, “…””.
func (d *doc) quoteSoon(i int, s piece) piece {
	for k := i; k < s.to && k < i+30; k++ {
		t := &d.toks[k]
		if t.quote != 0 {
			q := d.quoted(k)
			if q.from == k && k > i && (d.low(k-1) == "," || d.low(k-1) == ":") && (d.fullQuote(q) || d.low(k-1) == ":") {
				return q
			}
			return piece{}
		}
		if d.verbLike(k) && !t.upper && t.form != nil && t.form.verb.any(clause) || t.low == ";" || t.class.any(modal) {
			return piece{}
		}
	}
	return piece{}
}

// quotation makes the content of a quotation that follows its cue.
func (d *doc) quotation(cs []*cue, k int, s piece, f *found, q piece) *found {
	f.rule = "said: quotation"
	if f.verb.has(noun|as|naming) && !f.verb.any(quotes|clause) && q.from == f.cue.to {
		return d.nounContent(cs, k, s, f, q.from, "called", true)
	}
	if !f.verb.any(quotes | clause | naming | noun | as) {
		return nil
	}
	if d.fullQuote(q) || q.to >= d.bodyEnd(s) || q.from > f.cue.to {
		f.content = d.joinQuotes(q, s)
		if d.alone(q, s) || d.fullQuote(q) && (q.to >= s.to || d.cutsAtMark(cs, k, s, q.to, q.from) || d.low(q.to-2) != ",") {
			return f
		}
	}
	if f.verb.has(noun|as) && q.from == f.cue.to && !d.fullQuote(q) && !d.hasClause(q.to, d.bodyEnd(s)) {
		return d.nounContent(cs, k, s, f, q.from, "called", true)
	}
	// Part of a clause: the words around it belong to what was said.
	return d.clauseContent(cs, k, s, f, q.from, "said “part”")
}

// alone reports whether the quotation ends its sentence.
func (d *doc) alone(q, s piece) bool { return q.to >= d.bodyEnd(s) }

// joinQuotes adds the quotations that follow in the same sentence with nothing
// but a mark between.
func (d *doc) joinQuotes(q, s piece) []piece {
	out := []piece{q}
	for k := q.to; k < s.to && d.toks[k].quote != 0; k = d.quoted(k).to {
		out = append(out, d.quoted(k))
	}
	return out
}

// afterColon reads what follows a colon: a quotation, or words without marks.
func (d *doc) afterColon(cs []*cue, k int, s piece, f *found, i int) *found {
	if i >= s.to {
		return nil
	}
	if q := d.quoteAt(i, s, f.verb); !q.empty() {
		f.content, f.rule = d.joinQuotes(q, s), "said: quotation"
		return f
	}
	if !f.verb.any(clause | quotes) {
		return nil
	}
	return d.clauseContent(cs, k, s, f, i, "said: words")
}
