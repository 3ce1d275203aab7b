package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"

	"touchstone/claims"
	"touchstone/claims/match"
)

// knowledge is what matching knows of all claims together. It is counted when
// it is first asked for, and kept up with every save.
type knowledge struct {
	mu    sync.RWMutex
	stats *match.Stats // nil until it is first asked for
}

// How the full-text index is asked for candidates.
const (
	knownWords  = 12     // the rarest words of the text
	maxAsked    = 10_000 // claims in which they stand together
	maxNewest   = 1000   // of claims in which they stand in more, the newest
	maxTaught   = 50_000 // claims from which related words are learnt, the newest
	drift       = 10     // per cent by which kept statistics may differ from the claims there are
	matchColumn = `c.id, c.statement, c.short_form, c.summary, c.explanation, coalesce(s.name, '') FROM claims c LEFT JOIN speakers s ON s.id = c.speaker_id`
)

// document is a claim as it is matched.
func document(c *claims.Claim) match.Doc {
	d := match.Doc{ID: c.ID.String(), Statement: c.Statement, Title: c.ShortForm, Summary: c.Summary, Body: c.Explanation, Seq: int64(c.ID)}
	if c.Speaker != nil {
		d.Speaker = c.Speaker.Name
	}
	return d
}

func scanDoc(rows *sql.Rows) (match.Doc, error) {
	var d match.Doc
	var id claims.ID
	err := rows.Scan(&id, &d.Statement, &d.Title, &d.Summary, &d.Body, &d.Speaker)
	d.ID, d.Seq = id.String(), int64(id)
	return d, err
}

// Known finds the claims on the desk that a text may repeat, likeliest first.
// except is left out, and so is what people said is not the same as it.
func (d *DB) Known(ctx context.Context, text, speaker string, except claims.ID, top int) ([]claims.Known, error) {
	s := &selection{few: true}
	s.and("c.id <> ? AND c.merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM match_decisions m WHERE m.claim_id = ? AND m.known_id = c.id AND m.same = 0)", except, except)
	list, err := d.likely(ctx, deskIndex, match.Query{Text: text, Speaker: speaker}, s, top)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	c, err := d.calibration(ctx, d.reader)
	for i := range list {
		list[i].Confidence = c.Apply(list[i].Score)
	}
	return list, explain(d.path, err)
}

// KnownChecks finds the published checks of what a text says, likeliest first.
func (d *DB) KnownChecks(ctx context.Context, text, speaker string, top int) ([]claims.Known, error) {
	return d.likely(ctx, publicIndex, match.Query{Text: text, Speaker: speaker}, checked(), top)
}

// checked is the selection of checks that have a verdict readers may see.
func checked() *selection {
	s := &selection{few: true}
	s.and("c.publication NOT IN ('private', 'withdrawn') AND c.rating_key <> ''")
	return s
}

func (d *DB) likely(ctx context.Context, x index, ask match.Query, s *selection, top int) (out []claims.Known, err error) {
	err = d.matching(ctx, x, ask, s, top, func(q querier, list []match.Match) error {
		ids, err := idsIn(list)
		if err != nil {
			return err
		}
		items, err := d.itemsOf(ctx, q, ids, "")
		for i, it := range items {
			out = append(out, claims.Known{Item: it, Confidence: list[i].Confidence, Score: list[i].Confidence, Why: list[i].Why})
		}
		return err
	})
	return out, err
}

// idsIn are the claims that were matched.
func idsIn(list []match.Match) ([]claims.ID, error) {
	ids := make([]claims.ID, len(list))
	for i, m := range list {
		var err error
		if ids[i], err = claims.ParseID(m.ID); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// matching ranks the claims of an index and a selection against a text and
// hands over the best, in the transaction in which they were read.
func (d *DB) matching(ctx context.Context, x index, ask match.Query, s *selection, top int, take func(q querier, list []match.Match) error) error {
	if err := d.learnStats(ctx); err != nil {
		return explain(d.path, err)
	}
	d.known.mu.RLock()
	defer d.known.mu.RUnlock()
	rare, docs := d.known.stats.Rare(ask, knownWords, maxAsked)
	if len(rare) == 0 {
		return nil
	}
	return d.read(wordy(ctx), func(q *sql.Tx) error {
		list, err := x.candidates(ctx, q, `"`+strings.Join(rare, `" OR "`)+`"`, docs > maxAsked, s)
		if err != nil {
			return err
		}
		return take(q, match.Rank(d.known.stats, ask, list, top))
	})
}

// candidates are the claims to rank: those that have the most of the words. Of
// a word that stands almost everywhere only the newest are taken.
func (x index) candidates(ctx context.Context, q querier, words string, common bool, s *selection) ([]*match.Prepared, error) {
	var oldest int64
	if common {
		err := q.QueryRowContext(ctx, `SELECT coalesce(min(rowid), 0) FROM (SELECT rowid FROM `+x.words+` WHERE `+x.words+` MATCH ? ORDER BY rowid DESC LIMIT ?)`, words, maxNewest).Scan(&oldest)
		if err != nil {
			return nil, err
		}
	}
	ids, err := idsOf(ctx, q, `SELECT c.id FROM (SELECT rowid AS hit, bm25(`+x.words+`) AS score FROM `+x.words+` WHERE `+x.words+` MATCH ? AND rowid >= ?) w
		CROSS JOIN `+x.claims+s.where()+` ORDER BY w.score LIMIT ?`, append(append([]any{words, oldest}, s.args...), match.Candidates)...)
	if err != nil {
		return nil, err
	}
	var list []*match.Prepared
	err = each(ctx, q, func(rows *sql.Rows) error {
		doc, err := scanDoc(rows)
		list = append(list, match.Prepare(doc))
		return err
	}, `SELECT `+matchColumn+` WHERE c.id IN (SELECT value FROM json_each(?))`, listed(ids))
	return list, err
}

// learnStats reads the kept statistics, or counts anew where there are none or
// they are far from the claims there are.
func (d *DB) learnStats(ctx context.Context) error {
	d.known.mu.RLock()
	have := d.known.stats != nil
	d.known.mu.RUnlock()
	if have {
		return nil
	}
	d.known.mu.Lock()
	defer d.known.mu.Unlock()
	if d.known.stats != nil {
		return nil
	}
	var kept []byte
	var n int
	err := d.read(ctx, func(q *sql.Tx) error {
		if err := q.QueryRowContext(ctx, `SELECT stats FROM match_stats WHERE id = 1`).Scan(&kept); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		return q.QueryRowContext(ctx, `SELECT count(*) FROM claims WHERE merged_into IS NULL`).Scan(&n)
	})
	if err != nil {
		return err
	}
	stats := match.NewStats()
	if kept != nil && stats.UnmarshalBinary(kept) == nil && abs(stats.Docs()-n)*100 <= n*drift {
		d.known.stats = stats
		return nil
	}
	d.known.stats, err = d.countStats(ctx)
	return err
}

func abs(n int) int { return max(n, -n) }

// countStats counts all claims and learns which words stand for each other
// from the newest that have a short form or a short answer.
func (d *DB) countStats(ctx context.Context) (*match.Stats, error) {
	stats := match.NewStats()
	var taught []*match.Prepared
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		doc, err := scanDoc(rows)
		p := match.Prepare(doc)
		stats.Add(p)
		if len(taught) < maxTaught && doc.Title != "" {
			taught = append(taught, p)
		}
		return err
	}, `SELECT `+matchColumn+` WHERE c.merged_into IS NULL ORDER BY c.id DESC`)
	if err == nil && len(taught) > 0 {
		stats.Table = match.Learn(taught)
	}
	return stats, err
}

