package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"touchstone/claims"
)

// Versions are the texts an article had, newest first, without the texts.
func (d *DB) Versions(ctx context.Context, article claims.ID) ([]claims.Version, error) {
	var list []claims.Version
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var v claims.Version
		var at int64
		err := rows.Scan(&v.Number, &at, &v.TextSHA256, &v.Page)
		v.RetrievedAt = instant(at)
		list = append(list, v)
		return err
	}, `SELECT version, retrieved_at, text_sha256, raw IS NOT NULL FROM article_texts WHERE article_id = ? ORDER BY version DESC`, article)
	return list, explain(d.path, err)
}

// ArticleVersion is one text of an article.
func (d *DB) ArticleVersion(ctx context.Context, article claims.ID, n int) (claims.Version, error) {
	v := claims.Version{Number: n}
	var at int64
	err := d.reader.QueryRowContext(ctx, `SELECT retrieved_at, text_sha256, text, raw IS NOT NULL FROM article_texts WHERE article_id = ? AND version = ?`, article, n).
		Scan(&at, &v.TextSHA256, &v.Text, &v.Page)
	if errors.Is(err, sql.ErrNoRows) {
		err = claims.NotFound("this article has no version %d", n)
	}
	v.RetrievedAt = instant(at)
	return v, explain(d.path, err)
}

// LastLook is when an article's page was last fetched again, and why it could
// not be compared, in words. The instant is zero before the first time.
func (d *DB) LastLook(ctx context.Context, article claims.ID) (at time.Time, problem string, err error) {
	var ms int64
	err = d.reader.QueryRowContext(ctx, `SELECT at, problem FROM article_looks WHERE article_id = ?`, article).Scan(&ms, &problem)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return instant(ms), problem, explain(d.path, err)
}

const changeColumns = `k.id, k.article_id, a.title, a.outlet, a.host, a.url, a.language, k.kind, k.version, k.at, k.kept, k.moved, k.lost, k.watched, k.note, k.settled_at, coalesce(k.settled_by, 0), coalesce(u.name, '')
	FROM article_changes k JOIN articles a ON a.id = k.article_id LEFT JOIN users u ON u.id = k.settled_by`

func (d *DB) changes(ctx context.Context, rest string, args ...any) ([]claims.Change, error) {
	var list []claims.Change
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var k claims.Change
		var at, settled int64
		err := rows.Scan(&k.ID, &k.Article.ID, &k.Article.Title, &k.Article.Outlet, &k.Article.Host, &k.Article.URL, &k.Article.Language,
			&k.Kind, &k.Version, &at, &k.Kept, &k.Moved, &k.Lost, &k.Watched, &k.Note, &settled, &k.SettledBy.ID, &k.SettledBy.Name)
		k.At, k.Settled = instant(at), instant(settled)
		list = append(list, k)
		return err
	}, `SELECT `+changeColumns+rest, args...)
	return list, explain(d.path, err)
}

// OpenChanges are the changes that a person has to deal with, oldest first.
func (d *DB) OpenChanges(ctx context.Context) ([]claims.Change, error) {
	return d.changes(ctx, ` WHERE k.settled_at = 0 AND k.watched > 0 ORDER BY k.id LIMIT 500`)
}

// LateChanges are the other changes, newest first.
func (d *DB) LateChanges(ctx context.Context, limit int) ([]claims.Change, error) {
	return d.changes(ctx, ` WHERE NOT (k.settled_at = 0 AND k.watched > 0) ORDER BY k.id DESC LIMIT ?`, limit)
}

// ArticleChanges are an article's changes, newest first.
func (d *DB) ArticleChanges(ctx context.Context, article claims.ID) ([]claims.Change, error) {
	return d.changes(ctx, ` WHERE k.article_id = ? ORDER BY k.id DESC`, article)
}

// CountChanges is how many changes a person has to deal with.
func (d *DB) CountChanges(ctx context.Context) (n int, err error) {
	err = d.reader.QueryRowContext(ctx, `SELECT count(*) FROM article_changes WHERE settled_at = 0 AND watched > 0`).Scan(&n)
	return n, explain(d.path, err)
}

// SettleChange says that somebody dealt with a change. Twice is once.
func (d *DB) SettleChange(ctx context.Context, by claims.User, article, id claims.ID) error {
	if err := by.Need(claims.ActTriage); err != nil {
		return err
	}
	return d.write(ctx, func(t *tx) error {
		var settled int64
		err := t.QueryRowContext(ctx, `SELECT settled_at FROM article_changes WHERE id = ? AND article_id = ?`, id, article).Scan(&settled)
		if errors.Is(err, sql.ErrNoRows) {
			return claims.NotFound("there is no such change of this article")
		}
		if err != nil || settled > 0 {
			return err
		}
		if _, err := t.ExecContext(ctx, `UPDATE article_changes SET settled_at = ?, settled_by = ? WHERE id = ?`, millis(t.now), null(by.ID), id); err != nil {
			return err
		}
		return t.record(ctx, claims.Event{Actor: by.Person(), Subject: claims.OnArticle, SubjectID: article, Action: "change settled"})
	})
}
