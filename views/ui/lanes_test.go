package ui_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
	"touchstone/views/ui"
)

func TestLanesCountEverythingAndDrawWhatHasADate(t *testing.T) {
	s := claims.DefaultScale()
	old := claims.Rating{Key: "pants", Label: "Made up", Role: 6}
	c := ui.NewLanes([]claims.Mark{
		{On: claims.Date{Day: "2024-01-01"}, Rating: s.Ratings[0]}, {On: claims.Date{Day: "2026-06-01"}, Rating: s.Ratings[0]}, {Rating: s.Ratings[5]}, {On: claims.Date{Day: "2025-01-01"}, Rating: old},
	}, s)
	if got, want := len(c.Lanes), 8; got != want {
		t.Fatalf("got %d lanes, want %d: the scale's and one of an earlier scale", got, want)
	}
	if diff := cmp.Diff([]string{"0%", "96%"}, c.Lanes[0].X); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if last, old := c.Lanes[7].Rating, c.Lanes[6].Rating; !last.OffScale() || old.Label != "Made up" {
		t.Errorf("what is off the scale stands before the end: got %v, then %v", old.Label, last.Label)
	}
	if c.Lanes[5].N != 1 || len(c.Lanes[5].X) != 0 || c.Undated != 1 {
		t.Errorf("the undated mark: got %+v, undated %d", c.Lanes[5], c.Undated)
	}
	if got := c.Ticks[1].Label; got != "2025" {
		t.Errorf("second tick: got %q, want 2025", got)
	}
}

func TestLanesStaySmall(t *testing.T) {
	s := claims.DefaultScale()
	var marks []claims.Mark
	for i := range 20000 {
		marks = append(marks, claims.Mark{On: claims.Date{Day: fmt.Sprintf("20%02d-%02d-%02d", i%25, i%12+1, i%28+1)}, Rating: s.Ratings[i%7]})
	}
	page := draw(t, ui.LanesChart(ui.NewLanes(marks, s)))
	if len(page) > 100_000 {
		t.Errorf("got %d bytes for 20,000 marks", len(page))
	}
	has(t, page, "2,858")
	if none := draw(t, ui.LanesChart(ui.NewLanes(nil, s))); none == "" {
		t.Error("a chart without marks is empty")
	}
}
