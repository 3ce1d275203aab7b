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
	few   bool      // other conditions leave few claims to ask about
	keys  [2]string // columns of the list's order; empty for the claim's own
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

// selectClaims turns a filter into conditions on claims c, those of its search
// among them.
func (d *DB) selectClaims(f claims.Filter) *selection {
	s := &selection{}
	s.asked(f)
	d.narrow(s, f)
	return s
}

// narrow adds a filter without its search to the conditions on claims c.
func (d *DB) narrow(s *selection, f claims.Filter) {
	s.seen(f)
	if len(f.Ratings) > 0 {
		s.and("c.publication <> 'withdrawn' AND c.rating_key IN ("+strings.TrimSuffix(strings.Repeat("?,", len(f.Ratings)), ",")+")", anys(f.Ratings)...)
	}
	if f.Speaker != "" {
		s.and("c.speaker_id = (SELECT id FROM speakers WHERE slug = ?)", f.Speaker)
	}
	if f.Topic != "" {
		s.and(s.hasTopic("t.slug = ?"), f.Topic)
	}
	if f.Outlet != "" {
		s.and(s.appearedAt("a.host = ?"), f.Outlet)
	}
	s.dated(f)
	d.held(s, f)
}

// seen leaves what whoever asks may see.
func (s *selection) seen(f claims.Filter) {
	if f.Public {
		s.and("c.publication <> 'private'")
	} else {
		s.and("c.merged_into IS NULL")
	}
}

// held adds the filters that are the desk's alone.
func (d *DB) held(s *selection, f claims.Filter) {
	if f.State != "" {
		s.and("c.state = ?", f.State)
	}
	switch {
	case f.Holder == "me":
		s.and("c.lease_user = ?", f.HolderID)
	case f.Holder == "nobody":
		s.and("(c.lease_user IS NULL OR c.lease_until < ?)", millis(d.Now()))
	}
	switch f.Due {
	case claims.DueReview:
		s.and(`c.state = 'in_review' AND EXISTS (SELECT 1 FROM reviews r WHERE r.claim_id = c.id AND r.outcome = 'pending' AND r.by_user <> ?)
			AND NOT EXISTS (SELECT 1 FROM claim_drafters x WHERE x.claim_id = c.id AND x.user_id = ?)`, f.HolderID, f.HolderID)
	case claims.DueOut:
		s.and("c.state = 'approved' AND c.publication = 'private'")
	case claims.DueAgain:
		s.and("c.review_by_day <> '' AND c.review_by_day < ? AND c.state <> 'rejected' AND c.publication <> 'withdrawn'", claims.DateOf(d.Now()).Day)
	}
}

