package auth

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"touchstone/claims"
	"touchstone/views/ui"
)

// factorView is what the page about the second factor shows.
type factorView struct {
	Page     ui.Page
	On       bool
	Owed     bool     // the role needs one before anything else
	Required bool     // the role needs one, so that it cannot be turned off
	Left     int      // recovery codes
	Secret   string   // of the app that is being set up, in groups; "" for none
	QR       string   // the same as a picture
	Codes    []string // just made, shown once
	Saved    string
	Problems claims.Problems
}

func (a *Auth) factorPage(c echo.Context) error {
	return a.showFactor(c, http.StatusOK, factorView{Saved: saved[c.QueryParam("saved")]})
}

func (a *Auth) showFactor(c echo.Context, status int, v factorView) (err error) {
	if v.Page, err = a.page(c, "Second factor"); err != nil {
		return err
	}
	ctx := c.Request().Context()
	secret, left, err := a.d.SecondFactor(ctx, User(c).ID)
	if err != nil {
		return err
	}
	v.On, v.Left, v.Required = secret != "", left, account(c).Required
	v.Owed = v.Required && !v.On
	if pending := a.sessions.GetString(ctx, keySecret); pending != "" && v.Codes == nil {
		v.Secret = grouped(pending)
		if v.QR, err = a.drawn(c, pending); err != nil {
			return err
		}
	}
	return ui.Render(c, status, factorPage(v))
}

// beginFactor makes a secret for an app. It is kept in the session until a code
// shows that the app has it. Whoever replaces an app has to give the password.
func (a *Auth) beginFactor(c echo.Context) error {
	ctx := c.Request().Context()
	if account(c).SecondFactor {
		if status, err := a.again(c); err != nil {
			return a.factorProblem(c, status, err)
		}
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Touchstone", AccountName: User(c).Email})
	if err != nil {
		return err
	}
	a.sessions.Put(ctx, keySecret, key.Secret())
	if err := a.commit(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, factorPath)
}

// confirmFactor turns the second factor on once the app gave a right code.
func (a *Auth) confirmFactor(c echo.Context) error {
	ctx, u := c.Request().Context(), User(c)
	secret := a.sessions.GetString(ctx, keySecret)
	if secret == "" {
		return c.Redirect(http.StatusSeeOther, factorPath)
	}
	step := stepOf(secret, plainCode(c.FormValue("code")), a.d.Now())
	if step == 0 {
		return a.factorProblem(c, http.StatusUnprocessableEntity, claims.Invalid("code", "this code is not the app’s: check the phone’s clock, and type the code it shows now"))
	}
	codes := newRecoveryCodes()
	if err := a.d.SetSecondFactor(ctx, u.Person(), u.ID, secret, step, plainCodes(codes)); err != nil {
		return err
	}
	if err := a.Begin(c, u); err != nil {
		return err
	}
	return a.showFactor(c, http.StatusOK, factorView{Codes: codes, Saved: saved["factor"]})
}

// newCodes replaces the recovery codes.
func (a *Auth) newCodes(c echo.Context) error {
	u := User(c)
	if !account(c).SecondFactor {
		return claims.Conflict("there is no second factor: set it up first")
	}
	if status, err := a.again(c); err != nil {
		return a.factorProblem(c, status, err)
	}
	codes := newRecoveryCodes()
	if err := a.d.SetRecoveryCodes(c.Request().Context(), u.Person(), u.ID, plainCodes(codes)); err != nil {
		return err
	}
	return a.showFactor(c, http.StatusOK, factorView{Codes: codes, Saved: saved["codes"]})
}

// endFactor turns the second factor off.
func (a *Auth) endFactor(c echo.Context) error {
	u := User(c)
	switch {
	case !account(c).SecondFactor:
		return claims.Conflict("there is no second factor to turn off")
	case account(c).Required:
		return claims.Conflict("at this desk every %s needs a second factor: set up another app instead", u.Role)
	}
	if status, err := a.again(c); err != nil {
		return a.factorProblem(c, status, err)
	}
	if err := a.d.RemoveSecondFactor(c.Request().Context(), u.Person(), u.ID); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, factorPath+"?saved=factor-off")
}

func (a *Auth) factorProblem(c echo.Context, status int, err error) error {
	if status == 0 {
		return err
	}
	var v factorView
	v.Problems.Add(err)
	return a.showFactor(c, status, v)
}

// again asks for the password once more, because the browser may have been left
// open, and counts wrong ones as sign-in does. The status is that of the form
// coming back, and 0 where the error is not about the form. Of somebody without
// a password a fresh sign-in at the provider is as good.
func (a *Auth) again(c echo.Context) (status int, err error) {
	without, err := a.withoutPassword(c)
	if err != nil {
		return 0, err
	}
	if without && a.fresh(c) {
		return 0, nil
	}
	if without {
		return http.StatusUnprocessableEntity, claims.Invalid("current", "your account has no password: sign out, sign in again at %s, then do this once more", a.sso.Name)
	}
	_, err = a.open(c, User(c).Email, c.FormValue("current"))
	switch claims.KindOf(err) {
	case claims.KindInvalid:
		return http.StatusUnprocessableEntity, claims.Invalid("current", "this is not your present password")
	case claims.KindTooMany:
		var e *claims.Error
		if errors.As(err, &e) {
			e.Field = "current"
		}
		return http.StatusTooManyRequests, err
	}
	return 0, err
}

// grouped puts a space after every four characters, for typing.
func grouped(s string) string {
	var b []byte
	for i := range len(s) {
		if i > 0 && i%4 == 0 {
			b = append(b, ' ')
		}
		b = append(b, s[i])
	}
	return string(b)
}

// drawn is the secret as a picture for an app's camera: a PNG in an address,
// black on white in any colour scheme, with the margin that readers need
// (ISO/IEC 18004: four modules).
func (a *Auth) drawn(c echo.Context, secret string) (string, error) {
	s, err := a.d.Settings(c.Request().Context())
	if err != nil {
		return "", err
	}
	raw, err := decodeSecret(secret)
	if err != nil {
		return "", err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer(s.Organisation), AccountName: User(c).Email, Secret: raw, Digits: otp.DigitsSix})
	if err != nil {
		return "", err
	}
	const size, margin = 240, 28
	code, err := key.Image(size, size)
	if err != nil {
		return "", err
	}
	page := image.NewPaletted(image.Rect(0, 0, size+2*margin, size+2*margin), color.Palette{color.White, color.Black})
	draw.Draw(page, image.Rect(margin, margin, margin+size, margin+size), code, image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, page); err != nil {
		return "", err
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes()), nil
}

func decodeSecret(s string) ([]byte, error) {
	return base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(s)
}

// issuer is the desk's name in the app. A colon would end it there.
func issuer(organisation string) string {
	if r := []rune(strings.ReplaceAll(organisation, ":", "")); len(r) > 40 {
		return string(r[:40])
	} else if len(r) > 0 {
		return string(r)
	}
	return "Touchstone"
}
