package extract

import (
	"sort"
	"strings"

	"touchstone/claims"
)

// bodies lists common nouns for well-known bodies that a text names without
// saying what they are.
var bodies = map[string]string{
	"nato": "alliance bloc organisation organization", "eu": "bloc union", "european union": "bloc union", "un": "organisation organization body", "united nations": "organisation organization body",
	"fbi": "bureau agency", "cia": "agency", "nsa": "agency", "epa": "agency", "fda": "agency", "nasa": "agency", "bbc": "broadcaster corporation", "imf": "fund lender", "world bank": "bank lender",
	"who": "agency organisation", "opec": "cartel group", "wto": "organisation body", "asean": "bloc", "african union": "bloc union", "fed": "bank", "federal reserve": "bank", "cnn": "network broadcaster", "fox news": "network broadcaster",
	"new york times": "newspaper paper", "washington post": "newspaper paper", "guardian": "newspaper paper", "pentagon": "department", "state department": "department", "supreme court": "court", "white house": "administration",
}

// loose are nouns that any body may be called by.
var loose = set(`company firm group body organisation organization agency union alliance bloc council board trust charity institute institution department ministry office bureau association federation party campaign
	network newspaper paper startup manufacturer maker carrier bank club team league government administration authority regulator watchdog court university school hospital think-tank site website publication`)

// nominal resolves a common noun: “the minister”, “the club”, “the survey”.
func (r *resolver) nominal(np, head piece, f *found, depth int) *speaker {
	d := r.d
	i := head.to - 1
	for i > head.from && d.toks[i].kind == markToken {
		i--
	}
	noun := d.low(i)
	bareTitle := d.paras[d.toks[np.from].para].kind == Title && d.is(i, roleWord|groupWord) && !isPlural(&d.toks[i]) && !d.is(np.from, determiner|numeral)
	definite := bareTitle || d.low(np.from) == "the" || d.low(np.from) == "that" || d.low(np.from) == "this"
	if s := r.spokesman(np, head, noun, f, depth); s != nil {
		return s
	}
	if d.is(i, paperWord) && !d.is(i, groupWord) {
		if s := r.paper(np, head, noun, f, depth); s != nil {
			return s
		}
	}
	var unnamed *speaker
	unnamedAt := -1
	if definite {
		unnamed, unnamedAt = r.before(noun)
	}
	if definite || d.is(np.from, possessive) || d.toks[np.from].upper && d.is(i, groupWord) {
		if s, at := r.byNoun(np, head, noun, f); s != nil && (unnamed == nil || at > unnamedAt) {
			return s
		}
	}
	if definite {
		if unnamed != nil {
			unnamed.why = "“" + d.words(np) + "” was mentioned before as “" + unnamed.name + "”"
			return unnamed
		}
		if p := r.fuller(noun, head, np.from); !p.empty() {
			return &speaker{name: d.words(p), kind: claims.IsOrganisation, conf: .7, head: noun, why: "“" + d.words(np) + "” was “" + d.words(p) + "” before"}
		}
		if (loose.has(noun) || d.is(i, groupWord)) && r.bare(np, head) {
			if s := r.lastBody(np, f, depth); s != nil {
				return s
			}
		}
		if (d.is(i, roleWord|demonym) || partisans.has(noun) || r.aged(head)) && !isPlural(&d.toks[i]) && head.to == np.to {
			if s := r.lastPerson(np, f); s != nil {
				return s
			}
		}
	}
	if isPlural(&d.toks[i]) {
		if s := r.stem(noun); s != nil {
			s.why = "“" + d.words(np) + "” belong to " + s.name
			return s
		}
	}
	return r.described(np, head, i, f, depth)
}

// partisans are the nouns by which a second mention calls a person.
var partisans = set("democrat republican conservative liberal socialist populist centrist progressive libertarian billionaire millionaire businessman businesswoman native father mother newcomer hopeful politician")

// aged reports whether the phrase gives an age: “the 61-year-old”.
func (r *resolver) aged(p piece) bool {
	for i := p.from; i < p.to; i++ {
		if strings.HasSuffix(r.d.low(i), "-year-old") {
			return true
		}
	}
	return false
}

