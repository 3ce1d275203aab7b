package ingest

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"touchstone/claims"
)

// meta is what a page says of itself.
type meta struct {
	values    map[string]string // of meta elements, by lower-case name, property or itemprop; the first counts
	authors   []string          // of meta elements
	ld        linked
	canonical string
	lang      string
	head      string // the title element
	h1        string // the only one
	times     []string
}

// readMeta gathers it in one walk over the page.
func readMeta(doc *html.Node, page *url.URL) *meta {
	m := &meta{values: map[string]string{}}
	h1s := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Namespace != "" {
			continue
		}
		switch n.DataAtom {
		case atom.Html:
			m.lang = attr(n, "lang")
		case atom.Meta:
			m.note(n)
		case atom.Title:
			if m.head == "" {
				m.head = claims.Line(plain(n))
			}
		case atom.H1:
			m.h1 = claims.Line(plain(n))
			h1s++
		case atom.Link:
			if m.canonical == "" && slices.Contains(strings.Fields(strings.ToLower(attr(n, "rel"))), "canonical") {
				m.canonical = resolve(page, attr(n, "href"))
			}
		case atom.Script:
			if strings.HasPrefix(strings.ToLower(strings.TrimSpace(attr(n, "type"))), "application/ld+json") && n.FirstChild != nil {
				m.ld.read(n.FirstChild.Data)
			}
		case atom.Time:
			if d := attr(n, "datetime"); d != "" && ofArticle(n) {
				m.times = append(m.times, d)
			}
		}
	}
	if h1s != 1 {
		m.h1 = ""
	}
	return m
}

// note keeps the content of a meta element.
func (m *meta) note(n *html.Node) {
	content := claims.Line(attr(n, "content"))
	if content == "" {
		return
	}
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		for name := range strings.FieldsSeq(strings.ToLower(attr(n, key))) {
			if _, ok := m.values[name]; !ok {
				m.values[name] = content
			}
			switch name {
			case "author", "article:author", "parsely-author", "dc.creator", "citation_author", "byl":
				if b := byline(content); b != "" && !slices.Contains(m.authors, b) && len(m.authors) < 10 {
					m.authors = append(m.authors, b)
				}
			}
		}
	}
}

