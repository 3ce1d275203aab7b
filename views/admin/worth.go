package admin

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// worthView is how candidates are judged, and what the desk has taught.
type worthView struct {
	Page     ui.Page
	Versions []claims.WorthVersion
	Features []claims.WorthFeature // those that the desk moved first
	Moved    bool                  // the desk's decisions count at present
	Problems claims.Problems
	Done     string
}

func (a *Admin) worthPage(c echo.Context) error {
	done := map[string]string{
		"learnt": "Learnt from the desk’s decisions. Candidates of new articles are judged by it.",
		"used":   "Candidates of new articles are judged by the version you chose.",
	}[c.QueryParam("done")]
	return a.showWorth(c, http.StatusOK, worthView{Done: done})
}

func (a *Admin) showWorth(c echo.Context, status int, v worthView) (err error) {
	ctx := c.Request().Context()
	if v.Versions, err = a.d.WorthVersions(ctx); err != nil {
		return err
	}
	if v.Features, err = a.d.WorthFeatures(ctx); err != nil {
		return err
	}
	v.Moved = slices.ContainsFunc(v.Versions, func(w claims.WorthVersion) bool { return w.Current })
	slices.SortStableFunc(v.Features, func(a, b claims.WorthFeature) int {
		return cmp.Or(cmp.Compare(math.Abs(b.Desk), math.Abs(a.Desk)), cmp.Compare(math.Abs(b.Shipped), math.Abs(a.Shipped)))
	})
	v.Page = page(c, "Worth checking", ui.SectionSettings)
	return ui.Render(c, status, worthPage(v))
}

func (a *Admin) learnWorth(c echo.Context) error {
	err := a.d.LearnWorth(c.Request().Context(), auth.User(c).Person())
	if claims.KindOf(err) == claims.KindConflict {
		v := worthView{}
		v.Problems.Add(err)
		return a.showWorth(c, http.StatusConflict, v)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/worth?done=learnt")
}

func (a *Admin) useWorth(c echo.Context) error {
	n, err := strconv.Atoi(c.FormValue("version"))
	if err != nil || n < 0 {
		return claims.Invalid("version", "choose a version from the list")
	}
	if err := a.d.UseWorth(c.Request().Context(), auth.User(c).Person(), n); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/worth?done=used")
}

// weight is a weight as a reader compares it: with its sign.
func weight(w float64) string {
	if w == 0 {
		return "0"
	}
	return strings.Replace(fmt.Sprintf("%+.2f", w), "-", "−", 1)
}

// featureWords name a feature: its reason in words, or its key.
func featureWords(f claims.WorthFeature) string {
	if f.Why != "" {
		return ui.Sentence(f.Why)
	}
	return ui.Sentence(strings.ReplaceAll(f.Name, "-", " "))
}
