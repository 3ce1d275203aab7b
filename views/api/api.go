// Package api answers programs: the desk's own JSON interface, and the contract
// of Google's Fact Check Tools API, so that its clients work against a desk's
// own server. It gives published checks and nothing else; with a token it takes
// articles and claims, by the desk's rules.
package api

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/ingest"
	"touchstone/db"
	"touchstone/views/ui"
)

// Config is what the room needs to know besides its database.
type Config struct {
	BaseURL string       // scheme and host of absolute links, without a slash at the end; never taken from a request
	Version string       // of the program
	Fetch   ingest.Fetch // gets an article from its address; nil is ingest.Fetcher
}

// API answers the programs' requests.
type API struct {
	db      *db.DB
	base    string
	version string
	answers *ui.Answers
	fetch   ingest.Fetch
}

// New makes the interfaces over a database.
func New(d *db.DB, cfg Config) *API {
	if cfg.Fetch == nil {
		cfg.Fetch = ingest.NewFetcher().Article
	}
	a := &API{db: d, base: strings.TrimRight(cfg.BaseURL, "/"), version: cfg.Version, fetch: cfg.Fetch}
	a.answers = ui.NewAnswers(a.mark)
	return a
}

// Routes are the interfaces' addresses. Reading is open to everybody; writing
// needs a token.
func (a *API) Routes() []ui.Route {
	var routes []ui.Route
	for _, r := range []struct {
		path    string
		handler echo.HandlerFunc
	}{
		{`/v1alpha1/claims\:search`, a.answers.Kept(a.factChecks)},
		{"/openapi.json", a.answers.Kept(openapi)},
		{"/api/v1/claims", a.answers.Kept(a.claims)},
		{"/api/v1/claims/:id", a.answers.Kept(a.claim)},
		{"/api/v1/search", a.answers.Kept(a.search)},
		{"/api/v1/sources", a.answers.Kept(a.sources)},
		{"/api/v1/appearances", a.answers.Kept(a.appearances)},
		{"/api/v1/appearances/:id", a.answers.Kept(a.appearance)},
		{"/api/v1/corrections", a.answers.Kept(a.corrections)},
		{"/api/v1/articles", a.answers.Kept(a.articles)},
		{"/api/v1/articles/:id", a.answers.Kept(a.article)},
		{"/api/v1/speakers", a.answers.Kept(a.speakers)},
		{"/api/v1/speakers/:slug", a.answers.Kept(a.speaker)},
	} {
		routes = append(routes, ui.Route{Method: http.MethodGet, Path: r.path, Act: claims.ActPublic, Handler: r.handler})
	}
	return append(routes,
		ui.Route{Method: http.MethodGet, Path: "/api/v1/match", Act: claims.ActPublic, Token: claims.ScopeReadDesk, Handler: a.match},
		ui.Route{Method: http.MethodPost, Path: "/api/v1/articles", Act: claims.ActAddArticle, Token: claims.ScopeWriteArticles, Handler: a.writes(a.submitArticle)},
		ui.Route{Method: http.MethodPost, Path: "/api/v1/claims", Act: claims.ActAddClaim, Token: claims.ScopeWriteClaims, Handler: a.writes(a.submitClaim)},
	)
}

// mark names what every answer is made from: the database, the program, and,
// because an address may name an age, the day.
func (a *API) mark() (ui.Mark, error) {
	v, err := a.db.Version()
	return ui.Mark{Tag: fmt.Sprintf("%d-%s-%s", v.Seq, a.db.Now().UTC().Format("060102"), hash(a.version)[:6]), At: v.At}, err
}

// page is the address of a check. Only the identifier matters; the words after
// it are for people, and left out where they are those of a page beside it.
func (a *API) page(id claims.ID, statement string) string {
	u := a.base + "/claims/" + id.String()
	if s := claims.Slug(statement); s != "" && s != "history" {
		u += "/" + url.PathEscape(s)
	}
	return u
}
