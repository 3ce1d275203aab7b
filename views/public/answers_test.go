package public_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
	"touchstone/views/public"
)

// with asks with headers, given as name and value in turn.
func (k *desk) with(method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	k.e.ServeHTTP(w, r)
	return w
}

func TestNoPageIsOlderThanTheLastSave(t *testing.T) {
	k := newDesk(t)
	first := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	path := k.address(first)
	for range 2 { // drawn, and from the store
		has(t, k.page("/"), "Rail fares")
		has(t, k.page("/claims"), "1 check<")
		hasNot(t, k.page(path), "Withdrawn")
	}
	k.publish(check{statement: "Half of all trains run late."})
	has(t, k.page("/"), "Half of all trains")
	has(t, k.page("/claims"), "2 checks", "Half of all trains")
	k.do(first.ID, func(x *claims.Claim) (claims.Event, error) {
		return x.Withdraw(k.editor, k.d.Now(), "It was another line.")
	})
	has(t, k.page(path), "Withdrawn", "It was another line.")
	hasNot(t, k.page("/claims"), "Misleading: Rail")
}

func TestWhoAsksChangesNoPageForOthers(t *testing.T) {
	k := newDesk(t)
	path := k.address(k.publish(check{statement: "Rail fares have fallen by a fifth."}))
	for _, p := range []string{path, "/claims", "/", "/embed" + strings.Join(strings.Split(path, "/")[:3], "/")} {
		odd := k.with("GET", p, "Host", "evil.example", "X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "gopher", "Accept-Language", "ar", "Cookie", "touchstone=abc; lang=ar",
			"Authorization", "Bearer abc", "HX-Request", "true", "X-Original-Url", "/desk", "Accept", "application/json", "Range", "bytes=0-3")
		plain := k.with("GET", p)
		if diff := cmp.Diff(plain.Body.String(), odd.Body.String()); diff != "" || odd.Code != 200 || strings.Contains(plain.Body.String(), "evil.example") {
			t.Errorf("%s: another page came of what one reader sent (%d):\n%s", p, odd.Code, diff)
		}
	}
	// One address is one page, however alike two are.
	if a, b := k.with("GET", "/claims?rating=true"), k.with("GET", "/claims?rating=false"); a.Body.String() == b.Body.String() || a.Header().Get("ETag") == b.Header().Get("ETag") {
		t.Error("two filters have one answer")
	}
}

func TestATagOfOnePageOpensNoOther(t *testing.T) {
	k := newDesk(t)
	tag := k.get(k.address(k.publish(check{statement: "Rail fares have fallen by a fifth."}))).Header().Get("ETag")
	secret := k.add(check{statement: "The secret tunnel costs 9 billion."})
	for _, headers := range [][]string{{"If-None-Match", tag}, {"If-None-Match", "*"}, {"If-Modified-Since", time.Now().AddDate(1, 0, 0).UTC().Format(http.TimeFormat)}} {
		if w := k.with("GET", "/claims/"+secret.ID.String(), headers...); w.Code != 404 {
			t.Errorf("%v: got %d, want 404", headers, w.Code)
		}
	}
}

func TestAPackedPageIsThePage(t *testing.T) {
	k := newDesk(t)
	path := k.address(k.publish(check{statement: "Rail fares have fallen by a fifth."}))
	for _, p := range []string{path, "/claims?q=rail", "/data", "/claimreview.json"} {
		plain, packed := k.with("GET", p), k.with("GET", p, "Accept-Encoding", "br, gzip;q=0.8")
		if got := packed.Header().Get("Content-Encoding"); got != "gzip" || packed.Body.Len() >= plain.Body.Len() {
			t.Fatalf("%s: Content-Encoding %q, %d bytes of %d", p, got, packed.Body.Len(), plain.Body.Len())
		}
		r, err := gzip.NewReader(packed.Body)
		k.must(err)
		body, err := io.ReadAll(r)
		if err != nil || string(body) != plain.Body.String() {
			t.Errorf("%s: the packed page is another: %v", p, err)
		}
		if plain.Header().Get("Content-Encoding") != "" || plain.Header().Get("Vary") != "Accept-Encoding" || packed.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: headers %v", p, plain.Header())
		}
		if w := k.with("GET", p, "Accept-Encoding", "gzip;q=0"); w.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s: packed for one who refuses it", p)
		}
		head, get := k.with("HEAD", p), k.with("GET", p)
		if diff := cmp.Diff(get.Header(), head.Header()); diff != "" {
			t.Errorf("%s: HEAD (-GET +HEAD)\n%s", p, diff)
		}
	}
}

