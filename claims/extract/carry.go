package extract

// carryOn adds the quotations that stand without an attribution of their own:
// the rest of a divided quotation in the same paragraph, the next paragraph of
// an open one, and a paragraph that is nothing but a quotation.
func (d *doc) carryOn(all []*found) []*found {
	taken := make([]bool, len(d.quotes)+1)
	last := make([]*found, len(d.sents)) // the last attribution of each sentence
	for _, f := range all {
		for _, p := range f.content {
			for i := p.from; i < p.to; i++ {
				if q := d.toks[i].quote; q != 0 {
					taken[q] = true
					i = max(i, d.quotes[q-1].to-1)
				}
			}
		}
		s := d.toks[f.at].sentence
		if last[s] == nil || d.endsQuoted(f) || !d.endsQuoted(last[s]) {
			last[s] = f
		}
	}
	d.joinAhead(all, taken)
	var prev *found
	for s, p := range d.sents {
		if last[s] != nil {
			prev = last[s]
		} else if d.skipped(p.from) {
			prev = nil
		}
		if d.skipped(p.from) || !d.allQuoted(p) || d.anyTaken(p, taken) {
			if last[s] == nil && !d.allQuoted(p) {
				prev = nil
			}
			continue
		}
		pieces := d.joinQuotes(d.quoted(p.from), p)
		switch {
		case prev != nil && prev.verb.any(quotes|clause) && d.goesOn(prev, p):
			prev.content = append(prev.content, pieces...)
		case d.wordCount(p) > 3 && prev != nil && d.toks[p.from].para == d.toks[prev.at].para && prev.verb.any(quotes|clause):
			f := &found{content: pieces, source: prev.source, antecedent: prev.antecedent, verb: sayVerb, rule: "a quotation by itself", at: p.from}
			all = append(all, f)
			prev = f
		case d.wordCount(p) > 3 && p.from == d.paras[d.toks[p.from].para].from && d.toks[p.from].para > 0:
			f := &found{content: pieces, verb: sayVerb, rule: "a quotation by itself", at: p.from}
			all = append(all, f)
			prev = f
		default:
			prev = nil
			continue
		}
		for _, q := range pieces {
			taken[d.toks[q.from].quote] = true
		}
	}
	return all
}

func (d *doc) endsQuoted(f *found) bool {
	return d.toks[f.content[len(f.content)-1].to-1].quote != 0
}

// joinAhead puts the open quotations of earlier paragraphs before the
// attribution that stands in the last one.
func (d *doc) joinAhead(all []*found, taken []bool) {
	for _, f := range all {
		first := f.content[0]
		qi := d.toks[first.from].quote
		if qi == 0 || d.quotes[qi-1].from != first.from || !d.quotes[qi-1].carried {
			continue
		}
		for k := qi - 1; k >= 1 && d.quotes[k].carried && !taken[k]; k-- {
			q := d.quotes[k-1]
			if taken[k] || q.closed || !d.allQuoted(d.paras[d.toks[q.from].para].piece) {
				break
			}
			f.content = append([]piece{q.piece}, f.content...)
			taken[k] = true
			if !q.carried {
				break
			}
		}
	}
}

func (d *doc) skipped(i int) bool {
	p := d.paras[d.toks[i].para]
	return p.skip || p.kind != Paragraph
}

// allQuoted reports whether nothing but quotation stands in p.
func (d *doc) allQuoted(p piece) bool {
	if p.empty() || d.toks[p.from].quote == 0 {
		return false
	}
	for i := p.from; i < p.to; i++ {
		if d.toks[i].quote == 0 && d.toks[i].kind != markToken {
			return false
		}
	}
	return true
}

func (d *doc) anyTaken(p piece, taken []bool) bool {
	for i := p.from; i < p.to; i++ {
		if taken[d.toks[i].quote] && d.toks[i].quote != 0 {
			return true
		}
	}
	return false
}

// goesOn reports whether the quotation p carries on the attribution f: right
// behind it in the paragraph, or in the next one after words that end quoted.
func (d *doc) goesOn(f *found, p piece) bool {
	end := f.content[len(f.content)-1]
	if d.toks[end.to-1].quote == 0 {
		return false
	}
	if d.toks[p.from].para == d.toks[f.at].para {
		return true
	}
	q := d.quoted(end.to - 1)
	if d.toks[p.from].para != d.toks[end.to-1].para+1 && d.toks[p.from].para != d.toks[f.at].para+1 {
		return false
	}
	// Words that end quoted, or with “he said” behind them, go on in a closed
	// quotation; an open one begins something new.
	return d.paras[d.toks[end.to-1].para].to == q.to || d.closedAt(p.to-1) && f.rule == "“…,” he said" || f.rule == "said: paragraph"
}

func (d *doc) closedAt(i int) bool {
	q := d.toks[i].quote
	return q != 0 && d.quotes[q-1].closed
}
