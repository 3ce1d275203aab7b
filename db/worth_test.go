package db_test

import (
	"fmt"
	"strings"
	"testing"

	"touchstone/claims"
	"touchstone/claims/anchor"
)

// found makes an article of statements that the extractor might have found.
func (d *desk) found(t *testing.T, n int, statements ...string) []*claims.Claim {
	t.Helper()
	body := strings.Join(statements, ".\n\n") + "."
	x := anchor.New(body)
	var list []claims.Claim
	for _, s := range statements {
		a, err := anchor.Appearance(x, anchor.Find(x, s)[:1], claims.Indirect)
		if err != nil {
			t.Fatal(err)
		}
		a.Finding = claims.Finding{Rule: "said that", Confidence: .9, Worth: .5}
		list = append(list, claims.Claim{Statement: s, Language: "en", Speaker: &claims.Speaker{Name: "Ana Reyes", Kind: claims.IsPerson}, Appearances: []claims.Appearance{a}})
	}
	art, err := d.CreateArticle(t.Context(), d.rev, claims.Article{Title: fmt.Sprint("Article ", n), Outlet: "Radio", Text: body, TextSHA256: x.Hash()}, nil, list)
	if err != nil {
		t.Fatal(err)
	}
	made, err := d.ArticleClaims(t.Context(), art.ID)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestWhatIsWorthCheckingIsLearntAndCanBeTakenBack(t *testing.T) {
	d := newDesk(t)
	if err := d.LearnWorth(t.Context(), d.editor.Person()); claims.KindOf(err) != claims.KindConflict || !strings.Contains(err.Error(), "0 accepted and 0 rejected") {
		t.Errorf("without decisions: got %v", err)
	}
	for i := range 20 {
		made := d.found(t, i, fmt.Sprintf("The harbour lost %d boats last year", 100+i), fmt.Sprintf("We will build %d new stations", 3+i))
		d.do(t, made[0].ID, func(c *claims.Claim) (claims.Event, error) { return c.Accept(d.rev, d.now, claims.Edit{}) })
		d.do(t, made[1].ID, func(c *claims.Claim) (claims.Event, error) { return c.Reject(d.rev, d.now, "prediction", "") })
	}
	worth := func(n int) (yes, no float64) {
		made := d.found(t, n, fmt.Sprintf("The mainland lost %d boats last year", 400+n), fmt.Sprintf("We will build %d new bridges", n))
		return made[0].Appearances[0].Finding.Worth, made[1].Appearances[0].Finding.Worth
	}
	if yes, no := worth(100); yes != .5 || no != .5 {
		t.Errorf("before: got %v and %v", yes, no)
	}
	if err := d.LearnWorth(t.Context(), d.editor.Person()); err != nil {
		t.Fatal(err)
	}
	if yes, no := worth(101); yes-no < .2 {
		t.Errorf("learnt: got %v and %v", yes, no)
	}
	list, err := d.WorthVersions(t.Context())
	if err != nil || len(list) != 1 || !list[0].Current || list[0].Accepted != 20 || list[0].Rejected != 20 || list[0].By.Name != "Edda Editor" {
		t.Errorf("versions: got %+v, %v", list, err)
	}
	if err := d.UseWorth(t.Context(), d.editor.Person(), 0); err != nil {
		t.Fatal(err)
	}
	if yes, no := worth(102); yes != .5 || no != .5 {
		t.Errorf("taken back: got %v and %v", yes, no)
	}
	if err := d.UseWorth(t.Context(), d.editor.Person(), 7); claims.KindOf(err) != claims.KindNotFound {
		t.Errorf("a version that is not there: got %v", err)
	}
	if err := d.UseWorth(t.Context(), d.editor.Person(), 1); err != nil {
		t.Fatal(err)
	}
	if features, err := d.WorthFeatures(t.Context()); err != nil || len(features) < 50 {
		t.Errorf("features: got %d, %v", len(features), err)
	}
}
