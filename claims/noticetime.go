package claims

import (
	"slices"
	"strconv"
	"time"
)

// Timely is something that time brings, and who is told of it. It comes once:
// kind, subject and mark stay the same until there is something new to tell.
type Timely struct {
	Kind    NoticeKind
	Subject ID     // the claim, or the request for a reply
	Mark    string // the instant or day that came
	Notices []Notice
}

// LeaseWarning is when the holder of a lease is told that it ends: when a sixth
// of it is left, which is five minutes of LeaseTime.
func LeaseWarning(since, until time.Time) time.Time { return until.Add(-until.Sub(since) / 6) }

// Timely says who is told what about the claim because of the time.
func (c *Claim) Timely(now time.Time, people []User) []Timely {
	var list []Timely
	add := func(kind NoticeKind, subject ID, mark, detail string, users []ID) {
		t := &teller{notice: Notice{Claim: c.ID, At: now}, people: people}
		if t.tell(kind, detail, users...); len(t.list) == 0 && kind != NoticeLease {
			t.tell(kind, detail, editors(people)...) // whose claim it was has left
		}
		list = append(list, Timely{kind, subject, mark, t.list})
	}
	if c.MergedInto != 0 {
		return nil
	}
	if l := c.Lease; l != nil && c.State == StateResearching && now.Before(l.Until) && !now.Before(LeaseWarning(c.UpdatedAt, l.Until)) {
		add(NoticeLease, c.ID, strconv.FormatInt(l.Until.UnixMilli(), 10), "until "+l.Until.UTC().Format("15:04")+" UTC", []ID{l.By.ID})
	}
	if c.State == StateRejected || c.Publication == Withdrawn {
		return list
	}
	if d := c.ReviewBy; d.Known() && d.Day <= now.UTC().Format(time.DateOnly) {
		add(NoticeReviewBy, c.ID, d.Day, d.Text(), c.keepers())
	}
	for _, r := range c.Replies {
		if r.Overdue(now) {
			add(NoticeReply, r.ID, r.Deadline.Day, r.Asked+", asked for "+r.Deadline.Text(), append([]ID{r.By.ID}, c.keepers()...))
		}
	}
	return list
}

// editors are the people who can give a claim to somebody.
func editors(people []User) []ID {
	var list []ID
	for _, u := range people {
		if u.Role == Editor && u.May(ActAssign) {
			list = append(list, u.ID)
		}
	}
	return list
}

// Way is how a person wants to be told.
type Way string

// The ways. Those by mail are in the desk as well.
const (
	WayNone   Way = "none"
	WayDesk   Way = "desk"
	WayMail   Way = "mail"
	WayDigest Way = "digest"
)

// Ways are all ways in the order of a form.
var Ways = []Way{WayDesk, WayMail, WayDigest, WayNone}

// Label is the way as a form names it.
func (w Way) Label() string {
	switch w {
	case WayDesk:
		return "in the desk"
	case WayMail:
		return "in the desk, and by mail at once"
	case WayDigest:
		return "in the desk, and in the daily mail"
	}
	return "not at all"
}

// Choices are a person's own ways, by kind; a kind that is not in it has its
// default.
type Choices map[NoticeKind]Way

// Way is how a kind is told: as chosen, or, by default, by mail at once what
// waits for this person, daily what waits for anybody, and the rest in the desk.
func (c Choices) Way(k NoticeKind) Way {
	if w, ok := c[k]; ok {
		return w
	}
	switch k {
	case NoticeAssigned, NoticeMentioned, NoticeChanges, NoticeArticle, NoticeReply:
		return WayMail
	case NoticeReview, NoticeReviewBy:
		return WayDigest
	}
	return WayDesk
}

// Check names kinds and ways that there are not.
func (c Choices) Check() error {
	var p Problems
	for k, w := range c {
		if !slices.Contains(NoticeKinds, k) || !slices.Contains(Ways, w) {
			p.Add(Invalid(string(k), "choose how you want to be told"))
		}
	}
	return p.Err()
}

// DigestHour is when the daily mail goes out, in UTC.
const DigestHour = 6

// MailDelay is how long a mail waits for more of the same minute, and for its
// reader to have seen it in the desk.
const MailDelay = time.Minute

// MailAt is when a notice of an instant goes out by mail; zero where it does not.
func (w Way) MailAt(now time.Time) time.Time {
	switch w {
	case WayMail:
		return now.Add(MailDelay)
	case WayDigest:
		y, m, d := now.UTC().Date()
		at := time.Date(y, m, d, DigestHour, 0, 0, 0, time.UTC)
		if !now.Before(at) {
			at = at.AddDate(0, 0, 1)
		}
		return at
	}
	return time.Time{}
}
