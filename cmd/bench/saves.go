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
	save, takeBack, err := reviewing(ctx, d)
	if err != nil {
		return err
	}
	defer takeBack()
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

// At least reviewed claims are reviewed in turn, so that none gathers more
// proposals than a claim has; those with more than a few are left out.
const (
	reviewed  = 200
	proposals = 10
)

// reviewing proposes a rating of each of many claims that are researched, and
// then takes each back, in turn. What is proposed in the end takeBack takes
// back, and lets the claims go: the next run finds the desk as it was.
func reviewing(ctx context.Context, d *db.DB) (save func() error, takeBack func(), err error) {
	users, err := d.Users(ctx)
	if err != nil {
		return nil, nil, err
	}
	var by claims.User
	for _, u := range users {
		if u.Role == claims.Reviewer {
			by = u
		}
	}
	scale, err := d.Scale(ctx)
	if err != nil {
		return nil, nil, err
	}
	var ids []claims.ID
	f := claims.Filter{State: claims.StateResearching, PageLimit: reviewed}
	for more := true; more && len(ids) < reviewed; more = f.After != "" {
		page, err := d.Claims(ctx, f)
		if err != nil {
			return nil, nil, err
		}
		for _, it := range page.Items {
			c, err := d.Claim(ctx, it.ID)
			if err != nil {
				return nil, nil, err
			}
			if len(c.Reviews) > proposals {
				continue // of an earlier run
			}
			if _, err := d.UpdateClaim(ctx, it.ID, func(c *claims.Claim) (claims.Event, error) { return c.Hold(by, d.Now()) }); err == nil {
				ids = append(ids, it.ID) // a colleague may hold it
			}
		}
		f.After = page.Older
	}
	if len(ids) == 0 {
		return nil, nil, errors.New("no claim can be reviewed: earlier runs left proposals on all of them, so fill the desk anew")
	}
	undo := func(c *claims.Claim) (claims.Event, error) { return c.TakeBack(by, d.Now()) }
	takeBack = func() {
		for _, id := range ids {
			_, _ = d.UpdateClaim(context.WithoutCancel(ctx), id, undo) // half of them have nothing to take back
			_, _ = d.UpdateClaim(context.WithoutCancel(ctx), id, func(c *claims.Claim) (claims.Event, error) { return c.LetGo(by, d.Now()) })
		}
	}
	n := 0
	return func() error {
		rule := func(c *claims.Claim) (claims.Event, error) {
			return c.Propose(by, d.Now(), scale, scale.Ratings[0].Key, "The record says so.")
		}
		if n/len(ids)%2 == 1 {
			rule = undo
		}
		_, err := d.UpdateClaim(ctx, ids[n%len(ids)], rule)
		n++
		return err
	}, takeBack, nil
}
