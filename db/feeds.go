package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"touchstone/claims"
)

const feedColumns = `f.id, f.url, f.title, f.host, f.every_s, f.paused, f.etag, f.last_modified, coalesce(f.added_by, 0), coalesce(u.name, ''), f.created_at, f.checked_at, f.good_at, f.failures, f.problem,
	coalesce((SELECT run_at FROM jobs WHERE kind = 'feed' AND key = printf('%d', f.id) AND done_at = 0), 0),
	(SELECT count(*) FROM feed_entries e WHERE e.feed_id = f.id), (SELECT count(*) FROM feed_entries e WHERE e.feed_id = f.id AND e.fate = 'imported'),
	(SELECT count(*) FROM feed_entries e WHERE e.feed_id = f.id AND e.fate = 'waiting'), (SELECT count(*) FROM feed_entries e WHERE e.feed_id = f.id AND e.fate = 'failed')
	FROM feeds f LEFT JOIN users u ON u.id = f.added_by`

func scanFeed(row interface{ Scan(...any) error }) (claims.Feed, error) {
	var f claims.Feed
	var every, created, checked, good, next int64
	err := row.Scan(&f.ID, &f.URL, &f.Title, &f.Host, &every, &f.Paused, &f.ETag, &f.LastModified, &f.AddedBy.ID, &f.AddedBy.Name, &created, &checked, &good, &f.Failures, &f.Problem,
		&next, &f.Entries, &f.Imported, &f.Waiting, &f.Failed)
	if errors.Is(err, sql.ErrNoRows) {
		err = claims.NotFound("this feed is not watched")
	}
	f.Every = time.Duration(every) * time.Second
	f.CreatedAt, f.CheckedAt, f.GoodAt, f.NextAt = instant(created), instant(checked), instant(good), instant(next)
	return f, err
}

// Feeds are the feeds that the desk watches, by name.
func (d *DB) Feeds(ctx context.Context) ([]claims.Feed, error) {
	var list []claims.Feed
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		f, err := scanFeed(rows)
		list = append(list, f)
		return err
	}, `SELECT `+feedColumns+` ORDER BY f.title COLLATE NOCASE, f.id`)
	return list, explain(d.path, err)
}

// Feed finds a feed by id.
func (d *DB) Feed(ctx context.Context, id claims.ID) (claims.Feed, error) {
	f, err := scanFeed(d.reader.QueryRowContext(ctx, `SELECT `+feedColumns+` WHERE f.id = ?`, id))
	return f, explain(d.path, err)
}

// FeedEntries are what a feed named, newest fate first.
func (d *DB) FeedEntries(ctx context.Context, id claims.ID, limit int) ([]claims.FeedEntry, error) {
	var list []claims.FeedEntry
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		e := claims.FeedEntry{FeedID: id}
		var at int64
		err := rows.Scan(&e.URL, &e.Title, &e.Fate, &e.Note, &e.Article, &at)
		e.At = instant(at)
		list = append(list, e)
		return err
	}, `SELECT url, title, fate, note, coalesce(article_id, 0), at FROM feed_entries WHERE feed_id = ? ORDER BY at DESC, canonical LIMIT ?`, id, limit)
	return list, explain(d.path, err)
}

