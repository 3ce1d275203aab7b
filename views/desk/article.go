package desk

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/ingest"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// articleView is the page to add an article.
type articleView struct {
	Page ui.Page
	Form form
	Here claims.ID // the article that is here already
}

func (d *Desk) newArticle(c echo.Context) error {
	return d.showNewArticle(c, http.StatusOK, articleView{})
}

func (d *Desk) showNewArticle(c echo.Context, status int, v articleView) (err error) {
	if v.Page, err = d.page(c, "Add an article", ui.SectionAdd); err != nil {
		return err
	}
	return ui.Render(c, status, articlePage(v))
}

// addArticle takes an article that was pasted in, or fetches it where there is
// only an address, and leads to the reading room.
func (d *Desk) addArticle(c echo.Context) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	a, err := d.take(c.Request().Context(), auth.User(c), v)
	var e *claims.Error
	if errors.As(err, &e) {
		status := map[claims.Kind]int{
			claims.KindInvalid: http.StatusUnprocessableEntity, claims.KindTooLarge: http.StatusRequestEntityTooLarge, claims.KindExists: http.StatusConflict,
			claims.KindBusy: http.StatusServiceUnavailable, claims.KindNotFound: http.StatusUnprocessableEntity,
		}[e.Kind]
		if status != 0 {
			page := articleView{Form: form{Typed: v}, Here: e.Ref}
			page.Form.Problems.Add(err)
			return d.showNewArticle(c, status, page)
		}
	}
	if err != nil {
		return err
	}
	return see(c, articlePath(a.ID)+"?did=added#current")
}

// take makes an article of the form and keeps it.
func (d *Desk) take(ctx context.Context, by claims.User, v url.Values) (claims.Article, error) {
	a, raw, err := d.article(ctx, v)
	if err != nil {
		return a, err
	}
	a, found, err := ingest.Prepare(a)
	if err != nil {
		return a, err
	}
	return d.db.CreateArticle(ctx, by, a, raw, found)
}

// article is what was typed, filled up with what the page at the address says
// where there is no text.
func (d *Desk) article(ctx context.Context, v url.Values) (claims.Article, []byte, error) {
	a := claims.Article{
		URL: v.Get("url"), Title: v.Get("title"), Outlet: v.Get("outlet"), Byline: v.Get("byline"), Text: v.Get("text"),
	}
	var bad error
	a.PublishedOn, bad = claims.ParseDate("published", v.Get("published"))
	if bad == nil {
		return ingest.Submit(ctx, d.cfg.Fetch, a)
	}
	if claims.Line(a.Text) == "" {
		return a, nil, bad
	}
	checked := a
	return a, nil, together(checked.Check(), bad)
}
