package desk

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

const livePath = "/desk/live"

// maxLive is how many pages hear of changes at once, maxLiveEach how many of
// them one person's.
const (
	maxLive     = 200
	maxLiveEach = 10
)

// listeners counts the pages that wait for changes.
type listeners struct {
	mu  sync.Mutex
	all int
	of  map[claims.ID]int
}

// join takes a place for a person's page; false where there is none.
func (l *listeners) join(id claims.ID) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all >= maxLive || l.of[id] >= maxLiveEach {
		return false
	}
	if l.of == nil {
		l.of = map[claims.ID]int{}
	}
	l.all++
	l.of[id]++
	return true
}

// leave gives the place back.
func (l *listeners) leave(id claims.ID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all--
	if l.of[id]--; l.of[id] == 0 {
		delete(l.of, id)
	}
}

// StreamTimes are the times of a stream of changes.
type StreamTimes struct {
	Look  time.Duration // how often it looks for changes
	Beat  time.Duration // how often it says that it is there, for proxies that cut silent connections
	Whole time.Duration // how long it lasts: the browser asks again, and whoever signed out is refused
}

var streamTimes = StreamTimes{time.Second, 15 * time.Second, 2 * time.Minute}

// changes tells a browser each time that something was recorded, by server-sent
// events. It does not say what: the browser asks for its page again, which
// shows what this person may see.
func (d *Desk) changes(c echo.Context) error {
	id := auth.User(c).ID
	if !d.live.join(id) {
		c.Response().Header().Set("Retry-After", "60")
		return &claims.Error{Kind: claims.KindTooMany, Message: "too many pages wait for changes: load the page again to see them"}
	}
	defer d.live.leave(id)
	seen, err := d.db.Version()
	if err != nil {
		return err
	}
	ctx, w := c.Request().Context(), c.Response()
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would hold it back
	w.WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	say := func(text string) error {
		if _, err := fmt.Fprint(w, text); err != nil {
			return err
		}
		w.Flush()
		return nil
	}
	times := d.cfg.Stream
	tick, end, said := time.NewTicker(times.Look), time.After(times.Whole), time.Now()
	defer tick.Stop()
	err = say("retry: 3000\n\n")
	for err == nil {
		select {
		case <-ctx.Done():
			return nil
		case <-ui.Stopping(ctx):
			return nil
		case <-end:
			return nil
		case <-tick.C:
		}
		v, lost := d.db.Version()
		switch {
		case lost != nil:
			return nil // the browser asks again
		case v.Seq != seen.Seq:
			seen, said = v, time.Now()
			err = say(fmt.Sprintf("event: changed\ndata: %d\n\n", v.Seq))
		case time.Since(said) >= times.Beat:
			said = time.Now()
			err = say(": here\n\n")
		}
	}
	return nil // who listened is gone
}