// AddFeed watches a feed; its first look is due at once. The same address twice
// is claims.KindExists.
func (d *DB) AddFeed(ctx context.Context, by claims.User, f claims.Feed) (claims.Feed, error) {
	if err := by.Need(claims.ActFeeds); err != nil {
		return f, err
	}
	if err := f.Check(); err != nil {
		return f, err
	}
	canonical, err := claims.CanonicalURL("url", f.URL)
	if err != nil {
		return f, err
	}
	err = d.write(ctx, func(t *tx) error {
		var have claims.ID
		err := t.QueryRowContext(ctx, `SELECT id FROM feeds WHERE canonical = ?`, canonical).Scan(&have)
		if err == nil {
			return &claims.Error{Kind: claims.KindExists, Field: "url", Ref: have, Message: "this feed is watched already"}
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		res, err := t.ExecContext(ctx, `INSERT INTO feeds (url, canonical, title, host, every_s, added_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			f.URL, canonical, f.Title, f.Host, int64(f.Every/time.Second), null(by.ID), millis(t.now))
		if err != nil {
			return err
		}
		n, err := res.LastInsertId()
		if err != nil {
			return err
		}
		f.ID = claims.ID(n)
		if err := t.enqueueFeed(ctx, f, t.now); err != nil {
			return err
		}
		return t.recordFeed(ctx, by, f, "feed added")
	})
	if err != nil {
		return f, err
	}
	return d.Feed(ctx, f.ID)
}

func (t *tx) enqueueFeed(ctx context.Context, f claims.Feed, at time.Time) error {
	return t.enqueue(ctx, JobFeed, about(f.ID), f.Host, at)
}

func (t *tx) recordFeed(ctx context.Context, by claims.User, f claims.Feed, action string) error {
	return t.record(ctx, claims.Event{Actor: by.Person(), Subject: claims.OnDesk, Action: action, Note: f.URL})
}

// changeFeed lets an admin change a feed in one transaction.
func (d *DB) changeFeed(ctx context.Context, by claims.User, id claims.ID, action string, change func(t *tx, f claims.Feed) error) error {
	if err := by.Need(claims.ActFeeds); err != nil {
		return err
	}
	return d.write(ctx, func(t *tx) error {
		f, err := scanFeed(t.QueryRowContext(ctx, `SELECT `+feedColumns+` WHERE f.id = ?`, id))
		if err != nil {
			return err
		}
		if err := change(t, f); err != nil || action == "" {
			return err
		}
		return t.recordFeed(ctx, by, f, action)
	})
}

// PauseFeed stops reading a feed, or goes on with it.
func (d *DB) PauseFeed(ctx context.Context, by claims.User, id claims.ID, paused bool) error {
	action := "feed resumed"
	if paused {
		action = "feed paused"
	}
	return d.changeFeed(ctx, by, id, action, func(t *tx, f claims.Feed) error {
		if _, err := t.ExecContext(ctx, `UPDATE feeds SET paused = ? WHERE id = ?`, paused, id); err != nil {
			return err
		}
		if paused {
			return t.dropFeedJob(ctx, id)
		}
		return t.enqueueFeed(ctx, f, t.now)
	})
}

func (t *tx) dropFeedJob(ctx context.Context, id claims.ID) error {
	_, err := t.ExecContext(ctx, `DELETE FROM jobs WHERE kind = 'feed' AND key = ? AND done_at = 0`, about(id))
	return err
}

// CallOffFeed leaves out what a feed named and nobody imported yet. The feed
// goes on.
func (d *DB) CallOffFeed(ctx context.Context, by claims.User, id claims.ID) error {
	return d.changeFeed(ctx, by, id, "feed called off", func(t *tx, f claims.Feed) error {
		if f.Waiting == 0 {
			return claims.Conflict("nothing of this feed waits to be imported")
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM jobs WHERE kind = 'entry' AND done_at = 0 AND key IN (SELECT canonical FROM feed_entries WHERE feed_id = ? AND fate = 'waiting')`, id); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `UPDATE feed_entries SET fate = 'failed', note = 'called off', at = ? WHERE feed_id = ? AND fate = 'waiting'`, millis(t.now), id)
		return err
	})
}

