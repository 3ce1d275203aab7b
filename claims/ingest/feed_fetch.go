package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"touchstone/claims"
)

// Answer is what came from an address that is asked again and again.
type Answer struct {
	Body         []byte
	URL          string // after redirects
	ContentType  string
	ETag         string // to be sent back next time
	LastModified string
	Same         bool          // nothing changed since; there is no body
	Wait         time.Duration // how long the answer says it stays good
}

// Known is what an earlier answer said of itself. Zero asks for everything.
type Known struct{ ETag, LastModified string }

// Get asks an address for anything but what is known already. A body longer
// than limit bytes, unpacked, is refused.
func (f *Fetcher) Get(ctx context.Context, address string, known Known, limit int64) (Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	h := http.Header{"Accept": {"application/feed+json, application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.5"}}
	if known.ETag != "" {
		h.Set("If-None-Match", known.ETag)
	}
	if known.LastModified != "" {
		h.Set("If-Modified-Since", known.LastModified)
	}
	res, err := f.ask(ctx, address, h)
	if err != nil {
		return Answer{}, err
	}
	defer func() { _ = res.Body.Close() }()
	a := Answer{URL: res.Request.URL.String(), ContentType: res.Header.Get("Content-Type"), Wait: fresh(res.Header.Get("Cache-Control"))}
	a.ETag, a.LastModified = short(res.Header.Get("ETag")), short(res.Header.Get("Last-Modified"))
	switch res.StatusCode {
	case http.StatusOK:
	case http.StatusNotModified:
		a.Same = true
		return a, nil
	default:
		return Answer{}, answered(res, "the site answered with %d: check the address")
	}
	if a.Body, err = io.ReadAll(io.LimitReader(res.Body, limit+1)); err != nil {
		return Answer{}, unreachable(err)
	}
	if int64(len(a.Body)) > limit {
		return Answer{}, &claims.Error{Kind: claims.KindTooLarge, Field: "url", Message: fmt.Sprintf("what stands at this address is longer than %d MB", limit>>20)}
	}
	return a, nil
}

// short drops a validator that nobody should have to keep.
func short(s string) string {
	if len(s) > 500 || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		return ""
	}
	return s
}

// fresh is the max-age of a Cache-Control header.
func fresh(control string) time.Duration {
	for part := range strings.SplitSeq(strings.ToLower(control), ",") {
		if n, ok := strings.CutPrefix(strings.TrimSpace(part), "max-age="); ok {
			return seconds(n)
		}
	}
	return 0
}

// seconds reads a number of seconds, bounded so that it can be reckoned with.
func seconds(s string) time.Duration {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return time.Duration(min(n, 365*24*3600)) * time.Second
}

// status is the answer of a site that gave something else than what was asked.
type status struct {
	code int
	wait time.Duration // for which it asked
}

func (s *status) Error() string { return fmt.Sprintf("status %d", s.code) }

// answered makes an error of a status; format has a place for its number.
func answered(res *http.Response, format string) error {
	s := &status{code: res.StatusCode}
	if after := res.Header.Get("Retry-After"); after != "" {
		s.wait = seconds(after)
		if at, err := http.ParseTime(after); err == nil {
			s.wait = max(0, min(time.Until(at), 365*24*time.Hour))
		}
	}
	e := claims.Invalid("url", format, res.StatusCode)
	e.Err = s
	return e
}

// Again reports whether a fetch that failed may succeed later as it is, and for
// how long the site asked us to wait.
func Again(err error) (wait time.Duration, again bool) {
	var s *status
	var e *claims.Error
	switch {
	case errors.As(err, &s):
		return s.wait, s.code == http.StatusRequestTimeout || s.code == http.StatusTooEarly || s.code == http.StatusTooManyRequests || s.code >= 500
	case errors.Is(err, ErrRobots):
		return 0, false
	case errors.As(err, &e):
		return 0, e.Err != nil && e.Field == "url" // it was not reached
	}
	return 0, true
}

// Gone reports whether a site said that there is no such page any more.
func Gone(err error) bool {
	var s *status
	return errors.As(err, &s) && (s.code == http.StatusNotFound || s.code == http.StatusGone)
}
