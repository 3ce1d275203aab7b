package api_test

import (
	"strings"
	"testing"
)

func TestWhatColleaguesWriteToEachOtherStaysWithThem(t *testing.T) {
	k := newDesk(t)
	c := k.publish("Rail fares have fallen by a fifth", "Oona Talvik-Reyes", 14)
	body := k.get("/api/v1/claims/" + c.ID.String()).Body.String()
	for _, bad := range []string{"colleagues", "Reasons", "drafters", "priority", "assignee", "lease"} {
		if strings.Contains(body, bad) {
			t.Errorf("%q stands in the answer: %s", bad, body)
		}
	}
}

func TestAnArticleIsGivenWithoutItsText(t *testing.T) {
	k := newDesk(t)
	k.publish("Rail fares have fallen by a fifth", "Oona Talvik-Reyes", 14)
	for _, p := range []string{"/api/v1/articles", "/api/v1/appearances"} {
		if body := k.get(p).Body.String(); strings.Contains(body, "Interview number") && strings.Contains(body, "It is known") {
			t.Errorf("%s: the whole text stands in the answer: %s", p, body)
		}
	}
}
