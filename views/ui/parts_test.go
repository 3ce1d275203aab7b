package ui_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
	"touchstone/views/ui"
)

const evil = `"><img src=x onerror=alert(1)><script>alert(1)</script>{{7*7}}`

func draw(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func has(t *testing.T, page string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(page, w) {
			t.Errorf("missing %q in:\n%s", w, page)
		}
	}
}

func hasNot(t *testing.T, page string, bad ...string) {
	t.Helper()
	for _, w := range bad {
		if strings.Contains(page, w) {
			t.Errorf("%q must not stand in:\n%s", w, page)
		}
	}
}

func TestAChipHasIconWordAndColour(t *testing.T) {
	got := draw(t, ui.Chip(claims.DefaultScale().Ratings[3]))
	want := `<span class="chip v4"><svg class="i" aria-hidden="true"><use href="#i4"></use></svg>Misleading</span>`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestQuotationMarksMeanVerbatim(t *testing.T) {
	has(t, draw(t, ui.Statement("Half of all trains run late.", true, "en")), `<q dir="auto" lang="en">Half of all trains run late.</q>`)
	plain := draw(t, ui.Statement("The night train was cancelled", false, ""))
	hasNot(t, plain, "<q", "lang=")
}

func TestAStatementWithTagsIsText(t *testing.T) {
	for name, page := range map[string]string{
		"statement": draw(t, ui.Statement(evil, true, evil)),
		"marked":    draw(t, ui.Hits("a "+evil, "script img")),
		"outlink":   draw(t, ui.Outlink("javascript:alert(1)", evil, "")),
		"chip":      draw(t, ui.Chip(claims.Rating{Label: evil, Role: 99})),
		"input":     draw(t, ui.Input(ui.Field{Name: "title", Label: evil, Wrong: claims.Invalid("title", "%s", evil)}, evil)),
		"problems":  draw(t, ui.ErrorSummary(claims.Problems{claims.Invalid("title", evil)})),
		"quote":     draw(t, ui.QuoteInContext(claims.Appearance{Quote: evil}, evil)),
		"layout":    draw(t, ui.Layout(ui.Page{Title: evil, Organisation: evil, Contact: "javascript:alert(1)", Canonical: evil, Description: evil})),
		"markdown":  draw(t, ui.Markdown(evil, 1)),
	} {
		t.Run(name, func(t *testing.T) { hasNot(t, page, "<img", "<script>", `href="javascript`, "49") })
	}
}

func TestAnAddressThatMustNotBeFollowedIsNoLink(t *testing.T) {
	for _, bad := range []string{"javascript:alert(1)", " jAvAsCrIpT:x", "data:text/html,x", "//evil.example", "java\tscript:x", ""} {
		hasNot(t, draw(t, ui.Outlink(bad, "Source", "")), "<a")
	}
	has(t, draw(t, ui.Outlink("https://example.org/a?b=1&c=2", "Source", "serif")), `href="https://example.org/a?b=1&amp;c=2"`, `rel="nofollow noopener"`)
}

func TestOffTheScaleThereIsNoScale(t *testing.T) {
	s := claims.DefaultScale()
	hasNot(t, draw(t, ui.VerdictBlock(claims.Verdict{Rating: s.Ratings[6]}, s, "Nobody counted.")), "<ol")
	on := draw(t, ui.VerdictBlock(claims.Verdict{Rating: s.Ratings[5]}, s, "Somebody counted."))
	has(t, on, `<li aria-current="true">False</li>`, "Somebody counted.")
	hasNot(t, on, "Unproven")
}

func TestUnknownIsSaid(t *testing.T) {
	c := &claims.Claim{ClaimedOn: claims.UnknownDate}
	has(t, draw(t, ui.Who(c)), "Speaker not known", "date not known", "Place not known")
	hasNot(t, draw(t, ui.Who(c)), "<time")
}

func TestDatesAreNotMovedAndInstantsCarryTheirZone(t *testing.T) {
	d, _ := claims.ParseDate("", "2026-03")
	has(t, draw(t, ui.Date(d)), `<time datetime="2026-03">March 2026</time>`)
	at := time.Date(2026, 4, 9, 18, 20, 0, 0, time.FixedZone("x", 7200))
	has(t, draw(t, ui.Instant(at)), `<time datetime="2026-04-09T16:20:00Z">9 April 2026, 16:20 UTC</time>`)
}

func TestAQuoteIsMarkedInItsContext(t *testing.T) {
	// The article begins with ten characters that are not in the context.
	a := claims.Appearance{Context: "„Wir – é – zahlen“, sagte sie, „nichts mehr“.", ContextAt: 10,
		Spans: []claims.Span{{Start: 11, End: 27}, {Start: 42, End: 53}}, Quote: "Wir – é – zahlen […] nichts mehr"}
	got := draw(t, ui.QuoteInContext(a, "de"))
	has(t, got, "<mark>Wir – é – zahlen</mark>", "“, sagte sie, „", "<mark>nichts mehr</mark>")

	t.Run("spans outside of the context", func(t *testing.T) {
		a.Spans = []claims.Span{{Start: 0, End: 5}, {Start: 900, End: 905}}
		has(t, draw(t, ui.QuoteInContext(a, "")), "<mark>Wir – é – zahlen […] nichts mehr</mark>")
	})
	t.Run("overlapping and reversed spans", func(t *testing.T) {
		a.Spans = []claims.Span{{Start: 11, End: 27}, {Start: 12, End: 20}, {Start: 30, End: 28}}
		has(t, draw(t, ui.QuoteInContext(a, "")), "<mark>Wir – é – zahlen</mark>")
	})
}

func TestDirectionComesFromTheFirstStrongLetter(t *testing.T) {
	for in, want := range map[string]string{"أسعار تذاكر": "rtl", "12 – שלום": "rtl", "Fares, أسعار": "ltr", "123": "ltr", "": "ltr"} {
		if got := ui.Dir(in); got != want {
			t.Errorf("Dir(%q): got %q, want %q", in, got, want)
		}
	}
}

func TestTheDeskHidesWhatWouldBeRefused(t *testing.T) {
	u := claims.User{ID: 1, Name: "Ines Quillfeather", Role: claims.Contributor}
	page := draw(t, ui.Layout(ui.Page{Desk: true, User: &u, Section: ui.SectionQueue}))
	has(t, page, `<a href="/desk" aria-current="page">Queue</a>`, "Add an article", `<a href="/account">Ines Quillfeather</a>, contributor`, `"allowEval":false`)
	hasNot(t, page, "/admin/", "/desk/read", "<footer")
	u.Role = claims.Admin
	has(t, draw(t, ui.Layout(ui.Page{Desk: true, User: &u})), "/admin/users", "/admin/settings", "/desk/read")
}

func TestThePublicFrameHasNoScript(t *testing.T) {
	page := draw(t, ui.Layout(ui.Page{Title: "Checks", Organisation: "The Aldery Ledger", Contact: "desk@ledger.example"}))
	has(t, page, `href="mailto:desk@ledger.example"`, `href="#main"`, "<title>Checks · Touchstone</title>")
	hasNot(t, page, "<script", " style=", "onclick")
}

func TestAFieldSaysWhatIsWrongBesideItsControl(t *testing.T) {
	p := claims.Problems{claims.Invalid("title", "the article needs a title")}
	got := draw(t, ui.Input(ui.F(p, "title", "Title", "As printed."), "typed"))
	has(t, got, `<label for="title">Title</label>`, "The article needs a title", `aria-invalid="true"`,
		`aria-describedby="title-hint title-error"`, `value="typed"`)
	area := draw(t, ui.Area(ui.Field{Name: "why", Label: "Why", Limit: 300}, "kept\ntext", 3))
	has(t, area, ">kept\ntext</textarea>", `data-limit="300"`, `aria-describedby="why-count"`)
	has(t, draw(t, ui.ErrorSummary(p)), `<a href="#title">The article needs a title</a>`, "autofocus")
}

func TestNumbersReadWell(t *testing.T) {
	for in, want := range map[int]string{0: "0", 999: "999", 1204: "1,204", 1234567: "1,234,567", -1204: "-1,204", -120: "-120"} {
		if got := ui.Number(in); got != want {
			t.Errorf("Number(%d): got %q, want %q", in, got, want)
		}
	}
}

func TestTheWordsLookedForAreMarked(t *testing.T) {
	tests := []struct{ text, query, want string }{
		{"Rail fares have fallen", "rail fares", "<mark>Rail</mark> <mark>fares</mark> have fallen"},
		{"Trains run late", "train*", "<mark>Trains</mark> run late"},
		{"Trains run late", "train", "<mark>Trains</mark> run late"},
		{"Trains run late", "late -trains", "Trains run <mark>late</mark>"},
		{"İstanbul ve ÇANKAYA", "çankaya", "İstanbul ve <mark>ÇANKAYA</mark>"},
		{"Trains", "", "Trains"},
		{"a\x00<b>", "b", "a\x00&lt;<mark>b</mark>&gt;"},
	}
	for _, tt := range tests {
		if got := draw(t, ui.Hits(tt.text, tt.query)); got != tt.want {
			t.Errorf("%q in %q: got %q, want %q", tt.query, tt.text, got, tt.want)
		}
	}
}
