package desk

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// repeatedView is the list of published claims that are repeated.
type repeatedView struct {
	Page ui.Page
	User claims.User
	List []claims.Repeated
	Did  string
}

func (d *Desk) repeated(c echo.Context) (err error) {
	v := repeatedView{User: auth.User(c), Did: done[c.QueryParam("did")]}
	if v.List, err = d.db.Repeated(c.Request().Context()); err != nil {
		return err
	}
	if v.Page, err = d.page(c, "Repeated claims", ui.SectionQueue); err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, repeatedPage(v))
}

// lookedAgain takes a claim off the list.
func (d *Desk) lookedAgain(c echo.Context) error {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	if err := d.db.LookedAgain(c.Request().Context(), auth.User(c), id); err != nil {
		return err
	}
	return see(c, "/desk/repeated?did=looked")
}
