package public_test

import (
	"testing"
	"time"
)

// still is a desk with one check, whose clock stands.
func still(b *testing.B) (*desk, string) {
	k := newDesk(b)
	path := k.address(k.publish(check{statement: "Rail fares have fallen by a fifth."}))
	now := k.now
	k.d.Now = func() time.Time { return now }
	return k, path
}

func benchmark(b *testing.B, want int, path func(k *desk, page string) (string, string)) {
	k, page := still(b)
	address, tag := path(k, page)
	b.ReportAllocs()
	for b.Loop() {
		if w := k.ask("GET", address, tag); w.Code != want {
			b.Fatal(w.Code)
		}
	}
}

// The page of a check, drawn from the database each time: what has a search in
// its address is not kept.
func BenchmarkClaimPage(b *testing.B) {
	benchmark(b, 200, func(_ *desk, page string) (string, string) { return page + "?q=", "" })
}

func BenchmarkKeptPage(b *testing.B) {
	benchmark(b, 200, func(_ *desk, page string) (string, string) { return page, "" })
}

func BenchmarkUnchangedPage(b *testing.B) {
	benchmark(b, 304, func(k *desk, page string) (string, string) { return page, k.get(page).Header().Get("ETag") })
}
