package db_test

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/db/dbtest"
)

// followed is a copy as Litestream makes one, of transaction 10.
func followed(t *testing.T) string {
	t.Helper()
	d := dbtest.New(t)
	u := dbtest.User(t, d, "Ana Reyes", claims.Editor)
	if _, err := d.CreateClaim(t.Context(), u, &claims.Claim{Statement: "The ferry ran at night."}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), db.FileName)
	if _, err := db.Backup(t.Context(), d.Path(), path, false); err != nil {
		t.Fatal(err)
	}
	note(t, path, "000000000000000a", time.Now().Add(-time.Hour))
	return path
}

func note(t *testing.T, path, txid string, at time.Time) {
	t.Helper()
	if err := os.WriteFile(db.TxidFile(path), []byte(txid+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(db.TxidFile(path), at, at); err != nil {
		t.Fatal(err)
	}
}

func TestACopyIsReadAndNeverWritten(t *testing.T) {
	path := followed(t)
	d, err := db.OpenReplica(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if c, err := d.Claim(t.Context(), 1); err != nil || c.Statement != "The ferry ran at night." {
		t.Errorf("got %+v, %v", c, err)
	}
	if err := d.Beat(t.Context()); claims.KindOf(err) != claims.KindBusy || !strings.Contains(err.Error(), "copy for reading") {
		t.Errorf("a write: got %v, want a refusal", err)
	}
	if age := d.Age(); age < time.Hour || age > 2*time.Hour {
		t.Errorf("its age: got %v, want an hour", age)
	}
	before, err := d.Version()
	if err != nil || before.Seq != -10 {
		t.Errorf("its version: got %v, %v; want -10", before, err)
	}
	note(t, path, "000000000000000b", time.Now())
	if after, err := d.Version(); err != nil || after.Seq != -11 {
		t.Errorf("its version after another transaction: got %v, %v; want -11", after, err)
	}
	if _, err := db.OpenReplica(t.Context(), dbtest.New(t).Path()); err == nil || !strings.Contains(err.Error(), "litestream restore -f") {
		t.Errorf("a desk of its own as a copy: got %v, want a refusal with the way out", err)
	}
}

func TestACopyIsPromotedOnlyWhenTheOldWriterIsSilent(t *testing.T) {
	path := followed(t)
	quick := db.Promotion{Silence: time.Minute, Watch: 50 * time.Millisecond}
	note(t, path, "000000000000000b", time.Now())
	if _, err := db.Promote(t.Context(), path, quick); err == nil || !strings.Contains(err.Error(), "the old writer was heard") {
		t.Errorf("just after it was heard: got %v", err)
	}
	go func() {
		time.Sleep(100 * time.Millisecond)
		os.WriteFile(db.TxidFile(path), []byte("000000000000000c\n"), 0o600)
	}()
	if _, err := db.Promote(t.Context(), path, db.Promotion{Watch: time.Second}); err == nil || !strings.Contains(err.Error(), "the copy still changes") {
		t.Errorf("while it still changes: got %v", err)
	}
	note(t, path, "000000000000000c", time.Now().Add(-time.Hour))
	if _, err := db.Promote(t.Context(), path, quick); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Promote(t.Context(), path, quick); claims.KindOf(err) != claims.KindNotFound {
		t.Errorf("a second time: got %v, want that it is no copy", err)
	}
	d, err := db.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.Beat(t.Context()); err != nil {
		t.Errorf("the promoted copy does not take writes: %v", err)
	}
	if r, err := d.Verify(t.Context()); err != nil || len(r.Faults) > 0 {
		t.Errorf("verify: %q, %v", r.Faults, err)
	}
}

func TestASaveWaitsForItsCopyAndSaysWhereThereIsNone(t *testing.T) {
	d := dbtest.New(t)
	socket := filepath.Join(t.TempDir(), "s")
	if err := d.ConfirmBy(socket); err == nil || !strings.Contains(err.Error(), socket) {
		t.Errorf("without Litestream: got %v, want that it does not confirm", err)
	}
	var asked, broken atomic.Int64
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.URL.Path != "/sync" || broken.Load() > 0 {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	if err := d.ConfirmBy(socket); err != nil {
		t.Fatal(err)
	}
	before := asked.Load()
	if err := d.Beat(t.Context()); err != nil || asked.Load() != before+1 {
		t.Errorf("a save: %v, Litestream was asked %d times", err, asked.Load()-before)
	}
	broken.Store(1)
	if err := d.Beat(t.Context()); claims.KindOf(err) != claims.KindBusy || !strings.Contains(err.Error(), "no copy elsewhere was confirmed") {
		t.Errorf("a save without a copy: got %v", err)
	}
	if d.Ready() == nil {
		t.Error("the desk is ready though no copy is confirmed")
	}
	broken.Store(0)
	if err := d.Beat(t.Context()); err != nil || d.Ready() != nil {
		t.Errorf("once copies are confirmed again: %v, %v", err, d.Ready())
	}
}
