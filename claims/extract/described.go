package extract

import (
	"strings"

	"touchstone/claims"
)

// stem finds the body that people are of by its name: inspectors, inspectorate.
func (r *resolver) stem(noun string) *speaker {
	root := strings.TrimSuffix(noun, "s")
	if len(root) < 6 {
		return nil
	}
	for _, e := range r.n.all[:min(len(r.n.all), 200)] {
		for w := range e.nouns {
			if w != root && w != noun && strings.HasPrefix(w, root) && e.kind == groupKind {
				return &speaker{ent: e, name: e.name, kind: claims.IsOrganisation, conf: .6}
			}
		}
	}
	return nil
}

// described gives a speaker without a name as printed, without article and
// clauses: “two people familiar with the matter”.
func (r *resolver) described(np, head piece, i int, f *found, depth int) *speaker {
	d := r.d
	p := np
	for p.from < p.to-1 && (d.low(p.from) == "a" || d.low(p.from) == "an" || d.low(p.from) == "the" || d.low(p.from) == "some" && d.low(p.from+1) != "of" || d.low(p.from) == "these") {
		p.from++
	}
	for k := p.from + 1; k < p.to; k++ {
		t := &d.toks[k]
		if t.low == "," || t.class.any(relative) && !t.class.any(determiner) || t.low == "that" || (t.low == "of" || t.low == "at") && d.low(k+1) == "one" || strings.HasSuffix(t.low, "ed") && t.kind == wordToken && d.is(k+1, preposition|timeWord) && len(t.low) > 4 || k > p.from+1 && strings.HasSuffix(t.low, "ing") && !t.upper && d.is(k+1, determiner|possessive) {
			p.to = k
			break
		}
	}
	s := &speaker{name: r.small(p), kind: claims.IsPerson, conf: .8, head: d.low(i), plural: isPlural(&d.toks[i]), why: "not named: as printed"}
	if d.is(i, groupWord|paperWord) && !d.is(i, roleWord|personWord) {
		s.kind = claims.IsOrganisation
	}
	if d.low(p.from) == "one" && d.low(p.from+1) == "of" {
		if t := r.lastPlural(); t != nil && d.is(p.from+2, object) {
			s.name, s.why, s.head = "one of "+t.name, "one of those who spoke before", strings.TrimSuffix(t.head, "s")
			s.plural = false
			return s
		}
	}
	if d.is(p.from, possessive) && depth < 2 && d.low(p.from) != "'s" {
		if o := r.owner(p.from, f); o != "" && o != d.low(p.from) {
			s.name = o + "’s " + d.words(piece{p.from + 1, p.to})
			s.why = "“" + d.words(piece{p.from, p.from + 1}) + "” is " + o
			s.conf = .7
		}
	}
	return s
}

// small gives words as printed, without the capital of a sentence's first.
func (r *resolver) small(p piece) string {
	w := r.d.words(p)
	if w == "" {
		return w
	}
	t := &r.d.toks[p.from]
	if t.class.any(honorific|roleWord) && r.d.capitalAt(p.from+1) {
		return w // “President Dahl’s office”
	}
	if !t.upper || len(r.n.in(p)) > 0 && r.n.in(p)[0].from == p.from || t.class.any(demonym|placeWord) || allCaps(r.d.text[t.from:t.to]) {
		return w
	}
	return strings.ToLower(w[:1]) + w[1:]
}

func (r *resolver) lastPlural() *speaker {
	for k := len(r.turns) - 1; k >= 0 && k > len(r.turns)-5; k-- {
		if r.turns[k].who.plural {
			return r.turns[k].who
		}
	}
	return nil
}

// owner resolves “her” in “her doctors”.
func (r *resolver) owner(at int, f *found) string {
	switch r.d.low(at) {
	case "his":
		return r.person(at, male, f, "“his”").name
	case "her":
		return r.person(at, female, f, "“her”").name
	case "its":
		return r.thing(piece{at, at + 1}, f, 1, func(s *speaker) bool {
			return s.kind != claims.IsPerson && !s.plural && classes()[s.head]&paperWord == 0
		}).name
	}
	return ""
}
