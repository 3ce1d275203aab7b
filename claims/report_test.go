package claims_test

import (
	"strings"
	"testing"
	"time"

	"touchstone/claims"
)

func TestAReportNeedsWords(t *testing.T) {
	for _, c := range []struct {
		report claims.Report
		field  string
	}{
		{claims.Report{Text: " The figure is wrong. ", Contact: " me@reader.example "}, ""},
		{claims.Report{Text: "The figure is wrong."}, ""},
		{claims.Report{Text: " \n "}, "text"},
		{claims.Report{Text: strings.Repeat("x", claims.MaxReport+1)}, "text"},
		{claims.Report{Text: "x", Contact: strings.Repeat("y", claims.MaxName+1)}, "contact"},
	} {
		err := c.report.Check()
		var got string
		if p, ok := err.(claims.Problems); ok {
			got = p[0].Field
		} else if e, ok := err.(*claims.Error); ok {
			got = e.Field
		}
		if got != c.field {
			t.Errorf("%.30q: got %v, want a problem with %q", c.report.Text, err, c.field)
		}
	}
}

func TestOnlyEditorsSettleAReportAndSayWhatCameOfIt(t *testing.T) {
	now := time.Date(2026, 4, 2, 9, 0, 0, 0, time.UTC)
	for role, want := range map[claims.Role]claims.Kind{claims.Anonymous: claims.KindSignIn, claims.Contributor: claims.KindForbidden, claims.Reviewer: claims.KindForbidden, claims.Editor: claims.KindInternal, claims.Admin: claims.KindInternal} {
		r := claims.Report{Text: "x", Contact: "me@reader.example"}
		err := r.Settle(claims.User{ID: 1, Role: role}, now, "The figure was right.")
		may := want == claims.KindInternal
		if may && (err != nil || r.Settled != now || r.Contact != "") || !may && claims.KindOf(err) != want {
			t.Errorf("%s: got %v, %+v", role, err, r)
		}
	}
	r := claims.Report{Text: "x"}
	editor := claims.User{ID: 1, Name: "Ines", Role: claims.Editor}
	if err := r.Settle(editor, now, " "); claims.KindOf(err) != claims.KindInvalid {
		t.Errorf("without a note: %v", err)
	}
	_ = r.Settle(editor, now, "Done.")
	if err := r.Settle(editor, now, "Again."); claims.KindOf(err) != claims.KindConflict {
		t.Errorf("a second time: %v", err)
	}
}
