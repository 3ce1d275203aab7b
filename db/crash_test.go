package db_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/db/dbtest"
)

func TestCheckR2TheLogCutAnywhereIsAPrefixOfTheCommits(t *testing.T) {
	const frame, head = 4096 + 24, 32
	d := dbtest.New(t)
	u := dbtest.User(t, d, "Ana Reyes", claims.Editor)
	raw, err := sql.Open("sqlite", "file:"+d.Path()+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := raw.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		t.Fatal(err)
	}
	raw.Close()
	start, err := d.AuditHead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	heads := []claims.Head{start}
	var ends []int64 // of the log, after each commit
	for i := range 6 {
		if _, err := d.CreateClaim(t.Context(), u, &claims.Claim{Statement: fmt.Sprintf("The ferry ran on %d nights.", i)}); err != nil {
			t.Fatal(err)
		}
		h, err := d.AuditHead(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(d.Path() + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		heads, ends = append(heads, h), append(ends, info.Size())
	}
	file, err := os.ReadFile(d.Path())
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.ReadFile(d.Path() + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	dir, cuts := t.TempDir(), 0
	for at := int64(head); at <= int64(len(log)); at += frame {
		for _, cut := range []int64{at, min(at+frame/2, int64(len(log)))} {
			committed := 0
			for _, end := range ends {
				if end <= cut {
					committed++
				}
			}
			path := filepath.Join(dir, fmt.Sprintf("%d.db", cut))
			if err := os.WriteFile(path, file, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path+"-wal", log[:cut], 0o600); err != nil {
				t.Fatal(err)
			}
			back, err := db.Open(t.Context(), path)
			if err != nil {
				t.Fatalf("cut at %d: %v", cut, err)
			}
			if r, err := back.Verify(t.Context()); err != nil || len(r.Faults) > 0 || r.Head != heads[committed] {
				t.Errorf("cut at %d of %d, after commit %d: got %v, %q, %v; want %v", cut, len(log), committed, r.Head, r.Faults, err, heads[committed])
			}
			if err := back.Close(); err != nil {
				t.Error(err)
			}
			cuts++
		}
	}
	if cuts < 50 {
		t.Errorf("the log was cut in %d places only", cuts)
	}
}

func TestAClockThatGoesBackBreaksNothing(t *testing.T) {
	d := dbtest.New(t)
	u := dbtest.User(t, d, "Ana Reyes", claims.Editor)
	late := time.Date(2026, 11, 3, 12, 0, 0, 0, time.UTC)
	d.Now = func() time.Time { return late }
	c, err := d.CreateClaim(t.Context(), u, &claims.Claim{Statement: "The ferry ran at night.", Speaker: &claims.Speaker{Name: "Lena Oduya", Kind: claims.IsPerson}})
	if err != nil {
		t.Fatal(err)
	}
	d.Now = func() time.Time { return late.Add(-36 * time.Hour) }
	for _, rule := range []func(*claims.Claim) (claims.Event, error){
		func(c *claims.Claim) (claims.Event, error) { return c.Accept(u, d.Now(), claims.Edit{}) },
		func(c *claims.Claim) (claims.Event, error) { return c.Hold(u, d.Now()) },
		func(c *claims.Claim) (claims.Event, error) { return c.LetGo(u, d.Now()) },
	} {
		if c, err = d.UpdateClaim(t.Context(), c.ID, rule); err != nil {
			t.Fatal(err)
		}
	}
	if r, err := d.Verify(t.Context()); err != nil || len(r.Faults) > 0 {
		t.Errorf("verify: %q, %v", r.Faults, err)
	}
	list, err := d.ClaimEvents(t.Context(), c.ID)
	if err != nil || len(list) != 4 || list[0].Action != "let go" || list[3].Action != "added" {
		t.Errorf("the history keeps the order in which things were done: got %+v, %v", list, err)
	}
	back := filepath.Join(t.TempDir(), "copy.db")
	if _, err := db.Backup(t.Context(), d.Path(), back, false); err != nil {
		t.Errorf("a backup: %v", err)
	}
}
