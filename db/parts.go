package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"touchstone/claims"
)

// What belongs to a claim is loaded and saved here, a pair of functions a part.
// Loading replaces what the claim had, and saving writes what changed.

func loadAppearances(ctx context.Context, q querier, c *claims.Claim) error {
	c.Appearances = nil
	return each(ctx, q, func(rows *sql.Rows) error {
		a := claims.Appearance{Article: &claims.Article{}}
		if err := scanAppearance(rows, &a); err != nil {
			return err
		}
		c.Appearances = append(c.Appearances, a)
		return nil
	}, `SELECT `+appearanceColumns+` WHERE p.claim_id = ? ORDER BY p.first DESC, a.published_day, p.id`, c.ID)
}

const appearanceColumns = `p.id, p.article_id, p.quote, p.prefix, p.suffix, p.spans, p.context, p.context_at, p.kind, p.cue, p.chain, p.anchor, p.first, p.text_sha256, p.finding,
	a.url, a.canonical, a.title, a.outlet, a.host, a.byline, a.published_day, a.published_precision, a.language, a.text_sha256
	FROM appearances p JOIN articles a ON a.id = p.article_id`

func scanAppearance(rows *sql.Rows, a *claims.Appearance, more ...any) error {
	var spans, chain, finding string
	art := a.Article
	if err := rows.Scan(append([]any{&a.ID, &a.ArticleID, &a.Quote, &a.Prefix, &a.Suffix, &spans, &a.Context, &a.ContextAt, &a.Kind, &a.Cue, &chain, &a.Anchor, &a.First, &a.TextSHA256, &finding,
		&art.URL, &art.Canonical, &art.Title, &art.Outlet, &art.Host, &art.Byline, &art.PublishedOn.Day, &art.PublishedOn.Precision, &art.Language, &art.TextSHA256}, more...)...); err != nil {
		return err
	}
	art.ID = a.ArticleID
	err := errors.Join(json.Unmarshal([]byte(spans), &a.Spans), json.Unmarshal([]byte(chain), &a.Chain), json.Unmarshal([]byte(finding), &a.Finding))
	if err != nil {
		return fmt.Errorf("read appearance %s: %w", a.ID, err)
	}
	return nil
}

