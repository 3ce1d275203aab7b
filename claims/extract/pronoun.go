package extract

import (
	"fmt"
	"sort"
	"strings"

	"touchstone/claims"
)

// reach is how many sentences back a pronoun may find its person.
const reach = 7

// scored is a possible person with what speaks for it.
type scored struct {
	who   *speaker
	score float64
	back  int // sentences
	spoke bool
}

// pronoun resolves “he” and “she”: the last person named who fits, those who
// spoke or did something before those merely spoken of.
func (r *resolver) pronoun(np piece, f *found) *speaker {
	g := male
	if w := r.d.low(np.from); w == "she" || w == "her" {
		g = female
	}
	return r.person(np.from, g, f, "“"+r.d.words(np)+"”")
}

// person finds the best person before token at.
func (r *resolver) person(at int, g gender, f *found, what string) *speaker {
	list := r.people(at, g, f)
	if len(list) == 0 {
		if len(r.turns) > 0 {
			s := *r.turns[len(r.turns)-1].who
			s.conf, s.why = .3, what+" may be the last who spoke; nobody nearer fits"
			return &s
		}
		return &speaker{name: strings.Trim(what, "“”"), kind: claims.IsPerson, sex: g, conf: .1, why: "nobody is named before " + what}
	}
	s := *list[0].who
	if s.ent != nil && s.ent.kind == unknownKind {
		s.ent.kind, s.kind = personKind, claims.IsPerson
	}
	if s.ent != nil && s.ent.gender == unknownGender && g != unknownGender {
		s.ent.gender = g
	}
	s.why = what + " is the last " + map[bool]string{true: "speaker", false: "person"}[list[0].spoke] + " named who fits, " + sentencesBack(list[0].back)
	s.conf = .88
	s.others = nil
	for _, o := range list[1:] {
		if o.who.name != s.name {
			s.others = append(s.others, o.who.name)
			if list[0].score-o.score < 1.5 {
				s.conf = .6
			}
		}
	}
	if len(s.others) > 3 {
		s.others = s.others[:3]
	}
	return &s
}

func sentencesBack(n int) string {
	switch n {
	case 0:
		return "in the same sentence"
	case 1:
		return "one sentence up"
	}
	return fmt.Sprintf("%d sentences up", n)
}

// people scores the persons of the last sentences, each once, best first.
func (r *resolver) people(at int, g gender, f *found) []scored {
	d := r.d
	here := int(d.toks[at].sentence)
	best := map[string]*scored{}
	enter := func(s *speaker, score float64, back int, spoke bool) {
		if o := best[s.name]; o == nil || o.score < score {
			best[s.name] = &scored{s, score, back, spoke}
		}
	}
	for k := len(r.turns) - 1; k >= 0 && k > len(r.turns)-8; k-- {
		t := r.turns[k]
		back := here - int(d.toks[t.at].sentence)
		if t.at >= at || back > reach || back < 0 {
			continue
		}
		if t.who.ent != nil {
			t.who.sex = t.who.ent.gender
		}
		if t.who.kind != claims.IsPerson || t.who.plural || !agree(t.who.sex, g) {
			continue
		}
		enter(t.who, 13-2*float64(back)+fit(t.who.sex, g), back, true)
	}
	from := d.sents[max(0, here-reach)].from
	lo := sort.Search(len(r.n.at), func(i int) bool { return r.n.at[i].from >= from })
	hi := sort.Search(len(r.n.at), func(i int) bool { return r.n.at[i].from >= at })
	lo = max(lo, hi-60)
	opened := int32(-1) // the sentence whose first name was seen
	for _, m := range r.n.at[lo:hi] {
		e := m.ent
		first := d.toks[m.from].sentence != opened
		if e.kind != placeKind {
			opened = d.toks[m.from].sentence
		}
		if !e.mayBePerson() || !agree(e.gender, g) || inContent(f, m.from) {
			continue
		}
		back := here - int(d.toks[m.from].sentence)
		score := 10 - 2*float64(back) + fit(e.gender, g)
		s := d.sentence(m.from)
		switch {
		case d.toks[m.from].quote != 0:
			score -= 4
		case first && m.from-s.from < 12 && !d.is(m.from-1, preposition):
			score += 2 // it opens the sentence
			if e.kind == personKind && !e.guessed && d.toks[m.from].para == d.toks[at].para {
				score++
			}
		case d.low(m.to) == "'s":
			score--
		}
		enter(r.named(m, m.piece), score, back, false)
	}
	if s := r.unnamedSubject(at, here, g); s != nil {
		enter(s, 11, 1, false)
	}
	out := make([]scored, 0, len(best))
	for _, s := range best {
		out = append(out, *s)
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].score != out[j].score {
			return out[i].score > out[j].score
		}
		return out[i].who.name < out[j].who.name
	})
	return out
}

