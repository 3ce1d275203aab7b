package ingest

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"touchstone/claims"
)

// Limits of a feed.
const (
	MaxFeedBytes   = 4 << 20 // after unpacking; with whole articles in it a feed has one
	MaxFeedEntries = 200     // the newest that one look takes
)

// FeedPage is a feed as it was read.
type FeedPage struct {
	Title   string
	Entries []claims.Entry // in the order of the feed, each address once
}

// ReadFeed reads RSS, Atom or JSON. address is where it stands, for links that
// are relative. A page of the web is refused with the feed that it names.
func ReadFeed(body []byte, contentType, address string) (FeedPage, error) {
	if len(body) > MaxFeedBytes {
		return FeedPage{}, &claims.Error{Kind: claims.KindTooLarge, Field: "url", Message: fmt.Sprintf("the feed is longer than %d MB", MaxFeedBytes>>20)}
	}
	base, err := url.Parse(address)
	if err != nil {
		base = &url.URL{}
	}
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	f, err := parseFeed(body)
	if err != nil {
		return FeedPage{}, noFeed(body, contentType, base, err)
	}
	p := FeedPage{Title: clip(claims.Line(f.Title), claims.MaxName)}
	seen := map[string]bool{}
	for _, item := range f.Items {
		e, ok := entry(item, base)
		if !ok || seen[e.URL] {
			continue
		}
		seen[e.URL] = true
		if p.Entries = append(p.Entries, e); len(p.Entries) == MaxFeedEntries {
			break
		}
	}
	return p, nil
}

// parseFeed keeps what the parser does on a feed its authors did not think of
// from reaching others.
func parseFeed(body []byte) (f *gofeed.Feed, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, err = nil, fmt.Errorf("feed: %v", r)
		}
	}()
	if len(body) == 0 {
		return nil, fmt.Errorf("the feed is empty")
	}
	return gofeed.NewParser().Parse(bytes.NewReader(body))
}

// entry is false where an item names no address that can be fetched.
func entry(item *gofeed.Item, base *url.URL) (claims.Entry, bool) {
	if item == nil {
		return claims.Entry{}, false
	}
	for _, link := range append([]string{item.Link}, append(slices.Clone(item.Links), item.GUID)...) {
		if link = strings.TrimSpace(link); link == "" {
			continue
		}
		u, err := url.Parse(link)
		if err != nil || link == item.GUID && u.Scheme == "" {
			continue // an identifier, not an address
		}
		u = base.ResolveReference(u)
		u.Fragment, u.RawFragment = "", ""
		if _, err := claims.WebURL("url", u.String()); err == nil {
			return claims.Entry{URL: u.String(), Title: clip(claims.Line(item.Title), claims.MaxTitle)}, true
		}
	}
	return claims.Entry{}, false
}

// noFeed says what stands at the address instead of a feed.
func noFeed(body []byte, contentType string, base *url.URL, cause error) error {
	e := &claims.Error{Kind: claims.KindInvalid, Field: "feed", Err: cause, Message: "there is no feed at this address: RSS, Atom and JSON feeds can be read"}
	if !strings.Contains(contentType, "html") && !webPage(body) {
		return e
	}
	e.Message = "this is a web page, not a feed: look for the site’s RSS or Atom address"
	if found := advertised(body, base); found != "" {
		e.Message = "this is a web page, not a feed; it names its feed as " + found + ": watch that"
	}
	return e
}

// webPage reports whether bytes begin as a page of the web does.
func webPage(body []byte) bool {
	head := bytes.ToLower(body[:min(len(body), 1024)])
	return bytes.Contains(head, []byte("<html")) || bytes.Contains(head, []byte("<!doctype html"))
}

// advertised is the feed that a page names in its head.
func advertised(body []byte, base *url.URL) string {
	z := html.NewTokenizer(bytes.NewReader(body[:min(len(body), 256<<10)]))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if t.DataAtom == atom.Body {
				return ""
			}
			if t.DataAtom != atom.Link {
				continue
			}
			n := &html.Node{Attr: t.Attr}
			kind := strings.ToLower(attr(n, "type"))
			if strings.EqualFold(attr(n, "rel"), "alternate") && (strings.Contains(kind, "rss") || strings.Contains(kind, "atom") || strings.Contains(kind, "feed+json")) {
				if u, err := claims.WebURL("url", resolve(base, attr(n, "href"))); err == nil {
					return u.String()
				}
			}
		}
	}
}
