package auth

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/ui"
)

// setupView is what the page that makes the first admin shows.
type setupView struct {
	Page         ui.Page
	Token        string
	Organisation string
	Language     string
	Preset       string // the key of the scale
	User         claims.User
	Problems     claims.Problems
}

func (a *Auth) setupForm(c echo.Context) error {
	token := c.Param("token")
	if err := a.d.CheckSetup(c.Request().Context(), token); err != nil {
		return err
	}
	return a.showSetup(c, http.StatusOK, setupView{Token: token, Language: claims.DefaultSettings().Language, Preset: claims.Presets()[0].Key})
}

func (a *Auth) showSetup(c echo.Context, status int, v setupView) (err error) {
	if v.Page, err = a.page(c, "Set up the desk"); err != nil {
		return err
	}
	return ui.Render(c, status, setupPage(v))
}

// setup makes the first admin. The link is tried before the password is
// hashed, so that guessing links costs the machine nothing, and again inside
// the transaction that uses it up.
func (a *Auth) setup(c echo.Context) error {
	ctx, token := c.Request().Context(), c.Param("token")
	if err := a.d.CheckSetup(ctx, token); err != nil {
		return err
	}
	settings, err := a.d.Settings(ctx)
	if err != nil {
		return err
	}
	v := setupView{Token: token, Organisation: c.FormValue("organisation"), Language: settings.Language, Preset: claims.Presets()[0].Key}
	if c.Request().Form.Has("language") {
		v.Language = c.FormValue("language")
	}
	if c.Request().Form.Has("preset") {
		v.Preset = c.FormValue("preset")
	}
	v.User = claims.User{Name: c.FormValue("name"), Email: c.FormValue("email"), Role: claims.Admin}
	settings.Organisation, settings.Language = v.Organisation, v.Language
	v.Problems.Add(settings.Check())
	preset, err := claims.PresetByKey(v.Preset)
	v.Problems.Add(err)
	v.Problems.Add(v.User.Check())
	v.Problems.Add(claims.CheckPassword(c.FormValue("password"), v.User.Email, v.User.Name))
	if len(v.Problems) > 0 {
		return a.showSetup(c, http.StatusUnprocessableEntity, v)
	}
	hash, err := Hash(c.FormValue("password"))
	if err != nil {
		return err
	}
	u, err := a.d.Setup(ctx, token, v.User, hash)
	if err != nil {
		return err
	}
	if err := a.d.SaveSettings(ctx, u.Person(), settings); err != nil {
		return err
	}
	if v.Preset != claims.Presets()[0].Key {
		now, err := a.d.Scale(ctx)
		if err != nil {
			return err
		}
		if _, err := a.d.NewScale(ctx, u.Person(), now.ID, preset.Scale, nil); err != nil {
			return err
		}
	}
	if err := a.Begin(c, u); err != nil {
		return err
	}
	if err := a.record(c, u, claims.SignedIn); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/desk")
}
