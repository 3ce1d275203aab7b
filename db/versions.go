package db

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"touchstone/claims"
	"touchstone/claims/anchor"
)

// planLook plans, with an article's import, that its page is fetched again. A
// text that was pasted is no copy of a page, and nothing is compared with it.
func (t *tx) planLook(ctx context.Context, a claims.Article, raw []byte) error {
	if a.Canonical == "" || !webPage(raw) || claims.Reserved(a.Host) {
		return nil
	}
	return t.enqueue(ctx, JobLook, about(a.ID), a.Host, claims.NextLook(t.now, t.now))
}

// webPage reports whether what was read looks like a page of the web.
func webPage(raw []byte) bool {
	head := bytes.ToLower(raw[:min(len(raw), 4096)])
	return bytes.Contains(head, []byte("<html")) || bytes.Contains(head, []byte("<!doctype html"))
}

// ArticleWatched reports whether an article has claims whose words must not
// change unseen.
func (d *DB) ArticleWatched(ctx context.Context, id claims.ID) (bool, error) {
	list, err := d.ArticleClaims(ctx, id)
	for _, c := range list {
		if c.Watched() {
			return true, err
		}
	}
	return false, err
}

// KeepLook compares an article with what its page shows now. The same text
// leaves nothing but the time. Another one is kept beside the old as a new
// version, and every quote is followed into it: what became of each is an event
// of its claim. j is the job that looked, nil where a person did. The change is
// zero where there is none.
func (d *DB) KeepLook(ctx context.Context, j *Job, by claims.Person, id claims.ID, seen claims.Article, raw []byte) (claims.Change, error) {
	var ch claims.Change
	packed, err := pack(raw)
	if err != nil {
		return ch, err
	}
	text := anchor.New(seen.Text)
	err = d.write(ctx, func(t *tx) error {
		ch = claims.Change{}
		a, old, err := t.articleVersion(ctx, id)
		if err != nil {
			return err
		}
		if !a.TextRemovedAt.IsZero() {
			return claims.Conflict("the text of this article was removed, so its page is not read again")
		}
		if err := t.nextLook(ctx, j, a); err != nil {
			return err
		}
		problem := ""
		var other string
		err = t.QueryRowContext(ctx, `SELECT title FROM articles WHERE text_sha256 = ? AND id <> ?`, text.Hash(), id).Scan(&other)
		switch {
		case err == nil:
			problem = "the page now shows the text of “" + other + "”"
			ch, err = t.pageLost(ctx, by, a, old.Number, claims.PageReplaced, problem)
		case !errors.Is(err, sql.ErrNoRows):
		case a.TextSHA256 == text.Hash():
			_, err = t.ExecContext(ctx, `UPDATE article_changes SET settled_at = ?, note = note || '; it is back' WHERE article_id = ? AND settled_at = 0 AND kind <> 'changed'`, millis(t.now), id)
		default:
			ch, err = t.newVersion(ctx, by, a, old, seen, text, packed)
		}
		if err != nil {
			return err
		}
		return t.noteLook(ctx, id, problem)
	})
	return ch, err
}

// FailLook notes that an article's page could not be had, and plans the next
// look. gone says that the site has no such page any more: a person has to know.
func (d *DB) FailLook(ctx context.Context, j *Job, by claims.Person, id claims.ID, problem string, gone bool) (claims.Change, error) {
	var ch claims.Change
	err := d.write(ctx, func(t *tx) error {
		a, old, err := t.articleVersion(ctx, id)
		if err != nil {
			return err
		}
		if err := t.nextLook(ctx, j, a); err != nil {
			return err
		}
		if gone {
			if ch, err = t.pageLost(ctx, by, a, old.Number, claims.PageGone, "the site says that the page is gone"); err != nil {
				return err
			}
		}
		return t.noteLook(ctx, id, problem)
	})
	return ch, err
}

// articleVersion loads an article as it is, with its present text.
func (t *tx) articleVersion(ctx context.Context, id claims.ID) (a claims.Article, v claims.Version, err error) {
	var created, removed int64
	err = t.QueryRowContext(ctx, `SELECT a.id, a.url, a.canonical, a.title, a.outlet, a.host, a.language, a.text_sha256, a.created_at, a.text_removed_at, a.version, x.text
		FROM articles a JOIN article_texts x ON x.article_id = a.id AND x.version = a.version WHERE a.id = ?`, id).
		Scan(&a.ID, &a.URL, &a.Canonical, &a.Title, &a.Outlet, &a.Host, &a.Language, &a.TextSHA256, &created, &removed, &v.Number, &v.Text)
	if errors.Is(err, sql.ErrNoRows) {
		err = claims.NotFound("there is no article with the identifier %s", id)
	}
	a.RetrievedAt, a.TextRemovedAt = instant(created), instant(removed)
	return a, v, err
}