// fuller finds what “the bureau” was called in full a few sentences up: “the
// national statistics bureau”.
func (r *resolver) fuller(noun string, head piece, at int) piece {
	d := r.d
	if head.to-head.from != 2 || !d.is(head.to-1, groupWord) || d.is(head.to-1, roleWord|paperWord) {
		return piece{}
	}
	p := r.firstMention(noun, at)
	if p.empty() || d.toks[at].sentence-d.toks[p.from].sentence > 3 || len(r.n.in(p)) > 0 {
		return piece{}
	}
	return p
}

// spokesman gives those for whom a spokesperson without a name speaks.
func (r *resolver) spokesman(np, head piece, noun string, f *found, depth int) *speaker {
	d := r.d
	switch noun {
	case "spokesman", "spokeswoman", "spokesperson", "spokespeople", "spokesmen":
	default:
		return nil
	}
	if depth > 2 {
		return nil
	}
	if d.low(head.to) == "for" || d.low(head.to) == "of" || d.low(head.to) == "from" {
		p := piece{head.to + 1, np.to}
		if h := r.headPart(p); !h.empty() {
			s := *r.mention(piece{p.from, h.to}, f, depth+1)
			s.role, s.why = d.words(np), "a spokesperson speaks for "+s.name
			return &s
		}
	}
	if in := r.n.in(head); len(in) > 0 && in[len(in)-1].ent.kind != placeKind {
		s := *r.named(in[len(in)-1], head)
		s.role, s.why = d.words(np), "a spokesperson speaks for "+s.name
		return &s
	}
	return nil
}

// byNoun finds the entity that an article calls by the noun: a role, a title,
// the last word of a name.
func (r *resolver) byNoun(np, head piece, noun string, f *found) (*speaker, int) {
	d := r.d
	var best *entity
	bestAt, ties := -1, 0
	for _, e := range r.recent(np.from) {
		if !r.called(e, noun) || !r.fits(e, head) {
			continue
		}
		at := r.lastSeen(e, np.from)
		if best == nil || at > bestAt {
			best, bestAt = e, at
		}
		ties++
	}
	if best == nil {
		return nil, -1
	}
	m := mention{np, best, np}
	s := r.named(m, np)
	s.why = "“" + d.words(np) + "”: " + s.name + " is the " + noun + " named last"
	s.conf = .9
	if ties > 1 {
		s.conf = .75
	}
	return s, bestAt
}

// bare reports whether nothing but the article and where it is based stands
// before the noun: other words would tell it from the body named last.
func (r *resolver) bare(np, head piece) bool {
	for i := np.from + 1; i < head.to-1; i++ {
		if w := r.d.low(i); !strings.HasSuffix(w, "-based") && !strings.HasSuffix(w, "-led") && (r.d.is(i, demonym) || !r.d.toks[i].upper) {
			return false
		}
	}
	return true
}

// recent gives the entities whose names stand near, those of the last 400
// names before and, failing them, of the rest.
func (r *resolver) recent(at int) []*entity {
	k := sort.Search(len(r.n.at), func(i int) bool { return r.n.at[i].from >= at })
	seen := map[*entity]bool{}
	var out []*entity
	for i := k - 1; i >= 0 && i > k-200; i-- {
		if e := r.n.at[i].ent; !seen[e] {
			seen[e] = true
			out = append(out, e)
		}
	}
	for i := k; i < len(r.n.at) && i < k+40; i++ {
		if e := r.n.at[i].ent; !seen[e] {
			seen[e] = true
			out = append(out, e)
		}
	}
	return out
}

// lastSeen is the last place before at where the entity stood or spoke.
func (r *resolver) lastSeen(e *entity, at int) int {
	last := e.lastBefore(at)
	for k := len(r.turns) - 1; k >= 0 && k > len(r.turns)-8; k-- {
		if r.turns[k].who.ent == e && r.turns[k].at < at {
			return max(last, r.turns[k].at)
		}
	}
	return last
}

func (r *resolver) called(e *entity, noun string) bool {
	if e.nouns[noun] {
		return true
	}
	if b := bodies[strings.ToLower(e.name)]; b != "" {
		for _, w := range strings.Fields(b) {
			if w == noun {
				return true
			}
		}
	}
	return e.kind == groupKind && lastPart(e.parts) == noun
}

