package auth

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/ui"
)

const accountKey = "auth.account"

// account is who asks, with what the door knows.
func account(c echo.Context) claims.Account {
	a, _ := c.Get(accountKey).(claims.Account)
	return a
}

// The pages on which a debt is paid.
const (
	passwordPath = "/account/password"
	factorPath   = "/account/second-factor"
)

// payable are the routes that work with a debt, besides signing out and
// giving the password again.
var payable = map[claims.Debt][]string{
	claims.OwesPassword:     {passwordPath},
	claims.OwesSecondFactor: {factorPath, factorPath + "/confirm"},
}

// owes is what the one who asks has to do before this route.
func owes(c echo.Context) claims.Debt {
	debt := account(c).Owes()
	if debt == claims.OwesNothing || User(c).ID == 0 || c.Path() == ui.SignOutPath || c.Path() == confirmPath || slices.Contains(payable[debt], c.Path()) {
		return claims.OwesNothing
	}
	return debt
}

// collect leads to the page where a debt is paid. What was sent is refused: it
// must not look as if it had been done.
func (a *Auth) collect(c echo.Context, debt claims.Debt) error {
	to, r := payable[debt][0], c.Request()
	switch {
	case r.Header.Get("HX-Request") == "true":
		c.Response().Header().Set("HX-Redirect", to)
		return c.NoContent(http.StatusForbidden)
	case r.Method == http.MethodGet, r.Method == http.MethodHead:
		return c.Redirect(http.StatusSeeOther, to)
	}
	return claims.Forbidden("before anything else you have to %s, under “Your account”", debt)
}
