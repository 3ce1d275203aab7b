package desk

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/ui"
)

// replyView is one request for a reply, with what can be done about it.
type replyView struct {
	claimView
	Reply claims.Reply
}

// replyDays is how long a deadline is proposed to be.
const replyDays = 7

// replyChannels are the choices of how somebody was asked.
var replyChannels = func() []ui.Option {
	list := []ui.Option{{Value: "", Label: "Choose"}}
	for _, k := range claims.Channels {
		list = append(list, ui.Option{Value: string(k), Label: ui.Sentence(k.Label())})
	}
	return list
}()

// ask notes that somebody was asked for a reply.
func (d *Desk) ask(c echo.Context) error {
	return d.plain(c, "asked", func(v url.Values) deed {
		r := claims.Reply{
			Asked: v.Get("reply_asked"), Channel: claims.Channel(v.Get("reply_channel")), Public: v.Get("reply_public") != "",
			AskedOn: day(v, "reply_asked_on"), Deadline: day(v, "reply_deadline"),
		}
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) { return k.Ask(by, now, r) }
	})
}

// day is a day that was typed; what is none is the zero date, which the rules
// refuse by name.
func day(v url.Values, field string) claims.Date {
	d, err := claims.ParseDate(field, v.Get(field))
	if err != nil {
		return claims.Date{}
	}
	return d
}

// reply shows one request.
func (d *Desk) reply(c echo.Context) error { return d.showReply(c, http.StatusOK, form{}) }

func (d *Desk) showReply(c echo.Context, status int, f form) error {
	v := replyView{}
	var err error
	if v.claimView, err = d.claimView(c, f); err != nil {
		return err
	}
	id, err := claims.ParseID(c.Param("reply"))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(v.Claim.Replies, func(r claims.Reply) bool { return r.ID == id })
	if i < 0 {
		return claims.NotFound("there is no such request in the log")
	}
	v.Reply = v.Claim.Replies[i]
	v.Page.Title = "Reply of " + v.Reply.Asked
	return ui.Render(c, status, replyPage(v))
}

// writeReply notes what came of a request.
func (d *Desk) writeReply(c echo.Context) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	id, err := claims.ParseID(c.Param("reply"))
	if err != nil {
		return err
	}
	var rule deed
	switch v.Get("do") {
	case "answer":
		rule = func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			return k.Answered(by, now, id, v.Get("reply_answer"), day(v, "reply_answered_on"))
		}
	case "none":
		rule = func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			return k.Unanswered(by, now, id)
		}
	case "show", "hide":
		rule = func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			return k.ShowReply(by, now, id, v.Get("do") == "show")
		}
	case "source":
		rule = func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			return k.ReplyEvidence(by, now, id, claims.Stance(v.Get("source_stance")), v.Get("source_note"))
		}
	default:
		return claims.Invalid("do", "the form does not say what to note: use the buttons on the page")
	}
	k, err := d.act(c, v, rule)
	if err != nil {
		return d.refused(c, err, v, func(status int, f form) error { return d.showReply(c, status, f) })
	}
	if v.Get("do") == "source" {
		return see(c, claimPath(k.ID)+"?did=source#sources")
	}
	return see(c, claimPath(k.ID)+"?did=reply#replies")
}

// repliesView are all requests whose answers the desk waits for.
type repliesView struct {
	Page ui.Page
	List []claims.ReplyDue
	Now  time.Time
}

// replies lists what the desk waits for, the earliest deadline first.
func (d *Desk) replies(c echo.Context) error {
	v := repliesView{Now: d.db.Now()}
	var err error
	if v.List, err = d.db.RepliesDue(c.Request().Context()); err != nil {
		return err
	}
	if v.Page, err = d.page(c, "Replies", ui.SectionQueue); err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, repliesPage(v))
}

// due says how long there is to answer, or for how long the answer is overdue.
func due(r claims.Reply, now time.Time) string {
	deadline, err := time.Parse(time.DateOnly, r.Deadline.Day)
	if err != nil {
		return ""
	}
	today := now.UTC().Truncate(24 * time.Hour)
	switch days := int(deadline.Sub(today) / (24 * time.Hour)); {
	case days < 0:
		return "overdue for " + ui.Plural(-days, "day", "days")
	case days == 0:
		return "due today"
	default:
		return "due in " + ui.Plural(days, "day", "days")
	}
}

func replyPath(id claims.ID, r claims.Reply) string {
	return claimPath(id) + "/replies/" + r.ID.String()
}

// soonest is the earliest deadline of each claim's requests.
func soonest(list []claims.ReplyDue) map[claims.ID]claims.Reply {
	out := map[claims.ID]claims.Reply{}
	for _, r := range list { // the earliest comes first
		if _, ok := out[r.ClaimID]; !ok {
			out[r.ClaimID] = r.Reply
		}
	}
	return out
}

// overdue counts the requests whose deadline went by.
func overdue(list []claims.ReplyDue, now time.Time) (n int) {
	for _, r := range list {
		if r.Overdue(now) {
			n++
		}
	}
	return n
}
