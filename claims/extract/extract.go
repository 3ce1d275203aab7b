// Package extract finds the attributed statements of a news text: who is
// reported to have said what, in which words, and how far that can be checked.
//
// It works by rules, in three passes over a text:
//
//   - read (doc.go) takes it apart: tokens, paragraphs with their kinds,
//     quotations, sentences (token.go, block.go, quote.go, sentence.go).
//   - find looks for speech verbs of the lexicon (verbs.go) in the reporter's
//     own words (cue.go, verb_use.go), each with its subject (subject.go,
//     phrase_left.go) and its content, behind the verb (complement.go,
//     content.go, clause_end.go, noun_end.go), before it (quoted_before.go) or
//     around it; for “according to” (according.go), passives (passive.go),
//     transcripts (dialogue.go) and quotations that stand alone (carry.go).
//   - the resolver takes the names of the whole text (chunk.go, role.go,
//     entity.go) and finds out for whom each mention stands (resolve.go,
//     pronoun.go, nominal.go, paper.go).
//
// Last, each candidate is judged: how sure it is (confidence.go), and how much
// it looks like something that can be checked (worth.go).
package extract

import (
	"sort"

	"touchstone/claims"
)

// Candidate is one attributed statement.
type Candidate struct {
	Content []claims.Span    // code points over the given text, ascending; more than one where the cue divides the quotation
	Source  []claims.Span    // the mention of the speaker; may be empty
	Cue     []claims.Span    // the words that attribute it; may be empty
	Kind    claims.QuoteKind // whose words the content is made of
	CueText string           // "said", "accused", "according to"
	Mention string           // the text of Source

	Speaker           string   // resolved name: "Tove Berg", "NATO", "Norway"; joint speakers "A and B"; anonymous ones as printed
	Speakers          []string // the speakers of a joint statement, one by one
	SpeakerKind       claims.SpeakerKind
	Role              string   // as the article states it: "town engineer"; "" where it does not
	SpeakerWhy        string   // the reason for the resolution, in words for a reviewer
	SpeakerConfidence float64  // 0 to 1
	Alternatives      []string // other possible speakers, best first
	Chain             []string // who reported it, nearest to the reader first

	// Inner are statements of others inside this one: in “the ministry said that
	// the mayor had denied it” the mayor's, with the ministry in its Chain.
	Inner []Candidate

	Negated    bool    // "did not say", "denied"
	Hedged     bool    // "may have said", "reportedly said"
	Rule       string  // the name of the rule that found it
	Confidence float64 // 0 to 1, that this is an attributed statement with these bounds
	High       bool    // the tier that may be shown without a second thought

	Worth     float64  // 0 to 1, how check-worthy it looks
	WorthWhy  []string // the reasons, in words
	TimeBound string   // wording that ages: "lowest since", "this year"; "" if none
}

// Find returns the attributed statements of text in reading order.
func Find(text string) []Candidate {
	d := read(text)
	all := d.find()
	people := d.entities()
	all = people.headlines(all)
	r := newResolver(d, people, all)
	out := make([]Candidate, 0, len(all))
	for _, f := range all {
		out = append(out, r.candidate(f, nil))
	}
	return out
}

// find gives the attributions of all paragraphs in reading order, without
// doubles.
func (d *doc) find() []*found {
	var all []*found
	for p := range d.paras {
		pa := &d.paras[p]
		if pa.skip || pa.kind == Boilerplate || pa.kind == Caption || pa.kind == Heading || pa.empty() {
			continue
		}
		if fs, ok := d.dialogue(pa); ok {
			all = append(all, fs...)
			continue
		}
		for s := d.toks[pa.from].sentence; int(s) < len(d.sents) && d.sents[s].from < pa.to; s++ {
			all = append(all, d.attributions(d.sents[s])...)
		}
	}
	all = d.settle(all)
	all = d.carryOn(all)
	sort.SliceStable(all, func(i, j int) bool { return all[i].content[0].from < all[j].content[0].from })
	return all
}

// settle drops attributions of the same words to two cues: the cue nearer to
// the words keeps them.
func (d *doc) settle(all []*found) []*found {
	out := all[:0]
	for _, f := range all {
		keep := true
		for k := len(out) - 1; k >= 0 && k >= len(out)-6; k-- {
			o := out[k]
			if !same(o.content, f.content) {
				continue
			}
			if d.distance(f) < d.distance(o) {
				f, out[k] = o, f
			}
			if f.rule == "according to" {
				out[k].via = f.source // “she told staff, according to a letter”
			}
			keep = false
			break
		}
		if keep {
			out = append(out, f)
		}
	}
	return outermost(out)
}

// outermost puts what is reported inside of what another reports in his own
// words below that: “she said that he claimed …” is hers, and holds his.
func outermost(all []*found) []*found {
	out := make([]*found, 0, len(all))
	for i, f := range all {
		inside := false
		for k := i - 1; k >= 0 && k >= i-8 && !inside; k-- {
			o := all[k]
			c, p := o.content[len(o.content)-1], f.content[0]
			inside = !o.cue.empty() && c.from <= f.cue.from && f.cue.to <= c.to && c.from <= p.from && f.content[len(f.content)-1].to <= c.to && c != p
			if inside {
				o.inner = append(o.inner, f)
			}
		}
		if !inside {
			out = append(out, f)
		}
	}
	return out
}

func same(a, b []piece) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	return a[0] == b[0]
}

func (d *doc) distance(f *found) int {
	c := f.content[0]
	if f.cue.from >= c.to {
		return f.cue.from - c.to
	}
	return c.from - f.cue.to
}
