package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/db/dbtest"
)

func TestThePaceIsToldInWords(t *testing.T) {
	for _, c := range []struct {
		n, of int
		since time.Duration
		want  string
	}{
		{0, 300, 0, "0 of 300"},
		{12, 300, 3 * time.Second, "12 of 300, 4 a second, 72 s left"},
		{3, 300, time.Minute, "3 of 300, 3 a minute, 99 min left"},
		{1, 100_000, time.Minute, "1 of 100000, 1 a minute, 1667 h left"},
		{300, 300, time.Minute, "300 of 300, 5 a second, 0.0 s left"},
	} {
		if got := pace(c.n, c.of, c.since); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	if got := tail("/a/very/long/path/\x1b[31mred.txt", 12); strings.ContainsRune(got, 0x1b) || len([]rune(got)) > 12 {
		t.Errorf("tail: %q", got)
	}
}

func TestProgressIsShownAndClearedAndAStopKeepsWhatWasDone(t *testing.T) {
	dir := t.TempDir()
	for i := range 3 {
		text := fmt.Sprintf("Story %d\n\nThe minister, Ana Reyes, said that half of the %d boats stay in port.", i, i)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.txt", i)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d := dbtest.New(t)
	names, _, err := inFolder(dir)
	if err != nil || len(names) != 3 {
		t.Fatalf("got %q, %v", names, err)
	}
	var out, progress bytes.Buffer
	b := &batch{d: d, names: names, out: &out, progress: &progress}
	if err := b.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := progress.String(); !strings.Contains(s, "2 of 3, ") || !strings.HasSuffix(s, "\r\x1b[K") {
		t.Errorf("progress: %q", s)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	b = &batch{d: d, names: names, out: io.Discard}
	if err := b.run(ctx); claims.KindOf(err) != claims.KindConflict || !strings.Contains(err.Error(), "stopped after 0 of 3") {
		t.Errorf("stopped: %v", err)
	}
}
