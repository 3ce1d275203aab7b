package ingest

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"time"

	"touchstone/claims"
)

// Gap is how long a site is left in peace between two requests.
const Gap = 3 * time.Second

// maxPause is the longest time that a site which is overloaded is left alone.
const maxPause = time.Hour

// Visitor fetches pages nobody is waiting for, as a guest should: one at a time
// from each site, with a pause between, and nothing that its robots.txt asks
// programs not to read. It is safe for concurrent use.
type Visitor struct {
	fetch  *Fetcher
	robots *robotsFiles
	gap    time.Duration

	mu    sync.Mutex
	hosts map[string]*host
}

// host is what a visitor knows of a site: its turn is the one token in the
// channel, free again at the instant next.
type host struct {
	turn chan struct{}
	wait int // how many visits wait or are under way
	next time.Time
}

// NewVisitor makes a visitor that uses a fetcher.
func NewVisitor(f *Fetcher) *Visitor {
	return &Visitor{fetch: f, robots: newRobotsFiles(f), gap: Gap, hosts: map[string]*host{}}
}

// Article fetches a page and reads the article on it.
func (v *Visitor) Article(ctx context.Context, address string) (a claims.Article, raw []byte, err error) {
	err = v.visit(ctx, address, func() (err error) {
		a, raw, err = v.fetch.Article(ctx, address)
		return err
	})
	return a, raw, err
}

// Feed asks for a feed and reads it. Where nothing changed since what is known,
// the page is empty.
func (v *Visitor) Feed(ctx context.Context, address string, known Known) (p FeedPage, a Answer, err error) {
	err = v.visit(ctx, address, func() (err error) {
		a, err = v.fetch.Get(ctx, address, known, MaxFeedBytes)
		return err
	})
	if err != nil || a.Same {
		return p, a, ofFeed(err)
	}
	p, err = ReadFeed(a.Body, a.ContentType, a.URL)
	a.Body = nil
	return p, a, err
}

// ofFeed says of a feed what the fetcher says of pages, which a person could
// open instead.
func ofFeed(err error) error {
	var s *status
	var e *claims.Error
	message := ""
	switch {
	case errors.Is(err, ErrRobots):
		message = "the site’s robots.txt asks programs not to read this address"
	case errors.As(err, &e) && e.Err != nil && !errors.As(err, &s):
		message = "the feed could not be fetched: check the address"
	default:
		return err
	}
	return &claims.Error{Kind: claims.KindInvalid, Field: "url", Message: message, Err: err}
}

// Busy are the hosts that should not be asked at this moment.
func (v *Visitor) Busy() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	var list []string
	now := time.Now()
	for name, h := range v.hosts {
		switch {
		case h.wait > 0 || h.next.After(now):
			list = append(list, name)
		default:
			delete(v.hosts, name)
		}
	}
	return list
}

// HostOf is the name under which visits to an address are counted: the host
// of its canonical form.
func HostOf(address string) string {
	c, err := claims.CanonicalURL("url", address)
	if err != nil {
		return ""
	}
	u, err := url.Parse(c)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// visit waits for the site's turn and for its rules, and then does the fetch.
func (v *Visitor) visit(ctx context.Context, address string, fetch func() error) error {
	u, err := claims.WebURL("url", address)
	if err != nil {
		return err
	}
	name := HostOf(address)
	h := v.join(name)
	defer v.leave(h)
	select {
	case <-h.turn:
		defer func() { h.turn <- struct{}{} }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := v.pause(ctx, h); err != nil {
		return err
	}
	rules, err := v.robots.of(ctx, u)
	if err == nil {
		if path := u.EscapedPath(); rules.allows(strings.TrimSuffix("/"+strings.TrimPrefix(path, "/")+"?"+u.RawQuery, "?")) {
			err = fetch()
		} else {
			err = ErrRobots
		}
	}
	wait, _ := Again(err)
	v.mu.Lock()
	h.next = time.Now().Add(max(v.gap, rules.delay, min(wait, maxPause)))
	v.mu.Unlock()
	return err
}

func (v *Visitor) join(name string) *host {
	v.mu.Lock()
	defer v.mu.Unlock()
	h := v.hosts[name]
	if h == nil {
		h = &host{turn: make(chan struct{}, 1)}
		h.turn <- struct{}{}
		v.hosts[name] = h
	}
	h.wait++
	return h
}

func (v *Visitor) leave(h *host) {
	v.mu.Lock()
	h.wait--
	v.mu.Unlock()
}

// pause sleeps until the site may be asked again.
func (v *Visitor) pause(ctx context.Context, h *host) error {
	v.mu.Lock()
	wait := time.Until(h.next)
	v.mu.Unlock()
	if wait <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
