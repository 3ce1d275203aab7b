package db_test

import (
	"strings"
	"testing"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/db/dbtest"
)

// kept fails where a kept count or a kept list is not what counting anew gives.
func kept(t *testing.T, d *db.DB, after string) {
	t.Helper()
	r, err := d.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Faults {
		if strings.HasPrefix(f, "lists:") || strings.Contains(f, "counts it under") {
			t.Fatalf("after %s: %s", after, f)
		}
	}
}

func TestCountsAndListsAreKeptThroughEveryChange(t *testing.T) {
	d := dbtest.New(t)
	by, second := dbtest.User(t, d, "Jonas Brekke", claims.Reviewer), dbtest.User(t, d, "Ines Quillfeather", claims.Editor)
	scale, err := d.Scale(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	past := pastOf(scale, by, second)
	if _, err := d.Load(t.Context(), sequence(past)); err != nil {
		t.Fatal(err)
	}
	kept(t, d, "loading")
	check, again := past[0].Claims[0].Claim.ID, past[1].Claims[0].Claim.ID
	change := func(name string, id claims.ID, f func(c *claims.Claim)) {
		t.Helper()
		if _, err := d.UpdateClaim(t.Context(), id, func(c *claims.Claim) (claims.Event, error) {
			f(c)
			return claims.Event{At: d.Now(), Action: "test"}, nil
		}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		kept(t, d, name)
	}
	change("new topics", check, func(c *claims.Claim) { c.Topics = []string{"Buses", "Trams"} })
	change("a topic less", check, func(c *claims.Claim) { c.Topics = []string{"Buses"} })
	change("another rating", check, func(c *claims.Claim) { c.Verdict.Rating, c.Publication = scale.Ratings[0], claims.Corrected })
	change("another speaker", check, func(c *claims.Claim) { c.Speaker = &claims.Speaker{Name: "Bram Holt", Kind: claims.IsPerson} })
	change("publishing", again, func(c *claims.Claim) {
		c.Topics, c.Publication, c.PublishedAt, c.State = []string{"Buses"}, claims.Published, d.Now(), claims.StateApproved
		c.Verdict = &claims.Verdict{ScaleID: scale.ID, Scale: scale.Title(), Rating: scale.Ratings[2]}
	})
	change("an appearance less", again, func(c *claims.Claim) { c.Appearances = c.Appearances[:1] })
	change("no appearance", again, func(c *claims.Claim) { c.Appearances = nil })
	change("one again", again, func(c *claims.Claim) {
		a := past[1].Claims[0].Claim.Appearances[0]
		a.ID = 0
		c.Appearances = []claims.Appearance{a}
	})
	for _, f := range []claims.Filter{{}, {Topic: "buses"}, {Outlet: "paper.example"}, {Topic: "buses", Outlet: "paper.example"}, {From: claims.Date{Day: "2024-01-01", Precision: claims.DayPrecision}, Topic: "buses"}} {
		f.Public = true
		page, err := d.Claims(t.Context(), f)
		want := 2
		if f.From.Known() {
			want = 1
		}
		if err != nil || page.Total != want || len(page.Items) != want {
			t.Errorf("%+v: got %d and %d items, %v, want %d", f, page.Total, len(page.Items), err, want)
		}
	}
	change("withdrawing", again, func(c *claims.Claim) { c.Publication = claims.Withdrawn })
	if err := db.Exec(d, `UPDATE articles SET host = 'other.example' WHERE id = 2`); err != nil {
		t.Fatal(err)
	}
	kept(t, d, "an article of another outlet")
	for n, wrong := range []string{`UPDATE tallies SET n = n + 1 WHERE facet = 'topic'`, `UPDATE checks SET facets = '|||'`} {
		if err := db.Exec(d, wrong); err != nil {
			t.Fatal(err)
		}
		if r, err := d.Verify(t.Context()); err != nil || len(r.Faults) <= n {
			t.Errorf("%s: got %+v, %v, want a fault", wrong, r, err)
		}
	}
}
