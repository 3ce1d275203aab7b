package desk

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// expertDays is how long an expert is proposed to have.
const expertDays = 7

// askExpert makes a link to the draft for somebody from outside. The link is
// shown once.
func (d *Desk) askExpert(c echo.Context) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	_, token, err := d.db.InviteExpert(c.Request().Context(), auth.User(c), id, v.Get("expert_name"), v.Get("expert_question"), day(v, "expert_deadline"))
	if err != nil {
		return d.refused(c, err, v, func(status int, f form) error { return d.showClaim(c, status, f) })
	}
	return d.showClaim(c, http.StatusCreated, form{Link: auth.Link(c, "/expert/"+token)})
}

// revokeExpert closes a link.
func (d *Desk) revokeExpert(c echo.Context) error {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	link, err := claims.ParseID(c.Param("link"))
	if err != nil {
		return err
	}
	if err := d.db.RevokeExpert(c.Request().Context(), auth.User(c), id, link); err != nil {
		return err
	}
	return see(c, claimPath(id)+"?did=revoked#experts")
}

// expertSource makes an expert's answer a source.
func (d *Desk) expertSource(c echo.Context) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	list, err := d.db.ExpertLinks(c.Request().Context(), id)
	if err != nil {
		return err
	}
	var l claims.ExpertLink
	for _, x := range list {
		if x.ID.String() == c.Param("link") {
			l = x
		}
	}
	k, err := d.act(c, v, func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
		return k.ExpertEvidence(by, now, l, claims.Stance(v.Get("source_stance")), "")
	})
	if err != nil {
		return d.refused(c, err, v, func(status int, f form) error { return d.showClaim(c, status, f) })
	}
	return see(c, claimPath(k.ID)+"?did=source#sources")
}

// expertName is who answered through a link.
func (v claimView) expertName(link claims.ID) string {
	for _, l := range v.Experts {
		if l.ID == link {
			return l.Name
		}
	}
	return "Somebody"
}

// linkState says in words what became of a link.
func linkState(l claims.ExpertLink, now time.Time) string {
	switch {
	case l.Answered():
		return "answered on " + claims.DateOf(l.AnsweredAt).Text()
	case !l.RevokedAt.IsZero():
		return "revoked"
	case !now.Before(l.ExpiresAt):
		return "no answer by " + lastDay(l)
	}
	return "open until the end of " + lastDay(l)
}

// lastDay is the last day on which the link works.
func lastDay(l claims.ExpertLink) string {
	return claims.DateOf(l.ExpiresAt.Add(-time.Second)).Text()
}

// expertView is the one page that somebody from outside sees.
type expertView struct {
	Page  ui.Page
	Link  claims.ExpertLink
	Claim *claims.Claim
	Form  form
}

// expert shows the draft to whoever has the link, and after the answer thanks.
func (d *Desk) expert(c echo.Context) error { return d.showExpert(c, http.StatusOK, form{}) }

func (d *Desk) showExpert(c echo.Context, status int, f form) error {
	uncached(c)
	ctx := c.Request().Context()
	l, k, err := d.db.ExpertDraft(ctx, c.Param("token"))
	if err != nil {
		return err
	}
	s, err := d.db.Settings(ctx)
	if err != nil {
		return err
	}
	v := expertView{Link: l, Claim: k, Form: f, Page: ui.Page{Title: "A question from " + s.Organisation, Organisation: s.Organisation, NoIndex: true}}
	if l.Answered() {
		return ui.Render(c, status, expertThanks(v))
	}
	return ui.Render(c, status, expertPage(v))
}

// answerExpert takes the one answer.
func (d *Desk) answerExpert(c echo.Context) error {
	uncached(c)
	v, err := values(c)
	if err != nil {
		return err
	}
	err = d.db.AnswerExpert(c.Request().Context(), c.Param("token"), v.Get("answer"))
	if claims.KindOf(err) == claims.KindInvalid {
		f := form{Typed: v}
		f.Problems.Add(err)
		return d.showExpert(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return see(c, c.Request().URL.Path)
}

// uncached keeps a page out of caches and search engines.
func uncached(c echo.Context) {
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, "private, no-store")
	h.Set("X-Robots-Tag", "noindex, nofollow")
}