// dated adds the days of a filter.
func (s *selection) dated(f claims.Filter) {
	if f.From.Known() {
		s.and("c.claimed_day >= ?", f.From.Day)
	}
	if f.To.Known() {
		s.and("c.claimed_day <= ? AND c.claimed_day <> ''", lastDay(f.To))
	}
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

// asked marks what is read for a filter with words as a search.
func asked(ctx context.Context, f claims.Filter) context.Context {
	if _, ok := find(f); ok {
		return wordy(ctx)
	}
	return ctx
}

// Claims is one page of the list that the filter describes.
func (d *DB) Claims(ctx context.Context, f claims.Filter) (page claims.Page, err error) {
	err = d.glance(asked(ctx, f), func(q querier) (err error) {
		page, _, err = d.list(ctx, q, f, false)
		return err
	})
	return page, err
}

// Listed is one page of the list that the filter describes, with the counts
// beside it: each over all filters but its own.
func (d *DB) Listed(ctx context.Context, f claims.Filter) (page claims.Page, facets claims.Facets, err error) {
	err = d.glance(asked(ctx, f), func(q querier) (err error) {
		page, facets, err = d.list(ctx, q, f, true)
		return err
	})
	return page, facets, err
}

// list reads a page, and the counts where they are asked for or come with it.
func (d *DB) list(ctx context.Context, q querier, f claims.Filter, counted bool) (page claims.Page, facets claims.Facets, err error) {
	if f.PageLimit <= 0 {
		f.PageLimit = claims.PageSize
	}
	if h, ok := find(f); ok {
		return d.search(ctx, q, f, h)
	}
	if counted {
		if facets, err = d.facets(ctx, q, f); err != nil {
			return page, facets, err
		}
	}
	r, err := d.way(ctx, q, f)
	if err != nil {
		return page, facets, err
	}
	s := d.rest(r, f)
	if err := r.count(ctx, q, s, &page); err != nil || page.Total == 0 {
		return page, facets, err
	}
	return page, facets, keyed(f, s, &page, func(tail string, args []any) ([]claims.Item, error) {
		ids, err := idsOf(ctx, q, `SELECT c.id FROM `+r.from+tail, args...)
		if err != nil {
			return nil, err
		}
		return d.itemsOf(ctx, q, ids, sortKey(f))
	})
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
// 1,000 costs what page 1 does. read gets the tail of the query.
func keyed(f claims.Filter, s *selection, page *claims.Page, read func(tail string, args []any) ([]claims.Item, error)) error {
	key, id := sortKey(f), "c.id"
	if s.keys[0] != "" {
		key, id = s.keys[0], s.keys[1]
	}
	order, cursor, back := " DESC", f.After, false
	compare := "<"
	if f.Before != "" {
		order, cursor, back, compare = " ASC", f.Before, true, ">"
	}
	if cursor != "" {
		k, last, err := claims.ParseCursor(cursor)
		if err != nil {
			return err
		}
		s.and("("+key+", "+id+") "+compare+" (?, ?)", k, last)
	}
	items, err := read(s.where()+` ORDER BY `+key+order+`, `+id+order+` LIMIT ?`, append(s.args, f.PageLimit+1))
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

// Facets are the counts beside the list that the filter describes.
func (d *DB) Facets(ctx context.Context, f claims.Filter) (facets claims.Facets, err error) {
	err = d.glance(asked(ctx, f), func(q querier) (err error) {
		if h, ok := find(f); ok {
			_, _, facets, err = d.sift(ctx, q, f, h)
			return err
		}
		facets, err = d.facets(ctx, q, f)
		return err
	})
	return facets, err
}

// facets are the counts beside a list that no words are asked for.
func (d *DB) facets(ctx context.Context, q querier, f claims.Filter) (out claims.Facets, err error) {
	if !f.Narrowed() && f.Public && f.State == "" {
		return d.openFacets(ctx, q)
	}
	const from, join = "claims c", " CROSS JOIN "
	s, err := d.newest(ctx, q, f, "rating")
	if err != nil {
		return out, err
	}
	if out.Ratings, err = d.ratingCounts(ctx, q, from, s); err != nil {
		return out, err
	}
	if s, err = d.newest(ctx, q, f, "topic"); err != nil {
		return out, err
	}
	if out.Topics, err = counts(ctx, q, `SELECT t.slug, t.name, count(*) FROM `+from+join+`claim_topics x ON x.claim_id = c.id JOIN topics t ON t.id = x.topic_id`+s.where()+
		` GROUP BY t.id ORDER BY count(*) DESC, t.name LIMIT 12`, s.args...); err != nil {
		return out, err
	}
	if s, err = d.newest(ctx, q, f, "speaker"); err != nil {
		return out, err
	}
	if out.Speakers, err = counts(ctx, q, `SELECT s.slug, s.name, count(*) FROM `+from+join+`speakers s ON s.id = c.speaker_id`+s.where()+
		` GROUP BY s.id ORDER BY count(*) DESC, s.name LIMIT 12`, s.args...); err != nil {
		return out, err
	}
	if s, err = d.newest(ctx, q, f, "outlet"); err != nil {
		return out, err
	}
	out.Outlets, err = counts(ctx, q, `SELECT a.host, a.outlet, count(DISTINCT c.id) FROM `+from+join+`appearances p ON p.claim_id = c.id JOIN articles a ON a.id = p.article_id`+s.where()+
		` GROUP BY a.host ORDER BY count(DISTINCT c.id) DESC, a.outlet LIMIT 12`, s.args...)
	return out, err
}

// ratingCounts lists the present scale and what was rated on older ones, in the
// order of claims.OrderRatings.
func (d *DB) ratingCounts(ctx context.Context, q querier, from string, s *selection) ([]claims.Count, error) {
	s.and("c.rating_key <> '' AND c.publication <> 'withdrawn'")
	var pairs []ratingCount
	err := each(ctx, q, func(rows *sql.Rows) error {
		var p ratingCount
		err := rows.Scan(&p.scale, &p.key, &p.n)
		pairs = append(pairs, p)
		return err
	}, `SELECT c.scale_id, c.rating_key, count(*) FROM `+from+s.where()+` GROUP BY c.scale_id, c.rating_key ORDER BY c.scale_id`, s.args...)
	if err != nil {
		return nil, err
	}
	return d.orderRatings(ctx, q, pairs)
}

// ratingCount is how many claims have a rating of a scale.
type ratingCount struct {
	scale claims.ID
	key   string
	n     int
}

func (d *DB) orderRatings(ctx context.Context, q querier, pairs []ratingCount) ([]claims.Count, error) {
	n := map[string]int{}
	seen := map[string]claims.Rating{}
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

// newest is the newest claims that a filter leaves, one facet's own condition
// left out, up to maxFacets.
func (d *DB) newest(ctx context.Context, q querier, f claims.Filter, skip string) (*selection, error) {
	switch skip {
	case "rating":
		f.Ratings = nil
	case "speaker":
		f.Speaker = ""
	case "topic":
		f.Topic = ""
	case "outlet":
		f.Outlet = ""
	}
	s := &selection{}
	r, err := d.way(ctx, q, f)
	if err != nil || r.nothing {
		s.and("0")
		return s, err
	}
	in := d.rest(r, f)
	s.and(`c.id IN (SELECT c.id FROM `+r.from+in.where()+` ORDER BY `+r.keys[0]+` DESC, `+r.keys[1]+` DESC LIMIT ?)`, append(in.args, maxFacets)...)
	return s, nil
}

// StateCounts says how many claims are in each state.
func (d *DB) StateCounts(ctx context.Context) (map[claims.State]int, error) {
	n := map[claims.State]int{}
	err := d.read(ctx, func(q *sql.Tx) error {
		list, err := keptCounts(ctx, q, "state")
		for s, k := range list {
			n[claims.State(s)] = k
		}
		return err
	})
	return n, err
}
