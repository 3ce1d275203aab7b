package db

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"

	"touchstone/claims"
	"touchstone/claims/anchor"
)

// CreateArticle keeps an article with the candidates that were found in it, all
// or nothing. raw is the page as it came, nil for pasted text. The same address
// or the same text again is KindExists, with the article that is here as Ref.
func (d *DB) CreateArticle(ctx context.Context, by claims.User, a claims.Article, raw []byte, found []claims.Claim) (claims.Article, error) {
	if err := by.Need(claims.ActAddArticle); err != nil {
		return a, err
	}
	if err := a.Check(); err != nil {
		return a, err
	}
	packed, err := pack(raw)
	if err != nil {
		return a, err
	}
	err = d.write(ctx, func(t *tx) error {
		named, err := newArticle(ctx, t, a)
		if err != nil {
			return err
		}
		a.AddedBy = by.Person()
		if a.RetrievedAt.IsZero() {
			a.RetrievedAt = t.now
		}
		if named != 0 {
			err = t.fillArticle(ctx, by.Person(), named, &a, packed)
		} else {
			err = t.insertArticle(ctx, &a, 1, packed)
		}
		if err != nil {
			return err
		}
		if err := t.record(ctx, claims.Event{Actor: by.Person(), Subject: claims.OnArticle, SubjectID: a.ID, Revision: 1, Action: "article added",
			Note: fmt.Sprintf("%s; %d candidates found", a.Title, len(found)), After: articleJSON(a)}); err != nil {
			return err
		}
		if err := t.planLook(ctx, a, raw); err != nil {
			return err
		}
		if err := t.judge(ctx, found); err != nil {
			return err
		}
		for i := range found {
			c := found[i].Clone()
			c.State, c.CreatedBy = claims.StateNew, claims.Person{} // the program found it, no person
			for j := range c.Appearances {
				c.Appearances[j].ArticleID = a.ID
			}
			if err := t.insertClaim(ctx, c, claims.Event{Actor: c.CreatedBy, Action: "found"}); err != nil {
				return fmt.Errorf("keep candidate %d, %q: %w", i+1, c.Statement, err)
			}
		}
		return nil
	})
	if err != nil {
		return a, err
	}
	if err := d.holdAgainst(ctx, a.ID); err != nil && ctx.Err() == nil {
		return a, err
	}
	return d.Article(ctx, a.ID)
}

// newArticle refuses an article that is here already. One that an import named,
// and of which nothing but quotations is here, is given to be filled.
func newArticle(ctx context.Context, q querier, a claims.Article) (named claims.ID, err error) {
	var have claims.ID
	var title string
	var version int
	err = q.QueryRowContext(ctx, `SELECT id, title, version FROM articles WHERE canonical = ? AND canonical <> ''`, a.Canonical).Scan(&have, &title, &version)
	switch {
	case err == nil && version == 0:
		named = have
	case err == nil:
		return 0, &claims.Error{Kind: claims.KindExists, Field: "url", Ref: have, Message: "this address was imported already, as “" + title + "”: open that article"}
	case !errors.Is(err, sql.ErrNoRows):
		return 0, err
	}
	err = q.QueryRowContext(ctx, `SELECT id, title FROM articles WHERE text_sha256 = ?`, a.TextSHA256).Scan(&have, &title)
	if err == nil {
		return 0, &claims.Error{Kind: claims.KindExists, Field: "text", Ref: have, Message: "this text was imported already, as “" + title + "”: open that article"}
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return 0, err
	}
	return named, nil
}

// fillArticle gives an article that an import named its text, and looks in it
// for the quotations that came with the import.
func (t *tx) fillArticle(ctx context.Context, by claims.Person, id claims.ID, a *claims.Article, packed []byte) error {
	a.ID = id
	if _, err := t.ExecContext(ctx, `UPDATE articles SET url = ?, title = ?, outlet = ?, host = ?, byline = ?, published_day = ?, published_precision = ?, language = ?,
		version = 1, text_sha256 = ?, retrieved_at = ? WHERE id = ?`,
		a.URL, a.Title, a.Outlet, a.Host, a.Byline, a.PublishedOn.Day, a.PublishedOn.Precision, a.Language, a.TextSHA256, millis(a.RetrievedAt), id); err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `INSERT INTO article_texts (article_id, version, text, text_sha256, retrieved_at, raw) VALUES (?, 1, ?, ?, ?, ?)`,
		id, a.Text, a.TextSHA256, millis(a.RetrievedAt), packed); err != nil {
		return err
	}
	list, err := t.claimsIn(ctx, id)
	if err != nil {
		return err
	}
	text, ch := anchor.New(a.Text), claims.Change{Article: *a, Version: 1}
	for _, c := range list {
		if err := t.follow(ctx, by, c, text, &ch); err != nil {
			return fmt.Errorf("look for the quote of claim %s: %w", c.ID, err)
		}
	}
	return nil
}

