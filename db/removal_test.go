package db_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/claims/ingest"
	"touchstone/db"
	"touchstone/db/dbtest"
)

// inFile are the words that can be found in a database's file, or in what
// stands beside it.
func inFile(t *testing.T, path string, words ...string) (found []string) {
	t.Helper()
	for _, end := range []string{"", "-wal"} {
		b, err := os.ReadFile(path + end)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		for _, w := range words {
			if bytes.Contains(b, []byte(w)) {
				found = append(found, w)
			}
		}
	}
	return found
}

func TestAPersonIsTakenOutAndTheChainStillVerifies(t *testing.T) {
	d := dbtest.New(t)
	editor, bo := dbtest.User(t, d, "Ana Reyes", claims.Editor), dbtest.User(t, d, "Bo Lindqvist", claims.Reviewer)
	c, err := d.CreateClaim(t.Context(), bo, &claims.Claim{Statement: "The ferry ran at night.", Speaker: &claims.Speaker{Name: "Lena Oduya", Kind: claims.IsPerson}})
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range []func(*claims.Claim) (claims.Event, error){
		func(c *claims.Claim) (claims.Event, error) { return c.Accept(editor, d.Now(), claims.Edit{}) },
		func(c *claims.Claim) (claims.Event, error) { return c.Assign(editor, d.Now(), bo) },
		func(c *claims.Claim) (claims.Event, error) { return c.Assign(editor, d.Now(), editor) },
	} {
		if c, err = d.UpdateClaim(t.Context(), c.ID, rule); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.RecordSignIn(t.Context(), claims.SignIn{Person: bo.Person(), Network: "192.0.2.0/24", Outcome: claims.SignedIn}); err != nil {
		t.Fatal(err)
	}
	history := func() string {
		t.Helper()
		list, err := d.ClaimEvents(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		var s []string
		for _, e := range list {
			s = append(s, e.Actor.Name+" "+e.Action+" "+e.Note)
		}
		return strings.Join(s, "; ")
	}
	if got := history(); !strings.Contains(got, "assigned to Bo Lindqvist") || !strings.Contains(got, "from Bo Lindqvist") {
		t.Errorf("the history before: %s", got)
	}
	if _, err := d.RemovePerson(t.Context(), editor.Person(), bo.ID); claims.KindOf(err) != claims.KindConflict {
		t.Errorf("an open account: got %v, want that it is closed first", err)
	}
	if err := d.CloseAccount(t.Context(), editor.Person(), bo.ID, 0); err != nil {
		t.Fatal(err)
	}
	u, err := d.RemovePerson(t.Context(), editor.Person(), bo.ID)
	if err != nil || !u.Removed() || u.Name != claims.FormerColleague {
		t.Fatalf("got %+v, %v", u, err)
	}
	if got := history(); !strings.Contains(got, "assigned to a former colleague") || strings.Contains(got, "Bo") {
		t.Errorf("the history afterwards: %s", got)
	}
	if found := inFile(t, d.Path(), "Bo Lindqvist", "bo-lindqvist", "192.0.2.0/24"); len(found) > 0 {
		t.Errorf("the database still has %q", found)
	}
	if r, err := d.Verify(t.Context()); err != nil || len(r.Faults) > 0 {
		t.Errorf("verify: %q, %v", r.Faults, err)
	}
	if _, err := d.RemovePerson(t.Context(), editor.Person(), bo.ID); claims.KindOf(err) != claims.KindConflict {
		t.Errorf("a second time: got %v", err)
	}
}

func TestAnArticlesTextIsRemovedAndItsQuotesAndHashStay(t *testing.T) {
	d := dbtest.New(t)
	editor := dbtest.User(t, d, "Ana Reyes", claims.Editor)
	a, found, err := ingest.Prepare(claims.Article{Title: "The ferry", Outlet: "Harbour Post", URL: "https://harbour.example/ferry",
		Text: "The zebrafinch landed at noon. “The ferry carried 4,000 people last year,” Mayor Lena Oduya said on Monday beside the quagga stables."})
	if err != nil || len(found) == 0 {
		t.Fatalf("%d found, %v", len(found), err)
	}
	if a, err = d.CreateArticle(t.Context(), editor, a, []byte("<html><body>the zebrafinch page</body></html>"), found); err != nil {
		t.Fatal(err)
	}
	list, err := d.ArticleClaims(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	quote := list[0].First().Quote
	for _, tc := range []struct {
		by     claims.User
		reason string
		want   claims.Kind
	}{
		{claims.User{ID: 9, Name: "Cy", Role: claims.Reviewer}, "a court said so", claims.KindForbidden},
		{editor, " ", claims.KindInvalid},
	} {
		if err := d.RemoveText(t.Context(), tc.by, a.ID, tc.reason); claims.KindOf(err) != tc.want {
			t.Errorf("by a %s for %q: got %v", tc.by.Role, tc.reason, err)
		}
	}
	if err := d.RemoveText(t.Context(), editor, a.ID, "the court of Northmark, 4 C 12/26"); err != nil {
		t.Fatal(err)
	}
	if left := inFile(t, d.Path(), "zebrafinch", "quagga"); len(left) > 0 {
		t.Errorf("the database still has %q", left)
	}
	now, err := d.Article(t.Context(), a.ID)
	if err != nil || now.Text != "" || now.TextSHA256 != a.TextSHA256 || now.TextRemovedAt.IsZero() {
		t.Errorf("the article: got %+v, %v", now, err)
	}
	if list, err = d.ArticleClaims(t.Context(), a.ID); err != nil || list[0].First().Quote != quote || list[0].First().Context != "" {
		t.Errorf("its quote: got %+v, %v", list[0].First(), err)
	}
	if r, err := d.Verify(t.Context()); err != nil || len(r.Faults) > 0 {
		t.Errorf("verify: %q, %v", r.Faults, err)
	}
	if n, err := d.JobCount(t.Context()); err != nil || n.Waiting != 0 {
		t.Errorf("its page is still to be fetched: %+v, %v", n, err)
	}
	if _, err := d.KeepLook(t.Context(), nil, editor.Person(), a.ID, a, nil); claims.KindOf(err) != claims.KindConflict {
		t.Errorf("fetched again by hand: got %v, want a refusal", err)
	}
	again, found, err := ingest.Prepare(claims.Article{Title: "The ferry", Outlet: "Harbour Post", URL: "https://harbour.example/ferry", Text: "Another text of the same page, “as she said,” Lena Oduya said."})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.CreateArticle(t.Context(), editor, again, nil, found); claims.KindOf(err) != claims.KindExists {
		t.Errorf("imported again: got %v, want that it is here already", err)
	}
	if err := db.Exec(d, `UPDATE articles SET text_removed_at = 0`); err != nil {
		t.Fatal(err)
	}
	if r, err := d.Verify(t.Context()); err != nil || len(r.Faults) != 1 || !strings.Contains(r.Faults[0], "nobody removed it") {
		t.Errorf("a text that somebody emptied: got %q, %v", r.Faults, err)
	}
}

func TestWhatWasKeptLongEnoughIsForgotten(t *testing.T) {
	d := dbtest.New(t)
	u := dbtest.User(t, d, "Ana Reyes", claims.Editor)
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	d.Now = func() time.Time { return start }
	a, found, err := ingest.Prepare(claims.Article{Title: "The ferry", Outlet: "Harbour Post", Text: "“The ferry carried 4,000 people last year,” Mayor Lena Oduya said on Monday."})
	if err != nil {
		t.Fatal(err)
	}
	if a, err = d.CreateArticle(t.Context(), u, a, []byte("<html>"), found); err != nil {
		t.Fatal(err)
	}
	if err := d.RecordSignIn(t.Context(), claims.SignIn{Person: u.Person(), Network: "192.0.2.0/24", Outcome: claims.WrongPassword}); err != nil {
		t.Fatal(err)
	}
	state := func() (signIns int, page bool) {
		t.Helper()
		list, _, err := d.SignIns(t.Context(), false, 0)
		if err != nil {
			t.Fatal(err)
		}
		v, err := d.ArticleVersion(t.Context(), a.ID, 1)
		if err != nil {
			t.Fatal(err)
		}
		return len(list), v.Page
	}
	for _, tc := range []struct {
		after   int
		keep    db.Retention
		signIns int
		page    bool
	}{
		{29, db.Retention{SignIns: 30, Pages: 30}, 1, true},
		{31, db.Retention{}, 1, true},
		{31, db.Retention{SignIns: 30}, 0, true},
		{31, db.Retention{Pages: 30}, 0, false},
	} {
		d.Now = func() time.Time { return start.AddDate(0, 0, tc.after) }
		if err := d.Forget(t.Context(), tc.keep); err != nil {
			t.Fatal(err)
		}
		if n, page := state(); n != tc.signIns || page != tc.page {
			t.Errorf("after %d days with %+v: %d sign-ins, page %v; want %d, %v", tc.after, tc.keep, n, page, tc.signIns, tc.page)
		}
	}
	if now, err := d.Article(t.Context(), a.ID); err != nil || now.Text == "" {
		t.Errorf("the text goes with the page: %v", err)
	}
}
