package extract

import "touchstone/claims"

type resolver struct{ d *doc }

func newResolver(d *doc, es []*entity, all []*found) *resolver { return &resolver{d} }

func (r *resolver) candidate(f *found) Candidate {
	d := r.d
	c := Candidate{Kind: d.kindOf(f.content), Rule: f.rule}
	for _, p := range f.content {
		c.Content = append(c.Content, d.span(p))
	}
	if !f.source.empty() {
		c.Source = []claims.Span{d.span(f.source)}
		c.Mention = d.words(f.source)
	}
	if !f.cue.empty() {
		c.Cue = []claims.Span{d.span(f.cue)}
		c.CueText = d.words(f.cue)
	}
	c.Speaker = c.Mention
	return c
}