// insertArticle writes an article's row and its text. Version 0 is no copy of a
// page: what is known of it, and words that came without it.
func (t *tx) insertArticle(ctx context.Context, a *claims.Article, version int, packed []byte) error {
	res, err := t.ExecContext(ctx, `INSERT INTO articles (url, canonical, title, outlet, host, byline, published_day, published_precision, language, version, text_sha256, retrieved_at, added_by, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		a.URL, a.Canonical, a.Title, a.Outlet, a.Host, a.Byline, a.PublishedOn.Day, a.PublishedOn.Precision, a.Language, version, a.TextSHA256, millis(a.RetrievedAt), null(a.AddedBy.ID), millis(t.now))
	if err != nil {
		return err
	}
	n, err := res.LastInsertId()
	if err != nil {
		return err
	}
	a.ID = claims.ID(n)
	_, err = t.ExecContext(ctx, `INSERT INTO article_texts (article_id, version, text, text_sha256, retrieved_at, raw) VALUES (?, ?, ?, ?, ?, ?)`,
		a.ID, version, a.Text, a.TextSHA256, millis(a.RetrievedAt), packed)
	return err
}

// articleJSON is an article in the audit log: its text stands there by hash.
func articleJSON(a claims.Article) []byte {
	return fmt.Appendf(nil, `{"language":%q,"published_on":%q,"text_sha256":%q,"url":%q}`, a.Language, a.PublishedOn.String(), a.TextSHA256, a.Canonical)
}

// pack compresses a raw page; nil stays nil.
func pack(raw []byte) ([]byte, error) {
	if raw == nil {
		return nil, nil
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

const articleColumns = `a.id, a.url, a.canonical, a.title, a.outlet, a.host, a.byline, a.published_day, a.published_precision, a.language, a.text_sha256,
	a.retrieved_at, coalesce(a.added_by, 0), coalesce(u.name, ''), a.candidates, a.undecided, a.text_removed_at`

func scanArticle(row interface{ Scan(...any) error }, a *claims.Article, more ...any) error {
	var at, removed int64
	err := row.Scan(append([]any{&a.ID, &a.URL, &a.Canonical, &a.Title, &a.Outlet, &a.Host, &a.Byline, &a.PublishedOn.Day, &a.PublishedOn.Precision, &a.Language, &a.TextSHA256,
		&at, &a.AddedBy.ID, &a.AddedBy.Name, &a.Candidates, &a.Undecided, &removed}, more...)...)
	a.RetrievedAt, a.TextRemovedAt = instant(at), instant(removed)
	return err
}

// Article loads an article with its text.
func (d *DB) Article(ctx context.Context, id claims.ID) (claims.Article, error) {
	var a claims.Article
	err := scanArticle(d.reader.QueryRowContext(ctx, `SELECT `+articleColumns+`, x.text
		FROM articles a LEFT JOIN users u ON u.id = a.added_by JOIN article_texts x ON x.article_id = a.id AND x.version = a.version WHERE a.id = ?`, id), &a, &a.Text)
	if errors.Is(err, sql.ErrNoRows) {
		return a, claims.NotFound("there is no article with the identifier %s", id)
	}
	return a, explain(d.path, err)
}

// Articles are the articles without their texts, newest import first; older is
// the cursor of the next page, to be given as before; 0 begins and ends.
func (d *DB) Articles(ctx context.Context, before claims.ID, limit int) (list []claims.Article, older claims.ID, err error) {
	if before == 0 {
		before = 1<<62 - 1
	}
	err = each(ctx, d.reader, func(rows *sql.Rows) error {
		var a claims.Article
		err := scanArticle(rows, &a)
		list = append(list, a)
		return err
	}, `SELECT `+articleColumns+` FROM articles a LEFT JOIN users u ON u.id = a.added_by WHERE a.id < ? ORDER BY a.id DESC LIMIT ?`, before, limit+1)
	if len(list) > limit {
		list = list[:limit]
		older = list[limit-1].ID
	}
	return list, older, explain(d.path, err)
}

// NextUndecided is the article after the given one that still has candidates
// nobody decided, oldest first and round again; 0 when there is none.
func (d *DB) NextUndecided(ctx context.Context, after claims.ID) (claims.ID, error) {
	var id claims.ID
	err := d.reader.QueryRowContext(ctx, `SELECT id FROM articles WHERE undecided > 0 ORDER BY id <= ?, id LIMIT 1`, after).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, explain(d.path, err)
}

// ArticleClaims are the claims with an appearance in an article, in the order
// of the text.
func (d *DB) ArticleClaims(ctx context.Context, id claims.ID) ([]*claims.Claim, error) {
	var list []*claims.Claim
	err := d.read(ctx, func(q *sql.Tx) error {
		var ids []claims.ID
		err := each(ctx, q, func(rows *sql.Rows) error {
			var c claims.ID
			err := rows.Scan(&c)
			ids = append(ids, c)
			return err
		}, `SELECT claim_id FROM appearances WHERE article_id = ? GROUP BY claim_id ORDER BY min(json_extract(spans, '$[0][0]')), claim_id`, id)
		if err != nil {
			return err
		}
		for _, c := range ids {
			claim, err := d.claim(ctx, q, c)
			if err != nil {
				return err
			}
			list = append(list, claim)
		}
		return nil
	})
	return list, err
}
