package db

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"touchstone/claims"
)

// selection is the WHERE of a list, built from fixed pieces: nothing that came
// from outside stands in it but as an argument.
type selection struct {
	conds []string
	args  []any
}

func (s *selection) and(cond string, args ...any) {
	s.conds = append(s.conds, cond)
	s.args = append(s.args, args...)
}

func (s *selection) where() string {
	if len(s.conds) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(s.conds, " AND ")
}

// selectClaims turns a filter into conditions on claims c. skip leaves one
// facet's own condition out, for its counts.
func (d *DB) selectClaims(f claims.Filter, skip string) *selection {
	s := &selection{}
	if f.Public {
		s.and("c.publication <> 'private'")
	} else {
		s.and("c.merged_into IS NULL")
	}
	if f.State != "" {
		s.and("c.state = ?", f.State)
	}
	if m := matchWords(claims.ParseQuery(f.Query)); m != "" {
		s.and("c.id IN (SELECT rowid FROM claim_words WHERE claim_words MATCH ?)", m)
	} else if f.Query != "" {
		s.and("0")
	}
	if len(f.Ratings) > 0 && skip != "rating" {
		marks := strings.TrimSuffix(strings.Repeat("?,", len(f.Ratings)), ",")
		s.and("c.publication <> 'withdrawn' AND c.rating_key IN ("+marks+")", anys(f.Ratings)...)
	}
	if f.Speaker != "" && skip != "speaker" {
		s.and("c.speaker_id = (SELECT id FROM speakers WHERE slug = ?)", f.Speaker)
	}
	if f.Topic != "" && skip != "topic" {
		s.and("c.id IN (SELECT x.claim_id FROM claim_topics x JOIN topics t ON t.id = x.topic_id WHERE t.slug = ?)", f.Topic)
	}
	if f.Outlet != "" && skip != "outlet" {
		s.and("c.id IN (SELECT p.claim_id FROM appearances p JOIN articles a ON a.id = p.article_id WHERE a.host = ?)", f.Outlet)
	}
	if f.From.Known() {
		s.and("c.claimed_day >= ?", f.From.Day)
	}
	if f.To.Known() {
		s.and("c.claimed_day <= ? AND c.claimed_day <> ''", lastDay(f.To))
	}
	switch {
	case f.Holder == "me":
		s.and("c.lease_user = ?", f.HolderID)
	case f.Holder == "nobody":
		s.and("(c.lease_user IS NULL OR c.lease_until < ?)", millis(d.Now()))
	}
	return s
}

func anys(list []string) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}

// lastDay is the last day that a date of less than a day's precision covers, as
// text that sorts after every day in it.
func lastDay(d claims.Date) string {
	switch d.Precision {
	case claims.MonthPrecision:
		return d.Day[:7] + "-31"
	case claims.YearPrecision:
		return d.Day[:4] + "-12-31"
	}
	return d.Day
}

const itemColumns = `c.id, c.revision, c.statement, c.verbatim, c.language, coalesce(s.name, ''), coalesce(s.slug, ''), c.speaker_role, c.claimed_day, c.claimed_precision,
	coalesce(a.outlet, ''), coalesce(c.article_id, 0), c.appearances, coalesce(c.scale_id, 0), c.rating_key, c.state, c.state_since, c.priority, c.publication,
	coalesce(c.lease_user, 0), coalesce(l.name, ''), c.lease_until,
	c.state = 'researching' AND coalesce((SELECT r.outcome = 'changes_requested' FROM reviews r WHERE r.claim_id = c.id ORDER BY r.id DESC LIMIT 1), 0),
	c.published_at, c.urgency, c.created_at
	FROM claims c LEFT JOIN speakers s ON s.id = c.speaker_id LEFT JOIN articles a ON a.id = c.article_id LEFT JOIN users l ON l.id = c.lease_user`

// Claims is one page of the list that the filter describes.
func (d *DB) Claims(ctx context.Context, f claims.Filter) (claims.Page, error) {
	if f.PageLimit <= 0 {
		f.PageLimit = claims.PageSize
	}
	var page claims.Page
	err := d.read(ctx, func(q *sql.Tx) (err error) {
		s := d.selectClaims(f, "")
		if err := q.QueryRowContext(ctx, `SELECT count(*) FROM claims c`+s.where(), s.args...).Scan(&page.Total); err != nil {
			return err
		}
		if m := matchWords(claims.ParseQuery(f.Query)); f.Sort == claims.BestMatch && m != "" {
			return d.ranked(ctx, q, f, s, m, &page)
		}
		return d.keyed(ctx, q, f, s, &page)
	})
	return page, err
}