func TestAPageTellsWhenItLastChanged(t *testing.T) {
	k := newDesk(t)
	k.publish(check{statement: "Rail fares have fallen by a fifth."})
	for _, r := range []string{"/", "/claims", "/speakers", "/corrections", "/methodology", "/about", "/data", "/feed.atom", "/sitemap.xml", "/robots.txt", "/claimreview.json"} {
		w := k.with("GET", r)
		when := w.Header().Get("Last-Modified")
		if when == "" || w.Header().Get("ETag") == "" || !strings.Contains(w.Header().Get("Cache-Control"), "s-maxage") {
			t.Errorf("%s: headers %v", r, w.Header())
		}
		if w := k.with("GET", r, "If-Modified-Since", when); w.Code != 304 || w.Body.Len() > 0 {
			t.Errorf("%s: unchanged since then: got %d", r, w.Code)
		}
	}
	w := k.with("GET", "/claims")
	k.publish(check{statement: "Half of all trains run late."})
	if again := k.with("GET", "/claims", "If-Modified-Since", w.Header().Get("Last-Modified")); again.Code != 200 {
		t.Errorf("changed since then: got %d, want 200", again.Code)
	}
}

func TestManyWhoAskAtOnceGetOnePage(t *testing.T) {
	k := newDesk(t)
	path := k.address(k.publish(check{statement: "Rail fares have fallen by a fifth."}))
	now := k.now
	k.d.Now = func() time.Time { return now } // the test's own clock goes on with each look, for one reader
	want := k.page(path)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for _, p := range []string{path, "/", "/claims", "/claims?q=rail", path, "/claims/zzzzzzz"} {
				w := k.with("GET", p, "Accept-Encoding", "identity")
				if p == path && w.Body.String() != want || (w.Code != 200) != (p == "/claims/zzzzzzz") {
					t.Errorf("%s: got %d", p, w.Code)
				}
			}
		})
	}
	wg.Wait()
}

func TestEveryOpenAddressSaysHowLongItMayBeKept(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	asked := 0
	for _, r := range public.New(k.d, public.Config{BaseURL: "https://check.example"}).Routes() {
		if r.Method != http.MethodGet {
			continue
		}
		path := strings.NewReplacer(":id", c.ID.String(), ":slug", "rail-fares-have-fallen-by-a-fifth", ":host", "harbour-radio.example", ":n", strconv.Itoa(c.Revision), ":name", "verdicts.csv").Replace(r.Path)
		switch r.Path { // what the replacement above does not find
		case "/topics/:slug":
			path = "/topics/transport"
		case "/speakers/:slug":
			path = "/speakers/oona-talvik-reyes"
		}
		w := k.get(path)
		if w.Code != http.StatusOK {
			continue // a part that needs another name, or a redirect
		}
		asked++
		h := w.Header()
		dated := h.Get("Last-Modified") != "" || h.Get("Content-Type") == "image/png" // the tag of a picture is of what it shows
		if h.Get("ETag") == "" || !dated || h.Get("Cache-Control") == "" || h.Get("Set-Cookie") != "" {
			t.Errorf("%s: headers %v", path, h)
		}
		if w := k.with("GET", path, "If-None-Match", h.Get("ETag")); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
			t.Errorf("%s: asked again with its tag: got %d, want 304", path, w.Code)
		}
	}
	if asked < 35 {
		t.Errorf("only %d addresses were asked", asked)
	}
}

func TestAPageOfAnotherProgramIsAnotherPage(t *testing.T) {
	k := newDesk(t)
	k.publish(check{statement: "Rail fares have fallen by a fifth."})
	tag := k.get("/claims").Header().Get("ETag")
	k.serve(public.Config{BaseURL: "https://check.example", Version: "another"})
	if w := k.with("GET", "/claims", "If-None-Match", tag); w.Code != 200 || w.Header().Get("ETag") == tag {
		t.Errorf("after an upgrade: got %d with the tag %s", w.Code, w.Header().Get("ETag"))
	}
	k.serve(public.Config{BaseURL: "https://check.example"})
	if w := k.with("GET", "/claims", "If-None-Match", tag); w.Code != 304 {
		t.Errorf("the same program: got %d", w.Code)
	}
}
