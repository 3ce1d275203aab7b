package desk

import (
	"context"
	_ "embed"
	"errors"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/ingest"
	"touchstone/views/auth"
)

// firstStep is one of the things that a new desk does until its first check is
// out.
type firstStep struct {
	Label string
	Done  bool
}

// firstSteps are what is left to do before the first check; nil on a desk that
// has one.
func (d *Desk) firstSteps(ctx context.Context, v queueView) ([]firstStep, error) {
	if v.all() || v.Counts[claims.StateApproved] > 0 {
		return nil, nil
	}
	users, err := d.db.Users(ctx)
	if err != nil {
		return nil, err
	}
	s, err := d.db.Settings(ctx)
	if err != nil {
		return nil, err
	}
	n := v.Counts
	accepted := n[claims.StateOpen] + n[claims.StateResearching] + n[claims.StateOnHold] + n[claims.StateInReview]
	return []firstStep{
		{"Name the desk", s.Organisation != claims.DefaultSettings().Organisation},
		{"Add an article", v.total() > 0},
		{"Accept a claim that is worth checking", accepted > 0},
		{"Give a colleague an account: a check needs two people", len(users) > 1},
		{"Research it, rate it, and propose", n[claims.StateInReview] > 0},
		{"Your colleague approves, and an editor publishes", false},
	}, nil
}

// sampleText is an article to learn with. The town, its people and its paper are
// invented.
//
//go:embed sample.txt
var sampleText string

// sampleArticle is the article as a form would bring it.
func sampleArticle() claims.Article {
	return claims.Article{
		URL: "https://" + sampleHost + "/harbour-council", Title: "Harbour council argues over ferry fares", Outlet: "Touchstone sample", Byline: "Invented, to learn with",
		PublishedOn: claims.Date{Day: "2026-03-14", Precision: claims.DayPrecision}, Text: sampleText,
	}
}

// sampleHost is where the sample says that it was published.
const sampleHost = "sample.touchstone.example"

// addSample puts the sample on the desk, or leads to it where it is there.
func (d *Desk) addSample(c echo.Context) error {
	a, found, err := ingest.Prepare(sampleArticle())
	if err != nil {
		return err
	}
	a, err = d.db.CreateArticle(c.Request().Context(), auth.User(c), a, nil, found)
	var e *claims.Error
	if errors.As(err, &e) && e.Kind == claims.KindExists && e.Ref != 0 {
		return see(c, articlePath(e.Ref))
	}
	if err != nil {
		return err
	}
	return see(c, articlePath(a.ID))
}

// guided reports whether the article in the room is the sample.
func (v roomView) guided() bool { return v.Article.Host == sampleHost }
