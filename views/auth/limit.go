package auth

import (
	"crypto/sha256"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"touchstone/views/ui"
)

const (
	triesAtOnce = 10          // wrong tries of one account from one network ...
	triesWindow = time.Minute // ... within this time
	triesKept   = 8192        // pairs of account and network remembered; about 1 MB

	crowdBurst = 100         // wrong tries of everybody together, at once ...
	crowdEvery = time.Second // ... and then one in this time
	homesKept  = 4096        // pairs from which someone signed in, remembered
)

// limiter slows down guessing. Wrong tries count against the pair of account
// and network, so that nobody can lock a colleague out from elsewhere; and all
// wrong tries together count against one slow limit, from which only those are
// free who have signed in from their network before. (OWASP: slow down online
// guessing attacks with device cookies; the network stands for the cookie.)
// Its memory is bounded: the pairs used longest ago are forgotten.
type limiter struct {
	now func() time.Time

	mu    sync.Mutex
	tries *lru.Cache[pair, *tries]
	homes *lru.Cache[pair, struct{}]
	crowd *rate.Limiter
}

// pair is a hash of account and network: a fixed size, whatever was typed.
type pair [16]byte

// tries are the instants of the last wrong ones, as a ring.
type tries struct {
	at   [triesAtOnce]int64
	next int
}

func newLimiter(now func() time.Time) *limiter {
	all, _ := lru.New[pair, *tries](triesKept) // fails only for a size below one
	homes, _ := lru.New[pair, struct{}](homesKept)
	return &limiter{now: now, tries: all, homes: homes, crowd: rate.NewLimiter(rate.Every(crowdEvery), crowdBurst)}
}

// Take counts a try as wrong before it is known to be, so that tries sent
// together count as well. It gives how long to wait before the next one where
// there were too many, and zero where this one may go on.
func (l *limiter) Take(account, ip string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now, key := l.now(), pairOf(account, ip)
	t, ok := l.tries.Get(key)
	if !ok {
		t = &tries{}
		l.tries.Add(key, t)
	}
	if oldest := t.at[t.next]; oldest != 0 {
		if wait := time.Unix(0, oldest).Add(triesWindow).Sub(now); wait > 0 {
			return wait
		}
	}
	if !l.homes.Contains(key) && !l.crowd.AllowN(now, 1) {
		return crowdEvery
	}
	t.at[t.next] = now.UnixNano()
	t.next = (t.next + 1) % triesAtOnce
	return 0
}

// Right takes back what Take counted, once the password was the right one.
func (l *limiter) Right(account, ip string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := pairOf(account, ip)
	l.tries.Remove(key)
	l.homes.Add(key, struct{}{})
}

func pairOf(account, ip string) pair {
	h := sha256.New()
	h.Write([]byte(ui.Network(ip)))
	h.Write([]byte{0})
	h.Write([]byte(account))
	return pair(h.Sum(nil)[:16])
}
