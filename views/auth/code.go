package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"touchstone/claims"
	"touchstone/views/ui"
)

const (
	halfTime  = 10 * time.Minute // from the password to the code
	codesHalf = 5                // wrong codes until the password is asked for again
	codeStep  = 30               // seconds that a code stands for (RFC 6238, 5.2)
	codeSkew  = 1                // steps by which the phone's clock may be wrong
)

// stepOf finds the time step whose code this is, around now; 0 for none.
// (RFC 6238, 5.2: the steps before and after are accepted for clocks that differ.)
func stepOf(secret, code string, now time.Time) int64 {
	var found int64
	at := now.Unix() / codeStep
	for step := at - codeSkew; step <= at+codeSkew; step++ {
		want, err := hotp.GenerateCodeCustom(secret, uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}) // #nosec G115 -- time since 1970
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = step
		}
	}
	return found
}

// recoveryCodes is how many are made at once.
const recoveryCodes = 10

// newRecoveryCodes makes codes of 80 random bits, in groups of four.
func newRecoveryCodes() []string {
	list := make([]string, recoveryCodes)
	for i := range list {
		b := make([]byte, 10)
		rand.Read(b) // never fails since Go 1.24
		s := strings.ToLower(base32.StdEncoding.EncodeToString(b))
		list[i] = s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:]
	}
	return list
}

// plainCode takes away what people put between the characters of a code.
func plainCode(s string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '-' || r == '\u00a0' }), ""))
}

// plainCodes is how codes are kept: without what stands between.
func plainCodes(list []string) []string {
	plain := make([]string, len(list))
	for i, s := range list {
		plain[i] = plainCode(s)
	}
	return plain
}

// useCode uses up a code of u's app or a recovery code, and reports whether it
// was a good one.
func (a *Auth) useCode(ctx context.Context, u claims.User, typed string) (bool, error) {
	code := plainCode(typed)
	if len(code) != 6 {
		return a.d.UseRecoveryCode(ctx, u.Person(), code)
	}
	secret, _, err := a.d.SecondFactor(ctx, u.ID)
	if err != nil || secret == "" {
		return false, err
	}
	step := stepOf(secret, code, a.d.Now())
	if step == 0 {
		return false, nil
	}
	return a.d.UseStep(ctx, u.ID, step)
}

// beginHalf remembers that u gave the right password, or came from single
// sign-on as i. The session is not signed in: it leads to the question for the
// code and nowhere else.
func (a *Auth) beginHalf(c echo.Context, u claims.User, next string, i claims.Identity) error {
	ctx := c.Request().Context()
	if err := errors.Join(a.sessions.Clear(ctx), a.sessions.RenewToken(ctx)); err != nil {
		return err
	}
	a.sessions.Put(ctx, keyHalf, int64(u.ID))
	a.sessions.Put(ctx, keyNext, next)
	a.sessions.Put(ctx, keyIssuer, i.Issuer)
	a.sessions.Put(ctx, keySubject, i.Subject)
	a.sessions.SetDeadline(ctx, a.d.Now().Add(halfTime).UTC())
	if err := a.commit(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/login/code")
}

// half is who gave the right password and owes a code; the zero User for nobody.
func (a *Auth) half(c echo.Context) (claims.User, error) {
	ctx := c.Request().Context()
	id := claims.ID(a.sessions.GetInt64(ctx, keyHalf))
	if id == 0 || !a.d.Now().Before(a.sessions.Deadline(ctx)) {
		return claims.User{}, nil
	}
	u, err := a.d.User(ctx, id)
	if claims.KindOf(err) == claims.KindNotFound || err == nil && u.Disabled {
		return claims.User{}, nil
	}
	return u, err
}

// codeView is what the page that asks for the code shows.
type codeView struct {
	Page     ui.Page
	Problems claims.Problems
}

func (a *Auth) codeForm(c echo.Context) error {
	u, err := a.half(c)
	if err != nil {
		return err
	}
	if u.ID == 0 {
		return c.Redirect(http.StatusSeeOther, "/login")
	}
	return a.showCode(c, http.StatusOK, codeView{})
}

func (a *Auth) showCode(c echo.Context, status int, v codeView) (err error) {
	if v.Page, err = a.page(c, "Your code"); err != nil {
		return err
	}
	return ui.Render(c, status, codePage(v))
}

// signInCode is the second step of signing in. Wrong codes count against the
// account from every network: who comes here knows the password already.
func (a *Auth) signInCode(c echo.Context) error {
	ctx := c.Request().Context()
	u, err := a.half(c)
	if err != nil {
		return err
	}
	if u.ID == 0 {
		return c.Redirect(http.StatusSeeOther, "/login")
	}
	var v codeView
	if plainCode(c.FormValue("code")) == "" {
		v.Problems.Add(claims.Invalid("code", "the code is empty"))
		return a.showCode(c, http.StatusUnprocessableEntity, v)
	}
	ok, err := a.tryCode(c, u, c.FormValue("code"))
	if claims.KindOf(err) == claims.KindTooMany {
		v.Problems.Add(err)
		return a.showCode(c, http.StatusTooManyRequests, v)
	}
	if err != nil {
		return err
	}
	if !ok {
		return a.wrongCode(c, u)
	}
	i := claims.Identity{Issuer: a.sessions.GetString(ctx, keyIssuer), Subject: a.sessions.GetString(ctx, keySubject)}
	return a.finish(c, u, i, a.sessions.GetString(ctx, keyNext))
}

// tryCode is useCode at a limited rate.
func (a *Auth) tryCode(c echo.Context, u claims.User, code string) (bool, error) {
	name := "code of " + u.ID.String()
	if wait := a.limit.Take(name, ""); wait > 0 {
		return false, tooManyCodes(c, wait)
	}
	ok, err := a.useCode(c.Request().Context(), u, code)
	if ok {
		a.limit.Right(name, "")
	}
	return ok, err
}

func tooManyCodes(c echo.Context, wait time.Duration) error {
	err := tooMany(c, wait)
	var e *claims.Error
	if errors.As(err, &e) {
		e.Field = "code"
	}
	return err
}

// wrongCode asks again, and after some tries for the password too.
func (a *Auth) wrongCode(c echo.Context, u claims.User) error {
	ctx := c.Request().Context()
	a.log.WarnContext(ctx, "a sign-in's code was refused", "user", u.ID.String(), "ip", c.RealIP())
	if err := a.record(c, u, claims.WrongCode); err != nil {
		return err
	}
	wrong := a.sessions.GetInt64(ctx, keyWrong) + 1
	if wrong >= codesHalf {
		if err := a.end(c); err != nil {
			return err
		}
		v := loginView{Email: u.Email}
		v.Problems.Add(claims.Invalid("email", "too many wrong codes: begin with the password again"))
		return a.showLogin(c, http.StatusUnprocessableEntity, v)
	}
	a.sessions.Put(ctx, keyWrong, wrong)
	if err := a.commit(c); err != nil {
		return err
	}
	var v codeView
	v.Problems.Add(errCode)
	return a.showCode(c, http.StatusUnprocessableEntity, v)
}

var errCode = claims.Invalid("code", "this code is not right, or was used already: wait for the next one and type that")
