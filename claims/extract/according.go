package extract

// accordingTo finds “according to the indictment” and “in the words of”.
func (d *doc) accordingTo(cs []*cue, s piece) []*found {
	var out []*found
	for i := s.from; i+2 < s.to; i++ {
		if d.toks[i].quote != 0 {
			i = min(d.quoted(i).to, s.to) - 1
			continue
		}
		if d.low(i) != "according" || d.low(i+1) != "to" {
			continue
		}
		if f := d.according(cs, s, i); f != nil {
			out = append(out, f)
		}
	}
	return out
}

func (d *doc) according(cs []*cue, s piece, i int) *found {
	np := d.accordingSource(i+2, s)
	if np.empty() {
		return nil
	}
	f := &found{source: np, cue: piece{i, i + 2}, verb: sayVerb, rule: "according to", at: i}
	if d.only(s.from, i, adverb|conjunction) {
		// At the head of the sentence: what follows the comma.
		k := np.to
		for k < s.to && d.low(k) != "," && d.toks[k].quote == 0 {
			k++
		}
		if k >= s.to {
			return nil
		}
		end := d.clauseEnd(cs, lastBefore(cs, k), s, k)
		f.content = []piece{d.trimContent(piece{k, end})}
		return valid(f)
	}
	lo := s.from
	for _, c := range cs {
		if c.at < i && c.use == finiteUse && !c.who.np.empty() && c.who.inverted {
			lo = max(lo, c.who.np.to)
		}
	}
	for k := i - 1; k > lo; k-- {
		if d.low(k) == ")" && d.toks[k].quote == 0 {
			break
		}
		if (d.low(k) == ";" || d.low(k) == "(") && d.toks[k].quote == 0 {
			lo = k + 1
			break
		}
	}
	lo = max(lo, d.dateline(lo, i))
	if q := d.quoted(i - 1); !q.empty() && q.to == i && d.fullQuote(q) {
		f.content = []piece{{lo, i}}
	} else {
		f.content = []piece{d.trimContent(piece{lo, i})}
	}
	if np.to < s.to && d.low(np.to) == "," && d.is(np.to+1, auxiliary|modal|finite) {
		end := d.clauseEnd(cs, lastBefore(cs, np.to), s, np.to+1)
		f.content = append(f.content, d.trimContent(piece{np.to + 1, end}))
	}
	return valid(f)
}

// accordingSource reads the source up to the next comma or the sentence's end.
func (d *doc) accordingSource(i int, s piece) piece {
	hi := d.bodyEnd(s)
	k := i
	for k < hi && k < i+maxPhrase {
		t := &d.toks[k]
		if t.quote != 0 {
			q := d.quoted(k)
			if q.from == k && q.to-q.from < 8 {
				k = q.to
				continue
			}
			break
		}
		if t.low == "," || t.low == ";" || t.low == ":" || t.low == ")" || isDash(t.low) && !d.glued(k) {
			break
		}
		k++
	}
	return d.trim(piece{i, k})
}

func (d *doc) only(from, to int, c class) bool {
	for i := from; i < to; i++ {
		if !d.is(i, c) && d.low(i) != "," {
			return false
		}
	}
	return true
}

func lastBefore(cs []*cue, i int) int {
	k := -1
	for n, c := range cs {
		if c.at < i {
			k = n
		}
	}
	return k
}

// valid drops an attribution with an empty piece of content.
func valid(f *found) *found {
	if f == nil {
		return nil
	}
	for _, p := range f.content {
		if p.empty() {
			return nil
		}
	}
	if len(f.content) == 0 {
		return nil
	}
	return f
}
