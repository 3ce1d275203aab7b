package auth

import (
	"fmt"
	"testing"
	"time"

	"touchstone/views/ui"
)

// clock is a time that only a test moves.
type clock struct{ t time.Time }

func (c *clock) now() time.Time          { return c.t }
func (c *clock) forward(d time.Duration) { c.t = c.t.Add(d) }

func newClock() *clock { return &clock{time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)} }

func TestCheck21TheEleventhWrongTryOfAMinuteWaits(t *testing.T) {
	c := newClock()
	l := newLimiter(c.now)
	for i := range triesAtOnce {
		if wait := l.Take("ana@desk.example", "192.0.2.7"); wait != 0 {
			t.Fatalf("try %d waits %v", i+1, wait)
		}
		c.forward(time.Second)
	}
	if got, want := l.Take("ana@desk.example", "192.0.2.99"), 50*time.Second; got != want {
		t.Errorf("try 11 from the same network waits %v, want %v", got, want)
	}
	if got := l.Take("ana@desk.example", "192.0.3.7"); got != 0 {
		t.Errorf("the same account from another network waits %v", got)
	}
	if got := l.Take("ben@desk.example", "192.0.2.7"); got != 0 {
		t.Errorf("another account from the same network waits %v", got)
	}
	c.forward(50 * time.Second)
	if got := l.Take("ana@desk.example", "192.0.2.7"); got != 0 {
		t.Errorf("a minute after the first try the account waits %v", got)
	}
}

func TestCheck21TheRightPasswordClearsTheCount(t *testing.T) {
	l := newLimiter(newClock().now)
	for range 3 * triesAtOnce {
		if wait := l.Take("ana@desk.example", "192.0.2.7"); wait != 0 {
			t.Fatalf("waits %v although each try was right", wait)
		}
		l.Right("ana@desk.example", "192.0.2.7")
	}
}

func TestCheck21AllWrongTriesTogetherAreSlowedButNotForThoseAtHome(t *testing.T) {
	c := newClock()
	l := newLimiter(c.now)
	l.Take("ana@desk.example", "192.0.2.7")
	l.Right("ana@desk.example", "192.0.2.7")
	slowed := false
	for i := range 2 * crowdBurst {
		slowed = l.Take("ana@desk.example", fmt.Sprintf("10.%d.%d.1", i/250, i%250)) > 0
	}
	if !slowed {
		t.Errorf("%d wrong tries from as many networks are not slowed", 2*crowdBurst)
	}
	if wait := l.Take("ana@desk.example", "192.0.2.7"); wait != 0 {
		t.Errorf("she waits %v where she signed in before", wait)
	}
	c.forward(2 * crowdEvery)
	if wait := l.Take("ben@desk.example", "198.51.100.1"); wait != 0 {
		t.Errorf("a stranger waits %v after the crowd is gone", wait)
	}
}

func TestCheck21TheLimitersMemoryIsBounded(t *testing.T) {
	c := newClock()
	l := newLimiter(c.now)
	for i := range 3 * triesKept {
		c.forward(crowdEvery)
		l.Take(fmt.Sprintf("%d@desk.example", i), "192.0.2.7")
		l.Right(fmt.Sprintf("%d@home.example", i), "192.0.2.7")
	}
	if l.tries.Len() > triesKept || l.homes.Len() > homesKept {
		t.Errorf("%d and %d pairs are kept, want at most %d and %d", l.tries.Len(), l.homes.Len(), triesKept, homesKept)
	}
}

func TestANetworkIsAHouseholdsAddresses(t *testing.T) {
	for _, c := range []struct{ ip, want string }{
		{"192.0.2.7", "192.0.2.0/24"},
		{"::ffff:192.0.2.7", "192.0.2.0/24"},
		{"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
		{"fe80::1%eth0", "fe80::/64"},
		{"", "unknown"},
	} {
		if got := ui.Network(c.ip); got != c.want {
			t.Errorf("ui.Network(%q) = %q, want %q", c.ip, got, c.want)
		}
	}
}
