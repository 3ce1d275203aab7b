package claims

import (
	"slices"
	"time"
)

// NoticeKind is what a colleague is told of.
type NoticeKind string

// The kinds of notice. The last four come with time; the others with an event.
const (
	NoticeAssigned  NoticeKind = "assigned"
	NoticeMentioned NoticeKind = "mentioned"
	NoticeChanges   NoticeKind = "changes_requested"
	NoticeReview    NoticeKind = "review_wanted"
	NoticeApproved  NoticeKind = "approved"
	NoticePublished NoticeKind = "published" // corrected and withdrawn, too
	NoticeTaken     NoticeKind = "taken_over"
	NoticeArticle   NoticeKind = "article_changed"
	NoticeLease     NoticeKind = "lease_ends"
	NoticeReviewBy  NoticeKind = "review_by"
	NoticeReply     NoticeKind = "reply_overdue"
	NoticeWatch     NoticeKind = "watch"
)

// NoticeKinds are all kinds in the order of a form.
var NoticeKinds = []NoticeKind{NoticeAssigned, NoticeMentioned, NoticeChanges, NoticeReview, NoticeArticle, NoticeReply, NoticeReviewBy, NoticeApproved, NoticePublished, NoticeTaken, NoticeLease, NoticeWatch}

// Label is the kind as a form names it.
func (k NoticeKind) Label() string {
	switch k {
	case NoticeAssigned:
		return "A claim is given to me"
	case NoticeMentioned:
		return "Somebody calls me by name in a thread"
	case NoticeChanges:
		return "Changes are asked for in my proposal"
	case NoticeReview:
		return "A proposal waits that I may decide on"
	case NoticeApproved:
		return "A check of mine is approved"
	case NoticePublished:
		return "A check of mine is published, corrected or withdrawn"
	case NoticeTaken:
		return "A claim that I held goes to a colleague"
	case NoticeArticle:
		return "An article of my claim was changed"
	case NoticeLease:
		return "My hold of a claim is about to end"
	case NoticeReviewBy:
		return "The day has come to look at my check again"
	case NoticeReply:
		return "The deadline of a request for a reply has passed"
	case NoticeWatch:
		return "A search that I saved finds another claim"
	}
	return string(k)
}

// Notice tells one person of one thing about a claim.
type Notice struct {
	ID     ID
	User   ID
	Kind   NoticeKind
	Claim  ID
	Event  int64 // the event that caused it; 0 for one that came with time
	By     Person
	Detail string // in the desk's words; for the desk alone, never in a mail
	At     time.Time
	Read   bool
}

// teller collects the notices of one cause: one for each person, of the first
// kind that fits, and never one to who did it, or to somebody who may not enter
// the desk.
type teller struct {
	notice Notice
	people []User
	list   []Notice
}

func (t *teller) tell(kind NoticeKind, detail string, users ...ID) {
	for _, id := range users {
		if id == t.notice.By.ID || slices.ContainsFunc(t.list, func(n Notice) bool { return n.User == id }) {
			continue
		}
		i := slices.IndexFunc(t.people, func(u User) bool { return u.ID == id })
		if i < 0 || !t.people[i].May(ActDesk) {
			continue
		}
		n := t.notice
		n.User, n.Kind, n.Detail = id, kind, clip(Line(detail), 200)
		t.list = append(t.list, n)
	}
}

// Notices says who is told of an event, from the claim before and after it.
// people are the desk's accounts.
func Notices(e Event, before, after *Claim, people []User) []Notice {
	t := &teller{notice: Notice{Claim: after.ID, Event: e.Seq, By: e.Actor, At: e.At}, people: people}
	t.tell(NoticeMentioned, "", e.Mentioned()...)
	if last := lastReview(after); last != nil && was(before, last) == OutcomePending && last.Outcome == OutcomeChanges {
		t.tell(NoticeChanges, "", after.authors()...)
	}
	t.moves(before, after)
	if after.State == StateApproved && before.State == StateInReview {
		t.tell(NoticeApproved, "", after.authors()...)
	}
	if after.Publication.Public() && (before.Publication != after.Publication || len(after.Corrections) > len(before.Corrections)) {
		t.tell(NoticePublished, string(after.Publication), after.authors()...)
	}
	if after.State == StateInReview && before.State != StateInReview {
		for _, u := range people {
			if after.MayDecide(u) == nil {
				t.tell(NoticeReview, "", u.ID)
			}
		}
	}
	if words := articleWords(e.Action); words != "" && before.Watched() {
		t.tell(NoticeArticle, words, after.keepers()...)
	}
	return t.list
}

