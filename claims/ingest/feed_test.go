package ingest

import (
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
)

const rss = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title> Averell  Post </title><link>https://post.example/</link>
<item><title>Harbour &amp; cranes</title><link>https://post.example/1?utm_source=rss#top</link><guid isPermaLink="false">id-1</guid></item>
<item><title>No link</title><guid>https://post.example/2</guid></item>
<item><title>Script</title><link>javascript:alert(1)</link><guid>tag:post.example,2026:3</guid></item>
<item><title>Again</title><link>https://post.example/1?utm_source=rss</link></item>
<item><title>Relative</title><link>/4</link></item>
</channel></rss>`

const atomFeed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Averell Post</title>
<entry><title>Harbour</title><link rel="enclosure" href="https://post.example/a.mp3"/><link rel="alternate" href="https://post.example/1"/><id>urn:1</id></entry>
</feed>`

const jsonFeed = `{"version":"https://jsonfeed.org/version/1.1","title":"Averell Post","items":[{"id":"1","url":"https://post.example/1","title":"Harbour"},{"id":"https://post.example/2"}]}`

func TestFeedsOfEveryKindAreRead(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       []claims.Entry
	}{
		{"RSS", rss, []claims.Entry{{URL: "https://post.example/1?utm_source=rss", Title: "Harbour & cranes"}, {URL: "https://post.example/2", Title: "No link"}, {URL: "https://post.example/4", Title: "Relative"}}},
		{"RSS with a byte order mark and space", "\xef\xbb\xbf\n" + rss, []claims.Entry{{URL: "https://post.example/1?utm_source=rss", Title: "Harbour & cranes"}, {URL: "https://post.example/2", Title: "No link"}, {URL: "https://post.example/4", Title: "Relative"}}},
		{"Atom", atomFeed, []claims.Entry{{URL: "https://post.example/1", Title: "Harbour"}}},
		{"JSON", jsonFeed, []claims.Entry{{URL: "https://post.example/1", Title: "Harbour"}, {URL: "https://post.example/2"}}},
		{"RSS in Latin-1", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><rss version=\"2.0\"><channel><title>Averell Post</title><item><title>Caf\xe9</title><link>https://post.example/c</link></item></channel></rss>",
			[]claims.Entry{{URL: "https://post.example/c", Title: "Café"}}},
	} {
		p, err := ReadFeed([]byte(c.body), "", "https://post.example/feed.xml")
		if diff := cmp.Diff(c.want, p.Entries); err != nil || diff != "" || p.Title != "Averell Post" {
			t.Errorf("%s: %q, %v (-want +got)\n%s", c.name, p.Title, err, diff)
		}
	}
}

func TestWhatIsNoFeedIsRefusedWithTheWayOut(t *testing.T) {
	page := `<!doctype html><html><head><title>x</title><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body><p>Hello`
	for _, c := range []struct{ name, body, want string }{
		{"nothing", "", "there is no feed"},
		{"text", "Hello, world", "there is no feed"},
		{"a page", "<html><body>x", "this is a web page, not a feed: look for"},
		{"a page that names its feed", page, "names its feed as https://post.example/rss.xml"},
		{"cut off", rss[:200], ""},
		{"entities that grow", `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>`, ""},
		{"too long", strings.Repeat("x", MaxFeedBytes+1), "longer than 4 MB"},
	} {
		p, err := ReadFeed([]byte(c.body), "", "https://post.example/")
		if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) || len(p.Title) > 200 {
			t.Errorf("%s: got %+v, %v", c.name, p, err)
		}
	}
}

func TestAFeedOfManyEntriesIsCut(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>x</title>`)
	for i := range 20_000 {
		fmt.Fprintf(&b, `<item><title>t</title><link>https://post.example/%d</link></item>`, i)
	}
	b.WriteString(`</channel></rss>`)
	p, err := ReadFeed([]byte(b.String()), "", "")
	if err != nil || len(p.Entries) != MaxFeedEntries || p.Entries[0].URL != "https://post.example/0" {
		t.Errorf("got %d entries, %v", len(p.Entries), err)
	}
	deep := "<rss version=\"2.0\"><channel>" + strings.Repeat("<a>", 500_000)
	_, _ = ReadFeed([]byte(deep), "", "")
}

func FuzzReadFeed(f *testing.F) {
	for _, s := range []string{rss, atomFeed, jsonFeed, "", "{", "<rss>", `{"items":[{"url":"//x"}]}`, "<html><link rel=alternate type=rss href=%zz>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := ReadFeed(body, "", "https://post.example/feed")
		if err != nil && claims.KindOf(err) == claims.KindInternal {
			t.Errorf("the error %v is not for people", err)
		}
		if len(p.Entries) > MaxFeedEntries || len([]rune(p.Title)) > claims.MaxName {
			t.Errorf("%d entries of %q", len(p.Entries), p.Title)
		}
		seen := map[string]bool{}
		for _, e := range p.Entries {
			u, err := claims.WebURL("url", e.URL)
			if err != nil || u.Fragment != "" || seen[e.URL] || len([]rune(e.Title)) > claims.MaxTitle || e.Title != claims.Line(e.Title) {
				t.Errorf("entry %+v, %v", e, err)
			}
			seen[e.URL] = true
		}
	})
}