// sortKey is the column a list is ordered by, always together with the id.
func sortKey(f claims.Filter) string {
	switch {
	case f.Sort == claims.Urgent:
		return "c.urgency"
	case f.Public:
		return "c.published_at"
	}
	return "c.created_at"
}

// keyed reads a page by the place of the row it begins after, so that page
// 1,000 costs what page 1 does.
func (d *DB) keyed(ctx context.Context, q querier, f claims.Filter, s *selection, page *claims.Page) error {
	key := sortKey(f)
	order, cursor, back := " DESC", f.After, false
	compare := "<"
	if f.Before != "" {
		order, cursor, back, compare = " ASC", f.Before, true, ">"
	}
	if cursor != "" {
		k, id, err := claims.ParseCursor(cursor)
		if err != nil {
			return err
		}
		s.and("("+key+", c.id) "+compare+" (?, ?)", k, id)
	}
	query := `SELECT ` + itemColumns + s.where() + ` ORDER BY ` + key + order + `, c.id` + order + ` LIMIT ?`
	items, err := d.items(ctx, q, key, query, append(s.args, f.PageLimit+1)...)
	if err != nil {
		return err
	}
	more := len(items) > f.PageLimit
	if more {
		items = items[:f.PageLimit]
	}
	if back {
		slices.Reverse(items)
	}
	page.Items = items
	if len(items) == 0 {
		return nil
	}
	if f.After != "" || back && more {
		page.Newer = items[0].Cursor
	}
	if back || more {
		page.Older = items[len(items)-1].Cursor
	}
	return nil
}

// maxRanked bounds the hits that are ranked: bm25 looks at every hit, and the
// commonest word of a large desk has a million.
const maxRanked = 5000

// ranked reads a page by how well it matches, of the newest maxRanked hits. Its
// cursors count rows.
func (d *DB) ranked(ctx context.Context, q querier, f claims.Filter, s *selection, match string, page *claims.Page) error {
	from, _, err := claims.ParseCursor(f.After)
	if err != nil {
		return err
	}
	if f.Before != "" {
		k, _, err := claims.ParseCursor(f.Before)
		if err != nil {
			return err
		}
		from = k - int64(f.PageLimit)
	}
	from = max(from, 0)
	query := `SELECT ` + itemColumns + ` JOIN (SELECT rowid, bm25(claim_words, 8.0, 4.0, 1.0) AS rank FROM claim_words WHERE claim_words MATCH ?
		AND rowid IN (SELECT rowid FROM claim_words WHERE claim_words MATCH ? ORDER BY rowid DESC LIMIT ?)) h ON h.rowid = c.id` +
		s.where() + ` ORDER BY h.rank, c.id DESC LIMIT ? OFFSET ?`
	args := append([]any{match, match, maxRanked}, s.args...)
	page.Items, err = d.items(ctx, q, "c.created_at", query, append(args, f.PageLimit, from)...)
	if err != nil || len(page.Items) == 0 {
		return err
	}
	first := page.Items[0].ID
	if from > 0 {
		page.Newer = claims.Cursor(from, first)
	}
	if next := from + int64(len(page.Items)); next < int64(min(page.Total, maxRanked)) {
		page.Older = claims.Cursor(next, first)
	}
	return nil
}

// items reads rows of itemColumns; key names the column the cursors carry.
func (d *DB) items(ctx context.Context, q querier, key, query string, args ...any) ([]claims.Item, error) {
	var list []claims.Item
	type verdict struct {
		scale claims.ID
		key   string
	}
	var verdicts []verdict
	err := each(ctx, q, func(rows *sql.Rows) error {
		var it claims.Item
		var v verdict
		var since, until, published, urgency, created int64
		var lease claims.Lease
		if err := rows.Scan(&it.ID, &it.Revision, &it.Statement, &it.Verbatim, &it.Language, &it.Speaker, &it.SpeakerSlug, &it.SpeakerRole, &it.ClaimedOn.Day, &it.ClaimedOn.Precision,
			&it.Outlet, &it.ArticleID, &it.Appearances, &v.scale, &v.key, &it.State, &since, &it.Priority, &it.Publication,
			&lease.By.ID, &lease.By.Name, &until, &it.ChangesDue, &published, &urgency, &created); err != nil {
			return err
		}
		it.StateSince = instant(since)
		if lease.By.ID != 0 {
			lease.Until = instant(until)
			it.Held = &lease
		}
		it.Cursor = claims.Cursor(map[string]int64{"c.published_at": published, "c.urgency": urgency, "c.created_at": created}[key], it.ID)
		list = append(list, it)
		verdicts = append(verdicts, v)
		return nil
	}, query, args...)
	if err != nil {
		return nil, err
	}
	for i, v := range verdicts {
		if v.key == "" || list[i].Publication == claims.Withdrawn {
			continue
		}
		full, err := d.verdict(ctx, q, v.scale, v.key)
		if err != nil {
			return nil, err
		}
		list[i].Rating = &full.Rating
	}
	return list, nil
}

