package db_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/db/dbtest"
)

func TestCheckR8ABackupWhileOthersWriteIsOneCommit(t *testing.T) {
	d := dbtest.New(t)
	u := dbtest.User(t, d, "Ana Reyes", claims.Editor)
	ctx, stop := context.WithCancel(t.Context())
	wrote, done := make(chan struct{}, 1), make(chan error)
	go func() {
		for ctx.Err() == nil {
			if _, err := d.CreateClaim(ctx, u, &claims.Claim{Statement: "The ferry ran at night."}); err != nil && ctx.Err() == nil {
				done <- err
				return
			}
			select {
			case wrote <- struct{}{}:
			default:
			}
		}
		done <- nil
	}()
	for range 5 {
		<-wrote
		to := filepath.Join(t.TempDir(), "copy.db")
		r, err := db.Backup(t.Context(), d.Path(), to, false)
		if err != nil {
			t.Fatal(err)
		}
		// Every claim is one event, beside the desk's and the user's.
		if r.Events != int64(r.Claims)+2 || r.Claims == 0 {
			t.Errorf("the copy has %d claims and %d events: not one commit", r.Claims, r.Events)
		}
		if again, err := db.Inspect(t.Context(), to); err != nil || len(again.Faults) > 0 || again.Head != r.Head {
			t.Errorf("the copy read again: %+v, %v", again, err)
		}
		if left, _ := filepath.Glob(to + "*"); len(left) != 1 {
			t.Errorf("the copy has companions: %q", left)
		}
		if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the copy's mode: %v, %v; want its owner alone", info.Mode(), err)
		}
		if _, err := db.Backup(t.Context(), d.Path(), to, false); claims.KindOf(err) != claims.KindExists {
			t.Errorf("a second copy to the same name: got %v, want a refusal", err)
		}
		if _, err := db.Backup(t.Context(), d.Path(), to, true); err != nil {
			t.Errorf("a second copy that may replace: %v", err)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestCheckR8RestoreRefusesABadFileAndNeverOverwritesUnasked(t *testing.T) {
	d := dbtest.New(t)
	u := dbtest.User(t, d, "Ana Reyes", claims.Editor)
	good := filepath.Join(t.TempDir(), "good.db")
	if _, err := db.Backup(t.Context(), d.Path(), good, false); err != nil {
		t.Fatal(err)
	}
	spoilt := func(name string, spoil func(path string)) string {
		p := filepath.Join(t.TempDir(), name)
		b, err := os.ReadFile(good)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, b, 0o600); err != nil {
			t.Fatal(err)
		}
		spoil(p)
		return p
	}
	run := func(query string) func(string) {
		return func(p string) {
			f, err := sql.Open("sqlite", p)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if _, err := f.Exec(query); err != nil {
				t.Fatal(err)
			}
		}
	}
	place := filepath.Join(t.TempDir(), db.FileName)
	for _, tc := range []struct{ file, want string }{
		{spoilt("text.db", func(p string) { os.WriteFile(p, []byte("no database"), 0o600) }), "not a Touchstone database"},
		{spoilt("cut.db", func(p string) { os.Truncate(p, 40960) }), ""},
		{spoilt("other.db", run(`PRAGMA application_id = 7`)), "another program"},
		{spoilt("newer.db", run(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)`)), "newer program"},
		{spoilt("event.db", run(`DROP TRIGGER events_no_update; UPDATE events SET action = 'slept' WHERE seq = 1`)), "audit log, event 1"},
		{spoilt("orphan.db", run(`INSERT INTO claim_topics VALUES (7, 7, 7)`)), "claim_topics"},
		{filepath.Join(t.TempDir(), "none.db"), "there is no file"},
		{t.TempDir(), "is not a file"},
	} {
		_, _, err := db.Restore(t.Context(), tc.file, place, false)
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want %q in it", filepath.Base(tc.file), err, tc.want)
		}
		if left, _ := filepath.Glob(filepath.Join(filepath.Dir(place), "*")); len(left) > 0 {
			t.Fatalf("%s: it left %q", filepath.Base(tc.file), left)
		}
	}
	if _, _, err := db.Restore(t.Context(), good, place, false); err != nil {
		t.Fatal(err)
	}
	back, err := db.Open(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := back.CreateClaim(t.Context(), u, &claims.Claim{Statement: "Written after the restore."}); err != nil {
		t.Error(err)
	}
	if _, _, err := db.Restore(t.Context(), good, place, false); claims.KindOf(err) != claims.KindExists {
		t.Errorf("a place that is taken: got %v, want a refusal", err)
	}
	if _, _, err := db.Restore(t.Context(), good, place, true); claims.KindOf(err) != claims.KindConflict {
		t.Errorf("a place that is being served: got %v, want a refusal", err)
	}
	if err := back.Close(); err != nil {
		t.Fatal(err)
	}
	_, old, err := db.Restore(t.Context(), good, place, true)
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]int{old: 1, place: 0} {
		if r, err := db.Inspect(t.Context(), file); err != nil || len(r.Faults) > 0 || r.Claims != want {
			t.Errorf("%s: got %+v, %v; want %d claims", filepath.Base(file), r, err, want)
		}
	}
}

func TestADamagedDatabaseGivesWayToABackup(t *testing.T) {
	d := dbtest.New(t)
	good := filepath.Join(t.TempDir(), "good.db")
	if _, err := db.Backup(t.Context(), d.Path(), good, false); err != nil {
		t.Fatal(err)
	}
	place := filepath.Join(t.TempDir(), db.FileName)
	if err := os.WriteFile(place, []byte("what was left of it"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, old, err := db.Restore(t.Context(), good, place, true)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(old); err != nil || string(b) != "what was left of it" {
		t.Errorf("the damaged one is kept: got %q, %v", b, err)
	}
}

func TestVerifyFindsHalfAReviewAndRowsThatStandAlone(t *testing.T) {
	d := dbtest.New(t)
	u := dbtest.User(t, d, "Ana Reyes", claims.Editor)
	if _, err := d.CreateClaim(t.Context(), u, &claims.Claim{Statement: "The ferry ran at night."}); err != nil {
		t.Fatal(err)
	}
	if r, err := d.Verify(t.Context()); err != nil || len(r.Faults) > 0 {
		t.Fatalf("before: %+v, %v", r, err)
	}
	for _, tc := range []struct{ spoil, want string }{
		{`UPDATE claims SET state = 'in_review'`, "half a review"},
		{`UPDATE claims SET state = 'new', revision = 7`, "does not know its present revision"},
		{`UPDATE claims SET revision = 1, appearances = 3`, "another number of appearances"},
		{`DELETE FROM claim_words`, "the search does not know it"},
	} {
		if err := db.Exec(d, tc.spoil); err != nil {
			t.Fatal(err)
		}
		if r, err := d.Verify(t.Context()); err != nil || !strings.Contains(strings.Join(r.Faults, "\n"), tc.want) {
			t.Errorf("%s: got %q, %v; want %q", tc.spoil, r.Faults, err, tc.want)
		}
	}
}
