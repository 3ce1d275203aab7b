package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/db"
)

// rounds is how often the killing goes on: a few times with every change, and
// as often as TOUCHSTONE_ROUNDS says at night (100).
func rounds(t *testing.T) int {
	s, ok := os.LookupEnv("TOUCHSTONE_ROUNDS")
	if !ok {
		return 4
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatalf("TOUCHSTONE_ROUNDS: %v", err)
	}
	return n
}

// saver proposes a rating for a claim and takes it back, over and over, and
// remembers what was answered.
type saver struct {
	v        *client
	claim    claims.ID
	revision int // of the newest save that was acknowledged
	summary  string
	proposed bool
}

// save makes one save; it is false once the server is gone.
func (s *saver) save(ctx context.Context, t *testing.T) bool {
	path := "/desk/claims/" + s.claim.String()
	form := url.Values{"revision": {strconv.Itoa(s.revision)}}
	summary := s.summary
	if s.proposed {
		path += "/take-back"
	} else {
		path += "/answer"
		summary = fmt.Sprintf("It ran on %d nights.", s.revision)
		form["do"], form["rating"], form["reasons"] = []string{"propose"}, []string{"true"}, []string{"The times say so."}
		form["summary"], form["explanation"] = []string{summary}, []string{strings.Repeat("The times of the ferry say so. ", 40)}
	}
	status, body, err := s.v.send(ctx, path, form)
	if err != nil {
		return false
	}
	if status != http.StatusSeeOther {
		t.Errorf("%s on revision %d: %d\n%s", path, s.revision, status, body)
		return false
	}
	s.revision, s.summary, s.proposed = s.revision+1, summary, !s.proposed
	return true
}

// held checks that the desk has what was acknowledged, and at most the one save
// that was under way besides.
func (s *saver) held(t *testing.T, d *db.DB) {
	t.Helper()
	c, err := d.Claim(t.Context(), s.claim)
	if err != nil {
		t.Fatal(err)
	}
	switch c.Revision {
	case s.revision:
		if c.Summary != s.summary || (c.State == claims.StateInReview) != s.proposed {
			t.Errorf("claim %s, revision %d: got %q, %s", c.ID, c.Revision, c.Summary, c.State)
		}
	case s.revision + 1:
	default:
		t.Errorf("claim %s has revision %d, and %d was acknowledged", c.ID, c.Revision, s.revision)
	}
	s.revision, s.summary, s.proposed = c.Revision, c.Summary, c.State == claims.StateInReview
}

func TestCheckR1KilledAtAnyTimeNothingAcknowledgedIsLost(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "desk")
	ids := newDeskWith(t, dir, 4)
	savers := make([]*saver, len(ids))
	for i, id := range ids {
		savers[i] = &saver{claim: id, revision: 4}
	}
	var jar http.CookieJar
	total := 0
	for round := range rounds(t) {
		p := startServer(t, dir, nil)
		if jar == nil {
			jar = signIn(t, p.base, "ana@desk.example").http.Jar // the session outlives the server, as it should
		}
		var wg sync.WaitGroup
		acknowledged := make(chan struct{}, 1)
		for _, s := range savers {
			s.v = clientAt(p.base, jar)
			was := s.revision
			wg.Go(func() {
				for s.save(t.Context(), t) {
					select {
					case acknowledged <- struct{}{}:
					default:
					}
				}
			})
			total -= was
		}
		if round == 0 { // at least once something is lost if it can be, on the slowest machine
			select {
			case <-acknowledged:
			case <-time.After(2 * time.Minute):
				t.Fatal("no save was acknowledged at all")
			}
		}
		time.Sleep(time.Duration(50+rand.IntN(400)) * time.Millisecond)
		p.kill()
		wg.Wait()
		for _, s := range savers {
			total += s.revision
		}
		d, err := db.Open(t.Context(), filepath.Join(dir, db.FileName))
		if err != nil {
			t.Fatal(err)
		}
		if r, err := d.Verify(t.Context()); err != nil || len(r.Faults) > 0 {
			t.Errorf("after the kill: %q, %v", r.Faults, err)
		}
		for _, s := range savers {
			s.held(t, d)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			return
		}
	}
	if total == 0 {
		t.Error("nothing was saved at all")
	}
	t.Logf("%d saves were acknowledged, none was lost", total)
}

