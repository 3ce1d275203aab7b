package extract

import "strings"

// nounContent takes a noun phrase, or an infinitive, with all that belongs to
// it: up to the next clause or adverbial.
func (d *doc) nounContent(cs []*cue, k int, s piece, f *found, at int, rule string, long bool) *found {
	end := d.nounEnd(cs, k, s, at, long)
	p := d.trimContent(piece{at, end})
	if p.empty() || d.wordCount(p) == 0 {
		return nil
	}
	f.content, f.rule = []piece{p}, rule
	return f
}

// nounEnd finds the end of a nominal content.
func (d *doc) nounEnd(cs []*cue, k int, s piece, at int, long bool) int {
	hi := d.bodyEnd(s)
	for i := at; i < hi; i++ {
		t := &d.toks[i]
		if t.quote != 0 {
			q := d.quoted(i)
			i = max(i, min(q.to, hi)-1)
			if q.to-q.from > 3 && q.to < hi && d.low(q.to-2) == "," && (d.cutsAt(cs, k, s, q.to, at, ",") || d.occasion(q.to, at)) {
				return q.to
			}
			continue
		}
		if t.kind == markToken && !t.abbrev {
			if t.low == "," && i > 1 && d.is(i-2, determiner|possessive) && !d.is(i+1, determiner|conjunction|relative|preposition) {
				continue // “the long, winding road”
			}
			if e := d.insertEnd(i, hi); e > i && !d.cutsAtMark(cs, k, s, i, at) {
				i = e
				continue
			}
			if t.low == "," && d.listGoesOn(i, hi) && !d.cutsAtMark(cs, k, s, i, at) {
				continue
			}
			if t.low == "," || t.low == ";" || t.low == ":" || isDash(t.low) && !d.glued(i) && !d.dashAfter(i+1, s) {
				return i
			}
			continue
		}
		if i == at {
			continue
		}
		switch t.low {
		case "and", "but", "or":
			if d.cutsAtWord(cs, k, i) || t.low == "but" && d.low(i-1) != "," || d.predicate(i+1) {
				return i
			}
		case "after", "before", "while", "when", "because", "although", "though", "unless", "as":
			if t.low == "as" && (cs[k].verb.any(as) || d.low(i+1) == "well") || t.low == "before" && d.is(i+1, determiner) && long {
				continue
			}
			return i
		case "in", "on", "at", "to":
			if d.occasion(i, at) {
				return i
			}
		case "according", "saying", "calling", "adding":
			return i
		}
		if t.class.any(monthDay) && !d.is(i-1, preposition|determiner|possessive|monthDay) && d.toks[i].upper && t.low != "may" && t.low != "march" {
			return i
		}
	}
	return hi
}

// insertEnd gives the comma that closes an apposition opened at i, where the
// complement goes on behind it: “accused the firm, Northlink, of”.
func (d *doc) insertEnd(i, hi int) int {
	if d.low(i) != "," {
		return i
	}
	for k := i + 1; k < hi && k < i+14; k++ {
		if d.low(k) == "," {
			switch d.low(k + 1) {
			case "of", "for", "as", "to":
				return k
			}
			return i
		}
		if d.verbAt(k) && !d.relativeIn(i, k) {
			return i
		}
	}
	return i
}

func (d *doc) glued(i int) bool {
	return d.toks[i].glued && i+1 < len(d.toks) && d.toks[i+1].glued
}

// listGoesOn reports whether the comma i divides the members of a list or of a
// place name, not two clauses.
func (d *doc) listGoesOn(i, hi int) bool {
	for k := i + 1; k < hi && k < i+8; k++ {
		if d.low(k) == "and" || d.low(k) == "or" {
			return !d.predicate(k+1) && !d.is(i+1, relative|conjunction)
		}
		if d.mark(k) && d.low(k) != "," || d.verbLike(k) && !d.toks[k].upper || d.is(k, relative|auxiliary|modal) || strings.HasSuffix(d.low(k), "ing") {
			return false
		}
	}
	return false
}

// predicate reports whether a verb of the same subject follows “and”.
func (d *doc) predicate(i int) bool {
	for i < len(d.toks) && d.is(i, adverb) && !d.is(i, determiner) {
		i++
	}
	t := d.at(i)
	if t == nil || t.quote != 0 {
		return false
	}
	if t.class.any(auxiliary|modal|finite) && t.low != "'s" {
		return true
	}
	if t.class.any(subject) && !t.class.any(determiner|object|numeral|personWord) {
		return true
	}
	if len(t.low) > 4 && strings.HasSuffix(t.low, "ed") && !d.is(i+1, personWord|groupWord) {
		return d.is(i+1, determiner|possessive|preposition|object|complement|adverb) || d.at(i+1) != nil && d.toks[i+1].upper
	}
	return t.form != nil && t.form.tense&(past|third) != 0 && !t.form.alone
}

// occasion reports whether the preposition i opens the time, the place or the
// medium of speaking: on Monday, in an interview, at a rally, on Twitter.
func (d *doc) occasion(i, at int) bool {
	k := i + 1
	if d.is(k, monthDay) && d.low(i) != "to" {
		return true
	}
	if d.low(i) == "to" {
		return d.is(k, personWord) && (d.low(k) == "reporters" || d.low(k) == "journalists")
	}
	for k < i+5 && (d.is(k, determiner|possessive|numeral|timeWord) || isAdjective(d.low(k)) || d.toks[min(k, len(d.toks)-1)].upper && !occasions.has(d.low(k))) {
		k++
	}
	return occasions.has(d.low(k)) || occasions.has(d.low(k+1)) && !d.is(k, preposition)
}

// occasions are where and in what people speak.
var occasions = set(`interview interviews statement statements speech speeches tweet tweets post posts email e-mail letter letters rally briefing conference debate debates memo article
	column editorial op-ed filing message testimony remarks address video call podcast twitter facebook instagram youtube cnn msnbc nbc abc cbs fox npr television tv radio hearing meeting news
	time blog court paper telephone phone essay release event appearance`)
