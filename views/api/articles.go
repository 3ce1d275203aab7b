package api

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/db"
)

// article is where published claims appeared. Its text is the publisher's and
// stays with the desk.
type article struct {
	ID          string   `json:"article_id"`
	URL         *string  `json:"url"`
	Title       string   `json:"title"`
	Outlet      string   `json:"outlet"`
	Host        string   `json:"host"`
	Byline      *string  `json:"byline"`
	PublishedOn *string  `json:"published_on"`
	Language    *string  `json:"language"`
	TextSHA256  string   `json:"text_sha256"`
	RetrievedAt string   `json:"retrieved_at"`
	Claims      []string `json:"claims"`
}

func articleOf(r db.PublicArticle) article {
	out := article{
		ID: r.ID.String(), URL: or(r.URL), Title: r.Title, Outlet: r.Outlet, Host: r.Host, Byline: or(r.Byline), PublishedOn: known(r.PublishedOn),
		Language: or(r.Language), TextSHA256: r.TextSHA256, RetrievedAt: instant(r.RetrievedAt), Claims: []string{},
	}
	for _, id := range r.Claims {
		out.Claims = append(out.Claims, id.String())
	}
	return out
}

// known is a date cut to what is known, or null.
func known(d claims.Date) *string {
	if !d.Known() {
		return nil
	}
	return or(d.String())
}

// articles lists where published claims appeared.
func (a *API) articles(c echo.Context) error {
	v := c.QueryParams()
	w, err := part(v, "outlet")
	if err != nil {
		return err
	}
	have, more, err := a.db.PublicArticles(c.Request().Context(), strings.ToLower(v.Get("outlet")), w)
	if err != nil {
		return err
	}
	items := make([]article, len(have))
	for i, r := range have {
		items[i] = articleOf(r)
	}
	return rows(a, c, have, more, func(r db.PublicArticle) claims.ID { return r.ID }, items)
}

func (a *API) article(c echo.Context) error {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	r, err := a.db.PublicArticle(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, articleOf(r))
}
