package views

import (
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

// isShared tells the addresses that pages of other sites may read in a browser:
// the interfaces, and the files at the top. None of them knows who asks, so
// nothing is given away with it.
func isShared(p string) bool {
	if strings.HasPrefix(p, "/api/") || strings.HasPrefix(p, googlePrefix) {
		return true
	}
	return strings.Count(p, "/") == 1 && slices.Contains([]string{".csv", ".jsonl", ".zip", ".json", ".atom"}, path.Ext(p)) || p == "/oembed"
}

// shared lets other sites' pages read what is for everybody, errors included,
// and answers their browsers when they ask first.
func shared(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if !isShared(r.URL.Path) {
			return next(c)
		}
		h := c.Response().Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", "ETag, Link, Retry-After, X-Request-Id")
		if r.Method != http.MethodOptions {
			return next(c)
		}
		h.Set("Allow", "GET, HEAD, OPTIONS")
		h.Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
		h.Set("Access-Control-Allow-Headers", "*")
		h.Set("Access-Control-Max-Age", "86400")
		return c.NoContent(http.StatusNoContent)
	}
}
