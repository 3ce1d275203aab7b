package db_test

import (
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/db/dbtest"
)

// pastOf is an article with one claim that was published and withdrawn, and one
// that stands in it again.
func pastOf(scale claims.Scale, by, second claims.User) []*db.PastArticle {
	at := time.Date(2024, 3, 4, 5, 6, 7, 8e6, time.UTC)
	text := `The tram opened. "It cost nothing," said Ana Berg.` + "\n\n" + `"It will be full," said Ana Berg.`
	quote := func(text, words string) claims.Appearance {
		from := strings.Index(text, words) // the text is ASCII
		return claims.Appearance{Quote: words, Spans: []claims.Span{{Start: from, End: from + len(words)}}, Context: words, ContextAt: from, Kind: claims.Direct, Anchor: claims.Anchored, Chain: []string{}}
	}
	first := &db.PastArticle{Article: claims.Article{URL: "https://paper.example/1", Title: "A tram", Outlet: "The Paper", Language: "en", PublishedOn: claims.DateOf(at), Text: text, RetrievedAt: at}}
	then := &db.PastArticle{Article: claims.Article{URL: "https://paper.example/2", Title: "A tram again", Outlet: "The Paper", Text: "Again. " + text, PublishedOn: claims.DateOf(at.AddDate(0, 0, 3)), RetrievedAt: at.AddDate(0, 0, 3)}}
	verdict := scale.Ratings[5]
	c := &claims.Claim{
		Statement: "It cost nothing.", Language: "en", Speaker: &claims.Speaker{Name: "Ana Berg", Kind: claims.IsPerson}, SpeakerRole: "Mayor", ClaimedOn: claims.DateOf(at), Topics: []string{"Trams"},
		State: claims.StateApproved, Publication: claims.Published, CreatedAt: at, UpdatedAt: at, StateSince: at, PublishedAt: at, Summary: "It cost 4 million.", Explanation: "See [1].",
		Verdict: &claims.Verdict{ScaleID: scale.ID, Scale: scale.Title(), Rating: verdict}, Drafters: []claims.ID{by.ID}, Priority: claims.PriorityHigh,
		Appearances: []claims.Appearance{quote(text, "It cost nothing")},
		Evidence:    []claims.Evidence{{Number: 1, Stance: claims.Refutes, Passage: "4,000,000", Source: claims.Source{URL: "https://city.example/b", Title: "Budget", Publisher: "The City", Kind: claims.OfficialRecord}}},
		Reviews: []claims.Review{{By: by.Person(), At: at, ScaleID: scale.ID, Scale: scale.Title(), Rating: verdict, Reasons: "The budget.", Outcome: claims.OutcomeApproved,
			Decisions: []claims.Decision{{By: second.Person(), At: at, Approve: true}}}},
	}
	published := c.Clone()
	c.Publication, c.UpdatedAt = claims.Withdrawn, at.Add(time.Hour)
	c.Corrections = []claims.Correction{{Kind: claims.CorrectWithdrawn, Note: "We took it for another tram.", At: at.Add(time.Hour), By: by.Person(), Revision: 3}}
	first.Claims = []db.Past{{Claim: c, Steps: []db.Step{
		{Event: claims.Event{At: at, Action: "found"}},
		{Event: claims.Event{At: at, Actor: by.Person(), Action: "published", Public: "Published."}, Public: published},
		{Event: claims.Event{At: at.Add(time.Hour), Actor: by.Person(), Action: "withdrawn", Public: "Withdrawn."}, Public: c.Clone()},
	}}}
	again, earlier := quote(then.Article.Text, "It will be full"), quote(text, "It will be full")
	earlier.Article = &first.Article
	then.Claims = []db.Past{{Claim: &claims.Claim{Statement: "It will be full.", State: claims.StateNew, Publication: claims.Private, Speaker: &claims.Speaker{Name: "ana  berg", Kind: claims.IsPerson},
		CreatedAt: at, UpdatedAt: at, StateSince: at, Appearances: []claims.Appearance{again, earlier}}, Steps: []db.Step{{Event: claims.Event{At: at, Action: "found"}}}}}
	return []*db.PastArticle{first, then}
}

