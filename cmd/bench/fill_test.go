package main

import (
	"io"
	"testing"

	"touchstone/db"

	"path/filepath"
)

func TestASyntheticDeskIsWhole(t *testing.T) {
	dir := t.TempDir()
	if err := fill(t.Context(), dir, 400, io.Discard); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(t.Context(), filepath.Join(dir, db.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	r, err := d.Verify(t.Context())
	if err != nil || len(r.Faults) > 0 || r.Claims != 400 {
		t.Errorf("got %+v, %v", r, err)
	}
}

func BenchmarkFill(b *testing.B) {
	for b.Loop() {
		if err := fill(b.Context(), b.TempDir(), 10_000, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
