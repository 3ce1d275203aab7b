package views

import (
	"errors"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// What pages may do in a browser. The embed alone may stand in other sites' frames.
const (
	policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "

	policyPage  = policy + "'none'"
	policyEmbed = policy + "*"
	embedPrefix = "/embed/"

	permissionsPolicy = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), browsing-topics=()"
	transportSecurity = "max-age=31536000"
)

// headers go on every answer, whatever becomes of it, so they are set first.
func headers(https bool) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			h.Set("Content-Security-Policy", policyPage)
			if strings.HasPrefix(c.Request().URL.Path, embedPrefix) {
				h.Set("Content-Security-Policy", policyEmbed)
			}
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("Referrer-Policy", "same-origin")
			h.Set("Permissions-Policy", permissionsPolicy)
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			if https {
				h.Set("Strict-Transport-Security", transportSecurity)
			}
			if isHTMX(c.Request()) {
				h.Add("Vary", "HX-Request")
			}
			return next(c)
		}
	}
}

// methods refuses what no route has, whether or not the address exists.
func methods(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		switch c.Request().Method {
		case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
			return next(c)
		}
		c.Response().Header().Set(echo.HeaderAllow, "GET, HEAD, POST, OPTIONS")
		return echo.ErrMethodNotAllowed
	}
}

// Limits of what may be sent. In a form, characters outside of ASCII take three
// times their bytes: an explanation of claims.MaxExplanation characters can
// take 360 KB.
const (
	formBytes    = 1 << 20
	articleBytes = 3*claims.MaxArticleBytes + formBytes
	importBytes  = 16<<20 + formBytes
)

// guarded puts the checks that every route needs before its handler: where the
// request comes from, who asks, whether they may, and how much they send.
func (s *site) guarded(r ui.Route) echo.HandlerFunc {
	limit := int64(formBytes)
	switch r.Act {
	case claims.ActAddArticle:
		limit = articleBytes
	case claims.ActImport:
		limit = importBytes
	}
	do := r.Handler
	if r.Fresh {
		do = s.door.Confirm(do)
	}
	h := func(c echo.Context) error {
		if err := auth.User(c).Need(r.Act); err != nil {
			return err
		}
		if err := readForm(c.Request()); err != nil {
			return err
		}
		return do(c)
	}
	switch {
	case s.d.Replica():
		return s.copied(r)
	case r.Token != "":
		open := h
		h = s.door.LoadToken(r.Token, h)
		if known := h; r.Act == claims.ActPublic { // without a token it answers as to anybody
			h = func(c echo.Context) error {
				if auth.Bearer(c.Request()) == "" {
					return open(c)
				}
				return known(c)
			}
		}
	case r.Act != claims.ActPublic:
		h = s.door.Load(h)
	}
	return func(c echo.Context) error {
		req := c.Request()
		if req.ContentLength > limit {
			return &http.MaxBytesError{Limit: limit}
		}
		req.Body = http.MaxBytesReader(c.Response(), req.Body, limit)
		if r.Token == "" || !programs(req) {
			if err := s.forgery.Check(req); err != nil {
				return err
			}
		}
		return h(c)
	}
}

// programs reports whether a request is no browser's: it carries a token, or
// neither a cookie nor where it comes from.
func programs(r *http.Request) bool {
	h := r.Header
	return auth.Bearer(r) != "" || h.Get("Cookie") == "" && h.Get("Origin") == "" && h.Get("Sec-Fetch-Site") == ""
}

// copied is a route of a copy for reading: open pages are answered, and all
// else is sent to the desk's own address.
func (s *site) copied(r ui.Route) echo.HandlerFunc {
	if r.Act == claims.ActPublic && r.Method == http.MethodGet {
		return r.Handler
	}
	return func(echo.Context) error {
		return &claims.Error{Kind: claims.KindBusy, Message: "this address shows a copy for reading: sign in and write at " + s.cfg.Primary}
	}
}

// readForm reads a form before its handler does, because the handler's way to
// ask for a field hides that the form was cut off or damaged.
func readForm(r *http.Request) error {
	kind, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	var err error
	switch kind {
	case echo.MIMEApplicationForm:
		err = r.ParseForm()
	case echo.MIMEMultipartForm:
		err = r.ParseMultipartForm(articleBytes) // never more than the body's limit
	default:
		return nil
	}
	var large *http.MaxBytesError
	if err != nil && !errors.As(err, &large) {
		return &claims.Error{Kind: claims.KindInvalid, Message: "the form did not arrive whole: send it again", Err: err}
	}
	return err
}

// clientIP finds who connects: the peer, or what trusted proxies say of it.
// What others say in X-Forwarded-For counts for nothing.
func clientIP(proxies []netip.Prefix) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		a := p.Masked().Addr()
		trust = append(trust, echo.TrustIPRange(&net.IPNet{IP: a.AsSlice(), Mask: net.CIDRMask(p.Bits(), a.BitLen())}))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

func isHTMX(r *http.Request) bool { return r.Header.Get("HX-Request") == "true" }
