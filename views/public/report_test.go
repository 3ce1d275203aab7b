package public_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"touchstone/claims"
)

// post sends a form from an address of the network.
func (k *desk) post(path, ip string, form url.Values) *httptest.ResponseRecorder {
	k.t.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.RemoteAddr = ip + ":4000"
	w := httptest.NewRecorder()
	k.e.ServeHTTP(w, r)
	return w
}

func TestAReportOfAReaderLandsAtTheDesk(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	id := c.ID.String()
	has(t, k.page(k.address(c)), `href="/report?claim=`+id+`"`)
	has(t, k.page("/report?claim="+id), `<input type="hidden" name="claim" value="`+id+`">`, "Rail fares have fallen", "Mostly false", "How we can reach you")

	w := k.post("/report", "203.0.113.7", url.Values{"claim": {id}, "text": {"The index is older than you say."}, "contact": {"reader@home.example"}})
	if w.Code != 303 || w.Header().Get("Location") != "/report?sent=1" {
		t.Fatalf("got %d to %q", w.Code, w.Header().Get("Location"))
	}
	has(t, k.page("/report?sent=1"), "Thank you", "noindex")
	list, err := k.d.Reports(t.Context(), false, 10)
	if err != nil || len(list) != 1 || list[0].ClaimID != c.ID || list[0].Text != "The index is older than you say." || list[0].Contact != "reader@home.example" || list[0].Statement != c.Statement {
		t.Errorf("got %+v, %v", list, err)
	}
	for _, path := range []string{"/report", "/report?claim=" + id, k.address(c), "/claims/" + id + "/history"} {
		hasNot(t, k.page(path), "older than you say", "reader@home")
	}
}

func TestAReportIsRefusedWithTheWordsKept(t *testing.T) {
	k := newDesk(t)
	for name, form := range map[string]url.Values{
		"without words":           {"contact": {"reader@home.example"}},
		"too long":                {"text": {strings.Repeat("x", claims.MaxReport+1)}},
		"with the trap filled in": {"text": {"Buy <b>now</b>"}, "website": {"https://spam.example"}},
	} {
		w := k.post("/report", "203.0.113.7", form)
		if w.Code != 422 {
			t.Errorf("%s: got %d, want 422", name, w.Code)
		}
		has(t, w.Body.String(), "There is a problem", "aria-invalid")
		hasNot(t, w.Body.String(), "<b>now")
		for _, field := range []string{"contact", "website"} {
			if v := form.Get(field); v != "" {
				has(t, w.Body.String(), `value="`+v+`"`)
			}
		}
	}
	if n, err := k.d.ReportsWaiting(t.Context()); n != 0 || err != nil {
		t.Errorf("%d reports are kept (%v)", n, err)
	}
}

func TestManyReportsFromOneNetworkWait(t *testing.T) {
	k := newDesk(t)
	send := func(ip string) int {
		return k.post("/report", ip, url.Values{"text": {"Wrong."}}).Code
	}
	for i := range 5 {
		if got := send("203.0.113." + itoa(i)); got != 303 {
			t.Fatalf("report %d: got %d", i, got)
		}
	}
	if got := send("203.0.113.200"); got != 429 {
		t.Errorf("the sixth of a network: got %d, want 429", got)
	}
	if got := send("198.51.100.1"); got != 303 {
		t.Errorf("another network: got %d", got)
	}
	k.now = k.now.Add(15 * time.Minute)
	if got := send("203.0.113.9"); got != 303 {
		t.Errorf("after a while: got %d", got)
	}
}
