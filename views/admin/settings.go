package admin

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// settingsView is what the desk says of itself, for changing.
type settingsView struct {
	Page     ui.Page
	Settings claims.Settings // as typed
	Saved    bool
	Speaks   []*words.Language // what the site can speak
	Factor   []claims.Role     // that have to use a second factor
	Problems claims.Problems

	LogoProblems claims.Problems

	Same, Different int     // decisions on likenesses so far
	Even            float64 // the score that counts as an even chance because of them
	RepeatsDue      string  // as typed
}

func (a *Admin) settingsPage(c echo.Context) error {
	s, err := a.d.Settings(c.Request().Context())
	if err != nil {
		return err
	}
	return a.showSettings(c, http.StatusOK, settingsView{Settings: s, Saved: c.QueryParam("saved") != ""})
}

func (a *Admin) showSettings(c echo.Context, status int, v settingsView) error {
	var err error
	if v.Factor, err = a.d.SecondFactorRoles(c.Request().Context()); err != nil {
		return err
	}
	if v.Same, v.Different, v.Even, err = a.d.Judged(c.Request().Context()); err != nil {
		return err
	}
	if v.RepeatsDue == "" {
		v.RepeatsDue = strconv.Itoa(v.Settings.RepeatsDue)
	}
	v.Speaks = a.words.All()
	v.Page = page(c, "Settings", ui.SectionSettings)
	return ui.Render(c, status, settingsPage(v))
}

func (a *Admin) saveSettings(c echo.Context) error {
	s, err := a.d.Settings(c.Request().Context())
	if err != nil {
		return err
	}
	s.Organisation, s.Contact, s.Address, s.Licence = c.FormValue("organisation"), c.FormValue("contact"), c.FormValue("address"), c.FormValue("licence")
	if c.Request().Form.Has("language") {
		s.Language = c.FormValue("language")
	}
	s.About, s.Method, s.Corrections = c.FormValue("about"), c.FormValue("method"), c.FormValue("corrections")
	s.Funding, s.NonPartisanship = c.FormValue("funding"), c.FormValue("non_partisanship")
	s.SecondReview = claims.ReviewRule(c.FormValue("second_review"))
	if due := strings.TrimSpace(c.FormValue("repeats_due")); c.Request().Form.Has("repeats_due") {
		s.LikenessFixed = c.FormValue("likeness_learns") == ""
		if s.RepeatsDue, err = strconv.Atoi(due); err != nil {
			s.RepeatsDue = -1 // the settings say what is wrong
		}
	}
	err = a.d.SaveSettings(c.Request().Context(), auth.User(c).Person(), s)
	if claims.KindOf(err) == claims.KindInvalid {
		v := settingsView{Settings: s, RepeatsDue: c.FormValue("repeats_due")}
		v.Problems.Add(err)
		return a.showSettings(c, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/settings?saved=1")
}

// languageHint says what the site speaks.
func (v settingsView) languageHint() string {
	var names []string
	for _, l := range v.Speaks {
		names = append(names, l.Name+" ("+l.Tag+")")
	}
	return "The code of the language that you write in. The site’s own words are there in " + strings.Join(names, ", ") + "; for another one they are English until you add yours: touchstone words --help."
}

// rules say in words how many colleagues approve a rating.
var rules = map[claims.ReviewRule]string{
	claims.ReviewByOne:      "One colleague decides",
	claims.ReviewTwoOfThree: "Three colleagues vote, and two carry",
}

func ruleOptions() []ui.Option {
	var list []ui.Option
	for _, r := range claims.ReviewRules {
		list = append(list, ui.Option{Value: string(r), Label: rules[r]})
	}
	return list
}

// judged says what the desk decided on likenesses, and what that does.
func (v settingsView) judged() string {
	n := v.Same + v.Different
	s := "A candidate that is like a known claim is shown with it; a person decides. So far: " + ui.Number(v.Same) + " the same" + ", " + ui.Number(v.Different) + " not the same. "
	switch {
	case v.Settings.LikenessFixed:
		return s + "The scores are used as shipped."
	case n < claims.MinJudged:
		return s + "From " + ui.Number(claims.MinJudged) + " decisions on they are learnt from."
	}
	return s + fmt.Sprintf("Because of them, likenesses from a score of %.2f are offered; as shipped it is 0.50.", v.Even)
}
