package desk

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"touchstone/claims"
	"touchstone/claims/anchor"
	"touchstone/claims/extract"
)

// candidate is a claim as it stands in one article.
type candidate struct {
	N       int // its number in the article, from 1
	Claim   *claims.Claim
	App     claims.Appearance
	Current bool
}

// candidates picks each claim's appearance in the article, in the order of the
// text, and numbers them.
func candidates(article claims.ID, list []*claims.Claim, current claims.ID) []*candidate {
	var out []*candidate
	for _, k := range list {
		i := slices.IndexFunc(k.Appearances, func(a claims.Appearance) bool { return a.ArticleID == article })
		if i >= 0 && k.MergedInto == 0 {
			out = append(out, &candidate{Claim: k, App: k.Appearances[i], Current: k.ID == current})
		}
	}
	slices.SortStableFunc(out, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(a.App.Start(), b.App.Start()), cmp.Compare(a.App.End(), b.App.End()))
	})
	for i := range out {
		out[i].N = i + 1
	}
	return out
}

// undecided reports whether nobody has looked at it yet.
func (c *candidate) undecided() bool { return c.Claim.State == claims.StateNew }

// low reports whether the extractor was unsure.
func (c *candidate) low() bool {
	return c.App.Finding.Confidence > 0 && c.App.Finding.Confidence < lowConfidence
}

// tag is the sign behind the words: number, kind, and what became of it.
func (c *candidate) tag() string {
	letter := map[claims.QuoteKind]string{claims.Direct: "D", claims.Mixed: "M", claims.Indirect: "I"}[c.App.Kind]
	sign := ""
	switch {
	case c.Claim.State == claims.StateRejected:
		sign = "–"
	case !c.undecided():
		sign = "✓"
	case c.low():
		sign = "?"
	}
	return strconv.Itoa(c.N) + letter + sign
}

// block is a paragraph of the article, cut into segments.
type block struct {
	Kind     extract.BlockKind
	Segments []segment
}

// segment is a stretch of text that the same candidates cover.
type segment struct {
	Text  string
	Of    *candidate   // whose link it is; nil where it is nobody's
	First bool         // the candidate's first segment: the place to scroll to
	Tag   bool         // the candidate's last: its sign follows
	over  []*candidate // all that cover it
	signs []*candidate // those of them that have no stretch of their own
}

// sign reports whether the segment stands for a candidate without words of its
// own: another one's link lies on all of them.
func (s segment) sign() bool { return s.Text == "" }

// lay divides the article for the reading room. A second copy of the title is
// left out, unless a candidate stands in it.
func lay(title, text string, list []*candidate) []block {
	t := anchor.New(text)
	marks := marksOf(list, t.Len())
	var out []block
	for _, b := range extract.Blocks(text) {
		in := overlapping(marks, b.Span)
		if b.Kind == extract.Title && len(in) == 0 && sameTitle(title, t.Slice(b.Span)) {
			continue
		}
		out = append(out, block{b.Kind, cut(t, b.Span, in)})
	}
	settle(out, list)
	for i := range out {
		out[i].Segments = withSigns(out[i].Segments)
	}
	return out
}

func sameTitle(a, b string) bool {
	plain := func(s string) string { return strings.ToLower(strings.TrimRight(anchor.Fold(s), ". ")) }
	return plain(a) == plain(b)
}

// mark is one piece of a candidate's words.
type mark struct {
	claims.Span
	of *candidate
}

func marksOf(list []*candidate, n int) []mark {
	var marks []mark
	for _, c := range list {
		if c.App.Anchor == claims.Orphaned {
			continue // its place is one in an earlier text
		}
		for _, s := range c.App.Spans {
			if s.Start, s.End = max(s.Start, 0), min(s.End, n); s.Start < s.End {
				marks = append(marks, mark{s, c})
			}
		}
	}
	return marks
}

func overlapping(marks []mark, s claims.Span) (in []mark) {
	for _, m := range marks {
		if m.Start < s.End && m.End > s.Start {
			in = append(in, m)
		}
	}
	return in
}

// cut divides a paragraph wherever a candidate begins or ends.
func cut(t *anchor.Text, s claims.Span, in []mark) []segment {
	edges := []int{s.Start, s.End}
	for _, m := range in {
		edges = append(edges, max(m.Start, s.Start), min(m.End, s.End))
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	var out []segment
	for i := 1; i < len(edges); i++ {
		part := claims.Span{Start: edges[i-1], End: edges[i]}
		seg := segment{Text: t.Slice(part)}
		for _, m := range overlapping(in, part) {
			seg.over = append(seg.over, m.of)
		}
		seg.Of = owner(seg.over)
		out = append(out, seg)
	}
	return out
}

// owner is whose link a stretch becomes that several candidates cover: the
// current one's, or else the shortest one's, so that the longer ones keep the
// rest.
func owner(of []*candidate) *candidate {
	var best *candidate
	for _, c := range of {
		switch {
		case c.Current:
			return c
		case best == nil || length(c) < length(best):
			best = c
		}
	}
	return best
}

func length(c *candidate) (n int) {
	for _, s := range c.App.Spans {
		n += s.End - s.Start
	}
	return n
}

// settle finds for each candidate where its first and last own stretch is. One
// that has none of its own is shown as a sign behind the last stretch it covers.
func settle(blocks []block, list []*candidate) {
	for _, c := range list {
		var first, last, covered *segment
		for i := range blocks {
			for j := range blocks[i].Segments {
				s := &blocks[i].Segments[j]
				if slices.Contains(s.over, c) {
					covered = s
				}
				if s.Of == c {
					if last = s; first == nil {
						first = s
					}
				}
			}
		}
		switch {
		case first != nil:
			first.First, last.Tag = true, true
		case covered != nil:
			covered.signs = append(covered.signs, c)
		}
	}
}

// withSigns sets each sign behind its stretch, as a segment of its own.
func withSigns(list []segment) []segment {
	var out []segment
	for _, s := range list {
		out = append(out, s)
		for _, c := range s.signs {
			out = append(out, segment{Of: c, First: true, Tag: true})
		}
	}
	return out
}
