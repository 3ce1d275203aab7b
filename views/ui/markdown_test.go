package ui_test

import (
	"strings"
	"testing"

	"touchstone/views/ui"
)

func TestExplanations(t *testing.T) {
	tests := []struct {
		name, src string
		want, not []string
	}{
		{"a citation links to its source", "It fell. [1]", []string{`<sup><a href="#s1" aria-label="Source 1">1</a></sup>`}, nil},
		{"a number beyond the sources is text", "It fell. [7] [0]", []string{"[7]", "[0]"}, []string{"<sup"}},
		{"a link whose text is a number stays a link", "[1](https://example.org/)", []string{`href="https://example.org/"`, "nofollow"}, []string{"<sup"}},
		{"two citations side by side", "Both. [1][2]", []string{`Both.<sup><a href="#s1" aria-label="Source 1">1</a></sup> <sup>`}, nil},
		{"two citations with a space", "Both. [1] [2]", []string{`1</a></sup> <sup>`}, nil},
		{"tags are text", "<script>alert(1)</script> and <b>x</b>", []string{"&lt;script&gt;", "&lt;b&gt;"}, []string{"<script", "<b>"}},
		{"a block of tags is text", "<div onclick=x>\n\nhello\n</div>", []string{"&lt;div"}, []string{"<div"}},
		{"a script link is no link", "[x](javascript:alert(1)) [y](data:text/html,x)", []string{"x", "y"}, []string{"javascript", "data:"}},
		{"pictures of other hosts are not loaded", "![x](https://evil.example/x.png)", nil, []string{"<img"}},
		{"a heading stands below those of the page", "# Big", []string{"<h3>Big</h3>"}, []string{"<h1"}},
		{"a bare address becomes a link", "See https://example.org/a", []string{`<a href="https://example.org/a" rel="nofollow">`}, nil},
		{"an auto link cannot carry a script", "<javascript:alert(1)>", nil, []string{`href="javascript`}},
		{"a table stays a table", "|a|b|\n|-|-|\n|1|2|\n", []string{"<table>", "<td>1</td>"}, []string{"style"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := draw(t, ui.Markdown(tt.src, 2))
			has(t, got, tt.want...)
			hasNot(t, got, tt.not...)
		})
	}
}

func FuzzMarkdownLetsNoTagThrough(f *testing.F) {
	for _, s := range []string{evil, "[1]", "<svg/onload=alert(1)>", "[a]: javascript:x\n[a]", "`<script>`", "a\x00b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := strings.ToLower(draw(t, ui.Markdown(s, 3)))
		for _, bad := range []string{"<script", "<img", "<svg", "<iframe", "<style", `href="javascript:`, `href="data:`} {
			if strings.Contains(got, bad) {
				t.Errorf("%q let %q through: %s", s, bad, got)
			}
		}
	})
}

func BenchmarkMarkdown(b *testing.B) {
	src := strings.Repeat("Talvik-Reyes took office in September 2023. That is a fall of 4.0 per cent. [1] By *our method* it is [misleading](https://example.org/).\n\n", 12)
	for b.Loop() {
		ui.Markdown(src, 3).Render(b.Context(), &strings.Builder{})
	}
}
