package extract

import (
	"slices"
	"sort"
	"strings"
)

// entity is somebody or something the article names.
type entity struct {
	name     string // the fullest form printed, without titles
	parts    []string
	kind     entityKind
	role     string          // as printed beside the name
	nouns    map[string]bool // common nouns that stand for it: minister, trust, company
	acronym  string
	guessed  bool // a person only because it speaks
	gender   gender
	country  *country
	mentions []mention
	seen     int // the last mention's token so far, while they are entered
}

// mention is one place where a name stands.
type mention struct {
	piece
	ent   *entity
	whole piece // with the role before it
}

type entityKind uint8

const (
	unknownKind entityKind = iota
	personKind
	groupKind
	placeKind
)

type gender uint8

const (
	unknownGender gender = iota
	female
	male
)

// names gathers the entities of a text in the order of their first mention.
type names struct {
	d       *doc
	all     []*entity
	byLast  map[string][]*entity // last word of a name, lower case
	byFull  map[string]*entity
	byShort map[string]*entity // acronyms
	byFirst map[string]*entity // given names
	at      []mention          // in reading order
}

// entities reads the names of the text: first those of two words and more, so
// that a surname alone finds its owner wherever it stands.
func (d *doc) entities() *names {
	n := &names{d: d, byLast: map[string][]*entity{}, byFull: map[string]*entity{}, byShort: map[string]*entity{}, byFirst: map[string]*entity{}}
	var chunks []chunk
	for p := range d.paras {
		pa := d.paras[p]
		if pa.kind == Title && !pa.skip {
			chunks = append(chunks, d.titlePeople(pa)...)
		}
		if pa.kind != Paragraph && pa.kind != Heading || pa.skip {
			continue
		}
		chunks = append(chunks, d.chunks(piece{pa.head, pa.to})...)
	}
	for _, c := range chunks {
		if c.name.to-c.name.from > 1 || c.title || c.kind == groupKind || c.kind == placeKind {
			n.add(c)
		}
	}
	for _, c := range chunks {
		if !(c.name.to-c.name.from > 1 || c.title || c.kind == groupKind || c.kind == placeKind) {
			n.add(c)
		}
	}
	n.headline()
	slices.SortStableFunc(n.at, func(a, b mention) int { return a.from - b.from })
	return n
}

// titlePeople gives the people whom a title in small letters names in full, and
// the article by the surname: it may do so nowhere else.
func (d *doc) titlePeople(p paragraph) []chunk {
	if !d.sentenceCase(p.piece) {
		return nil
	}
	var out []chunk
	for _, c := range d.chunks(piece{p.head, p.to}) {
		if n := c.name.to - c.name.from; c.kind == personKind && n > 1 && n < 4 && d.capital(d.low(c.name.to-1)) {
			out = append(out, c)
		}
	}
	return out
}

// sentenceCase reports whether a title has its nouns and verbs in small letters.
func (d *doc) sentenceCase(p piece) bool {
	for i := p.from; i < p.to; i++ {
		if t := &d.toks[i]; t.kind == wordToken && !t.upper && len(t.low) > 3 && !t.class.any(preposition|conjunction|subordinate|relative|determiner) {
			return true
		}
	}
	return false
}

// headline enters the other names of the titles, in which capitals tell little,
// where the article knows them.
func (n *names) headline() {
	for p := range n.d.paras {
		pa := n.d.paras[p]
		if pa.kind != Title {
			continue
		}
		for _, c := range n.d.chunks(piece{pa.head, pa.to}) {
			parts := nameParts(n.d, c.name)
			if len(parts) == 0 {
				continue
			}
			if e := n.find(parts, c); e != nil && e.lastBefore(c.name.to) != c.name.from {
				n.at = append(n.at, mention{c.name, e, c.whole})
			}
		}
	}
}

// chunk is a printed name with the words around it that tell what it is.
type chunk struct {
	name  piece // the name alone
	whole piece // with the role before it
	role  string
	nouns []string
	title bool // a title of a person stands before it
	kind  entityKind
	sex   gender
}

// add enters a chunk: as another mention of an entity known, or as a new one.
func (n *names) add(c chunk) {
	d := n.d
	name := d.words(c.name)
	parts := nameParts(d, c.name)
	if len(parts) == 0 {
		return
	}
	e := n.find(parts, c)
	if e == nil {
		e = &entity{name: name, parts: parts, kind: c.kind, gender: c.sex, nouns: map[string]bool{}}
		n.all = append(n.all, e)
		n.index(e)
	} else if len(parts) > len(e.parts) && c.kind != placeKind {
		e.name, e.parts = name, parts
		n.index(e)
	}
	n.learn(e, c)
	if m := len(e.mentions); m == 0 || e.mentions[m-1].from < c.name.from {
		e.mentions = append(e.mentions, mention{c.name, e, c.whole})
	}
	e.seen = c.name.from
	n.at = append(n.at, mention{c.name, e, c.whole})
}

// learn notes what a mention tells of its entity.
func (n *names) learn(e *entity, c chunk) {
	if e.kind == unknownKind {
		e.kind = c.kind
	}
	if e.gender == unknownGender {
		e.gender = c.sex
	}
	if len(c.role) > len(e.role) && (e.role == "" || !strings.Contains(c.role, " who ")) {
		e.role = c.role
	}
	for _, w := range c.nouns {
		e.nouns[w] = true
	}
	if ac := n.d.acronymAfter(c.name); ac != "" {
		e.acronym = ac
		n.byShort[ac] = e
	}
}

