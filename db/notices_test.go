package db_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/db/dbtest"
)

// notices are what a person was told, oldest first: the kinds.
func (d *desk) notices(t *testing.T, u claims.User) string {
	t.Helper()
	list, err := d.Notices(t.Context(), u.ID, 100)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for i := range list {
		out = append(out, string(list[len(list)-1-i].Kind))
	}
	return strings.Join(out, " ")
}

func TestNoticesComeWithTheEventThatCausesThem(t *testing.T) {
	d := newDesk(t)
	d.accept(t)
	c := d.claim(t)
	if err := d.AddComment(t.Context(), d.rev, c.ID, "@Otto Other and @Rae, see table 14"); err != nil {
		t.Fatal(err)
	}
	list, err := d.Notices(t.Context(), d.other.ID, 10)
	if err != nil || len(list) != 1 {
		t.Fatalf("got %+v, %v", list, err)
	}
	n := list[0]
	if n.Kind != claims.NoticeMentioned || n.Claim != c.ID || n.By.Name != "Rae Reviewer" || n.Read || n.Statement != c.Statement || n.Note != "@Otto Other and @Rae, see table 14" || n.Event == 0 || !n.At.Equal(d.now) {
		t.Errorf("got %+v", n)
	}
	if got := d.notices(t, d.rev); got != "" {
		t.Errorf("who wrote it was told %q", got)
	}

	head, err := d.AuditHead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.UpdateClaim(t.Context(), c.ID, func(x *claims.Claim) (claims.Event, error) {
		if _, err := x.Hold(d.rev, d.now); err != nil {
			t.Fatal(err)
		}
		x.Lease.By = d.other.Person()
		return claims.Event{Actor: d.rev.Person(), Action: "assigned"}, claims.Conflict("after all not")
	})
	after, _ := d.AuditHead(t.Context())
	if err == nil || head != after || d.notices(t, d.other) != "mentioned" {
		t.Errorf("a rule that failed left %q and %v", d.notices(t, d.other), after)
	}
}

