package public

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
)

// sitemapSize is how many checks one sitemap lists; the protocol allows 50,000
// addresses a file (https://www.sitemaps.org/protocol.html).
const sitemapSize = 20_000

type place struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

type urlset struct {
	XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []place  `xml:"url"`
}

type sitemapindex struct {
	XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []place  `xml:"sitemap"`
}

// sitemap lists the pages for search engines: one file, or an index of several
// where there are too many checks for one.
func (p *Public) sitemap(c echo.Context) error {
	ctx := c.Request().Context()
	n, err := strconv.Atoi(c.QueryParam("page"))
	if c.QueryParam("page") != "" && (err != nil || n < 1) {
		return claims.NotFound("there is no such part of the site map")
	}
	first, err := p.db.Claims(ctx, claims.Filter{Public: true, PageLimit: 1})
	if err != nil {
		return err
	}
	parts := (first.Total + sitemapSize - 1) / sitemapSize
	if n == 0 && parts > 1 {
		var index sitemapindex
		for i := range parts {
			index.Maps = append(index.Maps, place{Loc: p.url("/sitemap.xml?page=" + strconv.Itoa(i+1))})
		}
		return sendXML(c, index)
	}
	if n > max(parts, 1) {
		return claims.NotFound("there is no such part of the site map")
	}
	var set urlset
	if n <= 1 {
		for _, path := range []string{"/", "/claims", "/speakers", "/corrections", "/methodology", "/about", "/transparency", "/stats", "/data"} {
			set.URLs = append(set.URLs, place{Loc: p.url(path)})
		}
		speakers, err := p.db.Speakers(ctx)
		if err != nil {
			return err
		}
		for _, s := range speakers[:min(len(speakers), sitemapSize)] {
			set.URLs = append(set.URLs, place{p.url("/speakers/" + s.Slug), s.UpdatedAt.UTC().Format(time.RFC3339)})
		}
	}
	checks, err := p.db.Places(ctx, max(n-1, 0)*sitemapSize, sitemapSize)
	if err != nil {
		return err
	}
	for _, k := range checks {
		if k.Publication != claims.Withdrawn {
			set.URLs = append(set.URLs, place{p.url(claimPath(k.ID, k.Statement)), k.UpdatedAt.UTC().Format(time.RFC3339)})
		}
	}
	return sendXML(c, set)
}

func sendXML(c echo.Context, v any) error {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(v); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/xml; charset=utf-8", b.Bytes())
}

// robots asks programs to stay out of the desk.
func (p *Public) robots(c echo.Context) error {
	return c.String(http.StatusOK, "User-agent: *\nDisallow: /desk\nDisallow: /admin\nDisallow: /login\n\nSitemap: "+p.url("/sitemap.xml")+"\n")
}
