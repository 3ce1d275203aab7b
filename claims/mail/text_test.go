package mail

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
)

func TestAMailSaysTheStatementWhatHappenedAndWhere(t *testing.T) {
	desk := Desk{Organisation: "Harbour Post", BaseURL: "https://check.example"}
	otto := claims.Person{ID: 2, Name: "Otto Other"}
	one := Item{claims.Notice{Kind: claims.NoticeChanges, Claim: 1, By: otto, At: when, Detail: "secret"}, "Half of all boats stay in port", true}
	two := Item{claims.Notice{Kind: claims.NoticeReviewBy, Claim: 2, At: when, Detail: "secret"}, strings.Repeat("A very long statement ", 20), false}
	three := Item{claims.Notice{Kind: claims.NoticeMentioned, Claim: 1, By: otto, At: when}, "Half of all boats stay in port", true}

	subject, body := desk.Text([]Item{one})
	if subject != "Otto Other asks for changes: Half of all boats stay in port" {
		t.Errorf("got the subject %q", subject)
	}
	want := "“Half of all boats stay in port”\n\n- Otto Other asks for changes, 14 March 2026, 09:30 UTC\n\nhttps://check.example/desk/claims/" + claims.ID(1).String() +
		"\n\n\n-- \nThe fact desk of Harbour Post\nHow you are told: https://check.example/desk/notices/choices\n"
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}

	subject, body = desk.Text([]Item{one, two, three})
	if subject != "3 notices of the desk: Half of all boats stay in port" || strings.Count(body, "Half of all boats") != 1 || strings.Contains(body, "secret") {
		t.Errorf("got %q\n%s", subject, body)
	}
	if subject, _ = desk.Text([]Item{two}); len([]rune(subject)) > 120 {
		t.Errorf("got a subject of %d characters", len([]rune(subject)))
	}
	evil := one
	evil.Statement = "a\r\nBcc: b\r\n\r\nc"
	if _, body := desk.Text([]Item{evil}); strings.Contains(body, "\nBcc") {
		t.Errorf("got\n%s", body)
	}
}