func (t *tx) saveAppearances(ctx context.Context, before, after *claims.Claim) error {
	was := map[claims.ID]*claims.Appearance{}
	for i := range before.Appearances {
		was[before.Appearances[i].ID] = &before.Appearances[i]
	}
	for i := range after.Appearances {
		a := &after.Appearances[i]
		if a.ID == 0 {
			if err := t.insertAppearance(ctx, after.ID, a); err != nil {
				return err
			}
			continue
		}
		w := was[a.ID] // nil where it came from another claim
		delete(was, a.ID)
		if w != nil && w.Anchor == a.Anchor && w.First == a.First {
			continue
		}
		if _, err := t.ExecContext(ctx, `UPDATE appearances SET claim_id = ?, anchor = ?, first = ? WHERE id = ?`, after.ID, a.Anchor, a.First, a.ID); err != nil {
			return err
		}
	}
	for id := range was {
		if _, err := t.ExecContext(ctx, `DELETE FROM appearances WHERE id = ? AND claim_id = ?`, id, after.ID); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) insertAppearance(ctx context.Context, claim claims.ID, a *claims.Appearance) error {
	row, err := appearanceRow(claim, a)
	if err != nil {
		return err
	}
	res, err := t.ExecContext(ctx, `INSERT INTO appearances (`+appearanceInsert+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, row...)
	if err != nil {
		return err
	}
	n, err := res.LastInsertId()
	a.ID = claims.ID(n)
	return err
}

const appearanceInsert = `claim_id, article_id, quote, prefix, suffix, spans, context, context_at, kind, cue, chain, anchor, first, text_sha256, finding`

// appearanceRow is an appearance as appearanceInsert has it.
func appearanceRow(claim claims.ID, a *claims.Appearance) ([]any, error) {
	if a.Chain == nil {
		a.Chain = []string{}
	}
	spans, err1 := json.Marshal(a.Spans)
	chain, err2 := json.Marshal(a.Chain)
	finding, err3 := json.Marshal(a.Finding)
	return []any{claim, a.ArticleID, a.Quote, a.Prefix, a.Suffix, string(spans), a.Context, a.ContextAt, a.Kind, a.Cue, string(chain), a.Anchor, a.First, a.TextSHA256, string(finding)},
		errors.Join(err1, err2, err3)
}

func loadEvidence(ctx context.Context, q querier, c *claims.Claim) error {
	c.Evidence = nil
	return each(ctx, q, func(rows *sql.Rows) error {
		var e claims.Evidence
		if err := scanEvidence(rows, &e); err != nil {
			return err
		}
		c.Evidence = append(c.Evidence, e)
		return nil
	}, `SELECT `+evidenceColumns+` WHERE l.claim_id = ? ORDER BY l.number`, c.ID)
}

const evidenceColumns = `l.id, l.number, l.stance, l.passage, l.note, s.id, s.url, s.title, s.publisher, s.kind, s.accessed_day, s.accessed_precision, s.archived
	FROM claim_sources l JOIN sources s ON s.id = l.source_id`

func scanEvidence(rows *sql.Rows, e *claims.Evidence, more ...any) error {
	s := &e.Source
	return rows.Scan(append([]any{&e.ID, &e.Number, &e.Stance, &e.Passage, &e.Note, &s.ID, &s.URL, &s.Title, &s.Publisher, &s.Kind, &s.AccessedOn.Day, &s.AccessedOn.Precision, &s.Archived}, more...)...)
}

func (t *tx) saveEvidence(ctx context.Context, before, after *claims.Claim) error {
	kept, was := map[claims.ID]bool{}, map[claims.ID]claims.Evidence{}
	for _, e := range after.Evidence {
		kept[e.ID] = true
	}
	for _, e := range before.Evidence {
		was[e.ID] = e
		if kept[e.ID] {
			continue
		}
		// One that moved to another claim is not this one's to take away.
		if _, err := t.ExecContext(ctx, `DELETE FROM claim_sources WHERE id = ? AND claim_id = ?`, e.ID, after.ID); err != nil {
			return err
		}
	}
	for i := range after.Evidence {
		e := &after.Evidence[i]
		if e.ID != 0 {
			if was[e.ID] != *e {
				if err := t.updateEvidence(ctx, after.ID, e); err != nil {
					return err
				}
			}
			continue
		}
		res, err := t.ExecContext(ctx, `INSERT INTO sources (url, title, publisher, kind, accessed_day, accessed_precision, archived, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			e.Source.URL, e.Source.Title, e.Source.Publisher, e.Source.Kind, e.Source.AccessedOn.Day, e.Source.AccessedOn.Precision, e.Source.Archived, millis(t.now))
		if err != nil {
			return err
		}
		source, err := res.LastInsertId()
		if err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `INSERT INTO claim_sources (claim_id, source_id, number, stance, passage, note) VALUES (?, ?, ?, ?, ?, ?)`,
			after.ID, source, e.Number, e.Stance, e.Passage, e.Note); err != nil {
			return err
		}
	}
	return nil
}

// updateEvidence writes a source that was changed or that came from another
// claim. Each link has a source row of its own.
func (t *tx) updateEvidence(ctx context.Context, claim claims.ID, e *claims.Evidence) error {
	if _, err := t.ExecContext(ctx, `UPDATE claim_sources SET claim_id = ?, number = ?, stance = ?, passage = ?, note = ? WHERE id = ?`, claim, e.Number, e.Stance, e.Passage, e.Note, e.ID); err != nil {
		return err
	}
	_, err := t.ExecContext(ctx, `UPDATE sources SET url = ?, title = ?, publisher = ?, kind = ?, accessed_day = ?, accessed_precision = ?, archived = ? WHERE id = ?`,
		e.Source.URL, e.Source.Title, e.Source.Publisher, e.Source.Kind, e.Source.AccessedOn.Day, e.Source.AccessedOn.Precision, e.Source.Archived, e.Source.ID)
	return err
}

func (d *DB) loadReviews(ctx context.Context, q querier, c *claims.Claim) error {
	c.Reviews = nil
	err := each(ctx, q, func(rows *sql.Rows) error {
		var r claims.Review
		var x claims.Decision
		var at, decided int64
		if err := rows.Scan(&r.ID, &r.By.ID, &r.By.Name, &at, &r.ScaleID, &r.Rating.Key, &r.Reasons, &r.Outcome, &r.Needed, &r.Revision,
			&x.ID, &x.By.ID, &x.By.Name, &decided, &x.Approve, &x.Comment, &x.Override); err != nil {
			return err
		}
		if n := len(c.Reviews); n == 0 || c.Reviews[n-1].ID != r.ID {
			r.At = instant(at)
			c.Reviews = append(c.Reviews, r)
		}
		if x.ID != 0 {
			x.At = instant(decided)
			last := &c.Reviews[len(c.Reviews)-1]
			last.Decisions = append(last.Decisions, x)
		}
		return nil
	}, `SELECT r.id, r.by_user, u.name, r.at, r.scale_id, r.rating_key, r.reasons, r.outcome, r.needed, r.revision,
		coalesce(x.id, 0), coalesce(x.by_user, 0), coalesce(b.name, ''), coalesce(x.at, 0), coalesce(x.approve, 0), coalesce(x.comment, ''), coalesce(x.override, '')
		FROM reviews r JOIN users u ON u.id = r.by_user LEFT JOIN decisions x ON x.review_id = r.id LEFT JOIN users b ON b.id = x.by_user
		WHERE r.claim_id = ? ORDER BY r.id, x.id`, c.ID)
	if err != nil {
		return err
	}
	for i := range c.Reviews {
		r := &c.Reviews[i]
		v, err := d.verdict(ctx, q, r.ScaleID, r.Rating.Key)
		if err != nil {
			return err
		}
		r.Rating, r.Scale = v.Rating, v.Scale
	}
	return nil
}

func (t *tx) saveReviews(ctx context.Context, before, after *claims.Claim) error {
	was := map[claims.ID]claims.Outcome{}
	for _, r := range before.Reviews {
		was[r.ID] = r.Outcome
	}
	for i := range after.Reviews {
		r := &after.Reviews[i]
		if r.ID == 0 {
			res, err := t.ExecContext(ctx, `INSERT INTO reviews (claim_id, by_user, at, scale_id, rating_key, reasons, outcome, needed, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				after.ID, r.By.ID, millis(r.At), r.ScaleID, r.Rating.Key, r.Reasons, r.Outcome, r.Needed, r.Revision)
			if err != nil {
				return err
			}
			n, err := res.LastInsertId()
			if err != nil {
				return err
			}
			r.ID = claims.ID(n)
		} else if was[r.ID] != r.Outcome {
			if _, err := t.ExecContext(ctx, `UPDATE reviews SET outcome = ? WHERE id = ?`, r.Outcome, r.ID); err != nil {
				return err
			}
		}
		for _, x := range r.Decisions {
			if x.ID != 0 {
				continue
			}
			if _, err := t.ExecContext(ctx, `INSERT INTO decisions (review_id, by_user, at, approve, comment, override) VALUES (?, ?, ?, ?, ?, ?)`,
				r.ID, x.By.ID, millis(x.At), x.Approve, x.Comment, x.Override); err != nil {
				return err
			}
		}
	}
	return nil
}

const correctionColumns = `k.id, k.kind, k.note, k.at, k.by_user, u.name, k.revision, coalesce(k.old, ''), coalesce(k.new, '') FROM corrections k JOIN users u ON u.id = k.by_user`

func scanCorrection(rows *sql.Rows, k *claims.Correction, more ...any) error {
	var at int64
	var was, is string
	if err := rows.Scan(append([]any{&k.ID, &k.Kind, &k.Note, &at, &k.By.ID, &k.By.Name, &k.Revision, &was, &is}, more...)...); err != nil {
		return err
	}
	k.At = instant(at)
	for _, f := range []struct {
		text string
		to   **claims.Rating
	}{{was, &k.Old}, {is, &k.New}} {
		if f.text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(f.text), f.to); err != nil {
			return fmt.Errorf("read correction %s: %w", k.ID, err)
		}
	}
	return nil
}

