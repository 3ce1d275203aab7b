package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"touchstone/db"
	"touchstone/views"
)

// BenchmarkPages is the short form of load: the same requests to the whole
// site, in this process, over a small desk. BENCH_DATA names a larger one.
func BenchmarkPages(b *testing.B) {
	folder, n := os.Getenv("BENCH_DATA"), 2000
	if folder == "" {
		folder = b.TempDir()
		if err := fill(b.Context(), folder, n, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	m, err := newMeasuring(b.Context(), loadFlags{}, folder, n)
	if err != nil {
		b.Fatal(err)
	}
	d, err := db.Open(b.Context(), filepath.Join(folder, db.FileName))
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	now := time.Now()
	d.Now = func() time.Time { return now }
	site := views.New(d, views.Config{BaseURL: "https://check.example"})
	word := func(from, to int) func(int) string {
		return func(i int) string { return "/claims?sort=best&q=" + m.words.words[from+(i*37)%(to-from)] }
	}
	page := func(i int) string { return m.pages[i%len(m.pages)] }
	for _, x := range []struct {
		name string
		path func(i int) string
		tag  bool
	}{
		{"claim-drawn", func(i int) string { return page(i) }, false},
		{"claim-kept", func(i int) string { return m.pages[i%10] }, false},
		{"unchanged", func(i int) string { return m.pages[i%10] }, true},
		{"list-1", func(int) string { return "/claims" + drawn }, false},
		{"list-far", func(int) string { return m.page1000 }, false},
		{"search-rare", word(18_000, 28_000), false},
		{"search-common", word(0, 5), false},
	} {
		b.Run(x.name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				path := x.path(i)
				i++
				r := httptest.NewRequest(http.MethodGet, path, nil)
				want := http.StatusOK
				if x.tag {
					w := httptest.NewRecorder()
					site.ServeHTTP(w, r.Clone(b.Context()))
					r.Header.Set("If-None-Match", w.Header().Get("ETag"))
					want = http.StatusNotModified
				}
				w := httptest.NewRecorder()
				if site.ServeHTTP(w, r); w.Code != want {
					b.Fatalf("%s: got %d, want %d", path, w.Code, want)
				}
			}
		})
	}
}
