package extract

import (
	"slices"
	"sort"
	"strings"

	"touchstone/claims"
)

// speaker is who a mention stands for.
type speaker struct {
	ent    *entity // nil for the unnamed
	name   string
	each   []string // the speakers of a joint statement
	kind   claims.SpeakerKind
	role   string
	why    string
	conf   float64
	others []string
	head   string // the noun of an unnamed speaker
	sex    gender
	plural bool
}

// turn is a speaker at a place in the text.
type turn struct {
	at  int // token of the mention
	who *speaker
}

// resolver finds out, attribution by attribution, who spoke.
type resolver struct {
	d      *doc
	n      *names
	turns  []turn
	papers map[string]*speaker // by noun: whose report, survey, letter it is

	asked   bool     // whether it was looked for who answers in an interview
	answers *speaker // nil where nobody was found
}

func newResolver(d *doc, n *names, all []*found) *resolver {
	for _, f := range all {
		n.spoke(f.source)
	}
	return &resolver{d: d, n: n, papers: map[string]*speaker{}}
}

// headlines drops the headlines of the form “Name: words” whose name is that of
// no person the article names.
func (n *names) headlines(all []*found) []*found {
	out := all[:0]
	for _, f := range all {
		if f.rule == "Name: headline" {
			parts := nameParts(n.d, f.source)
			l := n.byLast[lastPart(parts)]
			if len(l) == 0 || l[0].kind != personKind && !(l[0].kind == unknownKind && len(l[0].parts) > 1) {
				continue
			}
		}
		out = append(out, f)
	}
	return out
}

// spoke makes a name of two or three words that speaks a person, unless it is
// known for something else.
func (n *names) spoke(p piece) {
	for _, m := range n.in(p) {
		if m.ent.kind == unknownKind && m.to-m.from > 1 && len(m.ent.parts) > 1 && len(m.ent.parts) < 4 && !innerCapital(m.ent.name) {
			m.ent.kind, m.ent.guessed = personKind, true
			n.index(m.ent)
		}
	}
}

// innerCapital tells names such as BirdWatch, which no person has.
func innerCapital(s string) bool {
	for i := 1; i+1 < len(s); i++ {
		if s[i] >= 'A' && s[i] <= 'Z' && s[i-1] >= 'a' && s[i-1] <= 'z' && s[:i] != "Mc" && !strings.HasSuffix(s[:i], " Mc") && !strings.HasSuffix(s[:i], "Mac") && !strings.HasSuffix(s[:i], " De") {
			return true
		}
	}
	return false
}

// in gives the names mentioned in a piece.
func (n *names) in(p piece) []mention {
	k := sort.Search(len(n.at), func(i int) bool { return n.at[i].from >= p.from })
	e := k
	for e < len(n.at) && n.at[e].to <= p.to {
		e++
	}
	return n.at[k:e]
}

// speaker resolves the source of an attribution.
func (r *resolver) speaker(f *found) *speaker {
	np := f.source
	if np.empty() {
		return r.carried(f)
	}
	return r.mention(np, f, 0)
}

// mention resolves one noun phrase. Depth ends chains of mentions that stand
// for each other.
func (r *resolver) mention(np piece, f *found, depth int) *speaker {
	d := r.d
	if np.to-np.from == 1 {
		low := d.low(np.from)
		switch {
		case d.is(np.from, relative) && f.antecedent.to > 0 && depth == 0:
			s := *r.mention(f.antecedent, f, depth+1)
			s.why = "“" + low + "” stands for “" + d.words(f.antecedent) + "”"
			return &s
		case low == "he" || low == "she" || low == "him" || low == "her" || low == "his":
			return r.pronoun(np, f)
		case low == "it" || low == "its":
			return r.it(np, f, depth)
		case low == "they" || low == "them" || low == "their":
			return r.they(np, f, depth)
		}
	}
	if s := r.joint(np, f, depth); s != nil {
		return s
	}
	head := r.headPart(np)
	if m, ok := r.nameAtEnd(head); ok {
		return r.named(m, np)
	}
	// “its owner, Per Dahl”
	if head.to < np.to && d.low(head.to) == "," {
		if in := r.n.in(piece{head.to, np.to}); len(in) > 0 && in[0].from-head.to <= 8 && in[0].ent.kind != placeKind && !r.roleBetween(piece{head.to + 1, in[0].from}) && !d.is(head.to+1, relative|preposition) {
			return r.named(in[0], np)
		}
	}
	if m, ok := r.nameApart(np, head); ok {
		return r.named(m, np)
	}
	return r.nominal(np, head, f, depth)
}

