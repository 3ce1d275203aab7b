package claims

import (
	"strings"
	"testing"
	"time"
)

func TestAPeriodIsAYearAQuarterOrAMonth(t *testing.T) {
	for s, want := range map[string][2]string{
		"2026": {"2026-01-01", "2027-01-01"}, "2026-Q1": {"2026-01-01", "2026-04-01"}, "2026-Q4": {"2026-10-01", "2027-01-01"}, "2026-12": {"2026-12-01", "2027-01-01"},
	} {
		p, err := ParsePeriod(s)
		if got := [2]string{p.From.Format(time.DateOnly), p.To.Format(time.DateOnly)}; err != nil || got != want || p.Name != s || p.Whole() {
			t.Errorf("%s: got %v, %v", s, got, err)
		}
	}
	if p, err := ParsePeriod(""); err != nil || !p.Whole() {
		t.Errorf("all time: got %+v, %v", p, err)
	}
	for _, s := range []string{"26", "2026-Q5", "2026-13", "2026-00", "2026-1", "2026-Q", " 2026", "2026-Q1-01"} {
		if _, err := ParsePeriod(s); KindOf(err) != KindInvalid {
			t.Errorf("%q: got %v", s, err)
		}
	}
}

func TestASpeakerIsDescribedByAnEditor(t *testing.T) {
	s := Speaker{ID: 3, Name: "Ana Reyes", Kind: IsPerson, Role: "Mayor"}
	to := Speaker{Kind: IsPerson, Role: "Mayor", Party: "  Harbour   League "}
	if _, err := s.Describe(reviewer, noon, to); KindOf(err) != KindForbidden || s.Party != "" {
		t.Errorf("a reviewer: %v", err)
	}
	e, err := s.Describe(editor, noon, to)
	if err != nil || s.Party != "Harbour League" || e.Subject != OnSpeaker || e.SubjectID != 3 || string(e.After) != `{"party":"Harbour League"}` || string(e.Before) != `{"party":""}` {
		t.Errorf("got %+v, %v, before %s, after %s", s, err, e.Before, e.After)
	}
	if _, err := s.Describe(editor, noon, to); KindOf(err) != KindConflict {
		t.Errorf("nothing changed: %v", err)
	}
	for _, bad := range []Speaker{{Kind: "ship"}, {Kind: IsPerson, SameAs: "javascript:alert(1)"}, {Kind: IsPerson, Party: strings.Repeat("x", MaxName+1)}} {
		was := s
		if _, err := s.Describe(editor, noon, bad); KindOf(err) != KindInvalid || s.Party != was.Party || s.Kind != was.Kind {
			t.Errorf("%+v: got %v", bad, err)
		}
	}
}
