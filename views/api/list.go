package api

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/db"
)

// Sizes of a page of a list.
const (
	usualLimit = 20
	maxLimit   = 100
)

// pageParameters stand at every list; filterParameters are those of the list of
// checks, and mean the same.
var (
	pageParameters   = []string{"limit", "cursor"}
	filterParameters = []string{"q", "rating", "speaker", "topic", "outlet", "from", "to"}
)

// list is a page of anything. Next is the address of the page after it.
type list struct {
	Items any    `json:"items"`
	Total *int   `json:"total,omitempty"`
	Next  string `json:"next,omitempty"`
}

// paging reads the size and refuses parameters that nobody reads, because a
// misspelt filter would otherwise give everything.
func paging(v url.Values, more ...string) (limit int, err error) {
	var p claims.Problems
	for k, all := range v {
		if !slices.Contains(pageParameters, k) && !slices.Contains(more, k) {
			p.Add(claims.Invalid(k, "there is no parameter %q here: see /openapi.json", claims.Line(k)))
		} else if len(all) > 1 && k != "rating" {
			p.Add(claims.Invalid(k, "%s is given more than once", k))
		}
	}
	limit = usualLimit
	if s := v.Get("limit"); s != "" {
		if limit, err = strconv.Atoi(s); err != nil || limit < 1 || limit > maxLimit {
			p.Add(claims.Invalid("limit", "limit takes a whole number from 1 to %d", maxLimit))
		}
	}
	return limit, p.Err()
}

// filter reads the filters of a list of rows and its place in it.
func filter(v url.Values) (claims.Filter, db.Part, error) {
	w, err := part(v, filterParameters...)
	if err != nil {
		return claims.Filter{}, w, err
	}
	f, err := claims.ParseFilter(v)
	return f, w, err
}

// part reads the place in a list that has no filters but those named.
func part(v url.Values, more ...string) (w db.Part, err error) {
	if w.Limit, err = paging(v, more...); err != nil {
		return w, err
	}
	if s := v.Get("cursor"); s != "" {
		if w.After, err = claims.ParseID(s); err != nil {
			return w, claims.Invalid("cursor", "the cursor is not one of ours: start from the first page")
		}
	}
	return w, nil
}

// next is the address of the page after a row.
func (a *API) next(c echo.Context, cursor string) string {
	v := url.Values{}
	for k, s := range c.QueryParams() {
		v[k] = s
	}
	v.Set("cursor", cursor)
	u := a.base + c.Request().URL.EscapedPath() + "?" + v.Encode()
	c.Response().Header().Set("Link", "<"+u+`>; rel="next"`)
	return u
}

// rows sends a page of a list whose cursor is the identifier of the last row.
func rows[T any](a *API, c echo.Context, have []T, more bool, id func(T) claims.ID, items any) error {
	out := list{Items: items}
	if more {
		out.Next = a.next(c, id(have[len(have)-1]).String())
	}
	return c.JSON(http.StatusOK, out)
}

// or is null for an empty word.
func or(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