// Settled are the kinds of notices about a claim that ask nothing of their
// readers any more, from the claim before and after an event.
func Settled(before, after *Claim) []NoticeKind {
	var kinds []NoticeKind
	if before.State == StateInReview && after.State != StateInReview {
		kinds = append(kinds, NoticeReview)
	}
	if before.Lease != nil && (after.Lease == nil || *after.Lease != *before.Lease) {
		kinds = append(kinds, NoticeLease)
	}
	return kinds
}

// moves tells of a claim that goes from one person to another.
func (t *teller) moves(before, after *Claim) {
	var from, to ID
	if before.Lease != nil {
		from = before.Lease.By.ID
	}
	if after.Lease != nil {
		to = after.Lease.By.ID
	}
	if to == 0 || from == to {
		return
	}
	t.tell(NoticeAssigned, "", to)
	if from != 0 {
		t.tell(NoticeTaken, "to "+after.Lease.By.Name, from)
	}
}

// articleWords say what a newer copy of an article did to a claim's quote; they
// are empty for events about something else.
func articleWords(action string) string {
	switch action {
	case "quote gone":
		return "the words of the quote are gone"
	case "quote back":
		return "the words of the quote are back"
	case "quote moved":
		return "the words of the quote stand at another place"
	case "quote stands":
		return "the quote stands as it stood"
	case "page " + string(PageGone):
		return "the page is gone"
	case "page " + string(PageReplaced):
		return "the page shows another article"
	}
	return ""
}

func lastReview(c *Claim) *Review {
	if len(c.Reviews) == 0 {
		return nil
	}
	return &c.Reviews[len(c.Reviews)-1]
}

// was is what a review's outcome was before.
func was(before *Claim, r *Review) Outcome {
	for i := range before.Reviews {
		if before.Reviews[i].ID == r.ID {
			return before.Reviews[i].Outcome
		}
	}
	return ""
}

// authors are those whose check it is: who proposed its rating last, and who
// drafted what was rated.
func (c *Claim) authors() []ID {
	var list []ID
	if r := lastReview(c); r != nil {
		list = append(list, r.By.ID)
	}
	return append(list, c.Drafters...)
}

// keepers are those who have to know what happens to a claim: its holder, its
// authors, and, where there are none, who brought it.
func (c *Claim) keepers() []ID {
	var list []ID
	if c.Lease != nil {
		list = append(list, c.Lease.By.ID)
	}
	if list = append(list, c.authors()...); len(list) == 0 && c.CreatedBy.ID != 0 {
		list = append(list, c.CreatedBy.ID)
	}
	return list
}

// Words say what happened, as a sentence about “it”, the claim. They tell
// nothing that only the desk may know.
func (n Notice) Words() string {
	who := n.By.Name
	if who == "" {
		who = "The desk"
	}
	switch n.Kind {
	case NoticeAssigned:
		return who + " gave it to you"
	case NoticeMentioned:
		return who + " calls you by name in its thread"
	case NoticeChanges:
		return who + " asks for changes"
	case NoticeReview:
		return who + " proposed a rating, which you may decide on"
	case NoticeApproved:
		return who + " approved it"
	case NoticePublished:
		switch Publication(n.Detail) {
		case Corrected:
			return who + " corrected it"
		case Withdrawn:
			return who + " withdrew it"
		}
		return who + " published it"
	case NoticeTaken:
		return "You hold it no longer: it went to a colleague"
	case NoticeArticle:
		return "An article in which it stands was changed"
	case NoticeLease:
		return "Your hold of it is about to end"
	case NoticeReviewBy:
		return "The day has come to look at it again"
	case NoticeReply:
		return "The deadline of a request for a reply has passed"
	case NoticeWatch:
		return "A search that you saved finds it now"
	}
	return string(n.Kind)
}

// Place is the part of the claim's page that it is about; empty for the whole.
func (n Notice) Place() string {
	switch n.Kind {
	case NoticeMentioned:
		return "thread"
	case NoticeChanges, NoticeReview, NoticeApproved:
		return "review"
	case NoticeArticle:
		return "appearances"
	case NoticeReply:
		return "replies"
	}
	return ""
}
