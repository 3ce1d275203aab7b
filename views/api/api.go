// Package api answers programs: the desk's own JSON interface, and the contract
// of Google's Fact Check Tools API, so that its clients work against a desk's
// own server. It gives published checks and nothing else.
package api

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/views/ui"
)

// Config is what the room needs to know besides its database.
type Config struct {
	BaseURL string // scheme and host of absolute links, without a slash at the end; never taken from a request
	Version string // of the program
}

// API answers the programs' requests.
type API struct {
	db      *db.DB
	base    string
	version string
}

// New makes the interfaces over a database.
func New(d *db.DB, cfg Config) *API {
	return &API{d, strings.TrimRight(cfg.BaseURL, "/"), cfg.Version}
}

// Routes are the interfaces' addresses. All of them are open to everybody.
func (a *API) Routes() []ui.Route {
	var routes []ui.Route
	for _, r := range []struct {
		path    string
		handler echo.HandlerFunc
	}{
		{`/v1alpha1/claims\:search`, a.cached(a.factChecks)},
		{"/openapi.json", a.cached(openapi)},
		{"/api/v1/claims", a.cached(a.claims)},
		{"/api/v1/claims/:id", a.cached(a.claim)},
		{"/api/v1/search", a.cached(a.search)},
		{"/api/v1/sources", a.cached(a.sources)},
		{"/api/v1/appearances", a.cached(a.appearances)},
		{"/api/v1/appearances/:id", a.cached(a.appearance)},
		{"/api/v1/corrections", a.cached(a.corrections)},
		{"/api/v1/articles", a.cached(a.articles)},
		{"/api/v1/articles/:id", a.cached(a.article)},
		{"/api/v1/speakers", a.cached(a.speakers)},
		{"/api/v1/speakers/:slug", a.cached(a.speaker)},
	} {
		routes = append(routes, ui.Route{Method: http.MethodGet, Path: r.path, Act: claims.ActPublic, Handler: r.handler})
	}
	return routes
}

// cached lets programs keep an answer and ask whether it is still good. Every
// answer is made from the database, the program, the address and, where that
// names an age, the day.
func (a *API) cached(answer echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, err := a.db.Version(c.Request().Context())
		if err != nil {
			return err
		}
		tag := fmt.Sprintf(`W/"%d-%s-%s"`, v, claims.DateOf(a.db.Now()), hash(a.version)[:6])
		h := c.Response().Header()
		for _, have := range strings.Split(c.Request().Header.Get("If-None-Match"), ",") {
			if have = strings.TrimSpace(have); have == tag || have == "*" {
				h.Set("ETag", tag)
				return c.NoContent(http.StatusNotModified)
			}
		}
		h.Set("ETag", tag)
		h.Set("Cache-Control", "public, max-age=0, s-maxage=60, stale-while-revalidate=600")
		return answer(c)
	}
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
