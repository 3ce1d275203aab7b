package claims

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var second = User{ID: 6, Name: "Sam", Role: Reviewer}

var everybody = []User{contributor, reviewer, editor, admin, author, gone, second}

// told puts notices into words: who is told of what.
func told(list []Notice) string {
	var out []string
	for _, n := range list {
		name := fmt.Sprintf("nobody %d", n.User)
		if i := slices.IndexFunc(everybody, func(u User) bool { return u.ID == n.User }); i >= 0 {
			name = everybody[i].Name
		}
		out = append(out, name+" "+string(n.Kind)+strings.TrimSuffix(" ("+n.Detail+")", " ()"))
	}
	return strings.Join(out, ", ")
}

func TestNoticesByRule(t *testing.T) {
	s := DefaultScale()
	calls := func(ids ...ID) func(c *Claim) (Event, error) {
		after, err := json.Marshal(mention{Mentioned: ids})
		return func(c *Claim) (Event, error) {
			return Event{Actor: reviewer.Person(), Action: Commented, After: after}, err
		}
	}
	event := func(action string, by User) func(c *Claim) (Event, error) {
		return func(c *Claim) (Event, error) { return Event{Actor: by.Person(), Action: action}, nil }
	}
	for name, tc := range map[string]struct {
		claim *Claim
		act   func(c *Claim) (Event, error)
		want  string
	}{
		"accepted": {inState(StateNew, Private, nobody), func(c *Claim) (Event, error) { return c.Accept(reviewer, noon, Edit{}) }, ""},
		"held":     {inState(StateOpen, Private, nobody), func(c *Claim) (Event, error) { return c.Hold(reviewer, noon) }, ""},
		"renewed":  {inState(StateResearching, Private, reviewer), func(c *Claim) (Event, error) { return c.Hold(reviewer, noon) }, ""},
		"taken over": {inState(StateResearching, Private, reviewer), func(c *Claim) (Event, error) { return c.Hold(second, noon.Add(time.Hour)) },
			"Rae taken_over (to Sam)"},
		"taken over from somebody who left": {inState(StateResearching, Private, gone), func(c *Claim) (Event, error) { return c.Hold(second, noon.Add(time.Hour)) }, ""},
		"handed over by an admin": {inState(StateResearching, Private, gone), func(c *Claim) (Event, error) { return c.Pass(admin.Person(), &second, noon) },
			"Sam assigned"},
		"handed over to oneself": {inState(StateResearching, Private, gone), func(c *Claim) (Event, error) { return c.Pass(editor.Person(), &editor, noon) }, ""},
		"proposed": {inState(StateResearching, Private, reviewer), func(c *Claim) (Event, error) {
			return c.Propose(reviewer, noon, s, "false", "r")
		}, "Edda review_wanted, Ada review_wanted, Sam review_wanted"}, // not who proposed or drafted, not a contributor, not who left
		"approved": {inState(StateInReview, Private, nobody), func(c *Claim) (Event, error) { return c.Approve(reviewer, noon, "", "") }, "Ari approved"},
		"approved alone": {inState(StateInReview, Private, nobody), func(c *Claim) (Event, error) { return c.Approve(author, noon, "", "nobody is here") },
			""},
		"changes requested": {inState(StateInReview, Private, nobody), func(c *Claim) (Event, error) { return c.RequestChanges(reviewer, noon, "cite the table") },
			"Ari changes_requested"},
		"taken back": {inState(StateInReview, Private, nobody), func(c *Claim) (Event, error) { return c.TakeBack(author, noon) }, ""},
		"published":  {inState(StateApproved, Private, nobody), func(c *Claim) (Event, error) { return c.Publish(editor, noon) }, "Ari published (published)"},
		"published by its author": {inState(StateApproved, Private, nobody), func(c *Claim) (Event, error) { return c.Publish(author, noon) },
			""},
		"corrected": {inState(StateApproved, Corrected, nobody), func(c *Claim) (Event, error) {
			return c.Correct(editor, noon, CorrectUpdate, "more", Edit{}, nil, "")
		}, "Ari published (corrected)"},
		"withdrawn":  {inState(StateApproved, Published, nobody), func(c *Claim) (Event, error) { return c.Withdraw(editor, noon, "wrong") }, "Ari published (withdrawn)"},
		"a comment":  {inState(StateOpen, Private, nobody), calls(), ""},
		"a mention":  {inState(StateOpen, Private, nobody), calls(contributor.ID, second.ID), "Cora mentioned, Sam mentioned"},
		"twice":      {inState(StateOpen, Private, nobody), calls(second.ID, second.ID), "Sam mentioned"},
		"odd people": {inState(StateOpen, Private, nobody), calls(reviewer.ID, gone.ID, 77), ""}, // oneself, who left, nobody
		"quote gone": {inState(StateResearching, Private, second), event("quote gone", nobody), "Sam article_changed (the words of the quote are gone), Ari article_changed (the words of the quote are gone)"},
		"fetched again by one of them": {inState(StateApproved, Published, nobody), event("quote stands", author),
			""},
		"moved in a published check":  {inState(StateApproved, Published, nobody), event("quote moved", nobody), "Ari article_changed (the words of the quote stand at another place)"},
		"page gone":                   {inState(StateOpen, Private, nobody), event("page gone", nobody), "Ari article_changed (the page is gone)"},
		"quote gone of a new claim":   {inState(StateNew, Private, nobody), event("quote gone", nobody), ""},
		"quote gone of a rejected":    {inState(StateRejected, Private, nobody), event("quote gone", nobody), ""},
		"quote gone of one withdrawn": {inState(StateApproved, Withdrawn, nobody), event("quote gone", nobody), ""},
	} {
		before := tc.claim.Clone()
		e, err := tc.act(tc.claim)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		e.Seq, e.At = 12, noon
		list := Notices(e, before, tc.claim, everybody)
		if got := told(list); got != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
		for _, n := range list {
			if n.Claim != tc.claim.ID || n.Event != 12 || n.By != e.Actor || n.At != noon || n.Read {
				t.Errorf("%s: got %+v", name, n)
			}
		}
	}
}