// quick is a visitor for tests: their own servers, and no long pauses.
func quick(gap time.Duration) *Visitor {
	v := NewVisitor(newFetcher(local()))
	v.gap = gap
	return v
}

func TestAFeedIsAskedForWhatIsNew(t *testing.T) {
	var asked []http.Header
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		asked = append(asked, r.Header.Clone())
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Last-Modified", "Sat, 14 Mar 2026 09:00:00 GMT")
		w.Header().Set("Cache-Control", "public, max-age=7200")
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write([]byte(rss))
	})
	v := quick(0)
	p, a, err := v.Feed(context.Background(), base+"/feed", Known{})
	if err != nil || len(p.Entries) != 3 || a.ETag != `"v1"` || a.Same || a.Wait != 2*time.Hour {
		t.Fatalf("first: got %+v, %+v, %v", p, a, err)
	}
	p, a, err = v.Feed(context.Background(), base+"/feed", Known{a.ETag, a.LastModified})
	if err != nil || len(p.Entries) != 0 || !a.Same {
		t.Fatalf("again: got %+v, %+v, %v", p, a, err)
	}
	if h := asked[1]; h.Get("If-None-Match") != `"v1"` || h.Get("If-Modified-Since") != "Sat, 14 Mar 2026 09:00:00 GMT" || !strings.Contains(h.Get("User-Agent"), Agent) {
		t.Errorf("asked with %v", h)
	}
}

func TestErrorsSayWhetherToComeAgain(t *testing.T) {
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			_, _ = w.Write([]byte("User-agent: touchstone\nDisallow: /private"))
		case "/gone":
			w.WriteHeader(http.StatusGone)
		case "/busy":
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusServiceUnavailable)
		case "/often":
			w.Header().Set("Retry-After", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
			w.WriteHeader(http.StatusTooManyRequests)
		case "/long":
			w.Header().Set("Content-Type", "application/xml")
			z := gzip.NewWriter(w)
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = z.Write(make([]byte, MaxFeedBytes+10))
			_ = z.Close()
		case "/cut":
			panic(http.ErrAbortHandler)
		}
	})
	for _, c := range []struct {
		path        string
		wait        time.Duration
		again, gone bool
	}{
		{"/gone", 0, false, true}, {"/busy", 2 * time.Minute, true, false}, {"/often", time.Hour, true, false}, {"/long", 0, false, false},
		{"/cut", 0, true, false}, {"/private/x", 0, false, false}, {"/nothing", 0, false, false},
	} {
		_, _, err := quick(0).Feed(context.Background(), base+c.path, Known{})
		wait, again := Again(err)
		if err == nil || again != c.again || Gone(err) != c.gone || wait > c.wait || wait < c.wait-2*time.Second {
			t.Errorf("%s: got %v, %v, %v, gone %v", c.path, err, wait, again, Gone(err))
		}
		if claims.KindOf(err) == claims.KindInternal || err != nil && strings.Contains(err.(*claims.Error).Message, "paste") {
			t.Errorf("%s: the error %v is not for people", c.path, err)
		}
	}
	_, err := newFetcher(strict()).Get(context.Background(), base, Known{}, 100)
	if claims.KindOf(err) != claims.KindInvalid {
		t.Errorf("an address of this machine: %v", err)
	}
}

func TestASiteIsVisitedByOneAtATimeWithPauses(t *testing.T) {
	var now, most, robots atomic.Int64
	var mu sync.Mutex
	var starts []time.Time
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		most.Store(max(most.Load(), now.Add(1)))
		defer now.Add(-1)
		if r.URL.Path == "/robots.txt" {
			robots.Add(1)
			return
		}
		mu.Lock()
		starts = append(starts, time.Now())
		mu.Unlock()
		time.Sleep(10 * time.Millisecond)
		_, _ = w.Write([]byte(rss))
	})
	v := quick(60 * time.Millisecond)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			if _, _, err := v.Feed(context.Background(), fmt.Sprintf("%s/%d", base, i), Known{}); err != nil {
				t.Error(err)
			}
		})
	}
	time.Sleep(30 * time.Millisecond)
	if got := v.Busy(); len(got) != 1 || got[0] != "127.0.0.1" {
		t.Errorf("busy: %q", got)
	}
	wg.Wait()
	for i := 1; i < len(starts); i++ {
		if gap := starts[i].Sub(starts[i-1]); gap < 60*time.Millisecond {
			t.Errorf("only %v between two visits", gap)
		}
	}
	if len(starts) != 4 || most.Load() != 1 || robots.Load() != 1 {
		t.Errorf("%d visits, %d at once, robots.txt read %d times", len(starts), most.Load(), robots.Load())
	}
	time.Sleep(80 * time.Millisecond)
	if got := v.Busy(); len(got) != 0 || len(v.hosts) != 0 {
		t.Errorf("afterwards busy: %q, %d remembered", got, len(v.hosts))
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := v.Feed(ctx, base, Known{}); err == nil {
		t.Error("a visit that was called off was made")
	}
}

func TestHostsAreCountedByTheirCanonicalName(t *testing.T) {
	for in, want := range map[string]string{"https://WWW.Post.example:443/x": "post.example", "http://post.example.": "post.example", "nonsense": ""} {
		if got := HostOf(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