func loadCorrections(ctx context.Context, q querier, c *claims.Claim) error {
	c.Corrections = nil
	return each(ctx, q, func(rows *sql.Rows) error {
		var k claims.Correction
		if err := scanCorrection(rows, &k); err != nil {
			return err
		}
		c.Corrections = append(c.Corrections, k)
		return nil
	}, `SELECT `+correctionColumns+` WHERE k.claim_id = ? ORDER BY k.id`, c.ID)
}

func (t *tx) saveCorrections(ctx context.Context, _, after *claims.Claim) error {
	for _, k := range after.Corrections {
		if k.ID != 0 {
			continue
		}
		was, is, err := changedRating(&k)
		if err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `INSERT INTO corrections (claim_id, kind, note, at, by_user, revision, old, new) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			after.ID, k.Kind, k.Note, millis(k.At), k.By.ID, k.Revision, was, is); err != nil {
			return err
		}
	}
	return nil
}

// changedRating is the rating before and after a correction as it is stored:
// NULL where it stayed.
func changedRating(k *claims.Correction) (was, is any, err error) {
	if k.Old == nil || k.New == nil {
		return nil, nil, nil
	}
	o, err1 := json.Marshal(k.Old)
	n, err2 := json.Marshal(k.New)
	return string(o), string(n), errors.Join(err1, err2)
}

func (t *tx) saveDrafters(ctx context.Context, before, after *claims.Claim) error {
	for _, id := range after.Drafters {
		if slices.Contains(before.Drafters, id) {
			continue
		}
		if _, err := t.ExecContext(ctx, `INSERT INTO claim_drafters (claim_id, user_id) VALUES (?, ?)`, after.ID, id); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) saveTopics(ctx context.Context, before, after *claims.Claim) error {
	if slices.Equal(before.Topics, after.Topics) {
		return nil
	}
	if _, err := t.ExecContext(ctx, `DELETE FROM claim_topics WHERE claim_id = ?`, after.ID); err != nil {
		return err
	}
	for i, name := range after.Topics {
		if _, err := t.ExecContext(ctx, `INSERT INTO topics (name, slug) VALUES (?, ?) ON CONFLICT (slug) DO NOTHING`, name, claims.Slug(name)); err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `INSERT INTO claim_topics (claim_id, topic_id, position) SELECT ?, id, ? FROM topics WHERE slug = ? ON CONFLICT DO NOTHING`,
			after.ID, i, claims.Slug(name)); err != nil {
			return err
		}
	}
	return nil
}

// moveCounts keeps, on each article, how many claims stand in it and how many
// of them nobody decided yet.
func (t *tx) moveCounts(ctx context.Context, before, after *claims.Claim) error {
	move := map[claims.ID][2]int{}
	count := func(c *claims.Claim, sign int) {
		for _, a := range c.Appearances {
			m := move[a.ArticleID]
			m[0] += sign
			if c.State == claims.StateNew {
				m[1] += sign
			}
			move[a.ArticleID] = m
		}
	}
	count(before, -1)
	count(after, +1)
	for article, m := range move {
		if m == [2]int{} {
			continue
		}
		if _, err := t.ExecContext(ctx, `UPDATE articles SET candidates = candidates + ?, undecided = undecided + ? WHERE id = ?`, m[0], m[1], article); err != nil {
			return err
		}
	}
	return nil
}
