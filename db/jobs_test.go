package db_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/db/dbtest"
)

func newFeeds(t *testing.T, urls ...string) (*db.DB, claims.User, *time.Time) {
	t.Helper()
	d, now := dbtest.New(t), time.Date(2026, 3, 14, 9, 0, 0, 0, time.UTC)
	d.Now = func() time.Time { return now }
	admin := dbtest.User(t, d, "Ada Admin", claims.Admin)
	for _, u := range urls {
		if _, err := d.AddFeed(t.Context(), admin, claims.Feed{URL: u, Every: time.Hour}); err != nil {
			t.Fatal(err)
		}
	}
	return d, admin, &now
}

func take(t *testing.T, d *db.DB, busy ...string) (db.Job, bool) {
	t.Helper()
	j, ok, err := d.TakeJob(t.Context(), time.Minute, busy)
	if err != nil {
		t.Fatal(err)
	}
	return j, ok
}

func TestAJobBelongsToOneUntilItsLeaseEnds(t *testing.T) {
	d, _, now := newFeeds(t, "https://a.example/feed")
	first, ok := take(t, d)
	if !ok {
		t.Fatal("there is no job")
	}
	if j, ok := take(t, d); ok {
		t.Fatalf("somebody else took %+v", j)
	}
	*now = now.Add(2 * time.Minute)
	second, ok := take(t, d)
	if !ok || second.ID != first.ID || second.Attempts != 2 {
		t.Fatalf("after the lease: got %+v, %v", second, ok)
	}
	id, _ := first.Subject()
	if _, err := d.KeepFeed(t.Context(), first, id, db.FeedAnswer{Title: "late"}); claims.KindOf(err) != claims.KindConflict {
		t.Errorf("the first holder keeps its work: %v", err)
	}
	if _, err := d.KeepFeed(t.Context(), second, id, db.FeedAnswer{Title: "In Time", Entries: []claims.Entry{{URL: "https://a.example/1"}}}); err != nil {
		t.Fatal(err)
	}
	if f, err := d.Feed(t.Context(), id); err != nil || f.Title != "In Time" || f.Waiting != 1 || !f.NextAt.Equal(now.Add(time.Hour)) {
		t.Errorf("got %+v, %v", f, err)
	}
}

func TestManyTakersShareTheJobsWithoutTakingOneTwice(t *testing.T) {
	d, _, _ := newFeeds(t, "https://a.example/", "https://b.example/", "https://c.example/", "https://d.example/", "https://e.example/", "https://f.example/")
	var mu sync.Mutex
	taken := map[claims.ID]int{}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				j, ok, err := d.TakeJob(t.Context(), time.Minute, nil)
				if err != nil || !ok {
					if err != nil {
						t.Error(err)
					}
					return
				}
				mu.Lock()
				taken[j.ID]++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for id, n := range taken {
		if n != 1 {
			t.Errorf("job %d was taken %d times", id, n)
		}
	}
	if len(taken) == 0 || len(taken) > 6 {
		t.Errorf("%d jobs were taken", len(taken))
	}
}

func TestAHostThatIsBusyIsLeftAlone(t *testing.T) {
	d, _, _ := newFeeds(t, "https://a.example/1", "https://a.example/2", "https://b.example/1")
	j, ok := take(t, d, "a.example")
	if !ok || j.Host != "b.example" {
		t.Errorf("got %+v, %v", j, ok)
	}
	if j, ok := take(t, d, "a.example", "b.example"); ok {
		t.Errorf("got %+v", j)
	}
}

func TestAJobIsTriedAgainAfterItsWaitOrGivenBackAtOnce(t *testing.T) {
	d, _, now := newFeeds(t, "https://a.example/")
	j, _ := take(t, d)
	if err := d.RetryJob(t.Context(), j, 5*time.Minute, "the site does not answer"); err != nil {
		t.Fatal(err)
	}
	if _, ok := take(t, d); ok {
		t.Error("it was taken before its time")
	}
	*now = now.Add(5 * time.Minute)
	j, ok := take(t, d)
	if !ok || j.Failures != 1 {
		t.Fatalf("got %+v, %v", j, ok)
	}
	if err := d.ReleaseJob(t.Context(), j); err != nil {
		t.Fatal(err)
	}
	if j, ok := take(t, d); !ok || j.Failures != 1 {
		t.Errorf("given back: got %+v, %v", j, ok)
	}
}

