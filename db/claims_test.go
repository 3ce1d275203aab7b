package db_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/claims/anchor"
	"touchstone/db"
	"touchstone/db/dbtest"
)

const text = "The harbour office closed on Friday.\n\n“Half of all boats stay in port,” Ana Reyes said. The harbour office said that the rest were at sea."

// desk is a database with one article, three people and a clock.
type desk struct {
	*db.DB
	rev, other, editor claims.User
	article            claims.Article
	now                time.Time
}

func newDesk(t *testing.T) *desk {
	d := &desk{DB: dbtest.New(t), now: time.Date(2026, 3, 14, 9, 0, 0, 0, time.UTC)}
	d.Now = func() time.Time { return d.now }
	d.rev = dbtest.User(t, d.DB, "Rae Reviewer", claims.Reviewer)
	d.other = dbtest.User(t, d.DB, "Otto Other", claims.Reviewer)
	d.editor = dbtest.User(t, d.DB, "Edda Editor", claims.Editor)
	x := anchor.New(text)
	span := anchor.Find(x, "Half of all boats stay in port")[0]
	app, err := anchor.Appearance(x, []claims.Span{span}, claims.Direct)
	if err != nil {
		t.Fatal(err)
	}
	a, err := d.CreateArticle(t.Context(), d.rev, claims.Article{Title: "Boats", Outlet: "Harbour Radio", URL: "https://harbour.example/boats?utm_source=x", Text: text, TextSHA256: app.TextSHA256, Language: "en"}, nil,
		[]claims.Claim{{Statement: "Half of all boats stay in port", Language: "en", Speaker: &claims.Speaker{Name: "Ana Reyes", Kind: claims.IsPerson}, Appearances: []claims.Appearance{app}}})
	if err != nil {
		t.Fatal(err)
	}
	d.article = a
	return d
}

func (d *desk) claim(t *testing.T) *claims.Claim {
	t.Helper()
	list, err := d.ArticleClaims(t.Context(), d.article.ID)
	if err != nil || len(list) != 1 {
		t.Fatalf("claims of the article: got %d, %v", len(list), err)
	}
	return list[0]
}

func (d *desk) do(t *testing.T, id claims.ID, rule func(*claims.Claim) (claims.Event, error)) *claims.Claim {
	t.Helper()
	d.now = d.now.Add(time.Minute)
	c, err := d.UpdateClaim(t.Context(), id, rule)
	if err != nil {
		t.Fatal(err)
	}
	if read, err := d.Claim(t.Context(), id); err != nil || !reflect.DeepEqual(c, read) {
		t.Fatalf("a save gives another claim than reading:\n%+v\n%+v, %v", c, read, err)
	}
	return c
}

