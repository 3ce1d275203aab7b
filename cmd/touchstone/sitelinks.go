package main

import (
	"bytes"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// linker turns the links of a page into ones between files.
type linker struct {
	base string // scheme, host and folder of the site of files
	root string // that folder, "" for none
	live string // the desk's server; "" leaves out what needs one
	note string // what every page says at its foot
}

// closedRooms are addresses that only a server answers.
var closedRooms = []string{"desk", "admin", "login", "logout", "account", "setup", "invitations", "api", "v1alpha1", "oembed", "openapi.json", "healthz", "readyz", "metrics", "report"}

// folders are where the lists of one filter stand.
var folders = map[string]string{"topic": "/topics/", "outlet": "/outlets/", "speaker": "/speakers/", "rating": "/claims/rating/"}

// find gives the file that a link on a page leads to. ours is false for other
// sites' addresses and places on the same page; ok is false where only a server
// answers.
func (l *linker) find(href string, from target) (to target, ours, ok bool) {
	if strings.HasPrefix(href, "#") {
		return to, false, false
	}
	at, err := url.Parse(from.fetch)
	if err != nil {
		return to, false, false
	}
	rest, absolute := strings.CutPrefix(href, l.base)
	if absolute && (rest == "" || strings.ContainsAny(rest[:1], "/?#")) {
		href = "/" + strings.TrimPrefix(rest, "/")
	}
	u, err := at.Parse(href)
	if err != nil || u.Host != "" || u.Scheme != "" {
		return to, false, false
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	if slices.Contains(closedRooms, first) || strings.Contains(u.Path, "..") {
		return to, true, false
	}
	to, ok = place(u.Path, u.Query(), from)
	return to, true, ok
}

// place is where an address with a query stands among the files.
func place(p string, q url.Values, from target) (target, bool) {
	t := target{fetch: (&url.URL{Path: p}).EscapedPath(), file: p}
	after, before := q.Get("after"), q.Get("before")
	q.Del("after")
	q.Del("before")
	if len(q) > 1 {
		return t, false
	}
	for key, values := range q {
		folder, ok := folders[key]
		if !ok || len(values) != 1 || values[0] == "" || strings.Contains(values[0], "/") {
			return t, false
		}
		name := values[0]
		switch {
		case p != "/claims" && path.Ext(p) == "":
			return t, false
		case p != "/claims":
			t.fetch, t.file = t.fetch+"?"+q.Encode(), folder+name+p
		case key == "rating":
			t.fetch, t.file = "/claims?"+q.Encode(), folder+name
		default:
			t.file = folder + name
			t.fetch = (&url.URL{Path: t.file}).EscapedPath()
		}
	}
	if after == "" && before == "" {
		return t, true
	}
	return turn(t, after, from)
}

// turn is the page after, or before, the one that a link stands on.
func turn(t target, after string, from target) (target, bool) {
	list, n := from.list, from.n
	if list == "" {
		list, n = from.file, 1
	}
	if list != t.file {
		return t, false
	}
	t.list, t.n = list, n-1
	if after != "" {
		t.n = n + 1
		sep := "?"
		if strings.Contains(t.fetch, "?") {
			sep = "&"
		}
		t.fetch += sep + url.Values{"after": {after}}.Encode()
	}
	if t.n > 1 {
		t.file += "/page/" + strconv.Itoa(t.n)
	} else {
		t.list, t.n = "", 0
	}
	return t, true
}

// relative is the way from one file to another.
func (l *linker) relative(from, to target) string {
	if from.anywhere {
		return l.root + to.escaped()
	}
	dir := from.escaped()
	dir = dir[:strings.LastIndexByte(dir, '/')+1]
	a, b := strings.Split(dir, "/"), strings.Split(to.escaped(), "/")
	same := 0
	for same < len(a)-1 && same < len(b)-1 && a[same] == b[same] {
		same++
	}
	way := strings.Repeat("../", len(a)-1-same) + strings.Join(b[same:], "/")
	if way == "" {
		return "./"
	}
	return way
}

// rewrite draws a page with links between files. What only a server can answer
// leads to the live desk, or is no link.
func (l *linker) rewrite(page []byte, from target, found func(target)) []byte {
	var out bytes.Buffer
	z := html.NewTokenizer(bytes.NewReader(page))
	var open []string // what became of the links that are open
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return out.Bytes()
		}
		raw := append([]byte{}, z.Raw()...)
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken && kind != html.EndTagToken {
			out.Write(raw)
			continue
		}
		tok := z.Token()
		if kind == html.EndTagToken {
			switch {
			case tok.Data == "a" && len(open) > 0:
				raw = []byte("</" + open[len(open)-1] + ">")
				open = open[:len(open)-1]
			case tok.Data == "footer":
				raw = append([]byte(`<p class="bar soft small">`+html.EscapeString(l.note)+`</p>`), raw...)
			}
			out.Write(raw)
			continue
		}
		switch tok.Data {
		case "form":
			if l.live == "" && !l.dialog(tok) {
				skip(z, "form")
				continue
			}
			raw = l.form(tok, raw)
		case "a":
			raw = l.anchor(&tok, raw, from, found)
			open = append(open, tok.Data)
		case "link", "script", "img", "iframe", "source":
			if raw = l.resource(tok, raw, from, found); raw == nil {
				continue
			}
		case "meta":
			l.meta(tok, from, found)
		}
		out.Write(raw)
	}
}

