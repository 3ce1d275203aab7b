package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"touchstone/claims"
	"touchstone/claims/ingest"
	"touchstone/db"
)

// How the watcher works.
const (
	atOnce  = 3                // jobs, each at another site
	idle    = time.Second      // between two looks for work where there is none
	lease   = 2 * time.Minute  // a job of a program that was killed is taken up again after it
	jobTime = 90 * time.Second // for one job; less than its lease
)

// maxStale is how long a feed's answer is believed to stay good at most; some
// sites say a year.
const maxStale = 6 * time.Hour

// visits are the ways to ask a site: those of ingest.Visitor.
type visits struct {
	article func(ctx context.Context, address string) (claims.Article, []byte, error)
	feed    func(ctx context.Context, address string, known ingest.Known) (ingest.FeedPage, ingest.Answer, error)
	busy    func() []string
}

// watcher does what nobody waits for: it reads feeds, imports what they name,
// and looks again at the pages of articles. Its jobs are in the database.
type watcher struct {
	d           *db.DB
	web         visits
	log         *slog.Logger
	lease, idle time.Duration

	mu      sync.Mutex
	running map[string]bool // hosts
}

// startWatcher begins the work; what it gives ends it, and returns when the
// jobs under way are given back.
func startWatcher(ctx context.Context, d *db.DB, log *slog.Logger) (stop func()) {
	v := ingest.NewVisitor(ingest.NewFetcher())
	w := &watcher{d: d, web: visits{v.Article, v.Feed, v.Busy}, log: log, lease: lease, idle: idle}
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		rest(ctx, w.idle/3) // who looks for work each second looks at another time than the others: one reader of the database is enough
		w.run(ctx)
	})
	return func() {
		cancel()
		wg.Wait()
	}
}

// run works until ctx ends.
func (w *watcher) run(ctx context.Context) {
	w.running = map[string]bool{}
	places := make(chan struct{}, atOnce)
	var wg sync.WaitGroup
	defer wg.Wait()
	swept := time.Time{}
	for ctx.Err() == nil {
		if time.Since(swept) > time.Hour {
			swept = time.Now()
			w.note(w.d.SweepJobs(ctx), "forget old jobs")
		}
		select {
		case places <- struct{}{}:
		case <-ctx.Done():
			return
		}
		j, ok, err := w.d.TakeJob(ctx, w.lease, w.busy())
		if err != nil || !ok {
			<-places
			w.note(err, "take a job")
			rest(ctx, w.idle)
			continue
		}
		w.mark(j.Host, true)
		wg.Go(func() {
			defer func() { <-places }()
			defer w.mark(j.Host, false)
			w.do(ctx, j)
		})
	}
}

func rest(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

func (w *watcher) mark(host string, running bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if running {
		w.running[host] = true
	} else {
		delete(w.running, host)
	}
}

// busy are the hosts that get no further visit now.
func (w *watcher) busy() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.AppendSeq(w.web.busy(), maps.Keys(w.running))
}

// note logs an error that is not the end of the program.
func (w *watcher) note(err error, doing string) {
	if err != nil && !errors.Is(err, context.Canceled) && claims.KindOf(err) != claims.KindConflict {
		w.log.Error("watcher", "doing", doing, "error", err)
	}
}

// do does one job. When the program is told to stop, the job is given back.
func (w *watcher) do(ctx context.Context, j db.Job) {
	work, cancel := context.WithTimeout(ctx, jobTime)
	defer cancel()
	err := w.try(work, j)
	if err == nil {
		return
	}
	save, end := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer end()
	if ctx.Err() != nil {
		w.note(w.d.ReleaseJob(save, j), "give a job back")
		return
	}
	w.note(err, fmt.Sprintf("%s %s", j.Kind, j.Key))
	w.note(w.d.RetryJob(save, j, claims.Backoff(j.Failures+1), sentence(err)), "put a job off")
}

// try turns a panic on something that nobody thought of into an error.
func (w *watcher) try(ctx context.Context, j db.Job) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	switch j.Kind {
	case db.JobFeed:
		return w.readFeed(ctx, j)
	case db.JobEntry:
		return w.importEntry(ctx, j)
	case db.JobLook:
		return w.lookAgain(ctx, j)
	}
	return fmt.Errorf("nobody knows how to do the job %s", j.Kind)
}