// Facets are the counts beside the list, each over all filters but its own.
func (d *DB) Facets(ctx context.Context, f claims.Filter) (claims.Facets, error) {
	var out claims.Facets
	err := d.read(ctx, func(q *sql.Tx) (err error) {
		if out.Ratings, err = d.ratingCounts(ctx, q, f); err != nil {
			return err
		}
		s := d.selectClaims(f, "topic")
		if out.Topics, err = counts(ctx, q, `SELECT t.slug, t.name, count(*) FROM claims c JOIN claim_topics x ON x.claim_id = c.id JOIN topics t ON t.id = x.topic_id`+s.where()+
			` GROUP BY t.id ORDER BY count(*) DESC, t.name LIMIT 12`, s.args...); err != nil {
			return err
		}
		s = d.selectClaims(f, "speaker")
		if out.Speakers, err = counts(ctx, q, `SELECT s.slug, s.name, count(*) FROM claims c JOIN speakers s ON s.id = c.speaker_id`+s.where()+
			` GROUP BY s.id ORDER BY count(*) DESC, s.name LIMIT 12`, s.args...); err != nil {
			return err
		}
		s = d.selectClaims(f, "outlet")
		out.Outlets, err = counts(ctx, q, `SELECT a.host, a.outlet, count(DISTINCT c.id) FROM claims c JOIN appearances p ON p.claim_id = c.id JOIN articles a ON a.id = p.article_id`+s.where()+
			` GROUP BY a.host ORDER BY count(DISTINCT c.id) DESC, a.outlet LIMIT 12`, s.args...)
		return err
	})
	return out, err
}

// ratingCounts lists the present scale and what was rated on older ones, in the
// order of claims.OrderRatings.
func (d *DB) ratingCounts(ctx context.Context, q querier, f claims.Filter) ([]claims.Count, error) {
	s := d.selectClaims(f, "rating")
	s.and("c.rating_key <> '' AND c.publication <> 'withdrawn'")
	n := map[string]int{}
	seen := map[string]claims.Rating{}
	type pair struct {
		scale claims.ID
		key   string
		n     int
	}
	var pairs []pair
	err := each(ctx, q, func(rows *sql.Rows) error {
		var p pair
		err := rows.Scan(&p.scale, &p.key, &p.n)
		pairs = append(pairs, p)
		return err
	}, `SELECT c.scale_id, c.rating_key, count(*) FROM claims c`+s.where()+` GROUP BY c.scale_id, c.rating_key ORDER BY c.scale_id`, s.args...)
	if err != nil {
		return nil, err
	}
	var current claims.ID
	if err := q.QueryRowContext(ctx, currentScale).Scan(&current); err != nil {
		return nil, err
	}
	scale, err := d.scale(ctx, q, current)
	if err != nil {
		return nil, err
	}
	order := slices.Clone(scale.Ratings)
	for _, r := range order {
		seen[r.Key] = r
	}
	for _, p := range pairs {
		n[p.key] += p.n
		if _, ok := seen[p.key]; !ok {
			v, err := d.verdict(ctx, q, p.scale, p.key)
			if err != nil {
				return nil, err
			}
			seen[p.key] = v.Rating
			order = append(order, v.Rating)
		}
	}
	claims.OrderRatings(order)
	var list []claims.Count
	for _, r := range order {
		list = append(list, claims.Count{Key: r.Key, Label: r.Label, N: n[r.Key], Role: r.Role})
	}
	return list, nil
}

// StateCounts says how many claims are in each state.
func (d *DB) StateCounts(ctx context.Context) (map[claims.State]int, error) {
	n := map[claims.State]int{}
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var s claims.State
		var k int
		err := rows.Scan(&s, &k)
		n[s] = k
		return err
	}, `SELECT state, count(*) FROM claims WHERE merged_into IS NULL GROUP BY state`)
	return n, explain(d.path, err)
}
