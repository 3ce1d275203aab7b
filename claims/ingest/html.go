package ingest

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
	"golang.org/x/net/publicsuffix"

	"touchstone/claims"
)

// Limits of a page.
const (
	MaxPageBytes = 2 << 20 // after unpacking
	maxTags      = 150_000 // a long page has a tenth of it; each costs memory
	minText      = 140     // characters; less is a menu or a notice, no article
)

// HTML reads an article from a web page: its readable text, and what the page
// says of itself in JSON-LD, meta elements and time elements. pageURL is where
// it stands, "" if nowhere; the article gets the page's canonical address
// where that is on the same site.
func HTML(raw []byte, pageURL string) (claims.Article, error) {
	return readPage(raw, "", pageURL)
}

// readPage also takes the content type that the page was sent with, for its
// character set.
func readPage(raw []byte, contentType, pageURL string) (claims.Article, error) {
	if len(raw) > MaxPageBytes {
		return claims.Article{}, pageTooLong()
	}
	if bytes.Count(raw, []byte{'<'}) > maxTags {
		return claims.Article{}, &claims.Error{Kind: claims.KindTooLarge, Field: "text", Message: "the page has more marks than words: paste the article’s text instead"}
	}
	src := toUTF8(raw, contentType)
	page, err := url.Parse(pageURL)
	if err != nil {
		page = &url.URL{}
	}
	doc, err := html.Parse(strings.NewReader(src))
	if err != nil {
		return claims.Article{}, unreadable(err)
	}
	m := readMeta(doc, page)
	a := claims.Article{
		URL: m.address(page), Title: clip(m.title(), claims.MaxTitle), Outlet: clip(m.outlet(), claims.MaxName),
		Byline: clip(m.byline(), claims.MaxName), PublishedOn: m.published(page), Language: m.language(),
	}
	text, more, err := readable(doc, page)
	if err != nil || utf8.RuneCountInString(text) < minText {
		again, err2 := html.Parse(strings.NewReader(src)) // the first one was cut up
		if err2 != nil {
			return a, unreadable(err2)
		}
		if whole := Clean(render(body(again))); utf8.RuneCountInString(whole) > utf8.RuneCountInString(text) {
			text = whole
		}
	}
	if a.Title == "" {
		a.Title = clip(claims.Line(more.title), claims.MaxTitle)
	}
	if a.Byline == "" {
		a.Byline = clip(byline(more.byline), claims.MaxName)
	}
	if text == "" {
		return a, claims.Invalid("text", "the page has no text that can be read, perhaps because it is drawn by a script: open it in a browser and paste the article’s text")
	}
	a.Text = text
	return a, nil
}

func pageTooLong() error {
	return &claims.Error{Kind: claims.KindTooLarge, Field: "text", Message: "the page is longer than 2 MB: paste the article’s text instead"}
}

func unreadable(err error) error {
	return &claims.Error{Kind: claims.KindInvalid, Field: "text", Message: "the page cannot be read: paste the article’s text instead", Err: err}
}

// toUTF8 decodes a page. One that is valid UTF-8 is taken for it, whatever it
// says of itself.
func toUTF8(raw []byte, contentType string) string {
	e, name, _ := charset.DetermineEncoding(raw, contentType)
	if name == "utf-8" || utf8.Valid(raw) && !strings.HasPrefix(name, "utf-16") {
		return strings.TrimPrefix(strings.ToValidUTF8(string(raw), "\uFFFD"), "\uFEFF")
	}
	out, err := io.ReadAll(e.NewDecoder().Reader(bytes.NewReader(raw)))
	if err != nil {
		return strings.ToValidUTF8(string(raw), "\uFFFD")
	}
	return strings.TrimPrefix(string(out), "\uFEFF")
}

// extra is what readability finds beside the text.
type extra struct{ title, byline string }

// readable finds the article in the page and gives its text. It cuts the
// document up.
func readable(doc *html.Node, page *url.URL) (text string, more extra, err error) {
	defer func() {
		if r := recover(); r != nil { // on a page its authors did not think of
			err = fmt.Errorf("readability: %v", r)
		}
	}()
	p := readability.NewParser()
	p.DisableJSONLD = true
	found, err := p.ParseAndMutate(doc, page)
	if err != nil {
		return "", extra{}, fmt.Errorf("readability: %w", err)
	}
	more = extra{found.Title(), found.Byline()}
	if found.Node == nil {
		return "", more, nil
	}
	return Clean(render(found.Node)), more, nil
}

// sameSite reports whether two hosts belong to one site.
func sameSite(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	if a == b {
		return true
	}
	x, err := publicsuffix.EffectiveTLDPlusOne(a)
	y, err2 := publicsuffix.EffectiveTLDPlusOne(b)
	return err == nil && err2 == nil && x == y
}
