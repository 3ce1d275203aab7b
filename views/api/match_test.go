package api_test

import (
	"net/url"
	"strings"
	"testing"
)

type matches struct {
	Items []struct {
		ID           string  `json:"claim_id"`
		URL          *string `json:"claim_url"`
		VerdictLabel *string `json:"verdict_label"`
		Confidence   float64
		Why          []string
		Standing     string
		State        *string
	}
}

func TestATextFindsThePublishedChecksItMayRepeat(t *testing.T) {
	k := newDesk(t)
	k.publish("Ferries are late", "Oona Talvik-Reyes", 2)
	c := k.publish("Rail fares have fallen by a fifth", "Oona Talvik-Reyes", 3)
	k.add("Fares on rail fell by a fifth, again", "Zebedee Quark", "Whisper Weekly", 7)
	var m matches
	k.answer("/api/v1/match?text="+url.QueryEscape("By a fifth rail fares fell!")+"&speaker=Talvik-Reyes", &m)
	if len(m.Items) != 1 || m.Items[0].ID != c.ID.String() || m.Items[0].Standing != "already checked" || m.Items[0].VerdictLabel == nil || m.Items[0].State != nil ||
		m.Items[0].Confidence <= 0 || !strings.Contains(strings.Join(m.Items[0].Why, ";"), "fifth") {
		t.Errorf("got %+v", m.Items)
	}
	k.answer("/api/v1/match?text=the", &m)
	if len(m.Items) != 0 {
		t.Errorf("nothing to go by: got %+v", m.Items)
	}
	for _, q := range []string{"", "?text=", "?text=a&limit=0", "?text=a&limit=1000", "?text=" + strings.Repeat("x", 2001), "?text=a&top=3"} {
		if w := k.get("/api/v1/match" + q); w.Code != 400 {
			t.Errorf("%.30s: got %d, want 400", q, w.Code)
		}
	}
	for _, q := range []string{`"+OR+1=1--`, "NEAR(", "%00", "%22+OR+%22", "%ff"} {
		if w := k.get("/api/v1/match?text=" + q); w.Code != 200 {
			t.Errorf("%s: got %d: %s", q, w.Code, w.Body)
		}
	}
}
