package auth

import (
	"errors"
	"net/http"
	"strconv"
	"time"

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
	Factor   bool // there is a second factor
	Browsers []browserView
	Tokens   []claims.Token
	Token    claims.Token // as typed
	Days     int          // as chosen
	Made     string       // a token's secret, shown once
	Now      time.Time
}

// saved are the words for what a redirect says was done.
var saved = map[string]string{ // #nosec G101 -- words for people
	"name":       "Your name was saved.",
	"password":   "Your password was changed, and every other browser you were signed in with is signed out.",
	"session":    "That browser is signed out.",
	"sessions":   "Every other browser is signed out.",
	"token":      "The token was revoked. Programs that use it are refused from now on.",
	"factor":     "The second factor is on. From now on you are asked for a code after your password.",
	"factor-off": "The second factor is off.",
	"codes":      "There are new recovery codes. The old ones no longer work.",
}

func (a *Auth) accountPage(c echo.Context) error {
	return a.showAccount(c, http.StatusOK, accountView{Name: User(c).Name, Saved: saved[c.QueryParam("saved")]})
}

func (a *Auth) showAccount(c echo.Context, status int, v accountView) (err error) {
	if v.Page, err = a.page(c, "Your account"); err != nil {
		return err
	}
	v.User, v.Factor, v.Now = User(c), account(c).SecondFactor, a.d.Now()
	if v.Days == 0 {
		v.Days = 90
	}
	if v.Browsers, err = a.browsers(c); err != nil {
		return err
	}
	if v.Tokens, err = a.d.Tokens(c.Request().Context(), v.User.ID); err != nil {
		return err
	}
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

// passwordView is what the page shows on which a handed-out password is changed.
type passwordView struct {
	Page     ui.Page
	User     claims.User
	Owed     bool
	Problems claims.Problems
}

func (a *Auth) passwordPage(c echo.Context) error { return a.showPassword(c, http.StatusOK, nil) }

func (a *Auth) showPassword(c echo.Context, status int, p claims.Problems) (err error) {
	v := passwordView{User: User(c), Owed: account(c).MustChange, Problems: p}
	if v.Page, err = a.page(c, "Password"); err != nil {
		return err
	}
	return ui.Render(c, status, passwordPage(v))
}

// savePassword asks for the old password again, because the browser may have
// been left open, and counts wrong ones as sign-in does.
func (a *Auth) savePassword(c echo.Context) error {
	u := User(c)
	var p claims.Problems
	// Whoever the provider shuts out must not have another way in.
	if without, err := a.withoutPassword(c); err != nil || without {
		return errors.Join(err, claims.Conflict("your account has no password: you sign in at %s. An admin can give it one", a.sso.Name))
	}
	if status, err := a.again(c); err != nil {
		if status == 0 {
			return err
		}
		p.Add(err)
		return a.showPassword(c, status, p)
	}
	p.Add(claims.CheckPassword(c.FormValue("password"), u.Email, u.Name))
	if c.FormValue("password") == c.FormValue("current") {
		p.Add(claims.Invalid("password", "this is your present password: choose another"))
	}
	if len(p) > 0 {
		return a.showPassword(c, http.StatusUnprocessableEntity, p)
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

// makeToken makes an API token and shows it on this one page.
func (a *Auth) makeToken(c echo.Context) error {
	v := accountView{Name: User(c).Name, Token: claims.Token{Name: c.FormValue("token-name")}}
	v.Days, _ = strconv.Atoi(c.FormValue("days"))
	for _, s := range c.Request().PostForm["scopes"] {
		v.Token.Scopes = append(v.Token.Scopes, claims.Scope(s))
	}
	made, secret, err := a.d.CreateToken(c.Request().Context(), User(c).Person(), v.Token, v.Days)
	if claims.KindOf(err) == claims.KindInvalid {
		v.Problems.Add(err)
		return a.showAccount(c, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return a.showAccount(c, http.StatusCreated, accountView{Name: v.Name, Made: secret, Saved: "The token “" + made.Name + "” was made."})
}

func (a *Auth) revokeToken(c echo.Context) error {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	if err := a.d.RevokeToken(c.Request().Context(), User(c).Person(), id); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account?saved=token#h-tokens")
}