// nextLook ends the job that looked and plans the next.
func (t *tx) nextLook(ctx context.Context, j *Job, a claims.Article) error {
	if j == nil {
		return nil
	}
	if err := t.finish(ctx, *j); err != nil {
		return err
	}
	return t.enqueue(ctx, JobLook, about(a.ID), a.Host, claims.NextLook(a.RetrievedAt, t.now))
}

func (t *tx) noteLook(ctx context.Context, id claims.ID, problem string) error {
	_, err := t.ExecContext(ctx, `INSERT INTO article_looks (article_id, at, problem) VALUES (?, ?, ?)
		ON CONFLICT (article_id) DO UPDATE SET at = excluded.at, problem = excluded.problem`, id, millis(t.now), problem)
	return err
}

// SkipLook plans the next look at an article that nobody needs to look at now.
func (d *DB) SkipLook(ctx context.Context, j Job, id claims.ID) error {
	return d.write(ctx, func(t *tx) error {
		a, _, err := t.articleVersion(ctx, id)
		if err != nil {
			return err
		}
		return t.nextLook(ctx, &j, a)
	})
}

// pageLost makes a task of a page that no longer shows its article, once.
func (t *tx) pageLost(ctx context.Context, by claims.Person, a claims.Article, version int, kind claims.ChangeKind, note string) (claims.Change, error) {
	ch := claims.Change{Article: a, Kind: kind, Version: version, At: t.now, Note: note}
	err := t.QueryRowContext(ctx, `SELECT id, lost, watched FROM article_changes WHERE article_id = ? AND kind = ? AND settled_at = 0`, a.ID, kind).Scan(&ch.ID, &ch.Lost, &ch.Watched)
	if !errors.Is(err, sql.ErrNoRows) {
		return ch, err
	}
	list, err := t.claimsIn(ctx, a.ID)
	if err != nil {
		return ch, err
	}
	for _, c := range list {
		for _, p := range c.Appearances {
			if p.ArticleID == a.ID && p.Anchor != claims.Orphaned {
				ch.Lost++
				if c.Watched() {
					ch.Watched++
				}
			}
		}
	}
	if err := t.keepChange(ctx, by, &ch); err != nil {
		return ch, err
	}
	for _, c := range list {
		if err := t.tell(ctx, claims.Event{Actor: by, Action: "page " + string(kind)}, c, c); err != nil {
			return ch, err
		}
	}
	return ch, nil
}

