package public

import (
	"strings"
	"testing"
	"time"

	"touchstone/claims"
)

func said(days ...string) *claims.Claim {
	c := &claims.Claim{Publication: claims.Published, PublishedAt: time.Date(2026, 4, 2, 10, 0, 0, 0, time.UTC)}
	for _, d := range days {
		on, _ := claims.ParseDate("", d)
		c.Appearances = append(c.Appearances, claims.Appearance{Article: &claims.Article{PublishedOn: on}})
	}
	return c
}

func TestATimelineTellsBeforeFromAfter(t *testing.T) {
	c := said("2026-03-14", "2026-03-16", "2026-05-01", "2026-05", "unknown")
	l, ok := newTimeline(t.Context(), c)
	if !ok || len(l.Before) != 2 || len(l.After) != 1 || l.Corrected != "" {
		t.Fatalf("got %+v, %v", l, ok)
	}
	if got, want := l.Sentence, "Line of time: 3 uses of the claim, 2 before our check of 2 April 2026 and 1 after it."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	c.Corrections = []claims.Correction{{Kind: claims.CorrectRating, At: time.Date(2026, 4, 9, 0, 0, 0, 0, time.UTC)}}
	var b strings.Builder
	if err := timelineOf(c).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "corrected") || !strings.Contains(b.String(), `role="img"`) {
		t.Errorf("got %s", b.String())
	}
}

func TestAFewAppearancesNeedNoDrawing(t *testing.T) {
	if _, ok := newTimeline(t.Context(), said("2026-03-14", "2026-03-16")); ok {
		t.Error("two appearances are drawn")
	}
	c := said("2026-03-14", "2026-03-16", "2026-05-01")
	c.Publication = claims.Withdrawn
	if _, ok := newTimeline(t.Context(), c); ok {
		t.Error("a withdrawn check is drawn")
	}
}
