// Package public is the open site: what readers see and take away. It shows
// published checks and nothing else.
package public

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// Config is what the site needs to know besides its database.
type Config struct {
	BaseURL string           // scheme and host of absolute links, without a slash at the end; never taken from a request
	Version string           // of the program, which made the pages
	Words   *words.Catalogue // the languages that the site can speak; nil for those of the program
	MapSize int              // how many checks one site map lists; 0 for 20,000
}

// Public answers the open site's requests.
type Public struct {
	db      *db.DB
	words   *words.Catalogue
	base    string
	answers *ui.Answers
	exports chan struct{} // a place for each download that may run at once
	cards   *cards
	counted counted
	senders *senders
	mapSize int
}

// maxExports is how many downloads run at once: each holds a reader for as long
// as its client takes.
const maxExports = 2

// New makes the open site over a database.
func New(d *db.DB, cfg Config) *Public {
	speaks := cmp.Or(cfg.Words, words.BuiltIn())
	return &Public{db: d, words: speaks, base: strings.TrimRight(cfg.BaseURL, "/"), answers: ui.NewAnswers(mark(d, speaks, cfg.Version)), exports: make(chan struct{}, maxExports), cards: newCards(), senders: newSenders(), mapSize: cmp.Or(cfg.MapSize, mapSize)}
}

// Routes are the site's addresses. All of them are open to everybody.
func (p *Public) Routes() []ui.Route {
	var routes []ui.Route
	for _, r := range []struct {
		path    string
		handler echo.HandlerFunc
	}{
		{"/", p.cached(p.home)},
		{"/claims", p.cached(p.list)},
		{"/claims/:id", p.cached(p.claim)},
		{"/claims/:id/:slug", p.cached(p.claim)},
		{"/claims/:id/card.png", p.speaking(p.card)},
		{"/claims/:id/history", p.cached(p.history)},
		{"/claims/:id/appearances.csv", p.kept(p.appearancesCSV)},
		{"/claims/:id/revisions/:n", p.cached(p.revision)},
		{"/claims/:id/revisions/:n/cite.bib", p.cached(p.bibtex)},
		{"/claims/:id/revisions/:n/cite.json", p.cached(p.csl)},
		{"/speakers", p.cached(p.speakers)},
		{"/speakers/:slug", p.cached(p.speaker)},
		{"/topics/:slug", p.cached(p.topic)},
		{"/outlets/:host", p.cached(p.outlet)},
		{"/corrections", p.cached(p.corrections)},
		{"/methodology", p.cached(p.methodology)},
		{"/about", p.cached(p.about)},
		{"/transparency", p.cached(p.transparency)},
		{"/transparency.json", p.cached(p.transparencyData)},
		{"/report", p.cached(p.reportForm)},
		{"/stats", p.cached(p.stats)},
		{"/stats/:name", p.cached(p.statsCSV)},
		{"/evidence.zip", p.kept(p.speaking(p.evidence))},
		{"/data", p.cached(p.data)},
		{"/data.zip", p.kept(p.dataZip)},
		{"/datapackage.json", p.cached(p.dataPackage)},
		{"/feed.atom", p.cached(p.feed)},
		{"/corrections.atom", p.cached(p.correctionsFeed)},
		{"/claimreview.json", p.cached(p.claimReviews)},
		{"/embed/claims/:id", p.cached(p.embed)},
		{"/oembed", p.cached(p.oembed)},
		{"/sitemap.xml", p.cached(p.sitemap)},
		{"/sitemaps/:name", p.cached(p.sitemapPart)},
		{"/robots.txt", p.cached(p.robots)},
		{"/logo/:name", p.logo},
	} {
		routes = append(routes, ui.Route{Method: http.MethodGet, Path: r.path, Act: claims.ActPublic, Handler: r.handler})
	}
	for name, handler := range p.files() {
		routes = append(routes, ui.Route{Method: http.MethodGet, Path: "/" + name, Act: claims.ActPublic, Handler: p.kept(handler)})
	}
	return append(routes, ui.Route{Method: http.MethodPost, Path: "/report", Act: claims.ActPublic, Handler: p.speaking(p.report)})
}

// url makes an absolute address of a path on this site.
func (p *Public) url(path string) string { return p.base + path }

// page starts the frame of a page from the desk's settings.
func (p *Public) page(s claims.Settings, title, section, path string) ui.Page {
	return ui.Page{
		Title: title, Section: section, Canonical: p.url(path), Feed: "/feed.atom",
		Organisation: s.Organisation, Logo: s.Logo, Contact: s.Contact,
	}
}

// mark names what every page is made from: the database, the program, the words
// of the site, and the day, because some pages tell how long ago something was.
func mark(d *db.DB, w *words.Catalogue, version string) func() (ui.Mark, error) {
	h := fnv.New32a()
	fmt.Fprint(h, version, ui.Assets(), w.Sum())
	made := h.Sum32()
	return func() (ui.Mark, error) {
		v, err := d.Version()
		return ui.Mark{Tag: fmt.Sprintf("%d-%s-%08x", v.Seq, d.Now().UTC().Format("060102"), made), At: v.At}, err
	}
}

// cached is the door of every page: it answers with 304, or from what is kept,
// where that is enough.
func (p *Public) cached(draw echo.HandlerFunc) echo.HandlerFunc {
	return p.answers.Kept(p.speaking(draw))
}

// speaking lets a page speak the newsroom's language.
func (p *Public) speaking(draw echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		s, err := p.db.Settings(c.Request().Context())
		if err != nil {
			return err
		}
		ui.Speak(c, p.words.For(s.Language))
		return draw(c)
	}
}

// kept is the door of files, which are streamed.
func (p *Public) kept(send echo.HandlerFunc) echo.HandlerFunc {
	return ui.Packed(p.answers.Asked(send))
}

// keep lets readers and proxies keep an answer under its tag.
func keep(c echo.Context, tag string) {
	h := c.Response().Header()
	h.Set("Cache-Control", "public, max-age=0, s-maxage=60, stale-while-revalidate=600")
	h.Set("ETag", tag)
}

// holds reports whether who asks has the answer of this tag already.
func holds(c echo.Context, tag string) bool {
	for _, have := range strings.Split(c.Request().Header.Get("If-None-Match"), ",") {
		if have = strings.TrimSpace(have); have == tag || have == "*" {
			return true
		}
	}
	return false
}

// param reads a part of the path. The router leaves it escaped where the
// request spelled the path in an unusual way.
func param(c echo.Context, name string) string {
	s := c.Param(name)
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}
