package ingest

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/encoding/charmap"

	"touchstone/claims"
)

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAPageIsReadWithWhatItSaysOfItself(t *testing.T) {
	got, err := HTML(fixture(t, "news.html"), "https://www.post.example/2026/03/03/harbour-closes?utm_source=x")
	if err != nil {
		t.Fatal(err)
	}
	want := claims.Article{
		URL: "https://www.post.example/2026/03/03/harbour-closes", Title: "Harbour closes for two weeks & cranes go", Outlet: "Averell Post",
		Byline: "Jo Roe, Ann Lee", PublishedOn: claims.Date{Day: "2026-03-03", Precision: claims.DayPrecision}, Language: "en-GB",
		Text: Clean(string(fixture(t, "news.txt"))),
	}
	got.Text = strings.ReplaceAll(got.Text, "\u00a0", " ")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// prose is long enough to be taken for an article.
var prose = "<article>" + strings.Repeat("<p>The council of Port Averell met on Monday and spoke about the cranes of the harbour for an hour, and then about its fish.</p>", 4) + "</article>"

func pageWith(head, body string) []byte {
	return []byte("<html><head>" + head + "</head><body>" + body + "</body></html>")
}

func TestWhatAPageSaysOfItselfIsFoundInManyPlaces(t *testing.T) {
	on := func(d string) claims.Date { return claims.Date{Day: d, Precision: claims.DayPrecision} }
	for _, c := range []struct {
		name, url, head, body string
		want                  claims.Article
	}{
		{"nothing", "", "", "", claims.Article{}},
		{"open graph", "https://post.example/a", `<meta property="og:title" content="T"><meta property="og:site_name" content="Post"><meta property="og:locale" content="de_AT"><meta property="article:published_time" content="2026-03-03T01:00:00+09:00">`, "",
			claims.Article{URL: "https://post.example/a", Title: "T", Outlet: "Post", Language: "de-AT", PublishedOn: on("2026-03-03")}},
		{"title element", "", "<title>T – Post</title><meta name=application-name content=Post>", "", claims.Article{Title: "T", Outlet: "Post"}},
		{"one heading", "", "<title>Home</title>", "<h1>The <i>one</i></h1>", claims.Article{Title: "The one"}},
		{"authors", "", `<meta name=author content="By A B"><meta name=author content="C D"><meta property=article:author content="https://x.example/e">`, "", claims.Article{Byline: "A B, C D"}},
		{"time element", "", "", `<header><time datetime="2026-03-02T22:00:00Z">2 March</time></header>`, claims.Article{PublishedOn: on("2026-03-02")}},
		{"the time of a comment", "", "", `<div class=comments><time class=date datetime="2026-03-02">2 March</time></div>`, claims.Article{}},
		{"date in words", "", `<meta name=date content="Tue, 3 Mar 2026 10:00:00 GMT">`, "", claims.Article{PublishedOn: on("2026-03-03")}},
		{"date in American words", "", `<meta name=pubdate content="March 3, 2026 5:00 pm">`, "", claims.Article{PublishedOn: on("2026-03-03")}},
		{"date in the address", "https://post.example/2026/mar/03/cranes", "", "", claims.Article{URL: "https://post.example/2026/mar/03/cranes", PublishedOn: on("2026-03-03")}},
		{"no date", "", `<meta name=date content="yesterday">`, "", claims.Article{}},
		{"JSON-LD by full address", "", `<script type="application/ld+json">[{"@type":"http://schema.org/NewsArticle","headline":"T","author":"A B","publisher":[{"name":{"@value":"Post"}}],"datePublished":"2026-03-03"}]</script>`, "",
			claims.Article{Title: "T", Byline: "A B", Outlet: "Post", PublishedOn: on("2026-03-03")}},
		{"JSON-LD of something else", "", `<script type="application/ld+json">{"@type":"Recipe","name":"Soup","datePublished":"2020-01-01"}</script>`, "", claims.Article{}},
		{"broken JSON-LD", "", `<script type="application/ld+json">{"@type":</script><title>T</title>`, "", claims.Article{Title: "T"}},
		{"canonical elsewhere", "https://post.example/a", `<link rel=canonical href="https://evil.example/a">`, "", claims.Article{URL: "https://post.example/a"}},
		{"canonical home page", "https://post.example/a", `<link rel=canonical href="https://post.example/">`, "", claims.Article{URL: "https://post.example/a"}},
		{"canonical script", "https://post.example/a", `<link rel=canonical href="javascript:alert(1)">`, "", claims.Article{URL: "https://post.example/a"}},
		{"canonical of the mobile site", "https://m.post.example/a?x=1", `<link rel="nofollow canonical" href="https://www.post.example/a">`, "", claims.Article{URL: "https://www.post.example/a"}},
	} {
		got, err := HTML(pageWith(c.head, c.body+prose), c.url)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if diff := cmp.Diff(c.want, got, cmpopts.IgnoreFields(claims.Article{}, "Text")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if !strings.Contains(got.Text, "spoke about the cranes") {
			t.Errorf("%s: text %q", c.name, got.Text)
		}
	}
}

func TestOnlyTextComesOutOfAPage(t *testing.T) {
	for _, bad := range []string{
		`<svg onload=alert(1)><text>BAD</text></svg>`, `<math><mtext>BAD</mtext></math>`, `<style>BAD</style>`, `<iframe srcdoc="BAD">BAD</iframe>`,
		`<form>BAD</form>`, `<script>BAD</script>`, `<template>BAD</template>`, `<noscript><p>BAD</p></noscript>`, `<!-- BAD -->`, `<p style="display: none">BAD</p>`,
		`<svg><style><img src=x onerror=BAD></style></svg>`, `<math><mi><table><mglyph><style><img src=BAD onerror=alert(1)>`, `<object>BAD</object>`, `<base href="//BAD">`,
		`<meta http-equiv=refresh content="0;url=//BAD">`, `<a href="javascript:BAD">x</a>`, `<div aria-hidden=true>BAD</div>`,
	} {
		got, err := HTML(pageWith("", prose+bad), "")
		if err != nil || strings.Contains(got.Text, "BAD") {
			t.Errorf("%s: %v, %q", bad, err, got.Text)
		}
	}
}

func TestACharacterSetIsRead(t *testing.T) {
	text := "<article>" + strings.Repeat("<p>Der Bürgermeister sagte, die Kräne seien älter als er selbst, und es gebe keinen Grund zur Sorge – noch nicht.</p>", 3) + "</article>"
	latin, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	wide := "\xff\xfe"
	for _, r := range text {
		wide += string([]byte{byte(r), byte(r >> 8)})
	}
	for name, c := range map[string]struct{ raw, contentType string }{
		"UTF-8": {text, ""}, "UTF-8 that calls itself Latin-1": {`<meta charset="iso-8859-1">` + text, ""},
		"meta": {`<meta charset="windows-1252">` + latin, ""}, "header": {latin, "text/html; charset=windows-1252"}, "guess": {latin, ""},
		"UTF-16": {wide, ""}, "byte order mark": {"\ufeff" + text, ""},
	} {
		got, err := readPage([]byte(c.raw), c.contentType, "")
		if err != nil || !strings.HasPrefix(got.Text, "Der Bürgermeister sagte, die Kräne") || !strings.Contains(got.Text, "Sorge – noch") {
			t.Errorf("%s: %v, %.80q", name, err, got.Text)
		}
	}
}

func TestAPageThatIsNoArticleIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		raw  string
		kind claims.Kind
	}{
		"empty":            {"", claims.KindInvalid},
		"drawn by scripts": {`<html><body><div id=app></div><script>run()</script></body></html>`, claims.KindInvalid},
		"too long":         {strings.Repeat("a", MaxPageBytes+1), claims.KindTooLarge},
		"only marks":       {strings.Repeat("<p>", maxTags+1), claims.KindTooLarge},
		"nested too deep":  {strings.Repeat("<div>", 100_000), claims.KindInvalid},
	} {
		_, err := HTML([]byte(c.raw), "")
		if claims.KindOf(err) != c.kind || err == nil || !strings.Contains(err.Error(), "paste the article") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// What is not linear here does not end before the test run gives up on it.
func TestAHostilePageIsReadOrRefused(t *testing.T) {
	for name, raw := range map[string]string{
		"paragraphs": strings.Repeat("<p>a, b", maxTags/4), "inline marks": strings.Repeat("<b><i>", maxTags/8), "tables": strings.Repeat("<table><tr><td>x", 150),
		"many attributes": "<p " + strings.Repeat("a=b ", 100_000) + ">", "one long word": "<p>" + strings.Repeat("a", 500_000),
		"divs with text": strings.Repeat("<div>some text, with a comma, and more of it</div>", 9_000), "links": strings.Repeat("<a href=x>a</a> ", 15_000),
		"breaks": strings.Repeat("a<br>", 35_000), "white space": "<p>a" + strings.Repeat(" \n", 200_000) + "b",
	} {
		if _, err := HTML([]byte(raw), "https://post.example/a"); err != nil && claims.KindOf(err) == claims.KindInternal {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzHTML(f *testing.F) {
	f.Add(fixture(f, "news.html"), "https://post.example/a")
	f.Add([]byte("<p>x<table><q>a<br></table><svg><p>"), "::")
	f.Add([]byte("\xff\xfe<\x00p\x00>\x00"), "")
	f.Fuzz(func(t *testing.T, raw []byte, page string) {
		a, err := HTML(raw, page)
		if err != nil {
			return
		}
		if !utf8.ValidString(a.Text) || Clean(a.Text) != a.Text {
			t.Fatalf("text is not clean: %q", a.Text)
		}
		for _, s := range []string{a.Title, a.Byline, a.Outlet, a.Language} {
			if s != claims.Line(s) && utf8.ValidString(s) {
				t.Fatalf("%q is not one line", s)
			}
		}
	})
}

func BenchmarkHTML(b *testing.B) {
	raw := string(fixture(b, "news.html"))
	var more strings.Builder
	for i := range 60 {
		fmt.Fprintf(&more, "<p>Paragraph %d, with a <a href=/x>link</a>, some words, and more of them about the harbour and its cranes.</p>", i)
	}
	raw = strings.Replace(raw, "<form>", more.String()+"<form>", 1)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := HTML([]byte(raw), "https://post.example/a"); err != nil {
			b.Fatal(err)
		}
	}
}
