package db_test

import (
	"path/filepath"
	"testing"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/db/dbtest"
)

func TestANewDeskHasSettingsAScaleAndNoUser(t *testing.T) {
	d := dbtest.New(t)
	s, err := d.Settings(t.Context())
	if err != nil || s.Organisation == "" {
		t.Errorf("settings: got %+v, %v", s, err)
	}
	scale, err := d.Scale(t.Context())
	if err != nil || len(scale.Ratings) != 7 {
		t.Errorf("scale: got %+v, %v", scale, err)
	}
	if need, err := d.NeedsSetup(t.Context()); err != nil || !need {
		t.Errorf("needs setup: got %v, %v", need, err)
	}
}

func TestADatabaseOpensAgainWithAllItHad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a ?#% name", db.FileName)
	if _, err := db.Open(t.Context(), path); claims.KindOf(err) != claims.KindBusy {
		t.Fatalf("a missing folder: got %v, want a clear error", err)
	}
	path = filepath.Join(t.TempDir(), "a ?#% name.db")
	for range 2 {
		d, err := db.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Settings(t.Context()); err != nil {
			t.Error(err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
}
