package auth

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/ui"
)

// loginView is what the sign-in page shows.
type loginView struct {
	Page     ui.Page
	Email    string
	Next     string // where to go on to; "" for the desk
	NoUsers  bool   // the desk is not set up yet
	SSO      string // the provider of single sign-on; "" for none
	Tour     string // the address of the demonstration's tour; "" elsewhere
	Problems claims.Problems
}

func (a *Auth) signInForm(c echo.Context) error {
	if User(c).ID != 0 {
		return c.Redirect(http.StatusSeeOther, Next(c.QueryParam("next")))
	}
	return a.showLogin(c, http.StatusOK, loginView{Next: c.QueryParam("next")})
}

func (a *Auth) showLogin(c echo.Context, status int, v loginView) (err error) {
	if v.Page, err = a.page(c, "Sign in"); err != nil {
		return err
	}
	if v.NoUsers, err = a.d.NeedsSetup(c.Request().Context()); err != nil {
		return err
	}
	if v.Next != "" {
		v.Next = Next(v.Next)
	}
	v.SSO, v.Tour = a.sso.Name, a.tour
	return ui.Render(c, status, loginPage(v))
}

func (a *Auth) signIn(c echo.Context) error {
	email, password := claims.Line(c.FormValue("email")), c.FormValue("password")
	v := loginView{Email: email, Next: c.FormValue("next")}
	if email == "" {
		v.Problems.Add(claims.Invalid("email", "the e-mail address is empty"))
	}
	if password == "" {
		v.Problems.Add(claims.Invalid("password", "the password is empty"))
	}
	if len(v.Problems) > 0 {
		return a.showLogin(c, http.StatusUnprocessableEntity, v)
	}
	u, err := a.open(c, email, password)
	switch claims.KindOf(err) {
	case claims.KindInvalid:
		v.Problems.Add(err)
		return a.showLogin(c, http.StatusUnprocessableEntity, v)
	case claims.KindTooMany:
		v.Problems.Add(err)
		return a.showLogin(c, http.StatusTooManyRequests, v)
	}
	if err != nil {
		return err
	}
	return a.enter(c, u, claims.Identity{}, v.Next)
}

// errWrong is the same for a wrong password, an unknown address and a disabled
// account, so that nobody learns who works here.
var errWrong = claims.Invalid("email", "the e-mail address or the password is not right")

// open finds the user whose e-mail address and password these are.
func (a *Auth) open(c echo.Context, email, password string) (claims.User, error) {
	ctx := c.Request().Context()
	account := strings.ToLower(email)
	if wait := a.limit.Take(account, c.RealIP()); wait > 0 {
		return claims.User{}, tooMany(c, wait)
	}
	u, hash, err := a.d.Credentials(ctx, account)
	if claims.KindOf(err) == claims.KindNotFound {
		u, hash, err = claims.User{}, nobody(), nil
	}
	if err != nil {
		return u, err
	}
	ok, stale, err := Verify(hash, password)
	if claims.KindOf(err) == claims.KindBusy {
		return u, err
	}
	if !ok || u.ID == 0 || u.Disabled {
		a.log.WarnContext(ctx, "a sign-in was refused", "user", u.ID.String(), "ip", c.RealIP(), "err", err)
		outcome := claims.WrongPassword
		if ok && u.Disabled {
			outcome = claims.AccountClosed
		}
		if err := a.record(c, u, outcome); err != nil {
			return claims.User{}, err
		}
		return claims.User{}, errWrong
	}
	a.limit.Right(account, c.RealIP())
	if stale {
		return u, a.upgrade(ctx, u, hash, password)
	}
	return u, nil
}

// upgrade keeps the password at today's cost.
func (a *Auth) upgrade(ctx context.Context, u claims.User, old, password string) error {
	hash, err := Hash(password)
	if err != nil {
		return err
	}
	return a.d.UpgradeHash(ctx, u.ID, old, hash)
}

// tooMany says how long to wait, to people and to programs.
func tooMany(c echo.Context, wait time.Duration) error {
	seconds := int((wait + time.Second - 1) / time.Second)
	c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(seconds))
	return &claims.Error{Kind: claims.KindTooMany, Field: "password", Message: fmt.Sprintf("too many wrong tries: wait %d seconds, then try again", seconds)}
}

func (a *Auth) signOut(c echo.Context) error {
	if err := a.end(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/")
}

// page is the frame of a page at the door.
func (a *Auth) page(c echo.Context, title string) (ui.Page, error) {
	s, err := a.d.Settings(c.Request().Context())
	if err != nil {
		return ui.Page{}, err
	}
	p := ui.Page{Title: title, Organisation: s.Organisation, Logo: s.Logo, Contact: s.Contact, NoIndex: true}
	if u := User(c); u.ID != 0 {
		p.Desk, p.User, p.Notices = true, &u, Notices(c)
	}
	return p, nil
}
