package views

import (
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"

	"touchstone/claims"
)

func TestCheck16TwoHundredSignInsLeaveMemoryAndReadersAlone(t *testing.T) {
	d := newHouse(t, Config{})
	hashed()
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	before, most := m.HeapInuse, uint64(0)
	over, looked := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(looked)
		for {
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse)
			select {
			case <-over:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	var crowd sync.WaitGroup
	var answers [200]int
	for i := range 200 {
		crowd.Go(func() {
			b := d.browser()
			b.ip = fmt.Sprintf("10.0.%d.1", i)
			answers[i] = b.post("/login", login(email(claims.Editor), "not the right words")).Code
		})
	}
	// Meanwhile somebody reads.
	for i := range 20 {
		if w := d.browser().get("/claims"); w.Code != http.StatusOK {
			t.Errorf("reader %d gets %d, want 200", i, w.Code)
		}
	}
	crowd.Wait()
	close(over)
	<-looked
	n := map[int]int{}
	for _, status := range answers {
		n[status]++
	}
	// Refused, slowed down as a crowd, or sent away by a machine that is busy.
	if n[422] == 0 || n[422]+n[429]+n[503] != 200 {
		t.Errorf("the answers are %v, want 422, 429 or 503", n)
	}
	if grown := int64(most) - int64(before); grown > 100<<20 {
		t.Errorf("200 sign-ins at once took %d MiB, want at most 100", grown>>20)
	}
	t.Logf("answers %v, memory +%d MiB", n, (int64(most)-int64(before))>>20)
}
