package db_test

import (
	"database/sql"
	"path/filepath"
	"strings"
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

func TestADatabaseOfANewerProgramOrOfAnotherIsRefusedAndLeftAlone(t *testing.T) {
	for name, tc := range map[string]struct{ spoil, want string }{
		"newer":   {`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)`, "use the newer program"},
		"another": {`PRAGMA application_id = 7`, "belongs to another program"},
	} {
		path := filepath.Join(t.TempDir(), db.FileName)
		d, err := db.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		raw, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := raw.Exec(tc.spoil); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want %q in it", name, err, tc.want)
		}
		var users int
		if err := raw.QueryRow(`SELECT count(*) FROM users`).Scan(&users); err != nil {
			t.Errorf("%s: the tables are touched: %v", name, err)
		}
		raw.Close()
	}
}
