package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"touchstone/db"
)

func tagsOf(address func(int) string, n int) func(string) string {
	tags := map[string]string{}
	for i := range n {
		if res, err := http.Head(address(i)); err == nil {
			tags[address(i)] = res.Header.Get("ETag")
			res.Body.Close()
		}
	}
	return func(url string) string { return tags[url] }
}

// download reads an address to its end and says how long the first byte and
// all of it took.
func download(ctx context.Context, address string) (first, all time.Duration, bytes int64, err error) {
	from := time.Now()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, 0, 0, err
	}
	r.Header.Set("Accept-Encoding", "identity")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, 0, 0, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return 0, 0, 0, fmt.Errorf("%s: %s", address, res.Status)
	}
	var b [1]byte
	if _, err := io.ReadFull(res.Body, b[:]); err != nil {
		return 0, 0, 0, err
	}
	first = time.Since(from)
	bytes, err = io.Copy(io.Discard, res.Body)
	return first, time.Since(from), bytes, err
}

// exports measures the CSV of everything against the sqlite3 shell, which runs
// the same query on the same file. The program is started anew, so that what it
// holds is the download's.
func (m *measuring) exports(ctx context.Context, t *results, log io.Writer) error {
	rounds := min(m.loadFlags.rounds, max(1, 300_000/m.n))
	var first, took, shell, ratio, held []float64
	fresh, err := startProduct(ctx, m.loadFlags.product, m.folder)
	if err != nil {
		return err
	}
	defer fresh.stop()
	for range rounds {
		stop := fresh.watch()
		f, all, _, err := download(ctx, fresh.base+"/claims.csv")
		held = append(held, stop())
		if err != nil {
			return err
		}
		first, took = append(first, f.Seconds()*1000), append(took, all.Seconds())
		s, err := m.shell(ctx)
		if errors.Is(err, exec.ErrNotFound) {
			fmt.Fprintln(log, "there is no sqlite3 here: the CSV is not compared with it (apt-get install sqlite3)")
			continue
		}
		if err != nil {
			return err
		}
		shell, ratio = append(shell, s.Seconds()), append(ratio, all.Seconds()/s.Seconds())
	}
	t.add(m.n, "CSV of everything, seconds", medianOf(took), noTarget)
	t.add(m.n, "CSV, first byte, ms", medianOf(first), atMost(50))
	if len(ratio) > 0 {
		t.add(m.n, "sqlite3 -csv, seconds", medianOf(shell), noTarget)
		t.add(m.n, "CSV to sqlite3 -csv", medianOf(ratio), atMost(1.5))
	}
	t.add(m.n, "memory of a fresh program during a CSV, MB", medianOf(held), atMost(64))
	return nil
}

// shell times sqlite3 -csv.
func (m *measuring) shell(ctx context.Context) (time.Duration, error) {
	c := exec.CommandContext(ctx, "sqlite3", "-readonly", "-csv", "-header", filepath.Join(m.folder, db.FileName))
	c.Stdin = strings.NewReader(db.ClaimRecordsQuery + ";\n")
	c.Stdout = io.Discard
	var said strings.Builder
	c.Stderr = &said
	from := time.Now()
	if err := c.Run(); err != nil {
		return 0, fmt.Errorf("sqlite3: %w: %s", err, said.String())
	}
	return time.Since(from), nil
}

// abused searches over 32 connections without a pause, while somebody reads.
func (m *measuring) abused(_ context.Context, t *results) error {
	stop := m.product.watch()
	search := asking{conns: 32, status: http.StatusOK, url: func(i int) string {
		w := m.words.words
		return fmt.Sprintf("%s/claims?sort=best&q=%s+%s", m.product.base, w[i%5], w[(i*31)%len(w)])
	}}
	read := asking{conns: 1, status: http.StatusOK, url: func(i int) string { return m.product.base + m.pages[i%len(m.pages)] }}
	var searched, page answers
	var failed, failed2 error
	var wg sync.WaitGroup
	wg.Go(func() { searched, failed = search.ask(m.abuse) })
	wg.Go(func() { page, failed2 = read.ask(m.abuse) })
	wg.Wait()
	most := stop()
	if err := errors.Join(failed, failed2); err != nil {
		return err
	}
	t.add(m.n, "32 connections searching: memory, MB", measured{median: most}, atMost(150))
	t.add(m.n, "32 connections searching: searches a second", measured{median: searched.rate}, noTarget)
	t.add(m.n, "32 connections searching: claim page p99 beside them, ms", measured{median: page.p99()}, noTarget)
	return nil
}

// besideExports reads claim pages alone and beside two downloads, and tries a
// third.
func (m *measuring) besideExports(ctx context.Context, t *results) error {
	page := asking{status: http.StatusOK, url: func(i int) string { return m.product.base + m.pages[i%len(m.pages)] }}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var beside []float64
	alone, err := page.ask(3 * m.each)
	if err != nil {
		return err
	}
	stop := m.product.watch()
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for ctx.Err() == nil { // one after another, until the page was read
				_, _, _, _ = download(ctx, m.product.base+"/claims.csv")
			}
		})
	}
	time.Sleep(m.each)
	refused, err := refusedDownload(m.product.base)
	for range m.loadFlags.rounds {
		a, err2 := page.ask(m.each)
		err = errors.Join(err, err2)
		beside = append(beside, a.rate/alone.rate)
	}
	held := stop()
	cancel()
	wg.Wait()
	t.add(m.n, "claim page beside two downloads, to alone", medianOf(beside), atLeast(.4))
	t.add(m.n, "a third download: 429 with Retry-After", measured{median: refused}, atLeast(1))
	t.add(m.n, "memory during two downloads, MB", measured{median: held}, atMost(160))
	return err
}

// refusedDownload is 1 where one more download is refused as it should be.
func refusedDownload(base string) (refused float64, err error) {
	res, err := http.Get(base + "/sources.csv")
	if err != nil {
		return 0, err
	}
	res.Body.Close()
	if res.StatusCode == http.StatusTooManyRequests && res.Header.Get("Retry-After") != "" {
		refused = 1
	}
	return refused, nil
}

// stalled leaves a download unread and waits until the server has given up.
func (m *measuring) stalled(ctx context.Context, t *results) error {
	if m.stall == 0 {
		return nil
	}
	res, err := http.Get(m.product.base + "/claims.csv")
	for n := 0; err == nil && res.StatusCode == http.StatusTooManyRequests && n < 30; n++ { // the downloads before are just being ended
		res.Body.Close()
		time.Sleep(time.Second)
		res, err = http.Get(m.product.base + "/claims.csv")
	}
	if err != nil {
		return err
	}
	defer res.Body.Close()
	var b [4096]byte
	if _, err := io.ReadFull(res.Body, b[:]); err != nil {
		return fmt.Errorf("a download was answered with %s: %w", res.Status, err)
	}
	time.Sleep(m.stall)
	_, err = io.Copy(io.Discard, res.Body)
	cut := 0.0
	if err != nil { // it did not go on to the end
		cut = 1
	}
	t.add(m.n, "a download left unread is cut", measured{median: cut}, atLeast(1))
	return nil
}
