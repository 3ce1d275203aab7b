package auth

import (
	"net/http"
	"net/url"
	"strings"

	"touchstone/claims"
)

// Forgery guards writing requests against being sent by another site's page
// on behalf of someone who is signed in here. It trusts what browsers say of
// where a request comes from, and needs no token in any form.
// (OWASP: cross-site request forgery prevention cheat sheet, fetch metadata.)
type Forgery struct {
	origin string // scheme://host of the base URL; "" where there is none
}

// NewForgery guards the site at baseURL. On plain http the site is also where a
// request says it is, so that a desk without a configured address works under
// every name of its machine; over https only the configured address counts.
func NewForgery(baseURL string) Forgery {
	u, err := url.Parse(baseURL)
	if err != nil || u.Host == "" {
		return Forgery{}
	}
	return Forgery{strings.ToLower(u.Scheme + "://" + u.Host)}
}

// Check refuses a writing request that did not come from this site's own pages.
// A browser always names the origin of a form it posts, so a request without
// any is no browser's, and has no business at a form.
func (f Forgery) Check(r *http.Request) error {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return nil
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		if site == "same-origin" {
			return nil
		}
		return errForged
	}
	if origin := r.Header.Get("Origin"); origin != "" && f.own(origin, r) {
		return nil
	}
	return errForged
}

var errForged = claims.Forbidden("this form was sent from another site, or by a browser that does not say from where: open the page here and send it again")

// own reports whether origin is this site.
func (f Forgery) own(origin string, r *http.Request) bool {
	if strings.ToLower(origin) == f.origin {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && !strings.HasPrefix(f.origin, "https:") && u.Scheme == "http" && u.Host != "" && strings.EqualFold(u.Host, r.Host)
}
