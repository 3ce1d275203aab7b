package ingest

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestRobotsAllowAsTheStandardSays(t *testing.T) {
	for _, c := range []struct {
		name, file, path string
		want             bool
	}{
		{"no rules", "", "/x", true},
		{"another’s group", "User-agent: other\nDisallow: /", "/x", true},
		{"everybody’s group", "User-agent: *\nDisallow: /", "/x", false},
		{"our own goes before everybody’s", "User-agent: *\nDisallow: /\n\nUser-agent: Touchstone\nAllow: /", "/x", true},
		{"our name in any case, with a version", "user-agent: TOUCHSTONE/2.0\ndisallow: /", "/x", false},
		{"a longer name is another", "User-agent: touchstoner\nDisallow: /", "/x", true},
		{"several names share a group", "User-agent: other\nUser-agent: touchstone\nDisallow: /a", "/a", false},
		{"two groups of one name are one", "User-agent: touchstone\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: touchstone\nDisallow: /b", "/b", false},
		{"and a third one’s is not among them", "User-agent: touchstone\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: touchstone\nDisallow: /b", "/c", true},
		{"the longest wins", "User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
		{"allow wins a tie", "User-agent: *\nDisallow: /page\nAllow: /page", "/page", true},
		{"an empty rule is none", "User-agent: *\nDisallow:", "/x", true},
		{"a star", "User-agent: *\nDisallow: /*.php", "/a/b.php?x", false},
		{"the end", "User-agent: *\nDisallow: /*.gif$", "/a.gif", false},
		{"not the end", "User-agent: *\nDisallow: /*.gif$", "/a.gif?x", true},
		{"the end alone", "User-agent: *\nDisallow: /$", "/x", true},
		{"the end after a star that takes much", "User-agent: *\nDisallow: /a*b$", "/ab b b", false},
		{"case counts in paths", "User-agent: *\nDisallow: /A", "/a", true},
		{"a query", "User-agent: *\nDisallow: /*?print", "/a?print=1", false},
		{"letters, encoded or not", "User-agent: *\nDisallow: /caf%c3%a9", "/café", false},
		{"unreserved ones as well", "User-agent: *\nDisallow: /%7Ejoe", "/~joe", false},
		{"a comment and other lines", "# hi\nSitemap: https://x/\nUser-agent: * # all\nCrawl-delay: 1\nDisallow: /x # no\n", "/x", false},
		{"rules before any name", "Disallow: /\nUser-agent: *\nAllow: /", "/x", true},
		{"carriage returns alone", "User-agent: *\rDisallow: /x\r", "/x", false},
		{"a byte order mark", "\xef\xbb\xbfUser-agent: *\nDisallow: /x", "/x", false},
	} {
		r := parseRobots([]byte(c.file), Agent)
		if got := r.allows(c.path); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestADelayIsKeptWithinReason(t *testing.T) {
	for file, want := range map[string]time.Duration{"User-agent: *\nCrawl-delay: 7": 7 * time.Second, "User-agent: *\nCrawl-delay: 2.5": 2 * time.Second, "User-agent: *\nCrawl-delay: 86400": time.Minute, "User-agent: *\nCrawl-delay: x": 0, "User-agent: *\nCrawl-delay: -5": 0} {
		if r := parseRobots([]byte(file), Agent); r.delay != want {
			t.Errorf("%q: got %v, want %v", file, r.delay, want)
		}
	}
}

func TestWhatTheAnswerForRobotsMeans(t *testing.T) {
	for _, c := range []struct {
		status int
		want   bool
	}{{200, false}, {404, true}, {403, true}, {401, true}, {410, true}, {500, false}, {503, false}, {429, false}} {
		var n atomic.Int64
		base := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				n.Add(1)
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte("User-agent: *\nDisallow: /"))
				return
			}
			_, _ = w.Write([]byte(rss))
		})
		v := quick(0)
		for range 2 {
			if _, _, err := v.Feed(context.Background(), base+"/feed", Known{}); (err == nil) != c.want {
				t.Errorf("status %d: got %v", c.status, err)
			}
		}
		if n.Load() != 1 {
			t.Errorf("status %d: robots.txt was read %d times", c.status, n.Load())
		}
	}
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /*a*b$", "/xaxb")
	f.Add("user-agent:touchstone\nallow:%", "/%2")
	f.Fuzz(func(t *testing.T, file, path string) {
		r := parseRobots([]byte(file), Agent)
		_ = r.allows(path)
		if r.delay < 0 || r.delay > maxDelay || len(r.rules) > 10_000 {
			t.Errorf("a delay of %v, %d rules", r.delay, len(r.rules))
		}
	})
}

// What is not linear here does not end before the test run gives up on it.
func TestManyRulesAreHeldAgainstALongPath(t *testing.T) {
	file := "User-agent: *\n" + strings.Repeat("Disallow: /*a*a*a*a*a*a*a*b$\n", 10_000)
	r := parseRobots([]byte(file), Agent)
	if !r.allows("/" + strings.Repeat("a", 2000)) {
		t.Error("a path that no rule matches is refused")
	}
}
