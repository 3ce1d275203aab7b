//go:build linux

package db_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"touchstone/db"
)

// openAndEnd is the variable that makes the test's own program open a database
// and end, so that it can be killed while it does.
const openAndEnd = "TOUCHSTONE_TEST_OPEN"

func TestMain(m *testing.M) {
	if path := os.Getenv(openAndEnd); path != "" {
		runtime.LockOSThread() // strace counts the calls of each thread
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

// openTraced opens a database in a program of its own under strace.
func openTraced(t *testing.T, path string, options ...string) (trace []byte, err error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "trace")
	cmd := exec.Command("strace", append(append([]string{"-f", "-o", file}, options...), os.Args[0])...)
	cmd.Env = append(os.Environ(), openAndEnd+"="+path)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatalf("strace is needed (apt-get install strace): %v", err)
	}
	if err != nil {
		err = fmt.Errorf("%w: %s", err, out)
	}
	trace, fail := os.ReadFile(file)
	if fail != nil {
		t.Fatal(fail)
	}
	return trace, err
}

// TestCheckR9KilledWhileTheSchemaChangesItIsOldOrNew kills the program at
// writes and flushes all over an upgrade. .ci/run takes a skipped test for a
// failed one.
func TestCheckR9KilledWhileTheSchemaChangesItIsOldOrNew(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("this test traces a program, which may take root: run .ci/run")
	}
	t.Parallel()
	old := []int64{1, 2}
	var between []string
	for n := len(old); n <= len(present(t)); n++ {
		path := filepath.Join(t.TempDir(), db.FileName)
		build(t, path, present(t)[:n])
		between = append(between, hashOf(shape(t, path)))
	}
	for _, calls := range []string{"pwrite64", "fsync,fdatasync"} {
		whole := filepath.Join(t.TempDir(), db.FileName)
		build(t, whole, old)
		trace, err := openTraced(t, whole, "-e", "trace="+calls)
		if err != nil {
			t.Fatal(err)
		}
		total := bytes.Count(trace, []byte("\n"))
		if total < 10 {
			t.Fatalf("an upgrade makes %d calls of %s only", total, calls)
		}
		const points = 10
		killed := 0
		for i := range points {
			path := filepath.Join(t.TempDir(), db.FileName)
			build(t, path, old)
			when := 1 + i*total/points
			if _, err := openTraced(t, path, "-e", "trace="+calls, "-e", fmt.Sprintf("inject=%s:signal=KILL:when=%d", calls, when)); err != nil {
				killed++
			}
			// What is there is exactly what some of the steps make, in their order.
			if n := slices.Index(between, hashOf(shape(t, path))); n < 0 {
				t.Errorf("killed at %s %d of %d: the schema is none that the steps make", calls, when, total)
			}
			d, err := db.Open(t.Context(), path)
			if err != nil {
				t.Errorf("killed at %s %d of %d, then opened: %v", calls, when, total, err)
				continue
			}
			if r, err := d.Verify(t.Context()); err != nil || len(r.Faults) > 0 || r.Events != 4 || r.Schema != slices.Max(present(t)) {
				t.Errorf("killed at %s %d of %d, then opened: %+v, %v", calls, when, total, r, err)
			}
			d.Close()
		}
		if killed < points/2 {
			t.Errorf("of %d programs %d were killed", points, killed)
		}
	}
}
