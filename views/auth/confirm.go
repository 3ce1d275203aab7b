package auth

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/ui"
)

// freshTime is how long after the password was given a browser may do what would
// hurt most in the hands of whoever finds it open.
const freshTime = 30 * time.Minute

const confirmPath = "/account/confirm"

// fresh reports whether the one who asks has shown lately who they are.
func (a *Auth) fresh(c echo.Context) bool {
	proved := time.Unix(a.sessions.GetInt64(c.Request().Context(), keyProved), 0)
	return a.d.Now().Sub(proved) <= freshTime
}

// confirmView is what the page shows that asks for the password once more.
type confirmView struct {
	Page     ui.Page
	To       string // the path that was asked
	Sent     []sent // with what, to be sent again
	From     string // the page it was asked from
	SSO      string // the provider at which somebody without a password signs in
	Problems claims.Problems
}

// sent is one field of a form.
type sent struct{ Name, Value string }

// Confirm stands before a route that asks for the password again where it was
// given long ago. What was sent comes back with the password.
func (a *Auth) Confirm(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if a.fresh(c) {
			return next(c)
		}
		return a.showConfirm(c, http.StatusForbidden, confirmView{To: c.Request().URL.RequestURI()})
	}
}

func (a *Auth) showConfirm(c echo.Context, status int, v confirmView) (err error) {
	if v.Page, err = a.page(c, "Is it you?"); err != nil {
		return err
	}
	without, err := a.withoutPassword(c)
	if err != nil {
		return err
	}
	if without {
		v.SSO, v.From = a.sso.Name, came(c)
	}
	for name, values := range c.Request().PostForm {
		for _, s := range values {
			if name != "current" && name != "confirm-to" {
				v.Sent = append(v.Sent, sent{name, s})
			}
		}
	}
	slices.SortStableFunc(v.Sent, func(x, y sent) int { return strings.Compare(x.Name, y.Name) })
	return ui.Render(c, status, confirmPage(v))
}

// confirm takes the password and has the browser send the form again to where
// it was meant for (RFC 9110, 15.4.8: 307 keeps method and content).
func (a *Auth) confirm(c echo.Context) error {
	ctx := c.Request().Context()
	v := confirmView{To: Next(c.FormValue("confirm-to"))}
	if status, err := a.again(c); err != nil {
		if status == 0 {
			return err
		}
		v.Problems.Add(err)
		return a.showConfirm(c, status, v)
	}
	a.sessions.Put(ctx, keyProved, a.d.Now().Unix())
	if err := a.commit(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusTemporaryRedirect, v.To)
}

// withoutPassword reports whether the one who asks signs in at a provider only.
func (a *Auth) withoutPassword(c echo.Context) (bool, error) {
	_, hash, err := a.d.Credentials(c.Request().Context(), User(c).Email)
	return passwordless(hash), err
}

// came is the page of this site from which a form was sent, to go back to.
func came(c echo.Context) string {
	u, err := url.Parse(c.Request().Referer())
	if err != nil || u.Host != c.Request().Host || u.Path == "" {
		return "/account"
	}
	return Next(u.RequestURI())
}
