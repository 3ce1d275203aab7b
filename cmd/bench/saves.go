package main

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the same SQLite as the program's

	"touchstone/claims"
	"touchstone/db"
)

// saves measures reviews saved one after another, each with its event, against
// bare commits of one row on the same disk.
func (m *measuring) saves(ctx context.Context, t *results) error {
	d, err := db.Open(ctx, filepath.Join(m.folder, db.FileName))
	if err != nil {
		return err
	}
	defer d.Close()
	file := filepath.Join(m.folder, "commits.db")
	defer func() {
		for _, tail := range []string{"", "-wal", "-shm"} {
			os.Remove(file + tail)
		}
	}()
	raw, err := sql.Open("sqlite", "file:"+file+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		return err
	}
	defer raw.Close()
	raw.SetMaxOpenConns(1)
	if _, err := raw.ExecContext(ctx, `CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT NOT NULL)`); err != nil {
		return err
	}
	commit := func() error {
		_, err := raw.ExecContext(ctx, `INSERT INTO t (text) VALUES (?)`, "a row of about the size that an audit event has, which is some two hundred bytes with its hash")
		return err
	}
	save, err := reviewing(ctx, d)
	if err != nil {
		return err
	}
	var commits, saved, ratio []float64
	for range m.loadFlags.rounds {
		a, err := often(m.each, commit)
		if err != nil {
			return err
		}
		b, err := often(m.each, save)
		if err != nil {
			return err
		}
		commits, saved, ratio = append(commits, a), append(saved, b), append(ratio, b/a)
	}
	t.add(m.n, "bare commits, a second", medianOf(commits), noTarget)
	t.add(m.n, "reviews saved, a second", medianOf(saved), noTarget)
	t.add(m.n, "reviews saved to bare commits", medianOf(ratio), atLeast(.5))
	return nil
}

// often does something for a time and says how often a second.
func often(d time.Duration, do func() error) (float64, error) {
	n, from := 0, time.Now()
	for time.Since(from) < d {
		if err := do(); err != nil {
			return 0, err
		}
		n++
	}
	return float64(n) / time.Since(from).Seconds(), nil
}

// reviewed is how many claims are reviewed in turn: none gathers more proposals
// than a claim has.
const reviewed = 200

// reviewing proposes a rating of each of many claims that are researched, and
// then takes each back, in turn.
func reviewing(ctx context.Context, d *db.DB) (func() error, error) {
	users, err := d.Users(ctx)
	if err != nil {
		return nil, err
	}
	var by claims.User
	for _, u := range users {
		if u.Role == claims.Reviewer {
			by = u
		}
	}
	scale, err := d.Scale(ctx)
	if err != nil {
		return nil, err
	}
	page, err := d.Claims(ctx, claims.Filter{State: claims.StateResearching, PageLimit: reviewed})
	if err != nil {
		return nil, err
	}
	var ids []claims.ID
	for _, it := range page.Items {
		if _, err := d.UpdateClaim(ctx, it.ID, func(c *claims.Claim) (claims.Event, error) { return c.Hold(by, d.Now()) }); err == nil {
			ids = append(ids, it.ID) // a colleague may hold it
		}
	}
	if len(ids) == 0 {
		return nil, errors.New("no claim can be reviewed")
	}
	n := 0
	return func() error {
		_, err := d.UpdateClaim(ctx, ids[n%len(ids)], func(c *claims.Claim) (claims.Event, error) {
			if n/len(ids)%2 == 1 {
				return c.TakeBack(by, d.Now())
			}
			return c.Propose(by, d.Now(), scale, scale.Ratings[0].Key, "The record says so.")
		})
		n++
		return err
	}, nil
}