func TestAChosenWayIsKept(t *testing.T) {
	d := newDesk(t)
	d.accept(t)
	c := d.claim(t)
	if err := d.SetNoticeChoices(t.Context(), d.other.ID, claims.Choices{claims.NoticeMentioned: claims.WayNone}); err != nil {
		t.Fatal(err)
	}
	if err := d.SetNoticeChoices(t.Context(), d.other.ID, claims.Choices{"x": claims.WayNone}); claims.KindOf(err) != claims.KindInvalid {
		t.Errorf("got %v", err)
	}
	if err := d.AddComment(t.Context(), d.rev, c.ID, "@Otto Other"); err != nil {
		t.Fatal(err)
	}
	if got := d.notices(t, d.other); got != "" {
		t.Errorf("got %q", got)
	}
	got, err := d.NoticeChoices(t.Context(), d.other.ID)
	if err != nil || len(got) != 1 || got.Way(claims.NoticeMentioned) != claims.WayNone {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestNoticesAreReadOneByOneAndTogether(t *testing.T) {
	d := newDesk(t)
	d.accept(t)
	c := d.claim(t)
	for _, text := range []string{"@Otto one", "@Otto two", "@Otto three"} {
		if err := d.AddComment(t.Context(), d.rev, c.ID, text); err != nil {
			t.Fatal(err)
		}
	}
	unread := func(want int) {
		t.Helper()
		if n, err := d.UnreadNotices(t.Context(), d.other.ID); err != nil || n != want {
			t.Errorf("got %d unread, %v; want %d", n, err, want)
		}
	}
	unread(3)
	list, err := d.Notices(t.Context(), d.other.ID, 10)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.ReadNotice(t.Context(), d.rev.ID, list[1].ID); claims.KindOf(err) != claims.KindNotFound {
		t.Errorf("somebody else’s notice: got %v", err)
	}
	for range 2 { // a second click changes nothing
		if err := d.ReadNotice(t.Context(), d.other.ID, list[1].ID); err != nil {
			t.Fatal(err)
		}
	}
	unread(2)
	if err := d.ReadNotices(t.Context(), d.other.ID, list[2].ID); err != nil {
		t.Fatal(err)
	}
	unread(1) // the newest came after the page
	list, err = d.Notices(t.Context(), d.other.ID, 10)
	if err != nil || list[0].Read || !list[1].Read || list[0].Note != "@Otto three" {
		t.Errorf("got %+v, %v", list, err)
	}

	d.now = d.now.Add(31 * 24 * time.Hour)
	if err := d.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := d.notices(t, d.other); got != "mentioned" {
		t.Errorf("after a month: got %q", got)
	}
	d.now = d.now.Add(180 * 24 * time.Hour)
	if err := d.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := d.notices(t, d.other); got != "" {
		t.Errorf("after half a year: got %q", got)
	}
}

func TestNoMoreThanAPersonsNewestNoticesStay(t *testing.T) {
	d := newDesk(t)
	c := d.claim(t)
	if err := db.Exec(d.DB, fmt.Sprintf(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700)
		INSERT INTO notices (user_id, kind, claim_id, event_seq, by_user, detail, at) SELECT %d, 'mentioned', %d, 0, 0, '', %d FROM n`, d.other.ID, c.ID, d.now.UnixMilli())); err != nil {
		t.Fatal(err)
	}
	if err := d.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := d.Notices(t.Context(), d.other.ID, 1000)
	n, err2 := d.UnreadNotices(t.Context(), d.other.ID)
	if err != nil || err2 != nil || len(list) != 500 || n != 100 {
		t.Errorf("got %d of which %d are counted, %v, %v", len(list), n, err, err2)
	}
}

func TestWhatTimeBringsIsToldOnce(t *testing.T) {
	d := newDesk(t)
	d.accept(t)
	c := d.claim(t)
	day := claims.DateOf(d.now.Add(-48 * time.Hour))
	d.do(t, c.ID, func(x *claims.Claim) (claims.Event, error) {
		return x.Revise(d.rev, d.now, claims.Edit{ReviewBy: &day})
	})
	d.do(t, c.ID, func(x *claims.Claim) (claims.Event, error) {
		return x.Ask(d.other, d.now, claims.Reply{Asked: "Harbour office", Channel: "email", AskedOn: day, Deadline: day})
	})
	d.do(t, c.ID, func(x *claims.Claim) (claims.Event, error) { return x.Hold(d.rev, d.now) })
	tell := func(want int) {
		t.Helper()
		for i := range 2 {
			if n, err := d.TellTime(t.Context()); err != nil || n != want*(1-i) {
				t.Errorf("call %d told %d, %v; want %d once", i+1, n, err, want)
			}
		}
	}
	tell(3)
	d.now = d.now.Add(26 * time.Minute)
	tell(1)
	if got := d.notices(t, d.rev); got != "review_by reply_overdue lease_ends" {
		t.Errorf("its author was told %q", got)
	}
	if got := d.notices(t, d.other); got != "reply_overdue" {
		t.Errorf("who asked was told %q", got)
	}
	d.do(t, c.ID, func(x *claims.Claim) (claims.Event, error) { return x.Hold(d.rev, d.now) })
	tell(0)
	d.now = d.now.Add(26 * time.Minute)
	tell(1) // the lease that was renewed ends, too
	later := claims.DateOf(d.now)
	d.do(t, c.ID, func(x *claims.Claim) (claims.Event, error) {
		return x.Revise(d.rev, d.now, claims.Edit{ReviewBy: &later})
	})
	tell(1) // another day was set, and has come
}

func TestALeaseOfSomebodyWhoLeftIsToldToNobody(t *testing.T) {
	d := newDesk(t)
	d.accept(t)
	c := d.claim(t)
	d.do(t, c.ID, func(x *claims.Claim) (claims.Event, error) { return x.Hold(d.other, d.now) })
	if err := db.Exec(d.DB, `UPDATE users SET disabled = 1 WHERE name = 'Otto Other'`); err != nil {
		t.Fatal(err)
	}
	d.now = d.now.Add(26 * time.Minute)
	if n, err := d.TellTime(t.Context()); n != 0 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
}

func TestStealthEditsAreToldToThoseWhoseClaimItIs(t *testing.T) {
	d := newDesk(t)
	d.accept(t)
	d.do(t, d.claim(t).ID, func(x *claims.Claim) (claims.Event, error) { return x.Hold(d.other, d.now) })
	d.look(t, strings.Replace(text, "Half of all boats stay", "Some boats stay", 1))
	if got := d.notices(t, d.other); got != "article_changed" {
		t.Errorf("its holder was told %q", got)
	}
	if _, err := d.FailLook(t.Context(), nil, claims.Person{}, d.article.ID, "404", true); err != nil {
		t.Fatal(err)
	}
	list, err := d.Notices(t.Context(), d.other.ID, 10)
	if err != nil || len(list) != 2 || list[0].Detail != "the page is gone" || list[1].Detail != "the words of the quote are gone" {
		t.Errorf("got %+v, %v", list, err)
	}
}

func TestAClaimThatIsNewTellsNobody(t *testing.T) {
	d := newDesk(t)
	dbtest.User(t, d.DB, "Ada Admin", claims.Admin)
	if _, err := d.CreateClaim(t.Context(), d.rev, &claims.Claim{Statement: "Boats are cheap", Language: "en"}); err != nil {
		t.Fatal(err)
	}
	for _, u := range []claims.User{d.rev, d.other, d.editor} {
		if got := d.notices(t, u); got != "" {
			t.Errorf("%s was told %q", u.Name, got)
		}
	}
}

func TestAProposalThatWasDecidedAsksNobodyAnyMore(t *testing.T) {
	d := newDesk(t)
	d.publish(t, d.claim(t).ID)
	list, err := d.Notices(t.Context(), d.editor.ID, 10)
	if err != nil || len(list) != 1 || list[0].Kind != claims.NoticeReview || !list[0].Read {
		t.Errorf("a colleague who did not decide: got %+v, %v; want one that is settled", list, err)
	}
}
