package db

import (
	"fmt"
	"path/filepath"
	"testing"
)

func TestAStatementIsReadTwiceAtOnceAndOutlivesItsPlace(t *testing.T) {
	p, err := pool("file:" + filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	p.SetMaxOpenConns(1)
	tx, err := p.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	const three = `SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3`
	outer, err := tx.QueryContext(t.Context(), three)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for outer.Next() {
		var a, b int
		if err := outer.Scan(&a); err != nil {
			t.Fatal(err)
		}
		if err := tx.QueryRowContext(t.Context(), three).Scan(&b); err != nil {
			t.Fatal(err)
		}
		// More statements than are kept push the outer one out while it is read.
		for i := range keptStatements + 1 {
			if err := tx.QueryRowContext(t.Context(), fmt.Sprintf(`SELECT %d`, i)).Scan(&b); err != nil || b != i {
				t.Fatalf("statement %d: got %d, %v", i, b, err)
			}
		}
		sum += a
	}
	if err := outer.Close(); err != nil || sum != 6 {
		t.Errorf("got the sum %d, %v, want 6", sum, err)
	}
	if err := tx.Commit(); err != nil {
		t.Error(err)
	}
	var a int
	if err := p.QueryRowContext(t.Context(), three).Scan(&a); err != nil || a != 1 {
		t.Errorf("afterwards: got %d, %v", a, err)
	}
}