// unnamedSubject gives the person without a name of whom the sentence before
// tells something: “A neighbour nodded.”
func (r *resolver) unnamedSubject(at, here int, g gender) *speaker {
	d := r.d
	if here == 0 || d.sents[here-1].from < d.paras[d.toks[at].para].from {
		return nil
	}
	sub := d.mainSubject(d.sents[here-1], d.sents[here-1].to)
	if sub.empty() || d.low(sub.from) != "a" && d.low(sub.from) != "an" && d.low(sub.from) != "another" && d.low(sub.from) != "one" || len(r.n.in(sub)) > 0 {
		return nil
	}
	head := r.headPart(sub)
	i := head.to - 1
	if !d.is(i, roleWord|personWord) || isPlural(&d.toks[i]) || d.is(i, groupWord) {
		return nil
	}
	s := r.described(sub, head, i, &found{source: sub, verb: sayVerb}, 1)
	if s.sex = d.sexOf(i); !agree(s.sex, g) {
		return nil
	}
	return s
}

// mayBePerson reports whether a name is a person's, or may be: two or three
// words of which nothing else is known.
func (e *entity) mayBePerson() bool {
	return e.kind == personKind || e.kind == unknownKind && (len(e.parts) == 2 || len(e.parts) == 3) && !innerCapital(e.name)
}

// onlyBody gives the body that a sentence names, if it names one alone.
func (r *resolver) onlyBody(s piece) *speaker {
	var only *mention
	for _, m := range r.n.in(s) {
		if m.ent.kind != groupKind || r.d.toks[m.from].quote != 0 {
			continue
		}
		if only != nil && only.ent != m.ent {
			return nil
		}
		only = &m
	}
	if only == nil {
		return nil
	}
	return r.named(*only, only.piece)
}

// agree reports whether a gender can be the one looked for.
func agree(s, g gender) bool { return s == unknownGender || g == unknownGender || s == g }

func fit(s, g gender) float64 {
	if s == g {
		return 1.5
	}
	return 0
}

func inContent(f *found, at int) bool {
	for _, p := range f.content {
		if p.holds(at) {
			return true
		}
	}
	return false
}

// it resolves “it”: the subject of the sentence it stands in, the last body
// that spoke, or the subject of a sentence before.
func (r *resolver) it(np piece, f *found, depth int) *speaker {
	return r.thing(np, f, depth, func(s *speaker) bool { return s.kind != claims.IsPerson && !s.plural })
}

// they resolves “they”: the last several who spoke, or a plural subject.
func (r *resolver) they(np piece, f *found, depth int) *speaker {
	return r.thing(np, f, depth, func(s *speaker) bool { return s.plural || s.kind != claims.IsPerson })
}

func (r *resolver) thing(np piece, f *found, depth int, fits func(*speaker) bool) *speaker {
	d := r.d
	what := "“" + d.words(np) + "”"
	here := int(d.toks[np.from].sentence)
	if depth > 2 {
		return &speaker{name: strings.Trim(what, "“”"), conf: .1, kind: claims.IsOrganisation, why: "it leads in a circle"}
	}
	for back := 0; back <= 3 && here-back >= 0; back++ {
		s := d.sents[here-back]
		if d.skipped(s.from) && back > 0 {
			continue
		}
		for k := len(r.turns) - 1; k >= 0 && k > len(r.turns)-6; k-- {
			t := r.turns[k]
			if int(d.toks[t.at].sentence) == here-back && t.at < np.from && fits(t.who) {
				who := *t.who
				if who.ent != nil {
					who.role = who.ent.role
				}
				who.why, who.conf = what+" is the last that spoke, "+sentencesBack(back), .85
				return &who
			}
		}
		limit := s.to
		if back == 0 {
			limit = np.from
		}
		sub := d.mainSubject(s, limit)
		if sub.empty() || sub.from == np.from || sub.to-sub.from == 1 && d.is(sub.from, subject) || inContent(f, sub.from) {
			continue
		}
		who := *r.mention(sub, &found{content: f.content, source: sub, verb: f.verb}, depth+1)
		if fits(&who) {
			who.why, who.conf = what+" is the subject “"+d.words(sub)+"”, "+sentencesBack(back), min(who.conf, .8)
			return &who
		}
		if back == 1 {
			if o := r.onlyBody(s); o != nil && fits(o) {
				o.why, o.conf = what+" is the only body named, "+sentencesBack(back), .7
				return o
			}
		}
	}
	for k := len(r.turns) - 1; k >= 0; k-- {
		if fits(r.turns[k].who) {
			who := *r.turns[k].who
			who.why, who.conf = what+" may be the last body that spoke", .5
			return &who
		}
		if k < len(r.turns)-12 {
			break
		}
	}
	return &speaker{name: strings.Trim(what, "“”"), conf: .1, kind: claims.IsOrganisation, why: "nothing before " + what + " fits"}
}
