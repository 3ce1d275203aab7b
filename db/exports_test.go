package db_test

import (
	"errors"
	"iter"
	"slices"
	"testing"

	"touchstone/db"
)

// numbers yields 0 to n-1, then an error if there is one, and notes that it
// ended.
func numbers(n int, failed error, ended *bool) iter.Seq2[*int, error] {
	return func(yield func(*int, error) bool) {
		defer func() { *ended = true }()
		for i := range n {
			if !yield(&i, nil) {
				return
			}
		}
		if failed != nil {
			yield(nil, failed)
		}
	}
}

func TestRowsReadAheadComeInOrderAndNoneIsReadAfterTheEnd(t *testing.T) {
	broken := errors.New("the disk failed")
	for _, c := range []struct {
		rows, take int
		failed     error
	}{{0, 10, nil}, {1, 10, nil}, {64, 100, nil}, {65, 100, nil}, {1000, 2000, nil}, {1000, 10, nil}, {1000, 1, broken}, {0, 1, broken}, {130, 1000, broken}} {
		var got []int
		var err error
		var ended bool
		for x, e := range db.Ahead(numbers(c.rows, c.failed, &ended)) {
			if err = e; e != nil {
				break
			}
			if got = append(got, *x); len(got) == c.take {
				break
			}
		}
		want := min(c.rows, c.take)
		if len(got) != want || !slices.IsSorted(got) || !ended {
			t.Errorf("%+v: got %d in order %v, ended %v", c, len(got), slices.IsSorted(got), ended)
		}
		if c.take > c.rows && !errors.Is(err, c.failed) {
			t.Errorf("%+v: got %v", c, err)
		}
	}
}
