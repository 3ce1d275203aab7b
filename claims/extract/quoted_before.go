package extract

import "strings"

// before reads the content in front of the verb: “…,” said Berg; the plan
// would go on, she said; “…,” he said, “…”.
func (d *doc) before(cs []*cue, k int, s piece, f *found) *found {
	c := cs[k]
	if !c.verb.any(quotes|clause) || c.use == participleUse || c.use == gerundUse || c.who.shared || c.who.antecedent.to > 0 {
		return nil
	}
	st := c.starts()
	if c.who.inverted {
		st = c.group.from
	}
	end := st
	if end > s.from && (d.low(end-1) == "as" || d.low(end-1) == "and" && d.low(end-2) != ",") {
		end--
	}
	if end <= s.from {
		if end < st && d.low(end) == "as" {
			f.rule = "as he said, …"
			d.addRest(cs, k, s, f)
			return valid(f)
		}
		return d.sentenceBefore(s, f)
	}
	last := d.at(end - 1)
	if last.quote != 0 {
		return d.quoteBefore(cs, k, s, f, end)
	}
	for e := end - 1; e >= s.from && e > end-4 && !c.who.inverted; e-- {
		if d.toks[e].quote != 0 && d.fullQuote(d.quoted(e)) {
			return d.quoteBefore(cs, k, s, f, e+1)
		}
	}
	if last.low != "," && !isDash(last.low) && last.low != "?" && last.low != "!" {
		return nil
	}
	if end-2 >= s.from && d.toks[end-2].quote != 0 {
		return d.quoteBefore(cs, k, s, f, end-1)
	}
	return d.clauseBefore(cs, k, s, f, end-1)
}

// quoteBefore takes the quotation that ends at end, and all that belongs to it.
func (d *doc) quoteBefore(cs []*cue, k int, s piece, f *found, end int) *found {
	q := d.quoted(end - 1)
	if q.to != end {
		return nil
	}
	from := q.from
	if lo := d.contentFloor(cs, k, s); from > lo {
		// Words before the quotation: part of it, unless another quotation.
		from = d.clauseStart(cs, k, s, q.from)
	}
	if d.wordCount(piece{from, end}) < 1 {
		return nil
	}
	f.content = []piece{d.trimContent(piece{from, end})}
	f.rule = "“…,” he said"
	d.addRest(cs, k, s, f)
	return f
}

// contentFloor is how far left a content may reach over earlier cues.
func (d *doc) contentFloor(cs []*cue, k int, s piece) int {
	lo := s.from
	for _, c := range cs[:k] {
		if c.use == finiteUse && !c.who.np.empty() && c.ahead {
			lo = max(lo, c.group.to)
			if c.who.inverted {
				lo = max(lo, c.who.np.to)
			}
		}
	}
	return lo
}

// clauseStart finds where a clause that ends before token end begins.
func (d *doc) clauseStart(cs []*cue, k int, s piece, end int) int {
	lo := d.contentFloor(cs, k, s)
	if lo > s.from {
		// After an earlier attribution, from the “and” or “but” on.
		for i := lo; i < end; i++ {
			if d.toks[i].quote == 0 && (d.low(i) == "," || d.low(i) == ";") && (d.is(i+1, conjunction) || d.toks[min(i+1, len(d.toks)-1)].quote != 0) {
				if d.is(i+1, conjunction) {
					return i + 2
				}
				return i + 1
			}
		}
		return end
	}
	i := s.from
	for i < end && d.dateline(i, end) > i {
		i = d.dateline(i, end)
	}
	return i
}

// dateline passes over “OSLO, Norway, May 2 (Inland Press) -” and “OSLO —”.
func (d *doc) dateline(i, end int) int {
	if i != d.paras[d.toks[i].para].head || !allCaps(d.text[d.toks[i].from:d.toks[i].to]) {
		return i
	}
	for k := i; k < end && k < i+24; k++ {
		if isDash(d.low(k)) && !d.glued(k) || d.low(k) == ":" && k < i+4 && !d.isTranscript() {
			return k + 1
		}
		if d.low(k) == "." && !d.toks[k].abbrev {
			return i
		}
	}
	return i
}

func allCaps(s string) bool {
	return len(s) > 2 && strings.ToUpper(s) == s && strings.ToLower(s) != s
}

// clauseBefore takes the clause before “, she said”, and what follows it where
// the cue stands in the middle of the sentence.
func (d *doc) clauseBefore(cs []*cue, k int, s piece, f *found, end int) *found {
	if c := cs[k]; c.verb.has(weak) && c.verb.lemma != "report" && c.verb.lemma != "maintain" && c.verb.lemma != "show" || !c.verb.any(clause) {
		return nil // “…, he laughed” wants a quotation
	}
	from := d.clauseStart(cs, k, s, end)
	p := d.trimContent(piece{from, end})
	if !d.hasVerb(p) && (d.wordCount(p) < 8 || d.hasComma(p)) && !d.restFollows(cs, k, s) {
		return nil
	}
	if from > s.from && d.contentFloor(cs, k, s) > s.from && from >= end {
		return nil
	}
	f.rule = "…, she said"
	if d.wordCount(p) < 3 && !d.restFollows(cs, k, s) {
		return nil
	}
	f.content = []piece{p}
	if d.adverbialOpening(p) {
		f.content = nil
	}
	d.addRest(cs, k, s, f)
	if len(f.content) == 0 {
		return nil
	}
	return f
}

