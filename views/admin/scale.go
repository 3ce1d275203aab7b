package admin

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

const scalePath = "/admin/scale"

// scaleView is the scale, and the ones to have instead.
type scaleView struct {
	Page     ui.Page
	Current  claims.ScaleVersion
	Earlier  []claims.ScaleVersion // that the desk had
	Presets  []claims.Preset       // that it could have
	Problems claims.Problems
	Saved    bool
}

func (a *Admin) scalePage(c echo.Context) error {
	return a.showScale(c, http.StatusOK, scaleView{Saved: c.QueryParam("saved") != ""})
}

func (a *Admin) showScale(c echo.Context, status int, v scaleView) error {
	all, err := a.d.Scales(c.Request().Context())
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.Current {
			v.Current = s
		} else {
			v.Earlier = append(v.Earlier, s)
		}
	}
	for _, p := range claims.Presets() {
		have := func(s claims.ScaleVersion) bool { return s.Name == p.Scale.Name && s.Same(p.Scale) }
		if !slices.ContainsFunc(all, have) {
			v.Presets = append(v.Presets, p)
		}
	}
	v.Page = page(c, "The rating scale", ui.SectionSettings)
	return ui.Render(c, status, scalePage(v))
}

// chooseScale has new ratings use a preset, or a version that the desk had.
func (a *Admin) chooseScale(c echo.Context) error {
	err := a.choose(c)
	switch claims.KindOf(err) {
	case claims.KindInvalid, claims.KindStale:
		var v scaleView
		v.Problems.Add(err)
		status := http.StatusUnprocessableEntity
		if claims.KindOf(err) == claims.KindStale {
			status = http.StatusConflict
		}
		return a.showScale(c, status, v)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, scalePath+"?saved=1")
}

func (a *Admin) choose(c echo.Context) error {
	ctx, by := c.Request().Context(), auth.User(c).Person()
	if version := c.FormValue("version"); version != "" {
		id, err := claims.ParseID(version)
		if err != nil {
			return err
		}
		_, err = a.d.UseScale(ctx, by, base(c), id)
		return err
	}
	p, err := claims.PresetByKey(c.FormValue("preset"))
	if err != nil {
		return err
	}
	_, err = a.d.NewScale(ctx, by, base(c), p.Scale, nil)
	return err
}

// base is the scale that a form was made from; one that cannot be read is none,
// which is never the current one.
func base(c echo.Context) claims.ID {
	id, err := claims.ParseID(c.FormValue("base"))
	if err != nil {
		return 0
	}
	return id
}

// aside are the ratings off a scale.
func aside(s claims.Scale) []claims.Rating { return s.Ratings[len(s.On()):] }
