package desk

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// shownNotices is how many notices the page lists.
const shownNotices = 200

const (
	noticesPath = "/desk/notices"
	choicesPath = noticesPath + "/choices"
)

// noticesView is what a person was told, by claim.
type noticesView struct {
	Page   ui.Page
	Unread []noticeGroup
	Read   []noticeGroup
	Newest claims.ID // what “all” means
	Done   bool
}

// noticeGroup are the notices of one claim, newest first.
type noticeGroup struct {
	Claim db.Told // any of them: the claim's own words
	List  []db.Told
}

func (d *Desk) notices(c echo.Context) error {
	list, err := d.db.Notices(c.Request().Context(), auth.User(c).ID, shownNotices)
	if err != nil {
		return err
	}
	v := noticesView{Done: c.QueryParam("done") != ""}
	for _, n := range list {
		v.Newest = max(v.Newest, n.ID)
		if n.Read {
			v.Read = grouped(v.Read, n)
		} else {
			v.Unread = grouped(v.Unread, n)
		}
	}
	if v.Page, err = d.page(c, "Notices", ui.SectionNotices); err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, noticesPage(v))
}

// grouped adds a notice to the group of its claim; the groups stay in the order
// of their newest.
func grouped(list []noticeGroup, n db.Told) []noticeGroup {
	for i := range list {
		if list[i].Claim.Claim == n.Claim {
			list[i].List = append(list[i].List, n)
			return list
		}
	}
	return append(list, noticeGroup{n, []db.Told{n}})
}

// readNotice marks one notice as read.
func (d *Desk) readNotice(c echo.Context) error {
	id, err := claims.ParseID(c.Param("notice"))
	if err != nil {
		return err
	}
	if err := d.db.ReadNotice(c.Request().Context(), auth.User(c).ID, id); err != nil {
		return err
	}
	return see(c, noticesPath)
}

// readNotices marks everything that the page showed as read.
func (d *Desk) readNotices(c echo.Context) error {
	upTo, err := claims.ParseID(c.FormValue("newest"))
	if err != nil {
		return claims.Invalid("newest", "open your notices again, and mark them from there")
	}
	if err := d.db.ReadNotices(c.Request().Context(), auth.User(c).ID, upTo); err != nil {
		return err
	}
	return see(c, noticesPath+"?done=1")
}

// choicesView is how a person wants to be told.
type choicesView struct {
	Page     ui.Page
	Choices  claims.Choices
	Mail     bool // the desk can send mail
	Email    string
	Saved    bool
	Problems claims.Problems
}

func (d *Desk) choices(c echo.Context) error {
	own, err := d.db.NoticeChoices(c.Request().Context(), auth.User(c).ID)
	if err != nil {
		return err
	}
	return d.showChoices(c, http.StatusOK, choicesView{Choices: own, Saved: c.QueryParam("saved") != ""})
}

func (d *Desk) showChoices(c echo.Context, status int, v choicesView) error {
	server, err := d.db.MailServer(c.Request().Context())
	if err != nil {
		return err
	}
	v.Mail, v.Email = server.Address != "", auth.User(c).Email
	if v.Page, err = d.page(c, "How you are told", ui.SectionNotices); err != nil {
		return err
	}
	return ui.Render(c, status, choicesPage(v))
}

// setChoices keeps what was chosen; a kind that is not in the form stays as it
// is.
func (d *Desk) setChoices(c echo.Context) error {
	form, err := values(c)
	if err != nil {
		return err
	}
	own := claims.Choices{}
	for _, k := range claims.NoticeKinds {
		if w := form.Get(string(k)); w != "" {
			own[k] = claims.Way(w)
		}
	}
	err = d.db.SetNoticeChoices(c.Request().Context(), auth.User(c).ID, own)
	if claims.KindOf(err) == claims.KindInvalid {
		v := choicesView{Choices: own}
		v.Problems.Add(err)
		return d.showChoices(c, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return see(c, choicesPath+"?saved=1")
}

// ways are the ways that a person can choose from: those by mail only where
// mail is sent, or where they were chosen before.
func (v choicesView) ways(k claims.NoticeKind) []ui.Option {
	var list []ui.Option
	for _, w := range claims.Ways {
		if v.Mail || w == claims.WayDesk || w == claims.WayNone || w == v.Choices.Way(k) {
			list = append(list, ui.Option{Value: string(w), Label: ui.Sentence(w.Label())})
		}
	}
	return list
}

// about adds what only the desk may know: whose claim it is now, what became of
// a quote, who did not answer.
func about(n db.Told) string {
	if n.Kind == claims.NoticePublished {
		return ""
	}
	return n.Detail
}

// colleagueWords are the part of a notice that a colleague wrote.
func colleagueWords(n db.Told) string {
	switch n.Kind {
	case claims.NoticeMentioned, claims.NoticeChanges, claims.NoticeApproved:
		return short(n.Note)
	}
	return ""
}

func noticeHref(n db.Told) string {
	if place := n.Place(); place != "" {
		return claimPath(n.Claim) + "#" + place
	}
	return claimPath(n.Claim)
}

func digestHour() string { return fmt.Sprintf("%d:00", claims.DigestHour) }
