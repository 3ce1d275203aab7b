// Package dbtest gives tests a real database.
package dbtest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"touchstone/claims"
	"touchstone/db"
)

// empty is a file that db.Open made. Its schema is brought up to date once, and
// not for each of a thousand tests.
var empty = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "touchstone-empty-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, db.FileName)
	d, err := db.Open(context.Background(), path)
	if err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path) // #nosec G304 -- made above
})

// New opens an empty database in a folder that goes with the test.
func New(t testing.TB) *db.DB {
	t.Helper()
	path := filepath.Join(t.TempDir(), db.FileName)
	file, err := empty()
	if err == nil {
		err = os.WriteFile(path, file, 0o600)
	}
	if err != nil {
		t.Fatalf("make a database: %v", err)
	}
	d, err := db.Open(t.Context(), path)
	if err != nil {
		t.Fatalf("open a database: %v", err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return d
}

// User adds a user of the given role named after it.
func User(t testing.TB, d *db.DB, name string, role claims.Role) claims.User {
	t.Helper()
	u, err := d.CreateUser(t.Context(), claims.Person{}, claims.User{
		Email: claims.Slug(name) + "@desk.example", Name: name, Role: role,
	}, "no password")
	if err != nil {
		t.Fatalf("add the user %s: %v", name, err)
	}
	return u
}
