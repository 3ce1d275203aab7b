package admin

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
)

// removePerson takes the person out of a closed account.
func (a *Admin) removePerson(c echo.Context) error {
	u, err := a.user(c)
	if err != nil {
		return err
	}
	if claims.Line(c.FormValue("confirm")) != u.Name {
		v := userView{User: u, Typed: u}
		v.Problems.Add(claims.Invalid("confirm", "type the name as it stands above"))
		return a.showUser(c, http.StatusUnprocessableEntity, v)
	}
	if _, err := a.d.RemovePerson(c.Request().Context(), auth.User(c).Person(), u.ID); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, string(userHref(u))+"?saved=removed")
}
