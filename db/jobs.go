package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"touchstone/claims"
)

// JobKind is what a job does.
type JobKind string

// The kinds of job.
const (
	JobFeed  JobKind = "feed"  // read a feed; the key is its id
	JobEntry JobKind = "entry" // import what a feed named; the key is the canonical address
	JobLook  JobKind = "look"  // fetch an article's page again; the key is the article's id
	JobMail  JobKind = "mail"  // send a mail; the key is its id. TakeMail takes these, and TakeJob the others
)

// Job is a piece of work that somebody took.
type Job struct {
	ID        claims.ID
	Kind      JobKind
	Key       string
	Host      string
	Attempts  int // which taking this is; the proof of holding it
	Failures  int
	CreatedAt time.Time
}

// Subject is the id that the job is about.
func (j Job) Subject() (claims.ID, error) {
	n, err := strconv.ParseInt(j.Key, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("job %d is about %q, which is no id", int64(j.ID), j.Key)
	}
	return claims.ID(n), nil
}

// about is the key of a job about a thing that has an id.
func about(id claims.ID) string { return strconv.FormatInt(int64(id), 10) }

// errNotHeld says that the lease ran out and somebody else has the job, or that
// it was called off: what was done for it must not be kept.
var errNotHeld = claims.Conflict("this job is no longer ours")

// enqueue adds a job to the transaction that causes it. One that waits already
// for the same thing is moved forward instead.
func (t *tx) enqueue(ctx context.Context, kind JobKind, key, host string, at time.Time) error {
	_, err := t.ExecContext(ctx, `INSERT INTO jobs (kind, key, host, run_at, created_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (kind, key) WHERE done_at = 0 DO UPDATE SET run_at = min(run_at, excluded.run_at), host = excluded.host`,
		kind, key, host, millis(at), millis(t.now))
	return err
}

// TakeJob takes the job that is due longest, for the length of the lease. Hosts
// that are asked already are left alone. It is false where there is nothing to do.
func (d *DB) TakeJob(ctx context.Context, lease time.Duration, busy []string) (Job, bool, error) {
	hosts, err := json.Marshal(append([]string{}, busy...))
	if err != nil {
		return Job{}, false, err
	}
	return d.take(ctx, lease, `kind <> 'mail' AND host NOT IN (SELECT value FROM json_each(?))`, string(hosts))
}

// TakeMail is TakeJob for the mails, which do not wait for other work.
func (d *DB) TakeMail(ctx context.Context, lease time.Duration) (Job, bool, error) {
	return d.take(ctx, lease, `kind = ?`, JobMail)
}

// take takes the job that is due longest of those that a condition names.
func (d *DB) take(ctx context.Context, lease time.Duration, which string, args ...any) (Job, bool, error) {
	due := ` FROM jobs WHERE done_at = 0 AND run_at <= ? AND lease_until <= ? AND ` + which + ` ORDER BY run_at, id LIMIT 1`
	now := millis(d.Now().UTC())
	var id claims.ID
	err := d.reader.QueryRowContext(ctx, `SELECT id`+due, append([]any{now, now}, args...)...).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return Job{}, false, nil // nothing is written to find that out
	}
	if err != nil {
		return Job{}, false, explain(d.path, err)
	}
	var j Job
	err = d.write(ctx, func(t *tx) error {
		var created int64
		now := millis(t.now)
		err := t.QueryRowContext(ctx, `UPDATE jobs SET lease_until = ?, attempts = attempts + 1 WHERE id = (SELECT id`+due+`)
			RETURNING id, kind, key, host, attempts, failures, created_at`, append([]any{millis(t.now.Add(lease)), now, now}, args...)...).
			Scan(&j.ID, &j.Kind, &j.Key, &j.Host, &j.Attempts, &j.Failures, &created)
		j.CreatedAt = instant(created)
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return Job{}, false, nil // somebody was quicker
	}
	return j, err == nil, err
}

// held marks the row of a job that is still this holder's.
const held = ` WHERE id = ? AND attempts = ? AND done_at = 0`

func (t *tx) changeJob(ctx context.Context, j Job, set string, args ...any) error {
	res, err := t.ExecContext(ctx, `UPDATE jobs SET `+set+held, append(args, j.ID, j.Attempts)...)
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		err = errNotHeld
	}
	return err
}

// finish ends a job in the transaction that keeps what it did.
func (t *tx) finish(ctx context.Context, j Job) error {
	return t.changeJob(ctx, j, `done_at = ?, lease_until = 0, last_error = ''`, millis(t.now))
}

// ReleaseJob gives a job back as if nobody had taken it.
func (d *DB) ReleaseJob(ctx context.Context, j Job) error {
	return d.write(ctx, func(t *tx) error { return t.changeJob(ctx, j, `lease_until = 0`) })
}

// RetryJob gives a job back that failed, to be tried again later.
func (d *DB) RetryJob(ctx context.Context, j Job, wait time.Duration, why string) error {
	return d.write(ctx, func(t *tx) error {
		return t.changeJob(ctx, j, `lease_until = 0, failures = failures + 1, run_at = ?, last_error = ?`, millis(t.now.Add(wait)), why)
	})
}

// EndJob ends a job that leaves nothing to keep.
func (d *DB) EndJob(ctx context.Context, j Job) error {
	return d.write(ctx, func(t *tx) error { return t.finish(ctx, j) })
}

// jobMemory is how long a job that is done stays on record.
const jobMemory = 30 * 24 * time.Hour

// SweepJobs forgets jobs that were done long ago.
func (d *DB) SweepJobs(ctx context.Context) error {
	return d.write(ctx, func(t *tx) error {
		_, err := t.ExecContext(ctx, `DELETE FROM jobs WHERE done_at > 0 AND done_at < ?`, millis(t.now.Add(-jobMemory)))
		return err
	})
}

// FailingJob is a job that failed and is tried again later.
type FailingJob struct {
	Kind     JobKind
	Key      string
	Host     string
	Failures int
	Problem  string // in words
	Next     time.Time
}

// FailingJobs are the jobs, other than mails, that failed and wait for their
// next time, soonest first.
func (d *DB) FailingJobs(ctx context.Context, limit int) ([]FailingJob, error) {
	var list []FailingJob
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var j FailingJob
		var next int64
		err := rows.Scan(&j.Kind, &j.Key, &j.Host, &j.Failures, &j.Problem, &next)
		j.Next = instant(next)
		list = append(list, j)
		return err
	}, `SELECT kind, key, host, failures, last_error, run_at FROM jobs WHERE done_at = 0 AND failures > 0 AND kind <> 'mail' ORDER BY run_at, id LIMIT ?`, limit)
	return list, explain(d.path, err)
}

// JobCount is the work that waits.
type JobCount struct {
	Waiting int       // jobs that are not done
	Due     int       // of these, those whose time has come
	Next    time.Time // when the next one comes; zero where there is none
}

// JobCount counts the work that waits, without the mails: MailServer has those.
func (d *DB) JobCount(ctx context.Context) (JobCount, error) {
	var c JobCount
	var next sql.NullInt64
	err := d.reader.QueryRowContext(ctx, `SELECT count(*), count(*) FILTER (WHERE run_at <= ?), min(run_at) FROM jobs WHERE done_at = 0 AND kind <> 'mail'`, millis(d.Now().UTC())).
		Scan(&c.Waiting, &c.Due, &next)
	c.Next = instant(next.Int64)
	return c, explain(d.path, err)
}
