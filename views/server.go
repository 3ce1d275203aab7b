// Package views shows the desk to browsers and programs. It parses requests,
// calls db, and draws pages; the rules are in package claims.
package views

import (
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/views/admin"
	"touchstone/views/api"
	"touchstone/views/auth"
	"touchstone/views/desk"
	"touchstone/views/public"
	"touchstone/views/static"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// Config is what the site needs to know of its surroundings.
type Config struct {
	BaseURL        string         // scheme and host of the public address, without a slash at the end; "" on localhost
	Version        string         // of the program
	Log            *slog.Logger   // nil logs nothing
	TrustedProxies []netip.Prefix // whose X-Forwarded-For counts
	Metrics        *Metrics       // nil counts nothing
	MinFree        int64          // bytes of free disk below which the desk is not ready
	Primary        string         // of a copy for reading: the address where the desk is written
	MaxAge         time.Duration  // of a copy for reading: how old it may be and still be ready
	SSO            auth.SingleSignOn
	Tour           *Tour            // through the demonstration; nil elsewhere
	Words          *words.Catalogue // the languages that the open site can speak; nil for those of the program
}

// site is one desk's website.
type site struct {
	d       *db.DB
	cfg     Config
	door    *auth.Auth
	forgery auth.Forgery
}

// New is the whole site: every address and what stands before it.
func New(d *db.DB, cfg Config) *echo.Echo {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Words == nil {
		cfg.Words = words.BuiltIn()
	}
	cfg.BaseURL = strings.TrimRight(cfg.BaseURL, "/")
	s := &site{
		d:       d,
		cfg:     cfg,
		door:    auth.New(d, auth.Config{BaseURL: cfg.BaseURL, Log: cfg.Log, SSO: cfg.SSO, Tour: tourAddress(cfg.Tour)}),
		forgery: auth.NewForgery(cfg.BaseURL),
	}
	e := echo.New()
	e.IPExtractor = clientIP(cfg.TrustedProxies)
	e.HTTPErrorHandler = s.fail
	e.Use(s.watch, headers(strings.HasPrefix(cfg.BaseURL, "https://")), methods, shared)

	s.mount(e, []ui.Route{
		{Method: http.MethodGet, Path: "/healthz", Act: claims.ActPublic, Handler: s.healthy},
		{Method: http.MethodGet, Path: "/readyz", Act: claims.ActPublic, Handler: s.ready},
		{Method: http.MethodGet, Path: static.Prefix + "*", Act: claims.ActPublic, Handler: echo.WrapHandler(static.Handler())},
	})
	s.mount(e, public.New(d, public.Config{BaseURL: cfg.BaseURL, Version: cfg.Version, Words: cfg.Words}).Routes())
	s.mount(e, api.New(d, api.Config{BaseURL: cfg.BaseURL, Version: cfg.Version}).Routes())
	s.mount(e, s.door.Routes())
	s.mount(e, packed(desk.New(d, desk.Config{BaseURL: cfg.BaseURL}).Routes()))
	s.mount(e, s.tourRoutes())
	s.mount(e, admin.New(d, cfg.Words).Routes())
	return e
}

// packed compresses a room's answers. The rooms that show a secret once, such as
// a token or a recovery code, are not among them; see ui.Packed.
func packed(routes []ui.Route) []ui.Route {
	for i, r := range routes {
		routes[i].Handler = ui.Packed(r.Handler)
	}
	return routes
}

// mount adds a room's routes, each behind its guard. HEAD works wherever GET does.
func (s *site) mount(e *echo.Echo, routes []ui.Route) {
	for _, r := range routes {
		e.Add(r.Method, r.Path, s.guarded(r))
		if r.Method == http.MethodGet {
			e.Add(http.MethodHead, r.Path, s.guarded(r))
		}
	}
}

// Server serves h at addr with limits on slow clients. There is no limit on a
// whole answer, because an export may be long; see pacer for readers that stop.
func Server(addr string, h http.Handler) *http.Server {
	return &http.Server{
		Addr:              addr,
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       60 * time.Second,
		IdleTimeout:       120 * time.Second,
		MaxHeaderBytes:    64 << 10,
	}
}