// KeepStats counts anew what matching knows, and keeps it for the next start.
func (d *DB) KeepStats(ctx context.Context) error {
	stats, err := d.countStats(ctx)
	if err != nil {
		return explain(d.path, err)
	}
	blob, err := stats.MarshalBinary()
	if err != nil {
		return err
	}
	err = d.write(ctx, func(t *tx) error {
		_, err := t.ExecContext(ctx, `INSERT INTO match_stats (id, stats, at) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET stats = excluded.stats, at = excluded.at`, blob, millis(t.now))
		return err
	})
	if err == nil {
		d.known.mu.Lock()
		d.known.stats = stats
		d.known.mu.Unlock()
	}
	return err
}

// recount tells the statistics, once the transaction is committed, that a
// claim's words changed.
func (t *tx) recount(before, after *claims.Claim) {
	was, is := document(before), document(after)
	gone := after.MergedInto != 0 && before.MergedInto == 0
	if was == is && !gone {
		return
	}
	known := before.Revision > 0
	t.after = append(t.after, func() {
		k := &t.d.known
		k.mu.Lock()
		defer k.mu.Unlock()
		if k.stats == nil {
			return
		}
		if known {
			k.stats.Remove(match.Prepare(was))
		}
		if !gone {
			k.stats.Add(match.Prepare(is))
		}
	})
}

// RepeatClaim says that a candidate is a known claim made again, by the rule of
// package claims. Both claims, both events and the decision with its score are
// one transaction.
func (d *DB) RepeatClaim(ctx context.Context, by claims.User, candidate, of claims.ID, revision int, confidence float64) (*claims.Claim, error) {
	var saved *claims.Claim
	err := d.write(ctx, func(t *tx) error {
		mineBefore, err := d.claim(ctx, t, candidate)
		if err != nil {
			return err
		}
		if err := mineBefore.Based(revision); err != nil {
			return err
		}
		theirsBefore, err := d.claim(ctx, t, of)
		if err != nil {
			return err
		}
		mine, theirs := mineBefore.Clone(), theirsBefore.Clone()
		mineEvent, theirsEvent, err := mine.Repeat(by, t.now, theirs, confidence)
		if err != nil {
			return err
		}
		// The known claim first: it takes the appearances before the candidate
		// lets them go.
		if saved, err = t.saveClaim(ctx, theirsBefore, theirs, theirsEvent); err != nil {
			return err
		}
		if _, err = t.saveClaim(ctx, mineBefore, mine, mineEvent); err != nil {
			return err
		}
		return t.decided(ctx, by, candidate, of, confidence, true)
	})
	return saved, err
}

// NotTheSame keeps a person's word that a likeness misleads; it is not offered
// again.
func (d *DB) NotTheSame(ctx context.Context, by claims.User, candidate, of claims.ID, confidence float64) error {
	if err := by.Need(claims.ActTriage); err != nil {
		return err
	}
	return d.write(ctx, func(t *tx) error {
		if err := t.decided(ctx, by, candidate, of, confidence, false); err != nil {
			return err
		}
		return t.record(ctx, claims.Event{Actor: by.Person(), Subject: claims.OnClaim, SubjectID: candidate, Action: "not the same", Note: "as " + of.String()})
	})
}

func (t *tx) decided(ctx context.Context, by claims.User, candidate, of claims.ID, confidence float64, same bool) error {
	_, err := t.ExecContext(ctx, `INSERT INTO match_decisions (claim_id, known_id, confidence, same, by_user, at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (claim_id, known_id) DO UPDATE SET confidence = excluded.confidence, same = excluded.same, by_user = excluded.by_user, at = excluded.at`,
		candidate, of, confidence, same, by.ID, millis(t.now))
	return err
}
