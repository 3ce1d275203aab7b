package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/claims/ingest"
	"touchstone/db"
	"touchstone/db/dbtest"
)

// plain are visits without the guard, which would refuse a test's own server.
func plain() visits {
	ask := func(ctx context.Context, address string) ([]byte, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return nil, err
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return nil, err
		}
		defer res.Body.Close()
		b, err := io.ReadAll(res.Body)
		if err == nil && res.StatusCode != http.StatusOK {
			err = claims.Invalid("url", "the site answered with %d", res.StatusCode)
		}
		return b, err
	}
	return visits{
		article: func(ctx context.Context, address string) (claims.Article, []byte, error) {
			raw, err := ask(ctx, address)
			if err != nil {
				return claims.Article{}, nil, err
			}
			a, err := ingest.HTML(raw, address)
			return a, raw, err
		},
		feed: func(ctx context.Context, address string, _ ingest.Known) (ingest.FeedPage, ingest.Answer, error) {
			raw, err := ask(ctx, address)
			if err != nil {
				return ingest.FeedPage{}, ingest.Answer{}, err
			}
			p, err := ingest.ReadFeed(raw, "", address)
			return p, ingest.Answer{}, err
		},
		busy: func() []string { return nil },
	}
}

func newsPage(n int, more string) string {
	return fmt.Sprintf(`<!doctype html><html lang="en"><head><title>Story %d</title><meta property="og:site_name" content="Skarrow Post"></head><body><article><h1>Story %d</h1>
<p>%sThe harbour of Skarrow will close for two weeks, the council decided on Monday, after the cranes of pier %d failed an inspection again.</p>
<p>“Pier %d is older than I am and nobody ever paid for it,” Mayor Ilse Brandt said on Tuesday.</p><p>Dock workers were told to stay at home until the inspection is over, which may take some days.</p></article></body></html>`, n, n, more, n, n)
}

