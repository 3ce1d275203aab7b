package desk_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/views/desk"
	"touchstone/views/ui"
)

// listen opens the stream of changes and gives its lines.
func (p *person) listen(ctx context.Context, base string) (*http.Response, <-chan string) {
	p.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/desk/live", nil)
	if err != nil {
		p.Fatal(err)
	}
	r.AddCookie(p.cookie)
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Accept-Encoding", "gzip")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		p.Fatal(err)
	}
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(res.Body); s.Scan(); {
			if s.Text() != "" {
				lines <- s.Text()
			}
		}
	}()
	return res, lines
}

func TestAPageHearsThatSomethingChangedAndNotWhat(t *testing.T) {
	s := newSite(t)
	s.mount(desk.Config{Stream: desk.StreamTimes{Look: 20 * time.Millisecond, Beat: 60 * time.Millisecond, Whole: time.Minute}})
	rev := s.in("Rae Reviewer", claims.Reviewer)
	article := rev.article(story)
	k := s.found(article, "fallen by a fifth")
	stop := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.e.ServeHTTP(w, r.WithContext(ui.WithStop(r.Context(), stop)))
	}))
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	res, lines := rev.listen(ctx, server.URL)
	defer res.Body.Close()
	if h := res.Header; res.StatusCode != 200 || !strings.HasPrefix(h.Get("Content-Type"), "text/event-stream") || h.Get("Content-Encoding") != "" || h.Get("X-Accel-Buffering") != "no" {
		t.Fatalf("got %d, %v", res.StatusCode, h)
	}
	if got := <-lines; got != "retry: 3000" {
		t.Errorf("it begins with %q", got)
	}
	if got := <-lines; got != ": here" { // nothing changed, and a proxy sees that the connection lives
		t.Errorf("a quiet stream says %q", got)
	}
	rev.send(k.ID, "accept")
	for line := range lines {
		if line == ": here" {
			continue
		}
		if line != "event: changed" {
			t.Errorf("after a change: %q", line)
		}
		break
	}
	if data := <-lines; !strings.HasPrefix(data, "data: ") || strings.Contains(data, "fares") {
		t.Errorf("it carries %q", data)
	}
	close(stop)
	for range lines { // it ends with the program
	}
}

func TestAStreamEndsByItselfAndThereAreNotTooMany(t *testing.T) {
	s := newSite(t)
	s.mount(desk.Config{Stream: desk.StreamTimes{Look: 10 * time.Millisecond, Beat: time.Minute, Whole: 50 * time.Millisecond}})
	rev := s.in("Rae Reviewer", claims.Reviewer)
	server := httptest.NewServer(s.e)
	defer server.Close()
	res, lines := rev.listen(t.Context(), server.URL)
	defer res.Body.Close()
	for range lines { // so that whoever signed out is refused the next
	}
	server.Close()
	s.mount(desk.Config{Stream: desk.StreamTimes{Look: 10 * time.Millisecond, Beat: time.Minute, Whole: time.Minute}})
	server = httptest.NewServer(s.e)
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for range desk.MaxLiveEach {
		res, _ := rev.listen(ctx, server.URL)
		defer res.Body.Close()
	}
	if res, _ := rev.listen(ctx, server.URL); res.StatusCode != http.StatusTooManyRequests {
		t.Errorf("one more than %d of a person: got %d", desk.MaxLiveEach, res.StatusCode)
	}
	res, _ = s.in("Otto Other", claims.Reviewer).listen(ctx, server.URL)
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("a colleague's first: got %d", res.StatusCode)
	}
	cancel()
}

func TestPlacesToListenAreGivenBack(t *testing.T) {
	var l desk.Listeners
	for n := range desk.MaxLive {
		if !l.Join(claims.ID(n/desk.MaxLiveEach + 1)) {
			t.Fatalf("place %d was refused", n+1)
		}
	}
	if l.Join(9999) {
		t.Errorf("there are more than %d", desk.MaxLive)
	}
	l.Leave(1)
	if l.Join(2) || !l.Join(1) || l.Join(1) {
		t.Error("a place that was left is not another's own")
	}
}
