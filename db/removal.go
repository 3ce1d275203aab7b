package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"touchstone/claims"
)

// RemoveText removes all that is kept of an article's words, because the law
// asks for it: every version, the pages as they came, and what stood around its
// quotes, in what readers saw earlier too. The texts' hashes and the quotes
// stay, and the article is never fetched again. Backups that were made before
// keep the text.
func (d *DB) RemoveText(ctx context.Context, by claims.User, id claims.ID, reason string) error {
	return d.erase(ctx, func(t *tx) error {
		var a claims.Article
		err := scanArticle(t.QueryRowContext(ctx, `SELECT `+articleColumns+` FROM articles a LEFT JOIN users u ON u.id = a.added_by WHERE a.id = ?`, id), &a)
		if err == sql.ErrNoRows {
			return claims.NotFound("there is no article with the identifier %s", id)
		}
		if err != nil {
			return err
		}
		e, err := a.RemoveText(by, t.now, reason)
		if err != nil {
			return err
		}
		for _, q := range []string{
			`UPDATE article_texts SET text = '', raw = NULL WHERE article_id = ?`,
			`UPDATE appearances SET prefix = '', suffix = '', context = '', context_at = 0 WHERE article_id = ?`,
			`DELETE FROM jobs WHERE kind = 'look' AND key = CAST(? AS TEXT) AND done_at = 0`,
		} {
			if _, err := t.ExecContext(ctx, q, int64(id)); err != nil {
				return err
			}
		}
		if _, err := t.ExecContext(ctx, `UPDATE articles SET text_removed_at = ? WHERE id = ?`, millis(a.TextRemovedAt), id); err != nil {
			return err
		}
		if err := t.emptyRevisions(ctx, id); err != nil {
			return err
		}
		e.Subject, e.SubjectID = claims.OnArticle, id
		return t.record(ctx, e)
	})
}

// erase is write for what must not be found in the file afterwards: what is
// deleted is overwritten, and the log beside the file is written back.
func (d *DB) erase(ctx context.Context, f func(*tx) error) error {
	if d.Replica() {
		return errCopy
	}
	if _, err := d.writer.ExecContext(ctx, `PRAGMA secure_delete = 1`); err != nil {
		return explain(d.path, err)
	}
	if err := d.write(ctx, f); err != nil {
		return err
	}
	_, err := d.writer.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return explain(d.path, err)
}

// emptyRevisions takes what stood around an article's quotes out of the claims
// as readers saw them.
func (t *tx) emptyRevisions(ctx context.Context, article claims.ID) error {
	type revision struct {
		claim claims.ID
		n     int
		text  string
	}
	var list []revision
	err := each(ctx, t, func(rows *sql.Rows) error {
		var r revision
		err := rows.Scan(&r.claim, &r.n, &r.text)
		list = append(list, r)
		return err
	}, `SELECT claim_id, revision, snapshot FROM revisions WHERE claim_id IN (SELECT claim_id FROM appearances WHERE article_id = ?)`, article)
	if err != nil {
		return err
	}
	for _, r := range list {
		var c claims.Claim
		if err := json.Unmarshal([]byte(r.text), &c); err != nil {
			return fmt.Errorf("read revision %d of claim %s: %w", r.n, r.claim, err)
		}
		for i := range c.Appearances {
			if a := &c.Appearances[i]; a.ArticleID == article {
				a.Prefix, a.Suffix, a.Context, a.ContextAt = "", "", "", 0
			}
		}
		text, err := json.Marshal(c)
		if err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `UPDATE revisions SET snapshot = ? WHERE claim_id = ? AND revision = ?`, string(text), r.claim, r.n); err != nil {
			return err
		}
	}
	return nil
}

// Retention is how many days is kept what the work does not need for ever; 0 is
// for ever.
type Retention struct {
	SignIns int // tries to sign in
	Pages   int // pages as they came; their text stays
}

// Forget removes what has been kept long enough.
func (d *DB) Forget(ctx context.Context, r Retention) error {
	return d.write(ctx, func(t *tx) error {
		for _, x := range []struct {
			days  int
			query string
		}{
			{r.SignIns, `DELETE FROM sign_ins WHERE at < ?`},
			{r.Pages, `UPDATE article_texts SET raw = NULL WHERE raw IS NOT NULL AND retrieved_at < ?`},
		} {
			if x.days <= 0 {
				continue
			}
			if _, err := t.ExecContext(ctx, x.query, millis(t.now.AddDate(0, 0, -x.days))); err != nil {
				return err
			}
		}
		return nil
	})
}
