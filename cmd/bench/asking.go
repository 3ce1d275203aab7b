package main

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// connections is how many ask at the same time.
const connections = 8

// asking is a kind of request.
type asking struct {
	url    func(i int) string
	tag    func(url string) string // If-None-Match; nil for none
	status int
	conns  int // 0 for connections
}

// answers is what came of asking for a while.
type answers struct {
	rate float64 // a second
	took []time.Duration
}

// p99 is the time within which 99 of 100 were answered, in ms.
func (a answers) p99() float64 {
	slices.Sort(a.took)
	if len(a.took) == 0 {
		return 0
	}
	return a.took[len(a.took)*99/100].Seconds() * 1000
}

// ask asks without a pause for a time. An answer of another status is an error.
func (q asking) ask(d time.Duration) (answers, error) {
	n := q.conns
	if n == 0 {
		n = connections
	}
	client := &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: n, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer client.CloseIdleConnections()
	var mu sync.Mutex
	var all answers
	var failed error
	var wg sync.WaitGroup
	from := time.Now()
	until := from.Add(d)
	for w := range n {
		wg.Go(func() {
			var took []time.Duration
			var err error
			for i := w; err == nil && time.Now().Before(until); i += n {
				began := time.Now()
				err = q.once(client, q.url(i))
				took = append(took, time.Since(began))
			}
			mu.Lock()
			defer mu.Unlock()
			all.took = append(all.took, took...)
			if err != nil {
				failed = err
			}
		})
	}
	wg.Wait()
	all.rate = float64(len(all.took)) / time.Since(from).Seconds()
	return all, failed
}

func (q asking) once(client *http.Client, url string) error {
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	if q.tag != nil {
		r.Header.Set("If-None-Match", q.tag(url))
	}
	res, err := client.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return err
	}
	if res.StatusCode != q.status {
		return fmt.Errorf("%s: got %s, want %d", url, res.Status, q.status)
	}
	return nil
}