func TestAClaimWithoutAuthorsIsKeptByWhoBroughtIt(t *testing.T) {
	c := inState(StateOpen, Private, nobody)
	c.Drafters, c.CreatedBy = nil, contributor.Person()
	if got := told(Notices(Event{Action: "quote gone"}, c, c, everybody)); got != "Cora article_changed (the words of the quote are gone)" {
		t.Errorf("got %q", got)
	}
}

func TestNoticesThatTimeBrings(t *testing.T) {
	day := func(s string) Date { d, _ := ParseDate("", s); return d }
	for name, tc := range map[string]struct {
		change func(c *Claim)
		want   string
	}{
		"nothing": {func(c *Claim) {}, ""},
		"a lease that ends soon": {func(c *Claim) {
			c.State, c.Lease, c.UpdatedAt = StateResearching, &Lease{second.Person(), noon.Add(5 * time.Minute)}, noon.Add(-25*time.Minute)
		}, "Sam lease_ends (until 12:05 UTC)"},
		"a lease with time left": {func(c *Claim) {
			c.State, c.Lease, c.UpdatedAt = StateResearching, &Lease{second.Person(), noon.Add(6 * time.Minute)}, noon.Add(-24*time.Minute)
		}, ""},
		"a lease of a day": {func(c *Claim) {
			c.State, c.Lease, c.UpdatedAt = StateResearching, &Lease{second.Person(), noon.Add(4 * time.Hour)}, noon.Add(-20*time.Hour)
		}, "Sam lease_ends (until 16:00 UTC)"},
		"a lease that ran out": {func(c *Claim) {
			c.State, c.Lease, c.UpdatedAt = StateResearching, &Lease{second.Person(), noon}, noon.Add(-time.Hour)
		}, ""},
		"a lease of somebody who left": {func(c *Claim) {
			c.State, c.Lease, c.UpdatedAt = StateResearching, &Lease{gone.Person(), noon.Add(time.Minute)}, noon.Add(-time.Hour)
		}, ""},
		"the day to look again":      {func(c *Claim) { c.ReviewBy = day("2026-03-14") }, "Ari review_by (14 March 2026)"},
		"the month to look again":    {func(c *Claim) { c.ReviewBy = day("2026-03") }, "Ari review_by (March 2026)"},
		"the day after":              {func(c *Claim) { c.ReviewBy = day("2026-03-15") }, ""},
		"no day":                     {func(c *Claim) { c.ReviewBy = UnknownDate }, ""},
		"the day, its author left":   {func(c *Claim) { c.ReviewBy, c.Drafters, c.Reviews = day("2026-03-14"), []ID{gone.ID}, nil }, "Edda review_by (14 March 2026), Ari review_by (14 March 2026)"},
		"the day of one withdrawn":   {func(c *Claim) { c.ReviewBy, c.Publication = day("2026-03-14"), Withdrawn }, ""},
		"the day of a rejected one":  {func(c *Claim) { c.ReviewBy, c.State = day("2026-03-14"), StateRejected }, ""},
		"the day of one merged away": {func(c *Claim) { c.ReviewBy, c.MergedInto = day("2026-03-14"), 2 }, ""},
		"a reply that is due today": {func(c *Claim) {
			c.Replies = []Reply{{ID: 5, Asked: "Press office", Deadline: day("2026-03-14"), By: second.Person()}}
		}, ""},
		"a reply that was due yesterday": {func(c *Claim) {
			c.Replies = []Reply{{ID: 5, Asked: "Press office", Deadline: day("2026-03-13"), By: second.Person()}}
		}, "Sam reply_overdue (Press office, asked for 13 March 2026), Ari reply_overdue (Press office, asked for 13 March 2026)"},
		"a reply that came": {func(c *Claim) {
			c.Replies = []Reply{{ID: 5, Deadline: day("2026-03-13"), Answer: "No.", By: second.Person()}}
		}, ""},
	} {
		c := inState(StateOpen, Private, nobody)
		tc.change(c)
		var list []Notice
		causes := c.Timely(noon, everybody)
		for _, x := range causes {
			list = append(list, x.Notices...)
			if x.Kind == "" || x.Subject == 0 || x.Mark == "" {
				t.Errorf("%s: got %+v", name, x)
			}
		}
		if got := told(list); got != tc.want || len(causes) > 1 {
			t.Errorf("%s: got %q of %d causes, want %q", name, got, len(causes), tc.want)
		}
	}
}