// index makes an entity findable by its names.
func (n *names) index(e *entity) {
	n.byFull[strings.Join(e.parts, " ")] = e
	last := lastPart(e.parts)
	if len(e.parts) > 1 && n.byFirst[e.parts[0]] == nil && (e.kind == personKind || e.kind == groupKind && !classes()[e.parts[0]].any(demonym|placeWord|roleWord|groupWord|determiner|numeral) && len(e.parts[0]) > 3) {
		n.byFirst[e.parts[0]] = e
	}
	for _, o := range n.byLast[last] {
		if o == e {
			return
		}
	}
	n.byLast[last] = append(n.byLast[last], e)
	if e.kind == groupKind || len(e.parts) > 2 {
		if in := initials(e.parts); len(in) > 1 {
			if n.byShort[in] == nil {
				n.byShort[in] = e
			}
		}
	}
	if e.kind == groupKind {
		e.nouns[last] = true
		if c := places().byDemonym[e.parts[0]]; c != nil {
			e.country = c
		}
	}
}

// find looks for the entity that the words name.
func (n *names) find(parts []string, c chunk) *entity {
	if e := n.byFull[strings.Join(parts, " ")]; e != nil && (len(parts) > 1 || c.sex == unknownGender || e.gender == unknownGender || e.gender == c.sex) {
		return e
	}
	if len(parts) == 1 {
		if e := n.byShort[parts[0]]; e != nil && allCaps(n.d.words(c.name)) {
			return e
		}
		if c.kind == placeKind {
			return nil
		}
		if l := n.byLast[parts[0]]; len(l) > 0 {
			return n.choose(l, c)
		}
		// A given name alone.
		return n.byFirst[parts[0]]
	}
	// “Tove Berg” and “Tove A. Berg”; “the Bridge Group” and “the Bridge Users Group”.
	for _, e := range n.byLast[lastPart(parts)] {
		if e.kind != placeKind && (subset(parts, e.parts) || subset(e.parts, parts) && len(e.parts) > 1) && (len(parts) > 1 && len(e.parts) > 1 && (parts[0] == e.parts[0] || e.kind == groupKind)) {
			return e
		}
	}
	return nil
}

// choose picks among people with one surname: by title, then the last named.
func (n *names) choose(l []*entity, c chunk) *entity {
	var best *entity
	bestAt := -1
	for _, e := range l {
		if e.kind == placeKind || c.sex != unknownGender && e.gender != unknownGender && e.gender != c.sex || e.kind == groupKind && (c.title || len(e.parts) > 1 && classes()[parts0(c, n)].any(groupWord)) {
			continue
		}
		at := e.lastBefore(c.name.from)
		if best == nil || at > bestAt {
			best, bestAt = e, at
		}
	}
	return best
}

// parts0 is the first word of a chunk's name.
func parts0(c chunk, n *names) string { return n.d.low(c.name.from) }

// lastBefore gives the token of the last mention before at, or -1.
func (e *entity) lastBefore(at int) int {
	k := sort.Search(len(e.mentions), func(i int) bool { return e.mentions[i].from >= at })
	last := -1
	if k > 0 {
		last = e.mentions[k-1].from
	}
	if e.seen < at {
		last = max(last, e.seen)
	}
	return last
}

func subset(a, b []string) bool {
	for _, x := range a {
		in := false
		for _, y := range b {
			in = in || x == y
		}
		if !in {
			return false
		}
	}
	return true
}

// nameParts gives the words of a name, lower case, without marks.
func nameParts(d *doc, p piece) []string {
	var out []string
	for i := p.from; i < p.to; i++ {
		t := &d.toks[i]
		if t.kind == markToken || t.low == "the" || t.low == "'s" {
			continue
		}
		out = append(out, t.low)
	}
	return out
}

// lastPart is the surname: the last word that is not Jr or III.
func lastPart(parts []string) string {
	for i := len(parts) - 1; i > 0; i-- {
		switch parts[i] {
		case "jr", "sr", "ii", "iii", "iv":
			continue
		}
		return parts[i]
	}
	return parts[0]
}

// maxAcronym is how many words an acronym stands for at most.
const maxAcronym = 12

// initials gives the acronym that a name would have; "" for a row of words that
// is too long to have one.
func initials(parts []string) string {
	if len(parts) > maxAcronym {
		return ""
	}
	s := ""
	for _, p := range parts {
		if p != "of" && p != "and" && p != "for" && p != "&" {
			s += p[:1]
		}
	}
	return s
}

// acronymAfter reads “(ABC)” behind a name.
func (d *doc) acronymAfter(p piece) string {
	if d.low(p.to) == "(" && d.low(p.to+2) == ")" {
		w := d.toks[p.to+1]
		if s := d.text[w.from:w.to]; allCaps(s) && len(s) < 9 || len(s) < 7 && w.upper && w.kind == wordToken && strings.ToLower(s[1:]) != s[1:] {
			return w.low
		}
	}
	return ""
}
