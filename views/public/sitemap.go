package public

import (
	"bytes"
	"context"
	"encoding/xml"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
)

// mapSize is how many checks one site map lists; the protocol allows 50,000
// addresses a file (https://www.sitemaps.org/protocol.html).
const mapSize = 20_000

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
	parts, err := p.mapParts(c.Request().Context())
	if err != nil {
		return err
	}
	if parts == 1 {
		return p.mapPart(c, 1)
	}
	var index sitemapindex
	for i := range parts {
		index.Maps = append(index.Maps, place{Loc: p.url("/sitemaps/" + strconv.Itoa(i+1) + ".xml")})
	}
	return sendXML(c, index)
}

// sitemapPart is one of several site maps.
func (p *Public) sitemapPart(c echo.Context) error {
	parts, err := p.mapParts(c.Request().Context())
	if err != nil {
		return err
	}
	name, xml := strings.CutSuffix(c.Param("name"), ".xml")
	n, err := strconv.Atoi(name)
	if err != nil || !xml || n < 1 || n > parts {
		return claims.NotFound("there is no such part of the site map")
	}
	return p.mapPart(c, n)
}

func (p *Public) mapParts(ctx context.Context) (int, error) {
	first, err := p.db.Claims(ctx, claims.Filter{Public: true, PageLimit: 1})
	return max(1, (first.Total+p.mapSize-1)/p.mapSize), err
}

// mapPart lists some of the checks; the first part lists all other pages too.
func (p *Public) mapPart(c echo.Context, n int) error {
	ctx := c.Request().Context()
	var set urlset
	if n == 1 {
		var err error
		if set.URLs, err = p.otherPages(ctx); err != nil {
			return err
		}
	}
	checks, err := p.db.Places(ctx, (n-1)*p.mapSize, p.mapSize)
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

// otherPages are those of no single check: as many as a site map has room for.
func (p *Public) otherPages(ctx context.Context) ([]place, error) {
	var list []place
	for _, path := range []string{"/", "/claims", "/speakers", "/corrections", "/methodology", "/about", "/transparency", "/stats", "/data", "/report"} {
		list = append(list, place{Loc: p.url(path)})
	}
	speakers, err := p.db.Speakers(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range speakers {
		list = append(list, place{p.url("/speakers/" + s.Slug), s.UpdatedAt.UTC().Format(time.RFC3339)})
	}
	topics, err := p.db.Topics(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range topics {
		list = append(list, place{Loc: p.url("/topics/" + url.PathEscape(t.Key))})
	}
	outlets, err := p.db.Outlets(ctx)
	for _, o := range outlets {
		list = append(list, place{Loc: p.url(outletPath(o.Key))})
	}
	return list[:min(len(list), 50_000-p.mapSize)], err
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
