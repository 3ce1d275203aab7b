package admin

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// signInsView is the log of who signed in, and who could not.
type signInsView struct {
	Page     ui.Page
	Failed   bool // only those that failed
	List     []claims.SignIn
	From     int64
	Older    string
	Newest   string
	FailedOn string
}

func (a *Admin) signInsPage(c echo.Context) error {
	v := signInsView{Page: page(c, "Sign-ins", ui.SectionUsers), Failed: c.QueryParam("failed") != ""}
	v.From, _ = strconv.ParseInt(c.QueryParam("before"), 10, 64)
	v.From = max(v.From, 0)
	list, older, err := a.d.SignIns(c.Request().Context(), v.Failed, v.From)
	if err != nil {
		return err
	}
	v.List = list
	if v.Failed {
		v.FailedOn = "failed=1"
	}
	if older != 0 {
		v.Older = "/admin/sign-ins?before=" + strconv.FormatInt(older, 10) + "&" + v.FailedOn
	}
	if v.From != 0 {
		v.Newest = "/admin/sign-ins?" + v.FailedOn
	}
	return ui.Render(c, http.StatusOK, signInsPage(v))
}

// outcomes say in words what came of a try to sign in.
var outcomes = map[claims.SignInOutcome]string{
	claims.SignedIn:      "signed in",
	claims.WrongPassword: "wrong password",
	claims.WrongCode:     "right password, wrong code",
	claims.AccountClosed: "right password, account closed",
}

// resetFactor turns a person's second factor off, for one who lost the phone.
func (a *Admin) resetFactor(c echo.Context) error {
	u, err := a.user(c)
	if err != nil {
		return err
	}
	err = a.d.RemoveSecondFactor(c.Request().Context(), auth.User(c).Person(), u.ID)
	if claims.KindOf(err) == claims.KindConflict {
		v := userView{User: u, Typed: u}
		v.Problems.Add(err)
		return a.showUser(c, http.StatusConflict, v)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, string(userHref(u))+"?saved=factor")
}

// saveFactorRoles says which roles have to use a second factor.
func (a *Admin) saveFactorRoles(c echo.Context) error {
	var roles []claims.Role
	for _, s := range c.Request().PostForm["second-factor"] {
		r, err := claims.ParseRole(s)
		if err != nil {
			return err
		}
		roles = append(roles, r)
	}
	if err := a.d.SaveSecondFactorRoles(c.Request().Context(), auth.User(c).Person(), roles); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/settings?saved=1")
}
