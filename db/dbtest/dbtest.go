// Package dbtest gives tests a real database.
package dbtest

import (
	"path/filepath"
	"testing"

	"touchstone/claims"
	"touchstone/db"
)

// New opens an empty database in a folder that goes with the test.
func New(t testing.TB) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), filepath.Join(t.TempDir(), db.FileName))
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
