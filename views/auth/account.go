package auth

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/ui"
)

// accountView is what a person's own page shows.
type accountView struct {
	Page     ui.Page
	User     claims.User
	Name     string // as typed
	Saved    string // what was just saved, in words
	Problems claims.Problems
}

// saved are the words for what a redirect says was done.
var saved = map[string]string{
	"name":     "Your name was saved.",
	"password": "Your password was changed, and every other browser you were signed in with is signed out.",
}

func (a *Auth) accountPage(c echo.Context) error {
	return a.showAccount(c, http.StatusOK, accountView{Name: User(c).Name, Saved: saved[c.QueryParam("saved")]})
}

func (a *Auth) showAccount(c echo.Context, status int, v accountView) (err error) {
	if v.Page, err = a.page(c, "Your account"); err != nil {
		return err
	}
	v.User = User(c)
	return ui.Render(c, status, accountPage(v))
}

func (a *Auth) saveName(c echo.Context) error {
	u, name := User(c), c.FormValue("name")
	_, err := a.d.UpdateUser(c.Request().Context(), u.Person(), u.ID, func(u *claims.User) (claims.Event, error) {
		u.Name = name
		return claims.Event{Action: "renamed"}, u.Check()
	})
	if claims.KindOf(err) == claims.KindInvalid {
		v := accountView{Name: name}
		v.Problems.Add(err)
		return a.showAccount(c, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account?saved=name")
}

// savePassword asks for the old password again, because the browser may have
// been left open, and counts wrong ones as sign-in does.
func (a *Auth) savePassword(c echo.Context) error {
	u := User(c)
	v := accountView{Name: u.Name}
	if _, err := a.open(c, u.Email, c.FormValue("current")); err != nil {
		status := http.StatusUnprocessableEntity
		switch claims.KindOf(err) {
		case claims.KindInvalid:
			err = claims.Invalid("current", "this is not your present password")
		case claims.KindTooMany:
			status = http.StatusTooManyRequests
		default:
			return err
		}
		v.Problems.Add(err)
		return a.showAccount(c, status, v)
	}
	if err := claims.CheckPassword(c.FormValue("password"), u.Email, u.Name); err != nil {
		v.Problems.Add(err)
		return a.showAccount(c, http.StatusUnprocessableEntity, v)
	}
	hash, err := Hash(c.FormValue("password"))
	if err != nil {
		return err
	}
	if err := a.d.SetPassword(c.Request().Context(), u.Person(), u.ID, hash); err != nil {
		return err
	}
	if err := a.Begin(c, u); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account?saved=password")
}