// plain is the text of an element without markup.
func plain(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// ofArticle reports whether a time element tells the article's own date: it
// says so, or stands in the head of the article.
func ofArticle(n *html.Node) bool {
	if n.Parent == nil || attr(n, "pubdate") != "" || strings.Contains(strings.ToLower(attr(n, "itemprop")), "datepublished") {
		return true
	}
	told := false
	for p, up := n, 0; p != nil; p, up = p.Parent, up+1 {
		switch p.DataAtom {
		case atom.Aside, atom.Nav, atom.Footer, atom.Li, atom.Blockquote:
			return false
		case atom.Article, atom.Header, atom.Main:
			told = true
		}
		class := strings.ToLower(attr(p, "class"))
		if up < 4 && (strings.Contains(class, "publish") || strings.Contains(class, "date") || strings.Contains(class, "byline") || strings.Contains(class, "dateline")) {
			told = true
		}
		if strings.Contains(class, "comment") || strings.Contains(class, "related") {
			return false
		}
	}
	return told
}

func (m *meta) one(names ...string) string {
	for _, n := range names {
		if v := m.values[n]; v != "" {
			return v
		}
	}
	return ""
}

func (m *meta) title() string {
	for _, s := range []string{m.ld.headline, m.one("og:title", "twitter:title", "dc.title"), m.h1, m.head} {
		if s = m.withoutOutlet(claims.Line(s)); s != "" {
			return s
		}
	}
	return ""
}

// withoutOutlet takes " | Averell Post" off a title.
func (m *meta) withoutOutlet(s string) string {
	outlet := m.outlet()
	for _, sep := range []string{" | ", " - ", " – ", " — ", " :: ", " · "} {
		if t, ok := strings.CutSuffix(s, sep+outlet); ok && outlet != "" && t != "" {
			return t
		}
	}
	return s
}

func (m *meta) outlet() string {
	for _, s := range []string{m.ld.publisher, m.one("og:site_name", "application-name", "publisher", "dc.publisher")} {
		if s = claims.Line(s); s != "" && !strings.Contains(s, "://") {
			return s
		}
	}
	return ""
}

func (m *meta) byline() string {
	if len(m.ld.authors) > 0 {
		return strings.Join(m.ld.authors, ", ")
	}
	return strings.Join(m.authors, ", ")
}

var byWord = regexp.MustCompile(`(?i)^(written by|by|von|par|por|di|door|text:)\s+`)

// byline is the name in a line like "By Jo Roe"; an address is no name.
func byline(s string) string {
	s = claims.Line(s)
	if strings.Contains(s, "://") || strings.HasPrefix(s, "@") || strings.HasPrefix(s, "www.") {
		return ""
	}
	return byWord.ReplaceAllString(s, "")
}

func (m *meta) language() string {
	locale := strings.ReplaceAll(m.one("og:locale"), "_", "-")
	for _, s := range []string{m.lang, m.ld.language, m.one("content-language", "dc.language"), locale} {
		if t := tag(s); t != "" {
			return t
		}
	}
	return ""
}

var inPath = regexp.MustCompile(`/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?:/|-|$)`)

// published is the day as the page writes it. The outlet's own day counts, so
// that no time zone moves it.
func (m *meta) published(page *url.URL) claims.Date {
	said := []string{m.ld.published, m.one("article:published_time", "og:published_time", "og:article:published_time", "datepublished"),
		m.one("parsely-pub-date", "sailthru.date", "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "publishdate", "publish-date", "publication_date", "pubdate", "publish_date", "article.published", "date")}
	for _, s := range append(said, m.times...) {
		if d := dateIn(s); d.Known() {
			return d
		}
	}
	if p := inPath.FindStringSubmatch(strings.ToLower(page.Path)); p != nil {
		return dateIn(p[1] + "-" + p[2] + "-" + p[3])
	}
	return claims.Date{}
}

var layouts = []string{"2006-01-02", "2006-1-2", "20060102", "2006/1/2", "2006-Jan-2", "January 2, 2006", "Jan 2, 2006", "Jan. 2, 2006", "2 January 2006", "2 Jan 2006",
	"Mon, 2 Jan 2006", "Mon, January 2, 2006", "Monday, January 2, 2006", "Monday, 2 January 2006", "Mon Jan 2 2006", "2.1.2006"}

// dateIn reads the day at the beginning of a date or an instant.
func dateIn(s string) claims.Date {
	s = claims.Line(s)
	if len(s) > 10 && s[4] == '-' && s[7] == '-' {
		s = s[:10]
	}
	fields := strings.Fields(s)
	for n := min(len(fields), 5); n > 0; n-- { // "Mon, 2 Jan 2006 15:04:05 GMT"
		day := strings.TrimRight(strings.Join(fields[:n], " "), ",")
		for _, l := range layouts {
			if t, err := time.Parse(l, day); err == nil && t.Year() >= 1600 {
				return claims.DateOf(t)
			}
		}
	}
	return claims.Date{}
}

// address is the canonical one where the page names one on its own site.
func (m *meta) address(page *url.URL) string {
	for _, s := range []string{m.canonical, resolve(page, m.one("og:url"))} {
		u, err := claims.WebURL("url", s)
		if err != nil || len(u.Path) <= 1 && u.RawQuery == "" && len(page.Path) > 1 {
			continue // a home page for each of its articles
		}
		if page.Host == "" || sameSite(u.Hostname(), page.Hostname()) {
			return u.String()
		}
	}
	if page.Host == "" {
		return ""
	}
	return page.String()
}

func resolve(page *url.URL, ref string) string {
	u, err := url.Parse(strings.TrimSpace(ref))
	if err != nil || ref == "" {
		return ""
	}
	return page.ResolveReference(u).String()
}
