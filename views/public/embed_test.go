package public_test

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"touchstone/claims"
)

type oembed struct {
	Type, Version, Title, HTML string
	Width, Height              int
}

func (k *desk) oembed(query string) (o oembed) {
	k.t.Helper()
	k.must(json.Unmarshal([]byte(k.page("/oembed?"+query)), &o))
	return o
}

func TestACheckSaysHowToShowItElsewhere(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: `Fares fell by "a fifth" & more.`})
	m := regexp.MustCompile(`<link rel="alternate" type="application/json\+oembed" href="https://check.example([^"]+)"`).FindStringSubmatch(k.page(k.address(c)))
	if m == nil {
		t.Fatal("the page has no oEmbed link")
	}
	var o oembed
	k.must(json.Unmarshal([]byte(k.page(html.UnescapeString(m[1]))), &o))
	if o.Type != "rich" || o.Version != "1.0" || !strings.HasPrefix(o.Title, "Mostly false: ") || o.Width != 600 || o.Height < 300 {
		t.Errorf("got %+v", o)
	}
	has(t, o.HTML, `<iframe src="https://check.example/embed/claims/`+c.ID.String()+`" width="600"`, `&#34;a fifth&#34; &amp; more`)
}

func TestAnEmbedKeepsToTheSizeAsked(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	address := url.QueryEscape("https://check.example/claims/" + c.ID.String())
	if o := k.oembed("url=" + address + "&maxwidth=320&maxheight=250"); o.Width != 320 || o.Height != 250 {
		t.Errorf("got %d x %d", o.Width, o.Height)
	}
	for q, want := range map[string]int{
		"": 400, "url=": 400, "url=" + address + "&maxwidth=x": 400, "url=" + url.QueryEscape("https://evil.example/claims/"+c.ID.String()): 404,
		"url=" + url.QueryEscape("https://check.example.evil.example/claims/"+c.ID.String()): 404, "url=https://check.example/claims": 404, "url=https://check.example/": 404,
	} {
		if w := k.get("/oembed?" + q); w.Code != want {
			t.Errorf("%q: got %d, want %d", q, w.Code, want)
		}
	}
}

func TestAnEmbedShowsTheCheckInShort(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	page := k.page("/embed/claims/" + c.ID.String())
	has(t, page, "Rail fares have fallen by a fifth.", "Mostly false", "Oona Talvik-Reyes", "Fares fell by 4 per cent", `href="https://check.example/claims/`+c.ID.String(), `<base target="_blank">`)
	hasNot(t, page, "<nav", "<script", "The evidence")

	k.do(c.ID, func(x *claims.Claim) (claims.Event, error) {
		return x.Withdraw(k.editor, k.d.Now(), "We misread the table.")
	})
	page = k.page("/embed/claims/" + c.ID.String())
	has(t, page, "We have withdrawn this check")
	hasNot(t, page, "Mostly false", "Fares fell by 4 per cent")
}
