package extract

import "strings"

// Words that a full stop follows without ending the sentence.
var abbreviations = set(`mr mrs ms mx dr prof rev fr sr jr hon gov sen rep gen col lt sgt capt cmdr adm maj cpl pvt brig insp det supt
	st ave blvd rd mt ft no nos vs v al fig vol ed eds pp approx est dept univ assn bros co corp inc ltd plc llc cllr messrs mme mlle
	jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
	ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo
	atty supt pres treas sec min max rs tel ext e.g i.e cf etc u.s u.k u.n d.c a.m p.m`)

// Abbreviations that stand in small letters; the others are words without a
// capital: no, ill, sat.
var smallAbbreviations = set(`vs v etc approx est ft e.g i.e cf al a.m p.m eds pp vol inc corp co ltd dept`)

// Abbreviations that often do end one.
var mayEnd = set(`inc corp co ltd plc llc jr sr etc no st ave rd u.s u.k u.n d.c a.m p.m s m c k md ga la mo pa va fla sun sat max ind est al`)

// Words that begin a sentence far more often than they follow an abbreviation.
var starters = set(`the a an he she it they we i you his her its their our in on at but and for with as when while if although though this that these
	those there however meanwhile after before since during asked what who how why last earlier both some many most one two no not yet so`)

// markAbbreviations finds the full stops that belong to a word.
func (d *doc) markAbbreviations() {
	for i := 1; i < len(d.toks); i++ {
		t, w := &d.toks[i], &d.toks[i-1]
		if t.kind != markToken || t.low != "." || !t.glued || w.kind == markToken {
			continue
		}
		next := d.at(i + 1)
		switch {
		case next != nil && next.glued && next.kind != markToken:
			t.abbrev = true // U.S, example.org
		case w.kind == numberToken:
		case len(w.low) == 1 && i > 1 && d.toks[i-2].low == "." && w.glued:
			t.abbrev = !d.sentenceAfter(i, false) // a.m., U.S.
		case (w.low == "p" || w.low == "no" || w.low == "pp") && next != nil && next.kind == numberToken:
			t.abbrev = true
		case len(w.low) == 1 && w.upper:
			t.abbrev = !d.sentenceAfter(i, true)
		case abbreviations.has(w.low) && (w.upper || smallAbbreviations.has(w.low)):
			t.abbrev = !(mayEnd.has(w.low) && d.sentenceAfter(i, false)) && !(next != nil && !next.glued && (next.low == "“" || next.low == `"` || next.low == "''") && d.at(i+2) != nil && d.toks[i+2].upper && !d.is(i-1, honorific))
		}
	}
}

// sentenceAfter guesses whether a new sentence begins after the full stop i.
func (d *doc) sentenceAfter(i int, initial bool) bool {
	n := d.at(i + 1)
	if n == nil || n.para != d.toks[i].para {
		return true
	}
	if n.kind == markToken {
		return strings.ContainsAny(n.low, `“"‘—–`) && !n.glued
	}
	if initial && i >= 3 && !d.toks[i-2].abbrev {
		return false // K. Anasuya
	}
	return n.upper && starters.has(n.low)
}

// ends reports whether the sentence ends after token i, a mark.
func (d *doc) ends(i int) bool {
	t := &d.toks[i]
	if t.kind != markToken {
		return false
	}
	switch t.low {
	case ".", "!", "?", "…":
	default:
		return false
	}
	if t.abbrev {
		return false
	}
	n := d.at(i + 1)
	if n != nil && n.low == "," {
		return false
	}
	return n == nil || !n.glued || n.kind == markToken && !isDash(n.low) || n.upper
}

// maxSentence bounds a sentence, so that a text without a full stop is still
// read in linear time.
const maxSentence = 150

// divide numbers the sentences. A quotation is never divided: the reporter's
// sentence goes on around it.
func (d *doc) divide() {
	n := 0
	d.sents = append(d.sents, piece{0, len(d.toks)})
	cut := func(at int) {
		if at > d.sents[n].from && at < len(d.toks) {
			d.sents[n].to = at
			d.sents = append(d.sents, piece{at, len(d.toks)})
			n++
		}
	}
	own := 0 // words of the sentence outside quotations
	for i := range d.toks {
		t := &d.toks[i]
		if i > 0 && d.toks[i-1].para != t.para || i == d.paras[t.para].head || own > maxSentence && t.quote == 0 {
			cut(i)
			own = 0
		}
		t.sentence = int32(n)
		if t.quote == 0 {
			own++
		}
		if d.endsOutside(i) {
			cut(i + 1)
			own = 0
		}
	}
	if len(d.toks) == 0 {
		d.sents = nil
	}
}

// endsOutside reports whether the reporter's own sentence ends after token i.
func (d *doc) endsOutside(i int) bool {
	t := &d.toks[i]
	next := d.at(i + 1)
	if next == nil || next.para != t.para {
		return true
	}
	if t.quote == 0 {
		if !d.ends(i) {
			return false
		}
		// A closing bracket or stray mark still belongs to it.
		return next.quote != 0 || !(next.glued && strings.ContainsAny(next.low, `)]”’"'`))
	}
	q := d.quotes[t.quote-1]
	if i != q.to-1 || i < 1 {
		return false
	}
	// The last mark of a quotation: ended inside, and a new sentence after.
	last := &d.toks[i]
	if i > q.from {
		if k := i - 1; q.closed {
			last = &d.toks[k]
		}
	}
	if !strings.ContainsAny(last.low, ".!?…") || last.abbrev && !next.upper {
		return false
	}
	if next.quote != 0 && next.quote != t.quote {
		return true
	}
	if next.kind == markToken {
		return false
	}
	if last.low == "." {
		return next.upper || next.kind == numberToken
	}
	return next.upper && !d.saysNext(i+1)
}

// saysNext reports whether “Smith said” or “Ms. Smith asked” stands at i, so
// that a question mark before it ends the quotation alone.
func (d *doc) saysNext(i int) bool {
	for k := i; k < len(d.toks) && k < i+6; k++ {
		t := &d.toks[k]
		if t.para != d.toks[i].para || t.kind == markToken && !t.abbrev {
			return false
		}
		if t.form != nil && t.form.verb.has(quotes) && k > i-1 {
			n := d.at(k + 1)
			return n == nil || n.para != t.para || n.kind == markToken || n.class.any(preposition|adverb|timeWord)
		}
	}
	return false
}
