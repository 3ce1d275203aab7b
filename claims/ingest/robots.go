package ingest

import (
	"bytes"
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/golang-lru/v2/expirable"

	"touchstone/claims"
)

// The Robots Exclusion Protocol, RFC 9309.

const (
	maxRobots  = 500 << 10      // what has to be read of a file at least (2.5)
	robotsTime = 24 * time.Hour // how long an answer is believed at most (2.4)
	robotsSoon = 10 * time.Minute
	maxDelay   = time.Minute // longer delays than this would stop a feed
)

// ErrRobots says that a site does not want programs to read an address.
var ErrRobots = claims.Forbidden("the site’s robots.txt asks programs not to read this address: open it in a browser and paste the text")

// robots are a site's rules for us.
type robots struct {
	rules []robotRule
	delay time.Duration
	none  bool // nothing may be read: the rules could not be had
}

// robotRule allows or forbids the paths that match a pattern.
type robotRule struct {
	pattern string
	allow   bool
}

// parseRobots reads the group for an agent, or the one for everybody.
func parseRobots(body []byte, agent string) robots {
	body = bytes.TrimPrefix(body[:min(len(body), maxRobots)], []byte("\xef\xbb\xbf"))
	var mine, all robots
	var forMe, forAll, named, found bool // named: the line before was a user-agent
	for line := range bytes.FieldsFuncSeq(body, func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ := bytes.Cut(line, []byte("#"))
		k, v, ok := strings.Cut(string(line), ":")
		if !ok {
			continue
		}
		key, value := strings.ToLower(strings.TrimSpace(k)), strings.TrimSpace(v)
		if key == "user-agent" {
			if !named {
				forMe, forAll = false, false
			}
			named = true
			token := value[:len(value)-len(strings.TrimLeft(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"))]
			forMe = forMe || strings.EqualFold(token, agent)
			forAll = forAll || value == "*"
			found = found || forMe
			continue
		}
		if key != "allow" && key != "disallow" && key != "crawl-delay" {
			continue // a line of another kind ends no group (2.2.4)
		}
		named = false
		for _, g := range []struct {
			on bool
			to *robots
		}{{forMe, &mine}, {forAll, &all}} {
			if g.on {
				g.to.add(key, value)
			}
		}
	}
	if found {
		return mine
	}
	return all
}

func (r *robots) add(key, value string) {
	switch {
	case key == "crawl-delay":
		r.delay = min(seconds(strings.SplitN(value, ".", 2)[0]), maxDelay)
	case value != "" && len(r.rules) < 10_000:
		r.rules = append(r.rules, robotRule{percent(value), key == "allow"})
	}
}

// allows reports whether a path, with its query, may be read: the longest
// pattern that matches decides, and allow wins a tie (2.2.2).
func (r *robots) allows(path string) bool {
	if r.none {
		return false
	}
	path = percent(path)
	longest, allow := -1, true
	for _, rule := range r.rules {
		if n := len(rule.pattern); (n > longest || n == longest && rule.allow) && matches(rule.pattern, path) {
			longest, allow = n, rule.allow
		}
	}
	return allow
}

// matches holds a path against a pattern in which * stands for anything and a $
// at the end for the end. It takes time linear in their product at most.
func matches(pattern, path string) bool {
	pattern, end := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	path = path[len(parts[0]):]
	for i, p := range parts[1:] {
		if end && i == len(parts)-2 {
			return strings.HasSuffix(path, p)
		}
		at := strings.Index(path, p)
		if at < 0 {
			return false
		}
		path = path[at+len(p):]
	}
	return !end || path == ""
}

// percent brings a path to the form in which patterns and paths are compared:
// letters outside of ASCII encoded, unreserved ones not, digits of codes large.
func percent(s string) string {
	const hexadecimal = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			if code, err := url.PathUnescape(s[i : i+3]); err == nil {
				if c = code[0]; !unreserved(c) {
					b.WriteByte('%')
					b.WriteString(strings.ToUpper(s[i+1 : i+3]))
				} else {
					b.WriteByte(c)
				}
				i += 2
				continue
			}
		}
		if c >= 0x80 || c <= ' ' {
			b.WriteByte('%')
			b.WriteByte(hexadecimal[c>>4])
			b.WriteByte(hexadecimal[c&15])
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

// robotsFiles asks sites for their rules and remembers them.
type robotsFiles struct {
	get  func(ctx context.Context, address string, known Known, limit int64) (Answer, error)
	long *expirable.LRU[string, robots]
	soon *expirable.LRU[string, robots] // of sites that gave no answer
}

func newRobotsFiles(f *Fetcher) *robotsFiles {
	return &robotsFiles{f.Get, expirable.NewLRU[string, robots](1000, nil, robotsTime), expirable.NewLRU[string, robots](1000, nil, robotsSoon)}
}

// of are the rules of the site that an address belongs to. Where a site says
// that there are none, all may be read; where it cannot say, nothing (2.3.1).
func (r *robotsFiles) of(ctx context.Context, u *url.URL) (robots, error) {
	site := u.Scheme + "://" + strings.ToLower(u.Host)
	for _, c := range []*expirable.LRU[string, robots]{r.long, r.soon} {
		if found, ok := c.Get(site); ok {
			return found, nil
		}
	}
	a, err := r.get(ctx, site+"/robots.txt", Known{}, 8*maxRobots)
	var s *status
	switch {
	case ctx.Err() != nil:
		return robots{}, ctx.Err()
	case err == nil:
	case errors.As(err, &s) && s.code >= 400 && s.code < 500 && s.code != 429, claims.KindOf(err) == claims.KindTooLarge:
		// No rules, or megabytes of something else.
	case errors.As(err, &s):
		r.soon.Add(site, robots{none: true})
		return robots{none: true}, nil
	default:
		return robots{}, err // the page would not be reached either
	}
	found := parseRobots(a.Body, Agent)
	r.long.Add(site, found)
	return found, nil
}
