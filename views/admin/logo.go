package admin

import (
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// saveLogo takes a picture as the organisation's sign.
func (a *Admin) saveLogo(c echo.Context) error {
	ctx := c.Request().Context()
	logo, err := sentLogo(c)
	if claims.KindOf(err) == claims.KindInvalid {
		s, err2 := a.d.Settings(ctx)
		if err2 != nil {
			return err2
		}
		v := settingsView{Settings: s}
		v.LogoProblems.Add(err)
		return a.showSettings(c, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return a.keepLogo(c, logo)
}

func (a *Admin) removeLogo(c echo.Context) error { return a.keepLogo(c, claims.Logo{}) }

func (a *Admin) keepLogo(c echo.Context, logo claims.Logo) error {
	if err := a.d.SaveLogo(c.Request().Context(), auth.User(c).Person(), logo); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/settings?saved=1")
}

// sentLogo reads the picture of the form. What its sender calls it, and of what
// type, counts for nothing.
func sentLogo(c echo.Context) (claims.Logo, error) {
	h, err := c.FormFile("logo")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return claims.Logo{}, claims.Invalid("logo", "choose a picture first")
	}
	if err != nil {
		return claims.Logo{}, err
	}
	f, err := h.Open()
	if err != nil {
		return claims.Logo{}, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, claims.MaxLogoBytes+1))
	if err != nil {
		return claims.Logo{}, err
	}
	return claims.ReadLogo(b)
}

func logoField(p claims.Problems) ui.Field {
	return ui.F(p, "logo", "A picture", fmt.Sprintf("PNG, JPEG or GIF, at most %d KB and %d × %d pixels.", claims.MaxLogoBytes>>10, claims.MaxLogoWidth, claims.MaxLogoHeight))
}