// nameApart gives the person whom a role with all that belongs to it
// introduces: “a spokeswoman for the ministry, Ilse Grau”.
func (r *resolver) nameApart(np, head piece) (mention, bool) {
	d := r.d
	if head.to >= np.to || !d.is(head.to, preposition) || !d.is(head.to-1, roleWord) {
		return mention{}, false
	}
	for k := head.to; k < np.to; k++ {
		if d.low(k) != "," {
			continue
		}
		in := r.n.in(piece{k + 1, np.to})
		if len(in) > 0 && in[0].whole.from <= k+1 && in[0].ent.mayBePerson() {
			return in[0], true
		}
		return mention{}, false
	}
	return mention{}, false
}

// roleBetween reports whether other words than a title stand before a name.
func (r *resolver) roleBetween(p piece) bool {
	for i := p.from; i < p.to; i++ {
		t := &r.d.toks[i]
		if t.kind == wordToken && !t.class.any(honorific|roleWord) && !t.upper {
			return t.class.any(determiner | preposition | possessive)
		}
	}
	return false
}

// headPart cuts a noun phrase before its first comma, preposition or relative
// clause: what is left ends with its head.
func (r *resolver) headPart(np piece) piece {
	d := r.d
	for i := np.from; i < np.to; i++ {
		t := &d.toks[i]
		if t.low == "(" && d.low(i+2) == ")" && i+3 < np.to && d.toks[i+3].kind == wordToken {
			i += 2 // “Justice (retd) Dahl”
			continue
		}
		if i > np.from && (t.kind == markToken && !t.abbrev && t.low != "&" && t.low != "'" && t.low != "’" || t.class.any(relative) && !t.class.any(determiner) || t.class.any(preposition) && t.low != "out" && t.low != "off") {
			if m := r.n.in(piece{np.from, np.to}); len(m) > 0 && (m[0].from < i || m[0].whole.holds(i)) && m[0].to > i {
				i = m[0].to - 1 // the preposition is part of a name, or of the role before it
				continue
			}
			return piece{np.from, i}
		}
		if i > np.from+1 && len(t.low) > 4 && strings.HasSuffix(t.low, "ed") && !t.upper && t.kind == wordToken && (d.is(i+1, preposition|timeWord)) && i+1 < np.to {
			return piece{np.from, i}
		}
		if i > np.from && t.form != nil && t.form.tense&(past|participle) != 0 && !t.upper && i+1 < np.to && d.is(i+1, preposition|timeWord) {
			return piece{np.from, i}
		}
		if i > np.from+1 && (t.low == "familiar" || t.low == "close" || strings.HasSuffix(t.low, "ing") && !t.upper && i+1 < np.to) {
			return piece{np.from, i}
		}
	}
	return np
}

// nameAtEnd gives the name that ends the phrase.
func (r *resolver) nameAtEnd(p piece) (mention, bool) {
	in := r.n.in(p)
	for k := len(in) - 1; k >= 0; k-- {
		if end := in[k].to; end == p.to || end == p.to-1 && (r.d.mark(end) || postNominals.has(r.d.low(end))) {
			return in[k], true
		}
	}
	return mention{}, false
}

// named makes the speaker of a name.
func (r *resolver) named(m mention, np piece) *speaker {
	e := m.ent
	s := &speaker{ent: e, name: strings.TrimPrefix(strings.TrimPrefix(e.name, "The "), "the "), role: e.role, sex: e.gender, conf: .97, kind: claims.IsPerson}
	printed := r.d.words(m.piece)
	switch {
	case e.kind == placeKind:
		return r.government(e, printed)
	case e.kind == groupKind || e.kind == unknownKind && (len(e.parts) == 1 && e.gender == unknownGender || innerCapital(e.name)):
		s.kind = claims.IsOrganisation
		if e.kind == unknownKind {
			s.conf = .8
		}
	}
	if printed == s.name {
		s.why = "named in full"
		return s
	}
	s.conf, s.why = .95, "“"+printed+"” is short for “"+s.name+"”"
	if l := r.n.byLast[lastPart(e.parts)]; len(l) > 1 && e.kind == personKind {
		for _, o := range l {
			if o != e && o.kind == personKind {
				s.others = append(s.others, o.name)
				s.conf = .75
				s.why = "“" + printed + "” is “" + s.name + "”, the last named of that surname"
				if e.gender != unknownGender && o.gender != e.gender && r.d.sex(m.piece, m.whole) == e.gender {
					s.conf, s.why = .9, "“"+printed+"” is “"+s.name+"” by the title or given name"
				}
			}
		}
	}
	return s
}

// government makes the speaker of a capital or a country.
func (r *resolver) government(e *entity, printed string) *speaker {
	low := strings.ToLower(strings.TrimSuffix(printed, "."))
	if c := places().byCapital[low]; c != nil {
		return &speaker{ent: e, name: c.name, kind: claims.IsOrganisation, conf: .9, why: "“" + printed + "” stands for the government of " + c.name}
	}
	if c := places().byName[low]; c != nil {
		return &speaker{ent: e, name: c.name, kind: claims.IsOrganisation, conf: .95, why: "the country stands for its government"}
	}
	return &speaker{ent: e, name: printed, kind: claims.IsOrganisation, conf: .8, why: "a place stands for its authorities"}
}