func TestCheckR10StoppedDuringASaveAndAnExportItEndsInTime(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "desk")
	ids := newDeskWith(t, dir, 1)
	p := startServer(t, dir, nil)
	v := signIn(t, p.base, "ana@desk.example")
	other, err := sql.Open("sqlite", "file:"+filepath.Join(dir, db.FileName)+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	// 20,000 claims make an export that no buffer holds.
	if _, err := other.Exec(`INSERT INTO claims (revision, statement, state, state_since, created_at, updated_at)
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT 1, hex(zeroblob(400)), 'new', 1, 1, 1 FROM n`); err != nil {
		t.Fatal(err)
	}
	export, err := net.Dial("tcp", strings.TrimPrefix(p.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer export.Close()
	at, err := url.Parse(p.base)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range v.http.Jar.Cookies(at) {
		fmt.Fprintf(export, "GET /desk/claims.csv HTTP/1.1\r\nHost: desk\r\nCookie: %s=%s\r\n\r\n", c.Name, c.Value)
	}
	if _, err := export.Read(make([]byte, 1000)); err != nil {
		t.Fatalf("the export did not begin: %v", err)
	}
	// Another program writes at the moment, so the save waits.
	c, err := other.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.ExecContext(t.Context(), `BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	s := &saver{v: v, claim: ids[0], revision: 4}
	saved := make(chan bool, 1)
	go func() { saved <- s.save(t.Context(), t) }()
	time.Sleep(200 * time.Millisecond)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		code, took := p.term()
		if code != exitDone || took > 10*time.Second {
			t.Errorf("ended with exit code %d after %v; want 0 within 10s\n%s", code, took, p.out)
		}
	}()
	time.Sleep(200 * time.Millisecond)
	if _, err := c.ExecContext(t.Context(), `ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	if !<-saved {
		t.Error("the save that was under way was not answered")
	}
	<-ended
	d, err := db.Open(t.Context(), filepath.Join(dir, db.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	s.held(t, d)
}

func TestCheckR11TwoProgramsOnOneFileWaitForEachOther(t *testing.T) {
	t.Parallel()
	empty := filepath.Join(t.TempDir(), "empty")
	var started sync.WaitGroup
	for range 2 {
		started.Go(func() { startServer(t, empty, nil) })
	}
	started.Wait()

	dir := filepath.Join(t.TempDir(), "desk")
	ids := newDeskWith(t, dir, 2)
	var wg sync.WaitGroup
	for _, id := range ids {
		p := startServer(t, dir, nil)
		s := &saver{v: signIn(t, p.base, "ana@desk.example"), claim: id, revision: 4}
		wg.Go(func() {
			for range 30 {
				if !s.save(t.Context(), t) {
					t.Errorf("a save failed while another program wrote: %s", p.out)
					return
				}
			}
		})
	}
	wg.Wait()
	r, err := db.Inspect(t.Context(), filepath.Join(dir, db.FileName))
	if err != nil || len(r.Faults) > 0 {
		t.Errorf("after both: %q, %v", r.Faults, err)
	}
}

func TestCheckR11WhoCannotWaitLongerIsTold(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "desk")
	ids := newDeskWith(t, dir, 1)
	p := startServer(t, dir, nil)
	v := signIn(t, p.base, "ana@desk.example")
	other, err := sql.Open("sqlite", "file:"+filepath.Join(dir, db.FileName)+"?_txlock=immediate&_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	lock, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"revision": {"4"}, "summary": {"It ran on most nights."}, "explanation": {"The times say so."}}
	status, body, err := v.send(t.Context(), "/desk/claims/"+ids[0].String()+"/answer", form)
	if err != nil || status != http.StatusServiceUnavailable || !strings.Contains(body, "nother program is writing to the database") || !strings.Contains(body, "It ran on most nights.") {
		t.Errorf("got %d, %v\n%s", status, err, body)
	}
	if err := lock.Rollback(); err != nil {
		t.Fatal(err)
	}
	if status, body, err = v.send(t.Context(), "/desk/claims/"+ids[0].String()+"/answer", form); err != nil || status != http.StatusSeeOther {
		t.Errorf("once the other is done: got %d, %v\n%s", status, err, body)
	}
}