// RemoveFeed stops watching a feed and forgets what it named. The articles that
// came from it stay.
func (d *DB) RemoveFeed(ctx context.Context, by claims.User, id claims.ID) error {
	return d.changeFeed(ctx, by, id, "feed removed", func(t *tx, _ claims.Feed) error {
		if err := t.dropFeedJob(ctx, id); err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM jobs WHERE kind = 'entry' AND done_at = 0 AND key IN (SELECT canonical FROM feed_entries WHERE feed_id = ?)`, id); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `DELETE FROM feeds WHERE id = ?`, id)
		return err
	})
}

// CheckFeed makes a feed's next look due at once.
func (d *DB) CheckFeed(ctx context.Context, by claims.User, id claims.ID) error {
	return d.changeFeed(ctx, by, id, "", func(t *tx, f claims.Feed) error {
		if f.Paused {
			return claims.Conflict("this feed is paused: let it go on first")
		}
		return t.enqueueFeed(ctx, f, t.now)
	})
}

// FeedAnswer is what a look at a feed brought.
type FeedAnswer struct {
	Title        string
	ETag         string
	LastModified string
	Entries      []claims.Entry
	Same         bool          // the site said that nothing changed: the rest is empty
	Wait         time.Duration // for which the site asked
	Problem      string        // why the look failed, in words; the rest is empty but Wait
}

// KeepFeed keeps what a look brought, with a job for each article that is new,
// and plans the next look, all in one transaction. It gives the number of new
// articles.
func (d *DB) KeepFeed(ctx context.Context, j Job, id claims.ID, a FeedAnswer) (fresh int, err error) {
	err = d.write(ctx, func(t *tx) error {
		fresh = 0
		f, err := scanFeed(t.QueryRowContext(ctx, `SELECT `+feedColumns+` WHERE f.id = ?`, id))
		if err != nil {
			return err
		}
		if err := t.finish(ctx, j); err != nil {
			return err
		}
		f.CheckedAt, f.Problem = t.now, a.Problem
		if a.Problem != "" {
			f.Failures++
		} else {
			f.GoodAt, f.Failures = t.now, 0
		}
		if a.Problem == "" && !a.Same {
			f.ETag, f.LastModified = a.ETag, a.LastModified
			if title := claims.Line(a.Title); title != "" {
				f.Title = title
			}
			if fresh, err = t.keepEntries(ctx, f, a.Entries); err != nil {
				return err
			}
		}
		if err := f.Check(); err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `UPDATE feeds SET title = ?, etag = ?, last_modified = ?, checked_at = ?, good_at = ?, failures = ?, problem = ? WHERE id = ?`,
			f.Title, f.ETag, f.LastModified, millis(f.CheckedAt), millis(f.GoodAt), f.Failures, f.Problem, id); err != nil {
			return err
		}
		return t.enqueueFeed(ctx, f, t.now.Add(f.Next(a.Wait)))
	})
	return fresh, err
}

// maxWaiting bounds what one feed may have waiting, whatever it names. The rest
// is taken when it is still named at a later look.
const maxWaiting = 500

// keepEntries notes what is new and plans its import.
func (t *tx) keepEntries(ctx context.Context, f claims.Feed, list []claims.Entry) (fresh int, err error) {
	for _, e := range list {
		if f.Waiting+fresh >= maxWaiting {
			break
		}
		a := claims.Article{URL: e.URL, Title: "-", Text: "-"}
		if a.Check() != nil {
			continue // the reader of feeds leaves such addresses out
		}
		res, err := t.ExecContext(ctx, `INSERT INTO feed_entries (canonical, feed_id, url, title, fate, at) VALUES (?, ?, ?, ?, 'waiting', ?) ON CONFLICT DO NOTHING`,
			a.Canonical, f.ID, e.URL, e.Title, millis(t.now))
		if err != nil {
			return 0, err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return 0, err
		}
		if n == 0 {
			continue
		}
		fresh++
		if err := t.enqueue(ctx, JobEntry, a.Canonical, a.Host, t.now); err != nil {
			return 0, err
		}
	}
	return fresh, nil
}

// Entry is what a job for an entry is about.
func (d *DB) Entry(ctx context.Context, canonical string) (claims.FeedEntry, error) {
	var e claims.FeedEntry
	var at int64
	err := d.reader.QueryRowContext(ctx, `SELECT feed_id, url, title, fate, note, coalesce(article_id, 0), at FROM feed_entries WHERE canonical = ?`, canonical).
		Scan(&e.FeedID, &e.URL, &e.Title, &e.Fate, &e.Note, &e.Article, &at)
	if errors.Is(err, sql.ErrNoRows) {
		err = claims.NotFound("no feed names this address any more")
	}
	e.At = instant(at)
	return e, explain(d.path, err)
}

// KeepEntry ends the job of an entry with its fate.
func (d *DB) KeepEntry(ctx context.Context, j Job, fate claims.Fate, note string, article claims.ID) error {
	return d.write(ctx, func(t *tx) error {
		if err := t.finish(ctx, j); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `UPDATE feed_entries SET fate = ?, note = ?, article_id = ?, at = ? WHERE canonical = ?`, fate, note, null(article), millis(t.now), j.Key)
		return err
	})
}