func TestAFeedIsAddedPausedCheckedAndRemoved(t *testing.T) {
	d, admin, now := newFeeds(t, "https://www.a.example/feed/?utm_source=x")
	list, err := d.Feeds(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatalf("got %+v, %v", list, err)
	}
	id := list[0].ID
	if _, err := d.AddFeed(t.Context(), admin, claims.Feed{URL: "http://a.example/feed", Every: time.Hour}); claims.KindOf(err) != claims.KindExists {
		t.Errorf("the same feed again: %v", err)
	}
	editor := dbtest.User(t, d, "Edda Editor", claims.Editor)
	for name, err := range map[string]error{
		"pause": d.PauseFeed(t.Context(), editor, id, true), "remove": d.RemoveFeed(t.Context(), editor, id), "check": d.CheckFeed(t.Context(), editor, id),
	} {
		if claims.KindOf(err) != claims.KindForbidden {
			t.Errorf("an editor may %s: %v", name, err)
		}
	}
	j, _ := take(t, d)
	entries := []claims.Entry{{URL: "https://a.example/1", Title: "One"}, {URL: "https://a.example/2"}, {URL: "https://a.example/1#top"}}
	if n, err := d.KeepFeed(t.Context(), j, id, db.FeedAnswer{Title: "A", ETag: `"1"`, Entries: entries}); err != nil || n != 2 {
		t.Fatalf("keep: %d new, %v", n, err)
	}
	if err := d.CheckFeed(t.Context(), admin, id); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		j, ok := take(t, d)
		if !ok {
			t.Fatal("there is no job")
		}
		switch {
		case j.Kind == db.JobFeed:
			if n, err := d.KeepFeed(t.Context(), j, id, db.FeedAnswer{Same: true}); err != nil || n != 0 {
				t.Errorf("the same again: %d, %v", n, err)
			}
		case j.Key == "https://a.example/1":
			if err := d.KeepEntry(t.Context(), j, claims.FateFailed, "there is no page", 0); err != nil {
				t.Error(err)
			}
		}
	}
	f, err := d.Feed(t.Context(), id)
	if err != nil || f.ETag != `"1"` || f.Entries != 2 || f.Failed != 1 || f.Waiting != 1 || f.Failures != 0 {
		t.Errorf("got %+v, %v", f, err)
	}
	if err := d.PauseFeed(t.Context(), admin, id, true); err != nil {
		t.Fatal(err)
	}
	if err := d.CheckFeed(t.Context(), admin, id); claims.KindOf(err) != claims.KindConflict {
		t.Errorf("check while paused: %v", err)
	}
	*now = now.Add(48 * time.Hour)
	if j, ok := take(t, d); ok && j.Kind == db.JobFeed {
		t.Errorf("a paused feed is read: %+v", j)
	}
	if err := d.PauseFeed(t.Context(), admin, id, false); err != nil {
		t.Fatal(err)
	}
	if err := d.RemoveFeed(t.Context(), admin, id); err != nil {
		t.Fatal(err)
	}
	n, err := d.JobCount(t.Context())
	if diff := cmp.Diff(db.JobCount{}, n); diff != "" || err != nil {
		t.Errorf("jobs are left (-want +got)\n%s%v", diff, err)
	}
	if r, err := d.Verify(t.Context()); err != nil || len(r.Faults) > 0 {
		t.Errorf("verify: %v, %v", r.Faults, err)
	}
}

func TestAFeedCannotFillTheDesk(t *testing.T) {
	d, _, now := newFeeds(t, "https://a.example/")
	var id claims.ID
	for look := range 5 {
		j, ok, err := d.TakeJob(t.Context(), time.Minute, nil)
		for ok && err == nil && j.Kind != db.JobFeed {
			if err = d.RetryJob(t.Context(), j, 48*time.Hour, "later"); err == nil {
				j, ok, err = d.TakeJob(t.Context(), time.Minute, nil)
			}
		}
		if err != nil || !ok {
			t.Fatalf("take: %v, %v", ok, err)
		}
		var list []claims.Entry
		for i := range 200 {
			list = append(list, claims.Entry{URL: fmt.Sprintf("https://a.example/%d/%d", look, i)})
		}
		id, _ = j.Subject()
		if _, err := d.KeepFeed(t.Context(), j, id, db.FeedAnswer{Entries: list}); err != nil {
			t.Fatal(err)
		}
		*now = now.Add(time.Hour)
	}
	if f, err := d.Feed(t.Context(), id); err != nil || f.Waiting != 500 {
		t.Errorf("%d are waiting, %v; want 500", f.Waiting, err)
	}
}

func TestAFeedThatFailsIsReadLessOften(t *testing.T) {
	d, _, now := newFeeds(t, "https://a.example/")
	var id claims.ID
	waits := []time.Duration{}
	for range 9 {
		j, ok := take(t, d)
		if !ok {
			t.Fatal("there is no job")
		}
		id, _ = j.Subject()
		if _, err := d.KeepFeed(t.Context(), j, id, db.FeedAnswer{Problem: "it is no feed"}); err != nil {
			t.Fatal(err)
		}
		f, err := d.Feed(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		waits = append(waits, f.NextAt.Sub(*now))
		*now = f.NextAt
	}
	h := time.Hour
	if diff := cmp.Diff([]time.Duration{h, h, h, h, h, h, 64 * time.Minute, 128 * time.Minute, 256 * time.Minute}, waits); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	j, _ := take(t, d)
	if _, err := d.KeepFeed(t.Context(), j, id, db.FeedAnswer{Same: true, Wait: 12 * time.Hour}); err != nil {
		t.Fatal(err)
	}
	if f, err := d.Feed(t.Context(), id); err != nil || f.Failures != 0 || f.Problem != "" || !f.NextAt.Equal(now.Add(12*time.Hour)) {
		t.Errorf("after a good look: %+v, %v", f, err)
	}
}
