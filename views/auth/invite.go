package auth

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/ui"
)

// joinView is what the page shows that an invitation's link opens.
type joinView struct {
	Page       ui.Page
	Token      string
	Invitation claims.Invitation
	Name       string // as typed
	Problems   claims.Problems
}

const baseKey = "auth.base"

// Link is the absolute address of a path of this site, for passing on. Its host
// is the configured one; only a desk without, on its own machine, takes the
// request's.
func Link(c echo.Context, path string) string {
	base, _ := c.Get(baseKey).(string)
	if base == "" {
		base = "http://" + c.Request().Host
	}
	return base + path
}

func (a *Auth) joinForm(c echo.Context) error {
	i, err := a.d.Invitation(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	return a.showJoin(c, http.StatusOK, joinView{Invitation: i})
}

func (a *Auth) showJoin(c echo.Context, status int, v joinView) (err error) {
	if v.Page, err = a.page(c, "Join the desk"); err != nil {
		return err
	}
	v.Token = c.Param("token")
	return ui.Render(c, status, joinPage(v))
}

// join makes the account. Address and role are the invitation's, whatever the
// form says. The link is tried before the password is hashed, and again inside
// the transaction that uses it up.
func (a *Auth) join(c echo.Context) error {
	ctx, token := c.Request().Context(), c.Param("token")
	i, err := a.d.Invitation(ctx, token)
	if err != nil {
		return err
	}
	v := joinView{Invitation: i, Name: c.FormValue("name")}
	u := claims.User{Email: i.Email, Name: v.Name, Role: i.Role}
	v.Problems.Add(u.Check())
	v.Problems.Add(claims.CheckPassword(c.FormValue("password"), u.Email, u.Name))
	if len(v.Problems) > 0 {
		return a.showJoin(c, http.StatusUnprocessableEntity, v)
	}
	hash, err := Hash(c.FormValue("password"))
	if err != nil {
		return err
	}
	if u, err = a.d.Join(ctx, token, u.Name, hash); err != nil {
		return err
	}
	if err := a.Begin(c, u); err != nil {
		return err
	}
	if err := a.record(c, u, claims.SignedIn); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/desk")
}
