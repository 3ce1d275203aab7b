package claims

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Feed is a list of new articles that a site publishes and the desk watches:
// RSS, Atom or JSON.
type Feed struct {
	ID           ID
	URL          string // as given
	Title        string // the feed's own, once it was read; the host until then
	Host         string
	Every        time.Duration // from one look to the next
	Paused       bool
	ETag         string // of the last answer, to be sent back
	LastModified string // likewise
	AddedBy      Person
	CreatedAt    time.Time
	CheckedAt    time.Time // the last look, good or not; zero before the first
	GoodAt       time.Time // the last look that read the feed
	NextAt       time.Time // the next look; zero while paused
	Failures     int       // looks in a row that failed
	Problem      string    // why the last one failed, in words; empty when it did not
	Entries      int       // addresses it ever named
	Imported     int       // of these, now articles here
	Waiting      int       // still to be fetched
	Failed       int       // given up
}

// Entry is one article that a feed names.
type Entry struct {
	URL   string
	Title string
}

// Fate says what became of an entry of a feed.
type Fate string

// The fates.
const (
	FateWaiting  Fate = "waiting"
	FateImported Fate = "imported"
	FateHere     Fate = "here" // it was here already
	FateFailed   Fate = "failed"
)

// FeedEntry is an entry with what became of it.
type FeedEntry struct {
	Entry
	FeedID  ID
	Fate    Fate
	Note    string // why it failed, in words
	Article ID     // where it was imported
	At      time.Time
}

// FeedIntervals are what an admin can choose between for a feed.
var FeedIntervals = []time.Duration{15 * time.Minute, 30 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 24 * time.Hour}

// Check makes a feed ready to be kept, and names what is wrong.
func (f *Feed) Check() error {
	var p Problems
	f.URL, f.Title = strings.TrimSpace(f.URL), Line(f.Title)
	c, err := CanonicalURL("url", f.URL)
	p.Add(err)
	if u, err := url.Parse(c); err == nil {
		f.Host = u.Hostname()
	}
	if f.Title == "" {
		f.Title = f.Host
	}
	f.Title = clip(f.Title, MaxName)
	if !slices.Contains(FeedIntervals, f.Every) {
		p.Add(Invalid("every", "choose how often the feed is read"))
	}
	return p.Err()
}

// Words is what the last look brought, for an admin.
func (f *Feed) Words() string {
	switch {
	case f.CheckedAt.IsZero() && f.Paused:
		return "Never read."
	case f.CheckedAt.IsZero():
		return "Not read yet: the first look comes within a minute."
	case f.Failures > 1:
		return fmt.Sprintf("Failed %d times in a row: %s.", f.Failures, f.Problem)
	case f.Failures == 1:
		return fmt.Sprintf("The last look failed: %s.", f.Problem)
	case f.Entries == 0:
		return "Read; it names no article."
	}
	return fmt.Sprintf("Read; %s named so far.", plural(f.Entries, "article"))
}

func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// Bounds of waiting after something failed.
const (
	firstWait = time.Minute
	longest   = 24 * time.Hour
	MaxTries  = 7 // of a page that cannot be had: the last one comes an hour after the first
)

// Backoff is how long to wait after a number of failures in a row: a minute,
// then twice as long each time, a day at most.
func Backoff(failures int) time.Duration {
	wait := firstWait
	for range max(failures, 1) - 1 {
		if wait *= 2; wait >= longest {
			return longest
		}
	}
	return wait
}

// Next is how long after a look the next one comes: the feed's own interval,
// or longer while it keeps failing. A site that names a time itself is
// believed, within a week.
func (f *Feed) Next(asked time.Duration) time.Duration {
	wait := f.Every
	if f.Failures > 0 {
		wait = max(wait, Backoff(f.Failures))
	}
	return max(wait, min(asked, 7*24*time.Hour))
}

// looks are how long after its import an article is fetched again.
var looks = []time.Duration{24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour}

// lookEvery is how often it is after that.
const lookEvery = 90 * 24 * time.Hour

// NextLook is when an article that was imported at one instant is fetched
// again, seen from another: after a day, a week, a month, and then each quarter.
func NextLook(imported, now time.Time) time.Time {
	for _, d := range looks {
		if at := imported.Add(d); at.After(now) {
			return at
		}
	}
	at := imported.Add(looks[len(looks)-1])
	for !at.After(now) {
		at = at.Add(max(lookEvery, now.Sub(at).Truncate(lookEvery)))
	}
	return at
}

// Watched reports whether the desk must know when the words of a claim change:
// somebody found it worth checking, or readers see it.
func (c *Claim) Watched() bool {
	if c.MergedInto != 0 || c.Publication == Withdrawn {
		return false
	}
	return c.Publication.Public() || c.State != StateNew && c.State != StateRejected
}

// Reserved reports whether a host can never be a site: a name for examples and
// tests (RFC 2606).
func Reserved(host string) bool {
	host = "." + strings.ToLower(host)
	for _, s := range []string{".example", ".invalid", ".test", ".localhost", ".example.com", ".example.org", ".example.net"} {
		if strings.HasSuffix(host, s) {
			return true
		}
	}
	return false
}

// Change is what a newer copy of an article did to the quotes taken from it.
type Change struct {
	ID        ID
	Article   Article // without its text
	Kind      ChangeKind
	Version   int // the newer one
	At        time.Time
	Kept      int    // quotes that stand where they stood
	Moved     int    // found again elsewhere
	Lost      int    // no longer there
	Watched   int    // of the lost ones, those of claims that are open or published
	Note      string // in words
	Settled   time.Time
	SettledBy Person
}

// ChangeKind says how a page changed.
type ChangeKind string

// The kinds of change.
const (
	PageChanged  ChangeKind = "changed"
	PageGone     ChangeKind = "gone"     // the site says there is no such page any more
	PageReplaced ChangeKind = "replaced" // it shows the text of another article
)

// Version is one text an article had.
type Version struct {
	Number      int
	RetrievedAt time.Time
	TextSHA256  string
	Text        string // empty in lists
	Page        bool   // the raw page is kept
}