func sequence[T any](list []T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, v := range list {
			if !yield(v) {
				return
			}
		}
	}
}

func TestALoadedPastIsWhatTheDeskWouldHaveKept(t *testing.T) {
	d := dbtest.New(t)
	by, second := dbtest.User(t, d, "Jonas Brekke", claims.Reviewer), dbtest.User(t, d, "Tove Almqvist", claims.Editor)
	scale, err := d.Scale(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	past := pastOf(scale, by, second)
	if n, err := d.Load(t.Context(), sequence(past)); err != nil || n != 2 {
		t.Fatalf("got %d, %v, want 2 claims", n, err)
	}
	report, err := d.Verify(t.Context())
	if err != nil || len(report.Faults) > 0 || report.Appearances != 3 || report.Events != 1+2+2+4+1 {
		t.Errorf("verify: got %+v, %v", report, err)
	}
	is, err := d.Claim(t.Context(), past[0].Claims[0].Claim.ID)
	if err != nil {
		t.Fatal(err)
	}
	last, _, err := d.Revision(t.Context(), is.ID, 3)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(last, is); diff != "" {
		t.Errorf("the last revision is not the claim (-revision +claim):\n%s", diff)
	}
	if first, _, err := d.Revision(t.Context(), is.ID, 2); err != nil || first.Publication != claims.Published || len(first.Corrections) != 0 || first.Evidence[0].ID != is.Evidence[0].ID {
		t.Errorf("the first public revision: got %+v, %v", first, err)
	}
	for _, f := range []claims.Filter{{Query: "million"}, {Query: "nothing", Public: true}} { // readers find a withdrawn check by what its page still says
		f.Sort = claims.BestMatch
		found, err := d.Claims(t.Context(), f)
		if err != nil || found.Total != 1 {
			t.Errorf("search for %s: got %+v, %v", f.Query, found, err)
		}
	}
	if a, err := d.Article(t.Context(), past[0].Article.ID); err != nil || a.Candidates != 2 || a.Undecided != 1 {
		t.Errorf("the first article: got %d candidates, %d undecided, %v", a.Candidates, a.Undecided, err)
	}
	// Life goes on: the next claim, event and save follow what was loaded.
	if _, err := d.UpdateClaim(t.Context(), past[1].Claims[0].Claim.ID, func(c *claims.Claim) (claims.Event, error) {
		return c.Accept(by, d.Now(), claims.Edit{})
	}); err != nil {
		t.Error(err)
	}
	if report, err = d.Verify(t.Context()); err != nil || len(report.Faults) > 0 {
		t.Errorf("verify afterwards: got %+v, %v", report, err)
	}
}

func TestAPastWithAQuoteThatDoesNotStandInItsArticleIsRefused(t *testing.T) {
	d := dbtest.New(t)
	by := dbtest.User(t, d, "Jonas Brekke", claims.Reviewer)
	scale, err := d.Scale(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	past := pastOf(scale, by, by)
	past[0].Claims[0].Claim.Appearances[0].Quote = "It cost everything"
	if n, err := d.Load(t.Context(), sequence(past)); claims.KindOf(err) != claims.KindInvalid || n != 0 {
		t.Errorf("got %d, %v, want it refused", n, err)
	}
	past = pastOf(scale, by, by)
	if n, err := d.Load(t.Context(), sequence(past)); err != nil || n != 2 {
		t.Errorf("put right: got %d, %v", n, err)
	}
	if n, err := d.Load(t.Context(), sequence(pastOf(scale, by, by))); claims.KindOf(err) != claims.KindExists || n != 0 {
		t.Errorf("twice: got %d, %v, want it refused", n, err)
	}
}