// publish takes the claim through the whole work.
func (d *desk) publish(t *testing.T, id claims.ID) *claims.Claim {
	t.Helper()
	scale, err := d.Scale(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	on, _ := claims.ParseDate("", "2026-03-13")
	summary, explanation, topics := "Two in five stay in port.", "The register says so. [1]", []string{"Fisheries", "fisheries", "Ports"}
	d.do(t, id, func(c *claims.Claim) (claims.Event, error) {
		return c.Accept(d.rev, d.now, claims.Edit{ClaimedOn: &on})
	})
	d.do(t, id, func(c *claims.Claim) (claims.Event, error) { return c.Hold(d.rev, d.now) })
	d.do(t, id, func(c *claims.Claim) (claims.Event, error) {
		return c.Revise(d.rev, d.now, claims.Edit{Summary: &summary, Explanation: &explanation, Topics: &topics})
	})
	d.do(t, id, func(c *claims.Claim) (claims.Event, error) {
		return c.AddEvidence(d.rev, d.now, claims.Evidence{Stance: claims.Refutes, Passage: "41 of 100", Source: claims.Source{URL: "https://register.example/1", Title: "Register", Publisher: "Harbour Office", Kind: claims.DataSet}})
	})
	d.do(t, id, func(c *claims.Claim) (claims.Event, error) {
		return c.Propose(d.rev, d.now, scale, "misleading", "41 is not half")
	})
	d.do(t, id, func(c *claims.Claim) (claims.Event, error) { return c.Approve(d.other, d.now, "", "") })
	return d.do(t, id, func(c *claims.Claim) (claims.Event, error) { return c.Publish(d.editor, d.now) })
}

func TestAClaimGoesThroughTheWholeWorkAndEveryStepIsAudited(t *testing.T) {
	d := newDesk(t)
	c := d.publish(t, d.claim(t).ID)
	if c.Publication != claims.Published || c.Verdict.Rating.Key != "misleading" || c.Revision != 8 {
		t.Errorf("got %s, %+v, revision %d", c.Publication, c.Verdict, c.Revision)
	}
	if got := strings.Join(c.Topics, ","); got != "Fisheries,Ports" {
		t.Errorf("topics: got %s", got)
	}
	events, err := d.ClaimEvents(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range events {
		got = append(got, e.Action)
	}
	if want := "published approved proposed source added edited held accepted found"; strings.Join(got, " ") != want {
		t.Errorf("events: got %s, want %s", strings.Join(got, " "), want)
	}
	r, err := d.Verify(t.Context())
	if err != nil || len(r.Faults) > 0 || r.Appearances != 1 {
		t.Errorf("verify: got %+v, %v", r, err)
	}
}

// What a save gives is not all read again: do holds it against what is read.
func TestASaveGivesTheClaimAsReadingDoes(t *testing.T) {
	d := newDesk(t)
	id := d.claim(t).ID
	d.do(t, id, func(c *claims.Claim) (claims.Event, error) { return c.Accept(d.rev, d.now, claims.Edit{}) })
	d.do(t, id, func(c *claims.Claim) (claims.Event, error) { return c.Hold(d.rev, d.now.Add(1234567)) })
	summary := "None yet."
	d.do(t, id, func(c *claims.Claim) (claims.Event, error) {
		e, err := c.Revise(d.rev, d.now, claims.Edit{Summary: &summary})
		c.Topics, c.Corrections, c.Replies = []string{}, []claims.Correction{}, []claims.Reply{}
		return e, err
	})
	d.do(t, id, func(c *claims.Claim) (claims.Event, error) {
		return c.AddEvidence(d.rev, d.now, claims.Evidence{Stance: claims.Context, Passage: "41 of 100", Source: claims.Source{URL: "https://register.example/1", Title: "Register", Publisher: "Harbour Office", Kind: claims.DataSet}})
	})
	c := d.do(t, id, func(c *claims.Claim) (claims.Event, error) { return c.RemoveEvidence(d.rev, d.now, c.Evidence[0].ID) })
	if len(c.Evidence) != 0 {
		t.Errorf("a source that was taken off is there: %+v", c.Evidence)
	}
	until, err := claims.ParseDate("", "2026-05-01")
	if err != nil {
		t.Fatal(err)
	}
	c = d.do(t, id, func(c *claims.Claim) (claims.Event, error) {
		return c.PutOnHoldUntil(d.rev, d.now, "the record comes in May", until)
	})
	if c.HoldUntil != until {
		t.Errorf("on hold until %+v, want %+v", c.HoldUntil, until)
	}
}

func TestOnlyPublishedClaimsArePublic(t *testing.T) {
	d := newDesk(t)
	id := d.claim(t).ID
	if _, err := d.PublicClaim(t.Context(), id); claims.KindOf(err) != claims.KindNotFound {
		t.Errorf("before: got %v", err)
	}
	page, err := d.Claims(t.Context(), claims.Filter{Public: true})
	if err != nil || page.Total != 0 || len(page.Items) != 0 {
		t.Errorf("list before: got %+v, %v", page, err)
	}
	d.publish(t, id)
	if _, err := d.PublicClaim(t.Context(), id); err != nil {
		t.Errorf("after: got %v", err)
	}
	for _, f := range []claims.Filter{
		{}, {Query: "boat"}, {Query: "reyes port"}, {Query: "boat", Sort: claims.BestMatch}, {Ratings: []string{"misleading"}}, {Speaker: "ana-reyes"}, {Topic: "ports"},
		{Outlet: "harbour.example"}, {From: claims.Date{Day: "2026-03-01", Precision: claims.MonthPrecision}, To: claims.Date{Day: "2026-03-01", Precision: claims.MonthPrecision}},
	} {
		f.Public = true
		page, err := d.Claims(t.Context(), f)
		if err != nil || page.Total != 1 || len(page.Items) != 1 || page.Items[0].Rating == nil {
			t.Errorf("%+v: got %+v, %v", f, page, err)
		}
	}
	for _, f := range []claims.Filter{{Query: "train"}, {Query: "boat -port"}, {Query: "-boat"}, {Ratings: []string{"true"}}, {Speaker: "x"}, {To: claims.Date{Day: "2026-01-01", Precision: claims.DayPrecision}}} {
		f.Public = true
		if page, err := d.Claims(t.Context(), f); err != nil || page.Total != 0 {
			t.Errorf("%+v: got %+v, %v", f, page, err)
		}
	}
	facets, err := d.Facets(t.Context(), claims.Filter{Public: true, Ratings: []string{"true"}})
	if err != nil || len(facets.Ratings) != 7 || facets.Ratings[3].N != 1 || len(facets.Topics) != 0 {
		t.Errorf("facets: got %+v, %v", facets, err)
	}
}

func TestSearchTakesHostileInputAsWords(t *testing.T) {
	d := newDesk(t)
	for _, q := range []string{`" OR 1=1--`, `NEAR(`, `*`, `"`, `col:x`, "a\x00b", strings.Repeat("a ", 5000), `statement:boat`, `-`, `^boat`, `boat AND`, `(((`} {
		for _, sort := range []claims.Sort{claims.Newest, claims.BestMatch} {
			if _, err := d.Claims(t.Context(), claims.Filter{Query: q, Sort: sort}); err != nil {
				t.Errorf("%.40q: %v", q, err)
			}
		}
	}
}

func TestEveryReadOfExportsSeesThePublishedClaim(t *testing.T) {
	d := newDesk(t)
	id := d.claim(t).ID
	d.publish(t, id)
	d.do(t, id, func(c *claims.Claim) (claims.Event, error) {
		r := claims.DefaultScale().Ratings[4]
		return c.Correct(d.editor, d.now, claims.CorrectRating, "The register counted ferries.", claims.Edit{}, &r, "the desk was closed")
	})
	ctx := t.Context()
	n := map[string]int{}
	count := func(name string, err error) {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		n[name]++
	}
	for r, err := range d.ClaimRecords(ctx, claims.Filter{}, false) {
		count("claims", err)
		if r.Quote != "Half of all boats stay in port" || r.Corrections != 1 || r.Verdict.Key != "mostly_false" || r.ReviewedBy != "Otto Other" || *r.Worst != 1 {
			t.Errorf("claim record: got %+v", r)
		}
	}
	for _, err := range d.SourceRecords(ctx, claims.Filter{}, false) {
		count("sources", err)
	}
	for _, err := range d.AppearanceRecords(ctx, claims.Filter{}, false) {
		count("appearances", err)
	}
	for _, err := range d.CorrectionRecords(ctx, claims.Filter{}, false) {
		count("corrections", err)
	}
	for _, err := range d.StatusRecords(ctx, claims.Filter{}, false) {
		count("status", err)
	}
	for name, want := range map[string]int{"claims": 1, "sources": 1, "appearances": 1, "corrections": 1, "status": 2} {
		if n[name] != want {
			t.Errorf("%s: got %d rows, want %d", name, n[name], want)
		}
	}
	revisions, err := d.Revisions(ctx, id)
	if err != nil || len(revisions) != 2 {
		t.Fatalf("revisions: got %v, %v", revisions, err)
	}
	old, _, err := d.Revision(ctx, id, revisions[1].Revision)
	if err != nil || old.Verdict.Rating.Key != "misleading" || old.Reviews[0].By.Name != "Rae Reviewer" {
		t.Errorf("first revision: got %+v, %v", old, err)
	}
	record, err := d.Speaker(ctx, "ana-reyes")
	if err != nil || record.Checks != 1 || len(record.Marks) != 1 || record.Corrections != 1 {
		t.Errorf("speaker: got %+v, %v", record, err)
	}
}

func TestTheSameArticleIsNotImportedTwice(t *testing.T) {
	d := newDesk(t)
	for _, a := range []claims.Article{
		{Title: "Again", Outlet: "X", URL: "http://www.harbour.example/boats/?utm_medium=y#top", Text: "Other words.", TextSHA256: "x"},
		{Title: "Again", Outlet: "X", Text: text, TextSHA256: d.article.TextSHA256},
	} {
		_, err := d.CreateArticle(t.Context(), d.rev, a, nil, nil)
		if claims.KindOf(err) != claims.KindExists {
			t.Errorf("%s: got %v, want that it exists", a.URL, err)
		}
	}
}

func TestAFailedRuleChangesNothing(t *testing.T) {
	d := newDesk(t)
	before := d.claim(t)
	_, err := d.UpdateClaim(context.Background(), before.ID, func(c *claims.Claim) (claims.Event, error) {
		c.Statement = "changed"
		return claims.Event{}, claims.Conflict("no")
	})
	if claims.KindOf(err) != claims.KindConflict {
		t.Errorf("got %v", err)
	}
	if after := d.claim(t); after.Statement != before.Statement || after.Revision != before.Revision {
		t.Errorf("got %+v", after)
	}
}

func TestCheckR5OfAHundredParallelSavesExactlyOneWinsEachRevision(t *testing.T) {
	d := newDesk(t)
	c := d.claim(t)
	errs := make(chan error, 100)
	for range 100 {
		go func() {
			_, err := d.UpdateClaim(context.Background(), c.ID, func(x *claims.Claim) (claims.Event, error) {
				if err := x.Based(c.Revision); err != nil {
					return claims.Event{}, err
				}
				return x.Accept(d.rev, d.now, claims.Edit{})
			})
			errs <- err
		}()
	}
	won := 0
	for range 100 {
		if err := <-errs; err == nil {
			won++
		} else if claims.KindOf(err) != claims.KindStale {
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d saves won, want 1", won)
	}
}

func TestVerifyFindsAQuoteThatIsNotInItsText(t *testing.T) {
	d := newDesk(t)
	if err := db.Exec(d.DB, `UPDATE appearances SET quote = 'Most boats stay in port'`); err != nil {
		t.Fatal(err)
	}
	r, err := d.Verify(t.Context())
	if err != nil || len(r.Faults) != 1 {
		t.Errorf("got %+v, %v", r, err)
	}
}

func TestPagesFollowEachOtherInBothDirections(t *testing.T) {
	d := newDesk(t)
	for i := range 7 {
		if _, err := d.CreateClaim(t.Context(), d.rev, &claims.Claim{Statement: "Statement " + string(rune('A'+i)), Language: "en"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range []claims.Filter{{PageLimit: 3}, {PageLimit: 3, Sort: claims.Urgent}, {PageLimit: 3, Query: "statement", Sort: claims.BestMatch}, {PageLimit: 3, State: claims.StateNew}} {
		var seen []claims.ID
		var backwards []claims.ID
		last := f
		for {
			p, err := d.Claims(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			for _, it := range p.Items {
				seen = append(seen, it.ID)
			}
			last = f
			if p.Older == "" {
				last.After, last.Before = "", p.Newer
				break
			}
			f.After = p.Older
		}
		for last.Before != "" {
			p, err := d.Claims(t.Context(), last)
			if err != nil {
				t.Fatal(err)
			}
			for i := range p.Items {
				backwards = append(backwards, p.Items[len(p.Items)-1-i].ID)
			}
			last.Before = p.Newer
		}
		total, unique := len(seen), map[claims.ID]bool{}
		for _, id := range seen {
			unique[id] = true
		}
		if len(unique) != total || total < 7 || len(backwards) < total-3 || len(backwards) >= total {
			t.Errorf("%s %q: forwards %d rows (%d different), backwards %d", f.Sort, f.Query, total, len(unique), len(backwards))
		}
	}
}