func feedOf(base string, n int) string {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>Skarrow Post</title>`)
	for i := range n {
		fmt.Fprintf(&b, `<item><title>Story %d</title><link>%s/story/%d</link></item>`, i+1, base, i+1)
	}
	return b.String() + `</channel></rss>`
}

// works lets a watcher work until done is true.
func works(t *testing.T, d *db.DB, web visits, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	w := &watcher{d: d, web: web, log: slog.New(slog.DiscardHandler), lease: crashLease, idle: 5 * time.Millisecond}
	var wg sync.WaitGroup
	wg.Go(func() { w.run(ctx) })
	for end := time.Now().Add(20 * time.Second); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			cancel()
			wg.Wait()
			t.Fatal("the watcher did not come to its end")
		}
	}
	cancel()
	wg.Wait()
}

// idleNow reports whether no job's time has come or is about to: a job that is
// queued while the count begins has a time just after that of the count.
func idleNow(t *testing.T, d *db.DB) bool {
	t.Helper()
	n, err := d.JobCount(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n.Due == 0 && (n.Next.IsZero() || n.Next.Sub(d.Now()) > time.Second)
}

func addFeed(t *testing.T, d *db.DB, admin claims.User, address string) claims.ID {
	t.Helper()
	f, err := d.AddFeed(t.Context(), admin, claims.Feed{URL: address, Every: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	return f.ID
}

func TestWhatAFeedNamesIsImportedAndABadFeedStopsNothing(t *testing.T) {
	d := dbtest.New(t)
	admin := dbtest.User(t, d, "Ada Admin", claims.Admin)
	site := httptest.NewServer(nil)
	defer site.Close()
	site.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var n int
		switch {
		case r.URL.Path == "/feed":
			io.WriteString(w, feedOf(site.URL, 4))
		case r.URL.Path == "/bad":
			io.WriteString(w, "<html>no feed")
		case r.URL.Path == "/story/3":
			http.NotFound(w, r)
		default:
			fmt.Sscanf(r.URL.Path, "/story/%d", &n)
			if n == 4 {
				n = 1 // the same text at another address
			}
			io.WriteString(w, newsPage(n, ""))
		}
	})
	bad := addFeed(t, d, admin, site.URL+"/bad")
	good := addFeed(t, d, admin, site.URL+"/feed")
	works(t, d, plain(), func() bool { return idleNow(t, d) })
	f, err := d.Feed(t.Context(), good)
	if err != nil || f.Entries != 4 || f.Imported != 2 || f.Failed != 1 || f.Waiting != 0 || f.Title != "Skarrow Post" {
		t.Errorf("the good feed: %+v, %v", f, err)
	}
	if f, err := d.Feed(t.Context(), bad); err != nil || f.Failures != 1 || !strings.Contains(f.Words(), "not a feed") {
		t.Errorf("the bad feed: %+v, %q, %v", f, f.Words(), err)
	}
	list, _, err := d.Articles(t.Context(), 0, 10)
	if err != nil || len(list) != 2 || list[0].Candidates != 1 || list[0].Outlet != "Skarrow Post" || list[0].AddedBy.ID != 0 {
		t.Errorf("articles: %+v, %v", list, err)
	}
	if r, err := d.Verify(t.Context()); err != nil || len(r.Faults) > 0 {
		t.Errorf("verify: %q, %v", r.Faults, err)
	}
}

func TestAPanicInOneJobLeavesTheOthersAlone(t *testing.T) {
	d := dbtest.New(t)
	admin := dbtest.User(t, d, "Ada Admin", claims.Admin)
	addFeed(t, d, admin, "https://a.site/panic")
	good := addFeed(t, d, admin, "https://b.site/feed")
	web := plain()
	web.feed = func(_ context.Context, address string, _ ingest.Known) (ingest.FeedPage, ingest.Answer, error) {
		if strings.HasSuffix(address, "panic") {
			panic("nobody thought of this")
		}
		return ingest.FeedPage{Title: "Fine"}, ingest.Answer{}, nil
	}
	works(t, d, web, func() bool { return idleNow(t, d) })
	if f, err := d.Feed(t.Context(), good); err != nil || f.Title != "Fine" {
		t.Errorf("got %+v, %v", f, err)
	}
}

func TestAPageThatChangesIsNoticedAfterADay(t *testing.T) {
	d := dbtest.New(t)
	now := time.Date(2026, 3, 14, 9, 0, 0, 0, time.UTC)
	var shift atomic.Int64
	d.Now = func() time.Time { return now.Add(time.Duration(shift.Load())) }
	rev := dbtest.User(t, d, "Rae Reviewer", claims.Reviewer)
	page, status := newsPage(1, ""), http.StatusOK
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		io.WriteString(w, page)
	}))
	defer site.Close()
	a, err := ingest.HTML([]byte(page), site.URL+"/story/1")
	if err != nil {
		t.Fatal(err)
	}
	if a, err = prepareAndKeep(t.Context(), d, a, []byte(page)); err != nil {
		t.Fatal(err)
	}
	done := func() bool { return idleNow(t, d) }

	shift.Store(int64(25 * time.Hour))
	page = newsPage(1, "Updated. ")
	works(t, d, plain(), done)
	if v, err := d.Versions(t.Context(), a.ID); err != nil || len(v) != 1 {
		t.Fatalf("nobody had looked at a candidate, and there are %d versions, %v", len(v), err)
	}
	list, err := d.ArticleClaims(t.Context(), a.ID)
	if err != nil || len(list) != 1 {
		t.Fatalf("claims: %v, %v", list, err)
	}
	if _, err := d.UpdateClaim(t.Context(), list[0].ID, func(c *claims.Claim) (claims.Event, error) {
		return c.Accept(rev, d.Now(), claims.Edit{})
	}); err != nil {
		t.Fatal(err)
	}
	shift.Store(int64(8 * 24 * time.Hour))
	works(t, d, plain(), done)
	k, err := d.Claim(t.Context(), list[0].ID)
	if err != nil || k.Appearances[0].Anchor != claims.Moved {
		t.Fatalf("after a week: %+v, %v", k.Appearances, err)
	}
	shift.Store(int64(31 * 24 * time.Hour))
	page = strings.Replace(newsPage(1, ""), "nobody ever paid", "everybody paid", 1)
	works(t, d, plain(), done)
	if k, err = d.Claim(t.Context(), k.ID); err != nil || k.Appearances[0].Anchor != claims.Orphaned {
		t.Fatalf("after a month: %+v, %v", k.Appearances, err)
	}
	if n, err := d.CountChanges(t.Context()); err != nil || n != 1 {
		t.Errorf("tasks: %d, %v", n, err)
	}
}

func TestAStoppedWatcherGivesItsJobsBack(t *testing.T) {
	d := dbtest.New(t)
	addFeed(t, d, dbtest.User(t, d, "Ada Admin", claims.Admin), "https://a.site/feed")
	begun := make(chan struct{})
	web := plain()
	web.feed = func(ctx context.Context, _ string, _ ingest.Known) (ingest.FeedPage, ingest.Answer, error) {
		close(begun)
		<-ctx.Done()
		return ingest.FeedPage{}, ingest.Answer{}, ctx.Err()
	}
	ctx, cancel := context.WithCancel(t.Context())
	w := &watcher{d: d, web: web, log: slog.New(slog.DiscardHandler), lease: time.Hour, idle: 5 * time.Millisecond}
	var wg sync.WaitGroup
	wg.Go(func() { w.run(ctx) })
	<-begun
	cancel()
	wg.Wait()
	j, ok, err := d.TakeJob(t.Context(), time.Minute, nil)
	if err != nil || !ok || j.Failures != 0 {
		t.Errorf("got %+v, %v, %v", j, ok, err)
	}
}

// crashLease is short, so that what a killed program held is soon free again.
const crashLease = 200 * time.Millisecond

// crashDir is set in the process that TestAKilledProgramLosesNoJob kills.
const crashDir = "TOUCHSTONE_TEST_CRASH_DIR"

func TestMainOfTheProgramThatIsKilled(t *testing.T) {
	dir := os.Getenv(crashDir)
	if dir == "" {
		return // not that process
	}
	d, err := db.Open(t.Context(), filepath.Join(dir, db.FileName))
	if err != nil {
		t.Fatal(err)
	}
	w := &watcher{d: d, web: plain(), log: slog.New(slog.DiscardHandler), lease: crashLease, idle: 5 * time.Millisecond}
	w.run(t.Context())
}

// TestAKilledProgramLosesNoJob kills the program again and again while it reads
// a feed and imports what that names, and finds everything done once in the end.
func TestAKilledProgramLosesNoJob(t *testing.T) {
	const stories, rounds = 6, 5
	reached := make(chan string, 1000)
	var slow atomic.Bool
	slow.Store(true)
	site := httptest.NewServer(nil)
	defer site.Close()
	site.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reached <- r.URL.Path
		if slow.Load() {
			select { // the program waits for us when it is killed
			case <-r.Context().Done():
				return
			case <-time.After(100 * time.Millisecond):
			}
		}
		var n int
		if fmt.Sscanf(r.URL.Path, "/story/%d", &n); n == 0 {
			io.WriteString(w, feedOf(site.URL, stories))
			return
		}
		io.WriteString(w, newsPage(n, ""))
	})
	dir := t.TempDir()
	open := func() *db.DB {
		d, err := db.Open(t.Context(), filepath.Join(dir, db.FileName))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	d := open()
	id := addFeed(t, d, dbtest.User(t, d, "Ada Admin", claims.Admin), site.URL+"/feed")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for round := range rounds {
		cmd := exec.Command(self, "-test.run=^TestMainOfTheProgramThatIsKilled$")
		cmd.Env = append(os.Environ(), crashDir+"="+dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		select {
		case <-reached:
		case <-time.After(20 * time.Second):
			t.Fatal("the program began no job")
		}
		time.Sleep(time.Duration(round*40) * time.Millisecond) // in the fetch, after it, at the next
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		var exit *exec.ExitError
		if err := cmd.Wait(); !errors.As(err, &exit) {
			t.Fatalf("the program ended by itself: %v", err)
		}
		time.Sleep(2 * crashLease)
		for len(reached) > 0 {
			<-reached
		}
	}
	slow.Store(false)
	d = open()
	defer d.Close()
	works(t, d, plain(), func() bool { return idleNow(t, d) })
	f, err := d.Feed(t.Context(), id)
	if err != nil || f.Entries != stories || f.Waiting != 0 || f.Failed != 0 {
		t.Errorf("the feed: %+v, %v", f, err)
	}
	list, _, err := d.Articles(t.Context(), 0, 100)
	seen := map[string]int{}
	for _, a := range list {
		seen[a.Canonical]++
	}
	if err != nil || len(list) != stories || len(seen) != stories {
		t.Errorf("%d articles at %v, %v", len(list), seen, err)
	}
	r, err := d.Verify(t.Context())
	if err != nil || len(r.Faults) > 0 || r.Claims != stories {
		t.Errorf("verify: %+v, %v", r, err)
	}
}
