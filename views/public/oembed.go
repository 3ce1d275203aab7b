package public

import (
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/words"
)

// The size of an embed where the other site does not limit it.
const (
	embedWidth = 600
	embedFrame = 290 // pixels around the statement and the summary
)

// oembed is an answer of oEmbed 1.0 (https://oembed.com), of the type "rich".
type oembed struct {
	Type         string `json:"type"`
	Version      string `json:"version"`
	Title        string `json:"title"`
	AuthorName   string `json:"author_name"`
	ProviderName string `json:"provider_name"`
	ProviderURL  string `json:"provider_url"`
	CacheAge     int    `json:"cache_age"`
	HTML         string `json:"html"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
}

// oembedPath is where a check's embed is described.
func oembedPath(page string) string { return "/oembed?format=json&url=" + url.QueryEscape(page) }

// oembed tells a site that shows links how to show a check.
func (p *Public) oembed(c echo.Context) error {
	ctx := c.Request().Context()
	if f := c.QueryParam("format"); f != "" && f != "json" {
		return echo.NewHTTPError(http.StatusNotImplemented) // as oEmbed asks
	}
	width, err := atMost(c, "maxwidth", embedWidth)
	if err != nil {
		return err
	}
	id, err := p.checkAt(c.QueryParam("url"))
	if err != nil {
		return err
	}
	k, err := p.db.PublicClaim(ctx, id)
	var e *claims.Error
	if errors.As(err, &e) && e.Ref != 0 {
		k, err = p.db.PublicClaim(ctx, e.Ref)
	}
	if err != nil {
		return err
	}
	height, err := atMost(c, "maxheight", tall(k, width))
	if err != nil {
		return err
	}
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, oembed{
		Type: "rich", Version: "1.0", Title: title(ctx, k), AuthorName: s.Organisation, ProviderName: s.Organisation, ProviderURL: p.url("/"), CacheAge: 3600,
		Width: width, Height: height,
		HTML: fmt.Sprintf(`<iframe src="%s" width="%d" height="%d" title="%s" loading="lazy" frameborder="0"></iframe>`,
			html.EscapeString(p.url(embedPath(k.ID))), width, height, html.EscapeString(words.T(ctx, "Fact check: {0}", title(ctx, k)))),
	})
}

// checkAt finds which check an address of this site is of.
func (p *Public) checkAt(address string) (claims.ID, error) {
	if address == "" {
		return 0, claims.Invalid("url", "say which check to show: url=its address")
	}
	rest, ours := strings.CutPrefix(address, p.base+"/")
	rest, _, _ = strings.Cut(rest, "?")
	rest, _, _ = strings.Cut(rest, "#")
	parts := strings.Split(rest, "/")
	if parts[0] == "embed" {
		parts = parts[1:]
	}
	if !ours || len(parts) < 2 || parts[0] != "claims" {
		return 0, claims.NotFound("this is not the address of a check on this site")
	}
	return claims.ParseID(parts[1])
}

// atMost reads a limit on a size.
func atMost(c echo.Context, name string, usual int) (int, error) {
	s := c.QueryParam(name)
	if s == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, claims.Invalid(name, "%s takes a whole number of pixels", name)
	}
	return min(n, usual), nil
}

// tall guesses the height of an embed from its words, because a page without
// scripts cannot say it itself.
func tall(k *claims.Claim, width int) int {
	lines := func(s string, sign int) int { return utf8.RuneCountInString(s)*sign/max(width-48, 1) + 1 }
	return embedFrame + 40*lines(k.Statement, 17) + 24*lines(k.Summary, 8)
}
