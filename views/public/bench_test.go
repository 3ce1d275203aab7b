package public_test

import (
	"net/http/httptest"
	"testing"
)

// The page of a check, drawn from the database each time.
func BenchmarkClaimPage(b *testing.B) {
	k := newDesk(b)
	path := k.address(k.publish(check{statement: "Rail fares have fallen by a fifth."}))
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		k.e.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}

func BenchmarkUnchangedPage(b *testing.B) {
	k := newDesk(b)
	path := k.address(k.publish(check{statement: "Rail fares have fallen by a fifth."}))
	tag := k.get(path).Header().Get("ETag")
	for b.Loop() {
		if w := k.ask("GET", path, tag); w.Code != 304 {
			b.Fatal(w.Code)
		}
	}
}