// readFeed takes a look at a feed.
func (w *watcher) readFeed(ctx context.Context, j db.Job) error {
	id, err := j.Subject()
	if err != nil {
		return err
	}
	f, err := w.d.Feed(ctx, id)
	if claims.KindOf(err) == claims.KindNotFound || err == nil && f.Paused {
		return w.d.EndJob(ctx, j)
	}
	if err != nil {
		return err
	}
	page, a, err := w.web.feed(ctx, f.URL, ingest.Known{ETag: f.ETag, LastModified: f.LastModified})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	answer := db.FeedAnswer{Title: page.Title, ETag: a.ETag, LastModified: a.LastModified, Entries: page.Entries, Same: a.Same, Wait: min(a.Wait, maxStale)}
	if err != nil {
		wait, _ := ingest.Again(err)
		answer = db.FeedAnswer{Problem: sentence(err), Wait: wait}
	}
	fresh, err := w.d.KeepFeed(ctx, j, id, answer)
	if err == nil {
		w.log.Info("feed", "url", f.URL, "new", fresh, "problem", answer.Problem)
	}
	return err
}

// importEntry imports what a feed named. Doing it twice is doing it once: the
// second time the article is here already.
func (w *watcher) importEntry(ctx context.Context, j db.Job) error {
	e, err := w.d.Entry(ctx, j.Key)
	if claims.KindOf(err) == claims.KindNotFound || err == nil && e.Fate != claims.FateWaiting {
		return w.d.EndJob(ctx, j)
	}
	if err != nil {
		return err
	}
	if j.Attempts > 3*claims.MaxTries {
		return w.d.KeepEntry(ctx, j, claims.FateFailed, "the import was begun many times and never ended", 0)
	}
	a, raw, err := w.web.article(ctx, e.URL)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		if wait, again := ingest.Again(err); again && j.Failures+1 < claims.MaxTries {
			return w.d.RetryJob(ctx, j, max(wait, claims.Backoff(j.Failures+1)), sentence(err))
		}
		return w.d.KeepEntry(ctx, j, claims.FateFailed, sentence(err), 0)
	}
	if a.Title == "" {
		a.Title = e.Title
	}
	made, err := prepareAndKeep(ctx, w.d, a, raw)
	var said *claims.Error
	switch {
	case err == nil:
		w.log.Info("imported", "url", e.URL, "article", made.ID.String(), "candidates", made.Candidates)
		return w.d.KeepEntry(ctx, j, claims.FateImported, "", made.ID)
	case errors.As(err, &said) && said.Kind == claims.KindExists:
		return w.d.KeepEntry(ctx, j, claims.FateHere, said.Message, said.Ref)
	case errors.As(err, &said) && (said.Kind == claims.KindInvalid || said.Kind == claims.KindTooLarge):
		return w.d.KeepEntry(ctx, j, claims.FateFailed, sentence(err), 0)
	}
	return err
}

// prepareAndKeep finds the claims in an article and keeps both.
func prepareAndKeep(ctx context.Context, d *db.DB, a claims.Article, raw []byte) (claims.Article, error) {
	a, found, err := ingest.Prepare(a)
	if err != nil {
		return a, err
	}
	return d.CreateArticle(ctx, claims.Operator(), a, raw, found)
}

// lookAgain fetches an article's page again and compares.
func (w *watcher) lookAgain(ctx context.Context, j db.Job) error {
	id, err := j.Subject()
	if err != nil {
		return err
	}
	a, err := w.d.Article(ctx, id)
	if claims.KindOf(err) == claims.KindNotFound || err == nil && claims.Reserved(a.Host) {
		return w.d.EndJob(ctx, j)
	}
	if err != nil {
		return err
	}
	if watched, err := w.d.ArticleWatched(ctx, id); err != nil || !watched {
		return errors.Join(err, w.d.SkipLook(ctx, j, id))
	}
	seen, raw, err := w.web.article(ctx, a.URL)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return w.noLook(ctx, j, id, err)
	}
	if seen.Text, err = ingest.Text([]byte(seen.Text)); err != nil {
		return w.noLook(ctx, j, id, err)
	}
	ch, err := w.d.KeepLook(ctx, &j, claims.Person{}, id, seen, raw)
	if err == nil && ch.Kind != "" {
		w.log.Info("article changed", "url", a.URL, "article", id.String(), "kept", ch.Kept, "moved", ch.Moved, "lost", ch.Lost)
	}
	return err
}

// noLook decides what a page that could not be had means. One that is not
// there is asked for again a day later before anybody is told.
func (w *watcher) noLook(ctx context.Context, j db.Job, id claims.ID, err error) error {
	wait, again := ingest.Again(err)
	gone := ingest.Gone(err)
	switch {
	case gone && j.Failures == 0:
		return w.d.RetryJob(ctx, j, 24*time.Hour, sentence(err))
	case again && j.Failures+1 < claims.MaxTries:
		return w.d.RetryJob(ctx, j, max(wait, claims.Backoff(j.Failures+1)), sentence(err))
	}
	_, err = w.d.FailLook(ctx, &j, claims.Person{}, id, sentence(err), gone)
	return err
}
