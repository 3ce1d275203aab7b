package extract

import "touchstone/claims"

// paper resolves a document to those who made it, where the text says so.
func (r *resolver) paper(np, head piece, noun string, f *found, depth int) *speaker {
	d := r.d
	if w := d.low(np.from); w == "his" || w == "her" {
		g := male
		if w == "her" {
			g = female
		}
		s := r.person(np.from, g, f, "“"+d.words(piece{np.from, np.from + 1})+"”")
		s.why += "; the " + noun + " are " + s.name + "’s"
		return s
	}
	for k := head.to; k < np.to; k++ {
		if (d.low(k) == "by" || d.low(k) == "from") && !passedOn.has(d.low(k-1)) {
			if in := r.n.in(piece{k + 1, np.to}); len(in) > 0 && in[0].from-k <= 4 && in[0].ent.kind != placeKind {
				s := *r.named(in[0], np)
				s.why = "the " + noun + " is by " + s.name
				return &s
			}
		}
	}
	if in := r.n.in(head); len(in) > 0 && d.low(in[0].to) == "'s" && in[0].ent.kind != placeKind {
		s := *r.named(in[0], np)
		s.why = "the " + noun + " of " + s.name
		return &s
	}
	if in := r.n.in(head); len(in) > 0 && in[len(in)-1].to == head.to-1 && in[len(in)-1].ent.kind == groupKind {
		s := *r.named(in[len(in)-1], np)
		s.why = "the " + noun + " of " + s.name
		return &s
	}
	if s := r.papers[noun]; s != nil {
		c := *s
		c.why, c.conf = "the "+noun+" mentioned before is by "+s.name, .8
		return &c
	}
	if e := r.author(noun); e != nil {
		s := &speaker{ent: e, name: e.name, kind: claims.IsOrganisation, conf: .7, role: e.role, why: "the " + noun + " was written by " + e.name}
		if e.kind == personKind {
			s.kind = claims.IsPerson
		}
		return s
	}
	// The fullest words for it so far: “the letter” was “a long letter”.
	if d.low(np.from) == "the" && head.to-head.from == 2 {
		if p := r.firstMention(noun, np.from); !p.empty() {
			return &speaker{name: d.words(p), kind: claims.IsOrganisation, conf: .6, head: noun, why: "“" + d.words(np) + "” was “" + d.words(p) + "” before"}
		}
	}
	return nil
}

// passedOn are the participles that tell who got hold of a document, not who
// wrote it.
var passedOn = set("obtained seen reviewed viewed heard shared leaked cited quoted read")

// author finds who is said to have written or published a document.
func (r *resolver) author(noun string) *entity {
	d := r.d
	for i := 2; i < len(d.toks) && i < 4000; i++ {
		if d.toks[i].low != noun || d.toks[i-1].low != "the" && d.toks[i-1].low != "a" {
			continue
		}
		switch d.low(i - 2) {
		case "wrote", "compiled", "published", "commissioned", "produced", "conducted", "released":
			k := i - 3
			if d.is(k, relative) {
				k--
			}
			in := r.n.in(piece{max(0, k-10), k + 1})
			if len(in) > 0 && d.toks[in[len(in)-1].from].sentence == d.toks[i].sentence {
				return in[len(in)-1].ent
			}
		}
	}
	return nil
}

// firstMention finds the last earlier mention of a noun with words that tell
// more.
func (r *resolver) firstMention(noun string, at int) piece {
	d := r.d
	for i := at - 1; i > 0 && i > at-400; i-- {
		if d.toks[i].low != noun || d.toks[i].quote != 0 {
			continue
		}
		from := i
		for from > i-4 && from > 0 && d.toks[from-1].kind == wordToken && !d.is(from-1, determiner|possessive|preposition) {
			from--
		}
		if from < i && d.is(from-1, determiner|possessive) {
			return piece{from, i + 1}
		}
	}
	return piece{}
}

// learnPaper remembers whose report or letter an attribution names.
func (r *resolver) learnPaper(f *found, s *speaker) {
	d := r.d
	if s.name == "" || f.source.empty() {
		return
	}
	if head := r.headPart(f.source); s.ent != nil && d.is(head.to-1, paperWord) {
		r.papers[d.low(head.to-1)] = s
	}
	// “complained in a long letter”: the letter is theirs.
	for i := f.cue.to; !f.cue.empty() && i < f.cue.to+7 && i < len(d.toks) && !inContent(f, i) && d.toks[i].quote == 0; i++ {
		if d.is(i, paperWord) && (d.low(f.cue.to) == "in" || d.low(i-2) == "in" || d.low(i-3) == "in") && d.low(i-1) != "the" {
			r.papers[d.low(i)] = s
			return
		}
	}
}
