package auth

import (
	"net/url"
	"strings"
)

// Next gives the address to go on to after signing in, if it is one of this
// site's own: a path from the root that no browser reads as another host.
// Anything else is "/". The empty address is the desk.
func Next(s string) string {
	if s == "" {
		return "/desk"
	}
	u, err := url.Parse(s)
	if err != nil || len(s) > 2000 || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" || strings.ContainsFunc(s, odd) {
		return "/"
	}
	// A second look at the decoded path: browsers drop tabs and newlines and
	// take a backslash for a slash.
	if !strings.HasPrefix(u.Path, "/") || strings.Contains(u.Path, "//") || strings.ContainsFunc(u.Path, odd) {
		return "/"
	}
	for _, door := range []string{"/login", "/logout", "/setup"} {
		if u.Path == door || strings.HasPrefix(u.Path, door+"/") {
			return "/desk"
		}
	}
	return (&url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: u.RawQuery}).String()
}

// odd are characters that have no business in an address.
func odd(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' || r == 0xfffd }