func (d *doc) hasVerb(p piece) bool {
	for i := p.from; i < p.to; i++ {
		if d.toks[i].quote != 0 || d.verbAt(i) || d.pronoun(i) && d.low(i) != "who" {
			return true
		}
	}
	return false
}

// adverbialOpening tells “On Monday, he said” from a statement.
func (d *doc) adverbialOpening(p piece) bool {
	if d.is(p.from, conjunction|adverb) && d.wordCount(p) < 3 {
		return true
	}
	first := &d.toks[p.from]
	if first.quote != 0 || d.quantity(p.from) {
		return false
	}
	open := first.class.any(preposition|subordinate) && !first.class.any(subject) || strings.HasSuffix(first.low, "ing") || strings.HasSuffix(first.low, "ed") || first.class.any(timeWord)
	if !open || (strings.HasSuffix(first.low, "ing") || strings.HasSuffix(first.low, "ed")) && !d.hasComma(p) {
		return false // “Defending that ground is easy” has a gerund for subject
	}
	return !d.mainClause(p)
}

func (d *doc) hasComma(p piece) bool {
	for i := p.from; i < p.to; i++ {
		if d.low(i) == "," && d.toks[i].quote == 0 {
			return true
		}
	}
	return false
}

// mainClause reports whether a sentence that opens with adverbial words has a
// main clause before its end: a comma, then a verb.
func (d *doc) mainClause(p piece) bool {
	for i := p.from; i < p.to; i++ {
		if d.low(i) == "," && !(d.is(i+1, subordinate|preposition) && !d.is(i+1, determiner|subject)) {
			for k := i + 1; k < p.to && d.low(k) != ","; k++ {
				if d.verbAt(k) {
					return true
				}
			}
		}
	}
	return false
}

// restFollows reports whether the sentence goes on after a cue between commas.
func (d *doc) restFollows(cs []*cue, k int, s piece) bool {
	_, ok := d.rest(cs, k, s)
	return ok
}

// rest finds where the content goes on after the cue: behind a comma.
func (d *doc) rest(cs []*cue, k int, s piece) (int, bool) {
	c := cs[k]
	i := c.group.to
	if c.who.inverted {
		i = max(i, c.who.np.to)
	}
	hi := d.bodyEnd(s)
	limit := i + 60
	for i < hi && i < limit && !(d.low(i) == "," || d.low(i) == ":" || isDash(d.low(i))) && d.toks[i].quote == 0 {
		i++
	}
	if i >= s.to || i >= limit {
		return 0, false
	}
	if d.toks[i].quote == 0 {
		i++
	}
	if i >= hi && (i >= s.to || d.toks[i].quote == 0) {
		return 0, false
	}
	return i, true
}

// addRest adds the second half of a content that the cue divides.
func (d *doc) addRest(cs []*cue, k int, s piece, f *found) {
	i, ok := d.rest(cs, k, s)
	if !ok {
		return
	}
	direct := len(f.content) > 0 && !f.content[0].empty() && d.toks[f.content[0].to-1].quote != 0
	if q := d.quoted(i); !q.empty() && q.from == i {
		if d.fullQuote(q) || d.alone(q, s) {
			f.content = append(f.content, d.joinQuotes(q, s)...)
			return
		}
	}
	if direct {
		return
	}
	t := &d.toks[i]
	if d.low(i-1) != "," && !isDash(d.low(i-1)) || t.class.any(relative|conjunction) && t.low != "that" || t.form != nil && t.form.tense&progress != 0 || d.cueFrom(cs, k, i) != nil {
		return
	}
	if strings.HasSuffix(t.low, "ing") && t.kind == wordToken && len(f.content) > 0 || t.low == "as" || t.low == "while" || t.low == "a" || t.low == "an" || t.low == "referring" {
		return
	}
	end := d.clauseEnd(cs, k, s, i)
	if len(f.content) > 0 && d.hasVerb(f.content[0]) && !d.hasVerb(piece{i, end}) && t.class.any(determiner) {
		return // “…, the office said, the fastest pace since 2011”: the reporter's
	}
	if p := d.trimContent(piece{i, end}); !p.empty() {
		f.content = append(f.content, p)
	}
}

// sentenceBefore attributes “Smith said.” to the quotation that ended the
// sentence before it.
func (d *doc) sentenceBefore(s piece, f *found) *found {
	if s.from == 0 || d.toks[s.from-1].para != d.toks[s.from].para || s.to-s.from > 14 {
		return nil
	}
	q := d.quoted(s.from - 1)
	if q.empty() || q.to != s.from {
		return nil
	}
	prev := d.sentence(q.from)
	if prev.from != q.from {
		return nil
	}
	f.content, f.rule = []piece{q}, "“….” He said."
	return f
}