func TestWaysOfBeingTold(t *testing.T) {
	own := Choices{NoticeAssigned: WayNone, NoticeApproved: WayMail}
	got := map[NoticeKind]Way{}
	for _, k := range NoticeKinds {
		got[k] = own.Way(k)
	}
	want := map[NoticeKind]Way{
		NoticeAssigned: WayNone, NoticeMentioned: WayMail, NoticeChanges: WayMail, NoticeReview: WayDigest, NoticeArticle: WayMail, NoticeReply: WayMail,
		NoticeReviewBy: WayDigest, NoticeApproved: WayMail, NoticePublished: WayDesk, NoticeTaken: WayDesk, NoticeLease: WayDesk, NoticeWatch: WayDesk,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if err := own.Check(); err != nil {
		t.Error(err)
	}
	for _, bad := range []Choices{{"x": WayMail}, {NoticeApproved: "shouted"}} {
		if err := bad.Check(); KindOf(err) != KindInvalid {
			t.Errorf("%v: got %v", bad, err)
		}
	}
	for _, tc := range []struct {
		w       Way
		at, out string
	}{
		{WayMail, "2026-03-14 12:00", "2026-03-14 12:01"}, {WayDesk, "2026-03-14 12:00", ""}, {WayNone, "2026-03-14 12:00", ""},
		{WayDigest, "2026-03-14 12:00", "2026-03-15 06:00"}, {WayDigest, "2026-03-14 05:59", "2026-03-14 06:00"}, {WayDigest, "2026-12-31 06:00", "2027-01-01 06:00"},
	} {
		at, err := time.Parse("2006-01-02 15:04", tc.at)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if m := tc.w.MailAt(at); !m.IsZero() {
			got = m.Format("2006-01-02 15:04")
		}
		if got != tc.out {
			t.Errorf("%s at %s: got %q, want %q", tc.w, tc.at, got, tc.out)
		}
	}
	for _, k := range NoticeKinds {
		if k.Label() == string(k) {
			t.Errorf("%s has no words", k)
		}
	}
}

func TestWhatAnEventSettles(t *testing.T) {
	held, renewed := inState(StateResearching, Private, author), inState(StateResearching, Private, author)
	renewed.Lease = &Lease{By: held.Lease.By, Until: held.Lease.Until.Add(LeaseTime)}
	for _, tt := range []struct {
		name          string
		before, after *Claim
		want          []NoticeKind
	}{
		{"approved", inState(StateInReview, Private, nobody), inState(StateApproved, Private, nobody), []NoticeKind{NoticeReview}},
		{"changes requested", inState(StateInReview, Private, nobody), held, []NoticeKind{NoticeReview}},
		{"one vote of three", inState(StateInReview, Private, nobody), inState(StateInReview, Private, nobody), nil},
		{"held on", held, renewed, []NoticeKind{NoticeLease}},
		{"let go", held, inState(StateOpen, Private, nobody), []NoticeKind{NoticeLease}},
		{"a comment", held, held, nil},
	} {
		if diff := cmp.Diff(tt.want, Settled(tt.before, tt.after)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