// joint resolves “the League and Berg” to both.
func (r *resolver) joint(np piece, f *found, depth int) *speaker {
	d := r.d
	for i := np.from + 1; i+1 < np.to; i++ {
		if d.low(i) == "," || d.is(i, relative) && !d.is(i, determiner) || d.is(i, preposition) {
			return nil
		}
		if d.low(i) != "and" {
			continue
		}
		if in := r.n.in(np); len(in) > 0 && in[0].from < i && in[0].to > i {
			return nil // the “and” of a name
		}
		a, b := piece{np.from, i}, piece{i + 1, np.to}
		in := r.n.in(b)
		if len(r.n.in(a)) == 0 && len(in) == 0 || len(in) == 0 && !d.is(b.from, determiner|possessive) {
			return nil
		}
		x, y := r.mention(a, f, depth+1), r.mention(b, f, depth+1)
		return &speaker{name: x.name + " and " + y.name, each: []string{x.name, y.name}, kind: x.kind, plural: true, conf: min(x.conf, y.conf), why: "a joint statement"}
	}
	return nil
}

// carried gives the speaker of a quotation that stands alone.
func (r *resolver) carried(f *found) *speaker {
	if f.rule == "transcript" {
		if s := r.interviewee(f); s != nil {
			c := *s
			return &c
		}
	}
	if len(r.turns) == 0 {
		return &speaker{conf: .1, why: "nobody is named", kind: claims.IsPerson}
	}
	s := *r.turns[len(r.turns)-1].who
	s.conf, s.why = min(s.conf, .7), "the quotation carries on after the last one"
	return &s
}

// interviewee gives who answers in an interview: the person it says it is with,
// or else the first one named before the first answer.
func (r *resolver) interviewee(f *found) *speaker {
	if r.asked {
		return r.answers
	}
	r.asked = true
	var who *mention
	for _, m := range r.n.in(piece{0, r.d.paras[r.d.toks[f.at].para].from}) {
		if m.ent.kind != personKind {
			continue
		}
		before := r.d.low(m.whole.from - 1)
		if before == "with" || before == "to" {
			who = &m
			break
		}
		if who == nil {
			who = &m
		}
	}
	if who != nil {
		r.answers = r.named(*who, who.piece)
		r.answers.why, r.answers.conf = "the one who is interviewed", .8
	}
	return r.answers
}

// chain names who carried the words to the reporter: “was quoted by the paper
// as saying”, “she told staff, according to a letter”.
func (r *resolver) chain(f *found) []string {
	if f.via.empty() {
		return nil
	}
	return []string{r.mention(f.via, f, 1).name}
}

// cueText is the cue as a reviewer reads it: with the word that its content
// needs, “accused of”, “described as”.
func (d *doc) cueText(f *found) string {
	text := d.words(f.cue)
	switch {
	case f.verb.lemma == "accuse":
		return text + " of"
	case f.rule == "described as":
		return text + " as"
	case f.rule == "put at":
		return text + " at"
	}
	return text
}

// candidate makes the public form of an attribution that the carriers report,
// nearest to the reader first.
func (r *resolver) candidate(f *found, carriers []string) Candidate {
	d := r.d
	c := Candidate{Kind: f.kind, Rule: f.rule, Negated: f.negate || f.verb.denies, Hedged: f.hedge}
	if c.Kind == "" {
		c.Kind = d.kindOf(f.content)
	}
	for _, p := range f.content {
		c.Content = append(c.Content, d.span(p))
	}
	if !f.source.empty() {
		c.Source = []claims.Span{d.span(f.source)}
		c.Mention = d.words(f.source)
	}
	if !f.cue.empty() {
		c.Cue = []claims.Span{d.span(f.cue)}
		c.CueText = d.cueText(f)
	}
	s := r.speaker(f)
	at := f.content[0].from
	if !f.source.empty() {
		at = f.source.from
	}
	r.turns = append(r.turns, turn{at, s})
	r.learnPaper(f, s)
	c.Speaker, c.Speakers, c.SpeakerKind, c.Role = s.name, s.each, s.kind, s.role
	c.SpeakerWhy, c.SpeakerConfidence, c.Alternatives = s.why, s.conf, s.others
	c.Confidence = d.confidence(f, c.Kind == claims.Direct)
	c.High = c.Confidence >= highTier
	c.Chain = append(slices.Clone(carriers), r.chain(f)...)
	d.judge(&c, f)
	if len(c.Chain) < maxChain {
		for _, g := range f.inner {
			c.Inner = append(c.Inner, r.candidate(g, append(slices.Clone(c.Chain), c.Speaker)))
		}
	}
	return c
}

// maxChain is how many people words go through before nobody can follow.
const maxChain = 4
