//go:build linux

package db_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"touchstone/db"
)

// openAndEnd is the variable that makes the test's own program open a database
// and end, so that it can be killed while it does.
const openAndEnd = "TOUCHSTONE_TEST_OPEN"

func TestMain(m *testing.M) {
	if path := os.Getenv(openAndEnd); path != "" {
		d, err := db.Open(context.Background(), path)
		if err == nil {
			err = d.Close()
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// TestCheckR9KilledWhileTheSchemaChangesItIsOldOrNew kills the program at
// writes and flushes all over an upgrade.
func TestCheckR9KilledWhileTheSchemaChangesItIsOldOrNew(t *testing.T) {
	t.Parallel()
	old := []int64{1, 2}
	var between []string
	for n := len(old); n <= len(present(t)); n++ {
		path := filepath.Join(t.TempDir(), db.FileName)
		build(t, path, present(t)[:n])
		between = append(between, hashOf(shape(t, path)))
	}
	for name, calls := range map[string][]uint64{"write": {syscall.SYS_PWRITE64}, "flush": {syscall.SYS_FSYNC, syscall.SYS_FDATASYNC}} {
		whole := filepath.Join(t.TempDir(), db.FileName)
		build(t, whole, old)
		total, _ := openTraced(t, whole, calls, 0)
		if total < 10 {
			t.Fatalf("an upgrade makes %d calls to %s only", total, name)
		}
		const points = 10
		for i := range points {
			path := filepath.Join(t.TempDir(), db.FileName)
			build(t, path, old)
			when := 1 + i*total/points
			// The last ones may not come: how often the log is moved is the clock's.
			if made, killed := openTraced(t, path, calls, when); !killed && i < points/2 {
				t.Errorf("the program made %d calls to %s and was not killed at %d", made, name, when)
			}
			// What is there is exactly what some of the steps make, in their order.
			if n := slices.Index(between, hashOf(shape(t, path))); n < 0 {
				t.Errorf("killed at %s %d of %d: the schema is none that the steps make", name, when, total)
			}
			d, err := db.Open(t.Context(), path)
			if err != nil {
				t.Errorf("killed at %s %d of %d, then opened: %v", name, when, total, err)
				continue
			}
			if r, err := d.Verify(t.Context()); err != nil || len(r.Faults) > 0 || r.Events != 4 || r.Schema != slices.Max(present(t)) {
				t.Errorf("killed at %s %d of %d, then opened: %+v, %v", name, when, total, r, err)
			}
			d.Close()
		}
	}
}