// fits reports whether the adjectives before the noun do not point elsewhere:
// “the French minister” is not the Danish one.
func (r *resolver) fits(e *entity, head piece) bool {
	for i := head.from; i < head.to-1; i++ {
		if c := places().byDemonym[r.d.low(i)]; c != nil {
			own := strings.ToLower(e.role + " " + e.name)
			if !strings.Contains(own, r.d.low(i)) && !strings.Contains(own, strings.ToLower(c.name)) {
				return false
			}
		}
	}
	return true
}

// before finds an unnamed speaker of the same noun: “the source”.
func (r *resolver) before(noun string) (*speaker, int) {
	for k := len(r.turns) - 1; k >= 0 && k > len(r.turns)-20; k-- {
		if t := r.turns[k].who; t.head == noun {
			s := *t
			s.conf = .85
			return &s, r.turns[k].at
		}
	}
	return nil, -1
}

// lastBody finds the body that “the company” may be: the last that spoke, or
// the last named.
func (r *resolver) lastBody(np piece, f *found, depth int) *speaker {
	d := r.d
	what := "“" + d.words(np) + "”"
	here := int(d.toks[np.from].sentence)
	for back := 1; back <= 3 && back <= here && depth < 2; back++ {
		for k := len(r.turns) - 1; k >= 0 && k > len(r.turns)-4; k-- {
			if t := r.turns[k]; int(d.toks[t.at].sentence) == here-back && t.who.ent != nil && (t.who.kind == claims.IsOrganisation || t.who.ent.guessed) && t.who.ent.kind != placeKind {
				t.who.ent.kind, t.who.ent.guessed = groupKind, false
				s := *t.who
				s.kind = claims.IsOrganisation
				s.why, s.conf = what+" may be "+s.name+", the last body that spoke", .75
				return &s
			}
		}
		s := d.sents[here-back]
		if d.skipped(s.from) {
			continue
		}
		sub := d.mainSubject(s, s.to)
		if sub.empty() || sub.to-sub.from == 1 && d.is(sub.from, subject) {
			continue
		}
		who := *r.mention(sub, &found{source: sub, verb: f.verb}, depth+1)
		if who.ent == nil && who.head == d.low(r.headPart(np).to-1) {
			who.why, who.conf = what+" is “"+d.words(sub)+"”, "+sentencesBack(back), .75
			return &who
		}
		if who.kind == claims.IsOrganisation && who.ent != nil && who.ent.kind == groupKind {
			who.why, who.conf = what+" is the subject “"+d.words(sub)+"”, "+sentencesBack(back), .75
			return &who
		}
	}
	k := sort.Search(len(r.n.at), func(i int) bool { return r.n.at[i].from >= np.from })
	for i := k - 1; i >= 0 && i > k-40; i-- {
		m := r.n.at[i]
		if m.ent.kind == groupKind || m.ent.kind == unknownKind && len(m.ent.parts) == 1 {
			if w := d.low(m.from - 1); d.toks[m.from].quote != 0 || strings.ContainsAny(m.ent.name, "0123456789") || w == "in" || w == "near" || w == "at" || inContent(f, m.from) || len(m.ent.mentions) < 2 && i < k-6 {
				continue
			}
			s := *r.named(m, np)
			s.why, s.conf = "“"+d.words(np)+"” may be "+s.name+", the last body named", .6
			return &s
		}
	}
	return nil
}

// lastPerson finds the person that “the official” or “the Italian” may be.
func (r *resolver) lastPerson(np piece, f *found) *speaker {
	what := "“" + r.d.words(np) + "”"
	list := r.people(np.from, unknownGender, f)
	if len(list) == 0 || list[0].back > 3 || list[0].who.ent == nil {
		return nil
	}
	s := *list[0].who
	s.why, s.conf, s.others = what+" may be "+s.name+", "+sentencesBack(list[0].back), .6, nil
	for _, o := range list[1:min(len(list), 3)] {
		s.others = append(s.others, o.who.name)
	}
	return &s
}
