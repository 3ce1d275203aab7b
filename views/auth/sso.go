package auth

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/oauth2"

	"touchstone/claims"
	"touchstone/views/ui"
)

// The way through single sign-on: a link leads to ssoPath, which remembers the
// trip in a cookie and sends the browser to the provider. The provider sends it
// back to ssoBack, whose page posts what came with it, so that no GET writes.
const (
	ssoPath = "/login/sso"
	ssoBack = "/login/sso/back"

	tripTime = 10 * time.Minute
)

// trip is one browser's way to the provider and back. It is kept in a cookie of
// that browser: an answer that belongs to another browser's trip is refused.
type trip struct {
	State    string // returned by the provider with its answer
	Nonce    string // returned inside the ID token
	Verifier string // proves to the provider that both requests are ours (RFC 7636)
	Next     string
}

func (a *Auth) tripCookie(value string, age int) *http.Cookie {
	return &http.Cookie{Name: a.sessions.Cookie.Name + "-sso", Value: value, Path: "/", MaxAge: age, HttpOnly: true, Secure: a.sessions.Cookie.Secure, SameSite: http.SameSiteLaxMode} // #nosec G124 -- Secure wherever the site is on https
}

// leave sends the browser to the provider.
func (a *Auth) leave(c echo.Context) error {
	if !a.sso.on() {
		return errNoSSO
	}
	t := trip{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Next: Next(c.QueryParam("next"))}
	address, err := a.sso.address(c.Request().Context(), Link(c, ssoBack), t, c.QueryParam("again") != "")
	if err != nil {
		return a.failSSO(c, err)
	}
	value, err := json.Marshal(t)
	if err != nil {
		return err
	}
	c.SetCookie(a.tripCookie(base64.RawURLEncoding.EncodeToString(value), int(tripTime.Seconds())))
	return c.Redirect(http.StatusSeeOther, address)
}

var errNoSSO = claims.NotFound("this desk has no single sign-on: sign in with your e-mail address and password")

// backView is the page on which the browser arrives from the provider.
type backView struct {
	Page              ui.Page
	Name, Code, State string
}

// backPage takes the provider's answer and asks the browser to post it.
func (a *Auth) backPage(c echo.Context) error {
	if !a.sso.on() {
		return errNoSSO
	}
	if c.QueryParam("code") == "" {
		return a.failSSO(c, claims.Invalid("sso", "%s did not sign you in: begin again, or sign in with your password", a.sso.Name))
	}
	v := backView{Name: a.sso.Name, Code: c.QueryParam("code"), State: c.QueryParam("state")}
	var err error
	if v.Page, err = a.page(c, "Signing in"); err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, backPage(v))
}

// failSSO puts an error of single sign-on above the other way to sign in.
func (a *Auth) failSSO(c echo.Context, err error) error {
	status := http.StatusUnprocessableEntity
	switch claims.KindOf(err) {
	case claims.KindInvalid, claims.KindForbidden:
	case claims.KindBusy:
		status = http.StatusServiceUnavailable
	default:
		return err
	}
	a.log.WarnContext(c.Request().Context(), "a single sign-on was refused", "ip", c.RealIP(), "err", err)
	var e *claims.Error
	errors.As(err, &e) // has one, because it has a kind
	var v loginView
	v.Problems.Add(claims.Invalid("sso", "%s", e.Message))
	return a.showLogin(c, status, v)
}

// arrive signs in whom the provider says it is, if the desk lets them in.
func (a *Auth) arrive(c echo.Context) error {
	if !a.sso.on() {
		return errNoSSO
	}
	t, ok := a.tripOf(c)
	c.SetCookie(a.tripCookie("", -1))
	if !ok || subtle.ConstantTimeCompare([]byte(t.State), []byte(c.FormValue("state"))) != 1 {
		return a.failSSO(c, claims.Invalid("sso", "this sign-in began in another browser, or too long ago: begin again"))
	}
	i, of, err := a.sso.identity(c.Request().Context(), Link(c, ssoBack), c.FormValue("code"), t, a.d.Now)
	if err == nil {
		err = a.sso.Check(i, of)
	}
	var u claims.User
	if err == nil {
		u, err = a.recognise(c, i)
	}
	if err != nil {
		return a.failSSO(c, err)
	}
	return a.enter(c, u, i, t.Next)
}

func (a *Auth) tripOf(c echo.Context) (t trip, ok bool) {
	cookie, err := c.Cookie(a.tripCookie("", 0).Name)
	if err != nil {
		return t, false
	}
	value, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	return t, err == nil && json.Unmarshal(value, &t) == nil && t.State != ""
}

// recognise finds the account of an identity: the one it is linked to; the one
// with its address, which may be linked by enter; or a new one, for whoever is
// invited or comes from a provider whose people all get a role. A closed
// account stays closed.
func (a *Auth) recognise(c echo.Context, i claims.Identity) (claims.User, error) {
	ctx := c.Request().Context()
	u, err := a.d.Identified(ctx, i)
	if claims.KindOf(err) == claims.KindNotFound {
		u, _, err = a.d.Credentials(ctx, i.Email)
	}
	if claims.KindOf(err) == claims.KindNotFound {
		u, err = a.d.JoinIdentity(ctx, i, a.sso.Role, nobody())
	}
	if err != nil || !u.Disabled {
		return u, err
	}
	if err := a.record(c, u, claims.AccountClosed); err != nil {
		return u, err
	}
	return u, claims.Forbidden("the account of %s is closed: ask an admin of the desk", u.Email)
}

// enter signs in. An account with a second factor is asked for a code here too,
// and an identity that is not linked yet is linked after the code only: who
// rules the mailbox or the provider alone gets no further.
func (a *Auth) enter(c echo.Context, u claims.User, i claims.Identity, next string) error {
	account, err := a.d.Account(c.Request().Context(), u.ID)
	if err != nil {
		return err
	}
	if account.SecondFactor {
		return a.beginHalf(c, u, next, i)
	}
	return a.finish(c, u, i, next)
}

// finish signs u in, who has shown all that was asked for, and links the
// identity, if there is one, for the next time.
func (a *Auth) finish(c echo.Context, u claims.User, i claims.Identity, next string) error {
	if i.Subject != "" {
		if err := a.d.LinkIdentity(c.Request().Context(), u.Person(), u.ID, i); err != nil {
			return a.failSSO(c, err)
		}
	}
	if err := a.Begin(c, u); err != nil {
		return err
	}
	if err := a.record(c, u, claims.SignedIn); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, Next(next))
}