func (t *tx) keepChange(ctx context.Context, by claims.Person, ch *claims.Change) error {
	res, err := t.ExecContext(ctx, `INSERT INTO article_changes (article_id, kind, version, at, kept, moved, lost, watched, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		ch.Article.ID, ch.Kind, ch.Version, millis(t.now), ch.Kept, ch.Moved, ch.Lost, ch.Watched, ch.Note)
	if err != nil {
		return err
	}
	n, err := res.LastInsertId()
	if err != nil {
		return err
	}
	ch.ID = claims.ID(n)
	note := ch.Note
	if ch.Kind == claims.PageChanged {
		note = fmt.Sprintf("version %d: %d quotes stand as they stood, %d elsewhere, %d no longer", ch.Version, ch.Kept, ch.Moved, ch.Lost)
		if ch.Note != "" {
			note += "; " + ch.Note
		}
	}
	return t.record(ctx, claims.Event{Actor: by, Subject: claims.OnArticle, SubjectID: ch.Article.ID, Revision: ch.Version, Action: "page " + string(ch.Kind), Note: note})
}

// newVersion keeps another text of an article and follows its quotes into it.
func (t *tx) newVersion(ctx context.Context, by claims.Person, a claims.Article, old claims.Version, seen claims.Article, text *anchor.Text, packed []byte) (claims.Change, error) {
	ch := claims.Change{Article: a, Kind: claims.PageChanged, Version: old.Number + 1, At: t.now}
	if _, err := t.ExecContext(ctx, `INSERT INTO article_texts (article_id, version, text, text_sha256, retrieved_at, raw) VALUES (?, ?, ?, ?, ?, ?)`,
		a.ID, ch.Version, seen.Text, text.Hash(), millis(t.now), packed); err != nil {
		return ch, err
	}
	if _, err := t.ExecContext(ctx, `UPDATE articles SET version = ?, text_sha256 = ? WHERE id = ?`, ch.Version, text.Hash(), a.ID); err != nil {
		return ch, err
	}
	list, err := t.claimsIn(ctx, a.ID)
	if err != nil {
		return ch, err
	}
	for _, c := range list {
		if err := t.follow(ctx, by, c, text, &ch); err != nil {
			return ch, fmt.Errorf("follow the quote of claim %s: %w", c.ID, err)
		}
	}
	ch.Note = changeNote(a, old, seen, ch)
	return ch, t.keepChange(ctx, by, &ch)
}

// changeNote says what a person should know before reading the difference.
func changeNote(a claims.Article, old claims.Version, seen claims.Article, ch claims.Change) string {
	var notes []string
	if title := claims.Line(seen.Title); title != "" && title != a.Title {
		notes = append(notes, "the headline is now “"+title+"”")
	}
	if was, is := utf8.RuneCountInString(old.Text), utf8.RuneCountInString(seen.Text); is*4 < was && ch.Kept+ch.Moved == 0 {
		notes = append(notes, "nearly all of the text is missing: the page may show a notice or ask for payment")
	}
	return strings.Join(notes, "; ")
}

func (t *tx) claimsIn(ctx context.Context, article claims.ID) ([]*claims.Claim, error) {
	var ids []claims.ID
	err := each(ctx, t, func(rows *sql.Rows) error {
		var id claims.ID
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT DISTINCT claim_id FROM appearances WHERE article_id = ? ORDER BY claim_id`, article)
	list := make([]*claims.Claim, 0, len(ids))
	for _, id := range ids {
		c, err := t.d.claim(ctx, t, id)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, err
}

// follow finds the quotes that a claim takes from an article in its new text.
// The claim's revision stays: what people write in it did not change.
func (t *tx) follow(ctx context.Context, by claims.Person, before *claims.Claim, text *anchor.Text, ch *claims.Change) error {
	after, events := before.Clone(), map[string]bool{}
	for i := range after.Appearances {
		a := &after.Appearances[i]
		if a.ArticleID != ch.Article.ID {
			continue
		}
		was := *a
		*a = followed(was, text)
		switch {
		case a.Anchor == claims.Orphaned && was.Anchor == claims.Orphaned:
			continue // somebody knows already
		case a.Anchor == claims.Orphaned:
			ch.Lost++
			if before.Watched() {
				ch.Watched++
			}
			events["quote gone"] = true
		case was.Anchor == claims.Orphaned:
			events["quote back"] = true
			ch.Moved++
		case a.Start() != was.Start() || a.End() != was.End():
			events["quote moved"] = true
			ch.Moved++
		default:
			events["quote stands"] = true
			ch.Kept++
		}
		if err := t.moveAppearance(ctx, a); err != nil {
			return err
		}
	}
	if _, err := t.ExecContext(ctx, `UPDATE claims SET verbatim = ? WHERE id = ?`, after.Verbatim(), after.ID); err != nil {
		return err
	}
	for _, action := range []string{"quote gone", "quote back", "quote moved", "quote stands"} {
		if !events[action] {
			continue
		}
		e := claims.Event{Actor: by, Subject: claims.OnClaim, SubjectID: after.ID, Revision: after.Revision, Action: action,
			Note: fmt.Sprintf("in version %d of “%s”", ch.Version, ch.Article.Title)}
		e.Changed(before, after)
		if err := t.record(ctx, e); err != nil { // the gravest: it carries the whole difference
			return err
		}
		return t.tell(ctx, e, before, after)
	}
	return nil
}

// followed is an appearance in another text. One that was lost is found again
// where the text it was taken from is back.
func followed(a claims.Appearance, text *anchor.Text) claims.Appearance {
	if a.TextSHA256 == text.Hash() && anchor.Verify(text, a) == nil {
		a.Anchor = claims.Anchored
		return a
	}
	return anchor.Reanchor(a, text)
}

func (t *tx) moveAppearance(ctx context.Context, a *claims.Appearance) error {
	spans, err := json.Marshal(a.Spans)
	if err != nil {
		return err
	}
	_, err = t.ExecContext(ctx, `UPDATE appearances SET quote = ?, prefix = ?, suffix = ?, spans = ?, context = ?, context_at = ?, anchor = ?, text_sha256 = ? WHERE id = ?`,
		a.Quote, a.Prefix, a.Suffix, string(spans), a.Context, a.ContextAt, a.Anchor, a.TextSHA256, a.ID)
	return err
}
