package desk

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
)

// drawn writes segments as text: words of candidate n as n[words], its sign as
// n! behind them.
func drawn(blocks []block) string {
	var lines []string
	for _, b := range blocks {
		var s strings.Builder
		for _, g := range b.Segments {
			if g.Of == nil {
				s.WriteString(g.Text)
				continue
			}
			s.WriteString(digit(g.Of.N) + "[" + g.Text + "]")
			if g.Tag {
				s.WriteString("!")
			}
		}
		lines = append(lines, s.String())
	}
	return strings.Join(lines, "\n")
}

func TestOverlappingCandidatesKeepTheirOwnWords(t *testing.T) {
	const text = "Boats are old, he said, and crews are young.\n\nThe harbour is full."
	span := func(words string) claims.Span {
		i := strings.Index(text, words)
		return claims.Span{Start: i, End: i + len(words)}
	}
	tests := []struct {
		name  string
		spans [][]claims.Span
		want  string
	}{
		{"none", nil, "Boats are old, he said, and crews are young.\nThe harbour is full."},
		{"apart", [][]claims.Span{{span("Boats are old")}, {span("crews are young")}}, "1[Boats are old]!, he said, and 2[crews are young]!.\nThe harbour is full."},
		{"in pieces", [][]claims.Span{{span("Boats are old"), span("crews are young")}}, "1[Boats are old], he said, and 1[crews are young]!.\nThe harbour is full."},
		{"one inside the other", [][]claims.Span{{span("Boats are old, he said")}, {span("are old")}}, "1[Boats ]2[are old]!1[, he said]!, and crews are young.\nThe harbour is full."},
		{"crossing", [][]claims.Span{{span("Boats are old, he")}, {span("old, he said")}}, "1[Boats are ]!2[old, he]2[ said]!, and crews are young.\nThe harbour is full."},
		{"the same words", [][]claims.Span{{span("Boats are old")}, {span("Boats are old")}}, "1[Boats are old]!2[]!, he said, and crews are young.\nThe harbour is full."},
		{"over a paragraph’s end", [][]claims.Span{{span("young.\n\nThe harbour")}}, "Boats are old, he said, and crews are 1[young.]\n1[The harbour]! is full."},
		{"outside of the text", [][]claims.Span{{{Start: 60, End: 9000}}}, "Boats are old, he said, and crews are young.\nThe harbour is1[ full.]!"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var list []*candidate
			for i, s := range tt.spans {
				list = append(list, &candidate{N: i + 1, Claim: &claims.Claim{ID: claims.ID(i + 1)}, App: claims.Appearance{Spans: s}})
			}
			if diff := cmp.Diff(tt.want, drawn(lay("A title", text, list))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	t.Run("the current one comes first", func(t *testing.T) {
		list := []*candidate{
			{N: 1, Claim: &claims.Claim{ID: 1}, Current: true, App: claims.Appearance{Spans: []claims.Span{span("Boats are old, he said")}}},
			{N: 2, Claim: &claims.Claim{ID: 2}, App: claims.Appearance{Spans: []claims.Span{span("are old")}}},
		}
		want := "1[Boats ]1[are old]2[]!1[, he said]!, and crews are young.\nThe harbour is full."
		if diff := cmp.Diff(want, drawn(lay("A title", text, list))); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

func TestARepeatedTitleIsLeftOut(t *testing.T) {
	text := "Boats stay in port\n\nBoats stay in port\n\nHalf of them stay there, the harbour said, because of the wind."
	if got, want := drawn(lay("Boats stay in port", text, nil)), "Half of them stay there, the harbour said, because of the wind."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzEveryLetterOfAParagraphIsDrawnOnce(f *testing.F) {
	f.Add("“Boats,” he said, “are old.”\n\nالسفن قديمة، قال.", 1, 8, 3, 12)
	f.Fuzz(func(t *testing.T, text string, a, b, x, y int) {
		list := []*candidate{
			{N: 1, Claim: &claims.Claim{ID: 1}, App: claims.Appearance{Spans: []claims.Span{{Start: a, End: b}}}},
			{N: 2, Claim: &claims.Claim{ID: 2}, App: claims.Appearance{Spans: []claims.Span{{Start: x, End: y}}}},
		}
		plain, marked := lay("", text, nil), lay("", text, list)
		words := func(blocks []block) (s string) {
			for _, b := range blocks {
				for _, g := range b.Segments {
					s += g.Text
				}
				s += "\n"
			}
			return s
		}
		if len(plain) == len(marked) && words(plain) != words(marked) {
			t.Errorf("got %q, want %q", words(marked), words(plain))
		}
	})
}

func BenchmarkLayingOutALongRead(b *testing.B) {
	var text strings.Builder
	var list []*candidate
	for i := range 400 {
		at := text.Len()
		text.WriteString("“Half of all the boats stay in port in winter,” Ana Reyes said on the quay that day, before the harbour office opened.\n\n")
		list = append(list, &candidate{N: i + 1, Claim: &claims.Claim{ID: claims.ID(i + 1)}, App: claims.Appearance{Spans: []claims.Span{{Start: at - 4*i + 1, End: at - 4*i + 40}}}})
	}
	b.ResetTimer()
	for b.Loop() {
		lay("A title", text.String(), list)
	}
}
