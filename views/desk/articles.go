package desk

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// articlesView is the list of articles, newest import first.
type articlesView struct {
	Page  ui.Page
	User  claims.User
	List  []claims.Article
	Older claims.ID
	First bool // page of the list
}

func (d *Desk) articles(c echo.Context) error {
	before, err := claims.ID(0), error(nil)
	if s := c.QueryParam("before"); s != "" {
		if before, err = claims.ParseID(s); err != nil {
			return claims.Invalid("before", "the page marker is not one of ours: start from the first page")
		}
	}
	v := articlesView{User: auth.User(c), First: before == 0}
	if v.List, v.Older, err = d.db.Articles(c.Request().Context(), before, claims.PageSize); err != nil {
		return err
	}
	if v.Page, err = d.page(c, "Articles", ui.SectionArticles); err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, articlesPage(v))
}

func (v articlesView) older() string {
	if v.Older == 0 {
		return ""
	}
	return "/desk/articles?before=" + v.Older.String()
}
