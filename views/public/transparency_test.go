package public_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestTheTransparencyPageShowsTheHeadAndComparesOne(t *testing.T) {
	k := newDesk(t)
	k.publish(check{statement: "Fares fell by a fifth"})
	noted, err := k.d.AuditHead(t.Context())
	k.must(err)
	k.now = k.now.Add(48 * time.Hour)
	k.publish(check{statement: "Half of all trains were late"})
	head, err := k.d.AuditHead(t.Context())
	k.must(err)
	page := k.page("/transparency")
	has(t, page, head.String(), noted.Hash, "2 April 2026", "4 April 2026", `href="/transparency.json"`)
	hasNot(t, page, "Jonas Brekke", "@desk.example")
	for _, c := range []struct {
		typed  string
		status int
		want   string
	}{
		{noted.String(), 200, "It is the same."},
		{"  " + head.String() + " ", 200, "It is the same."},
		{"0 " + strings.Repeat("0", 64), 200, "It is the same."},
		{"3 " + noted.Hash, 200, "It is not the same."},
		{"9999 " + noted.Hash, 200, "The log does not reach that far."},
		{`"><script>alert(1)</script>`, 400, "is not a head of the audit log"},
		{strings.Repeat("1 ", 5000), 400, "is not a head of the audit log"},
	} {
		w := k.get("/transparency?head=" + url.QueryEscape(c.typed))
		if w.Code != c.status {
			t.Errorf("%.40q: got %d, want %d", c.typed, w.Code, c.status)
		}
		has(t, w.Body.String(), c.want)
		hasNot(t, w.Body.String(), "<script>alert")
	}
}

func TestTransparencyJSONHasTheEndOfEveryDay(t *testing.T) {
	k := newDesk(t)
	first, err := k.d.AuditHead(t.Context())
	k.must(err)
	k.now = k.now.Add(24 * time.Hour)
	k.add(check{statement: "Fares fell by a fifth"})
	head, err := k.d.AuditHead(t.Context())
	k.must(err)
	var got struct {
		Events int64
		Head   struct {
			Sequence int64
			Hash, At string
			Line     string
		}
		Days []struct {
			Day, Hash string
			Sequence  int64
		}
	}
	w := k.get("/transparency.json")
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || got.Events != head.Seq || got.Head.Hash != head.Hash || got.Head.Line != head.String() || got.Head.At == "" {
		t.Fatalf("got %+v, %v", got, err)
	}
	days := map[string]string{}
	for _, d := range got.Days {
		days[d.Day] = d.Hash
	}
	if days["2026-04-03"] != head.Hash || days["2026-04-02"] != first.Hash {
		t.Errorf("got %v", days)
	}
	etag := w.Header().Get("ETag")
	if again := k.ask("GET", "/transparency.json", etag); etag == "" || again.Code != 304 {
		t.Errorf("the same once more: got %d, ETag %q", again.Code, etag)
	}
}