// skip leaves out everything up to the end of an element that has none of its
// own kind inside.
func skip(z *html.Tokenizer, name string) {
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return
		}
		if n, _ := z.TagName(); kind == html.EndTagToken && string(n) == name {
			return
		}
	}
}

func attr(tok html.Token, name string) int {
	return slices.IndexFunc(tok.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// dialog reports whether a form needs no server.
func (l *linker) dialog(tok html.Token) bool {
	i := attr(tok, "method")
	return i >= 0 && tok.Attr[i].Val == "dialog"
}

// form sends what is typed to the live desk.
func (l *linker) form(tok html.Token, raw []byte) []byte {
	i := attr(tok, "action")
	if i < 0 || !strings.HasPrefix(tok.Attr[i].Val, "/") {
		return raw
	}
	tok.Attr[i].Val = l.live + tok.Attr[i].Val
	return []byte(tok.String())
}

func (l *linker) anchor(tok *html.Token, raw []byte, from target, found func(target)) []byte {
	i := attr(*tok, "href")
	if i < 0 {
		return raw
	}
	href, fragment, _ := strings.Cut(tok.Attr[i].Val, "#")
	if href == "" {
		return raw
	}
	to, ours, ok := l.find(href, from)
	switch {
	case !ours:
		return raw
	case ok:
		found(to)
		tok.Attr[i].Val = l.relative(from, to)
		if fragment != "" {
			tok.Attr[i].Val += "#" + fragment
		}
	case l.live != "":
		tok.Attr[i].Val = l.live + "/" + strings.TrimPrefix(strings.TrimPrefix(href, l.base), "/")
	default:
		tok.Data = "span"
		tok.Attr = slices.DeleteFunc(tok.Attr, func(a html.Attribute) bool { return a.Key == "href" || a.Key == "rel" || a.Key == "aria-current" })
	}
	return []byte(tok.String())
}

// resource is what a page is made of, and what its head points at. nil leaves
// it out. The canonical address stays absolute.
func (l *linker) resource(tok html.Token, raw []byte, from target, found func(target)) []byte {
	if i := attr(tok, "rel"); i >= 0 && tok.Attr[i].Val == "canonical" {
		return raw
	}
	i := max(attr(tok, "href"), attr(tok, "src"))
	if i < 0 {
		return raw
	}
	to, ours, ok := l.find(tok.Attr[i].Val, from)
	if !ours {
		return raw
	}
	if !ok {
		return nil
	}
	found(to)
	tok.Attr[i].Val = l.relative(from, to)
	return []byte(tok.String())
}

// meta finds the pictures that a page's head names; they stay absolute.
func (l *linker) meta(tok html.Token, from target, found func(target)) {
	p, c := attr(tok, "property"), attr(tok, "content")
	if p < 0 || c < 0 || tok.Attr[p].Val != "og:image" {
		return
	}
	if to, ours, ok := l.find(tok.Attr[c].Val, from); ours && ok {
		found(to)
	}
}
