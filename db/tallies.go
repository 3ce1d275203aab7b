package db

import (
	"context"
	"database/sql"
	"strings"

	"touchstone/claims"
)

// Bounds of what is counted where no kept count says it.
const (
	maxCount  = 1000 // a list says how many it has up to here
	maxFacets = 1000 // the counts beside a narrowed list are of its newest claims
	fewDays   = 5000 // a list of fewer days is sorted, one of more is read in its order
)

// keptCount is a kept count.
func keptCount(ctx context.Context, q querier, facet, value string) (n int, err error) {
	err = q.QueryRowContext(ctx, `SELECT coalesce(max(n), 0) FROM tallies WHERE facet = ? AND value = ?`, facet, value).Scan(&n)
	return n, err
}

// keptCounts are the kept counts of a facet by value, those above 0.
func keptCounts(ctx context.Context, q querier, facet string) (map[string]int, error) {
	list := map[string]int{}
	err := each(ctx, q, func(rows *sql.Rows) error {
		var value string
		var n int
		err := rows.Scan(&value, &n)
		list[value] = n
		return err
	}, `SELECT value, n FROM tallies WHERE facet = ? AND n > 0`, facet)
	return list, err
}

// road is the way by which a list is read: an index in the list's own order
// that leaves few claims to pass over.
type road struct {
	from    string    // of a query over claims c
	keys    [2]string // columns of the list's order
	conds   []string
	args    []any
	most    int  // claims on it; -1 where it is not known
	exact   bool // all of them are in the list
	nothing bool // there are none
}

// way finds the shortest road to the claims of a filter without words.
func (d *DB) way(ctx context.Context, q querier, f claims.Filter) (road, error) {
	if !f.Public {
		return d.deskWay(ctx, q, f)
	}
	r := road{from: "claims c", keys: [2]string{"c.published_at", "c.id"}}
	var err error
	if r.most, err = keptCount(ctx, q, "all", ""); err != nil {
		return r, err
	}
	filters := 0
	consider := func(facet, value string, n int, from, cond string, keys [2]string) {
		filters++
		if n == 0 {
			r.nothing = true
		}
		if n <= r.most {
			r.from, r.keys, r.most = from, keys, n
			r.conds, r.args = []string{cond}, []any{value}
			if facet != "" {
				r.conds, r.args = []string{"k.facet = ?", "k.value = ?"}, []any{facet, value}
			}
		}
	}
	const byList = "listed k CROSS JOIN claims c ON c.id = k.claim_id"
	listKeys := [2]string{"k.published_at", "k.claim_id"}
	for _, x := range []struct{ facet, value string }{{"topic", f.Topic}, {"outlet", f.Outlet}} {
		if x.value == "" {
			continue
		}
		n, err := keptCount(ctx, q, x.facet, x.value)
		if err != nil {
			return r, err
		}
		consider(x.facet, x.value, n, byList, "", listKeys)
	}
	if f.Speaker != "" {
		n, err := d.bySpeaker(ctx, q, f.Speaker)
		if err != nil {
			return r, err
		}
		consider("", f.Speaker, n, "claims c INDEXED BY claims_public_speaker", "c.speaker_id = (SELECT id FROM speakers WHERE slug = ?)", [2]string{"c.published_at", "c.id"})
	}
	if len(f.Ratings) > 0 {
		n, err := byRating(ctx, q, f.Ratings)
		if err != nil {
			return r, err
		}
		if len(f.Ratings) == 1 {
			consider("", f.Ratings[0], n, "claims c INDEXED BY claims_public_rating", "c.rating_key = ?", [2]string{"c.published_at", "c.id"})
		} else if filters++; filters == 1 {
			r.most, r.nothing = n, n == 0
		}
	}
	r.exact = filters <= 1 && f.Query == "" && !f.From.Known() && !f.To.Known()
	if f.From.Known() || f.To.Known() {
		return r, r.days(ctx, q, f)
	}
	return r, nil
}

// days takes the road of the days where it is shorter.
func (r *road) days(ctx context.Context, q querier, f claims.Filter) error {
	s := &selection{}
	s.and("c.publication <> 'private'")
	s.dated(f)
	var n int
	err := q.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM claims c INDEXED BY claims_public_day`+s.where()+` LIMIT ?)`, append(s.args, fewDays+1)...).Scan(&n)
	if err != nil {
		return err
	}
	r.nothing = r.nothing || n == 0
	if n <= fewDays && n < r.most {
		*r = road{from: "claims c INDEXED BY claims_public_day", keys: [2]string{"c.published_at", "c.id"}, most: n, nothing: r.nothing}
	}
	return nil
}

func (d *DB) bySpeaker(ctx context.Context, q querier, slug string) (n int, err error) {
	err = q.QueryRowContext(ctx, `SELECT coalesce(max(k.n), 0) FROM speakers s JOIN tallies k ON k.facet = 'speaker' AND k.value = CAST(s.id AS TEXT) WHERE s.slug = ?`, slug).Scan(&n)
	return n, err
}

// byRating adds up the checks with one of the ratings, on whatever scale.
func byRating(ctx context.Context, q querier, keys []string) (n int, err error) {
	all, err := keptCounts(ctx, q, "rating")
	for value, k := range all {
		key, _, _ := strings.Cut(value, " ")
		for _, want := range keys {
			if key == want {
				n += k
			}
		}
	}
	return n, err
}

// deskWay is the road to the desk's own lists, whose order an index has.
func (d *DB) deskWay(ctx context.Context, q querier, f claims.Filter) (road, error) {
	r := road{from: "claims c", keys: [2]string{sortKey(f), "c.id"}, most: -1}
	states, err := keptCounts(ctx, q, "state")
	if err != nil {
		return r, err
	}
	n := states[string(f.State)]
	if f.State == "" {
		for _, k := range states {
			n += k
		}
	}
	plain := f
	plain.State, plain.Sort = "", claims.Newest
	r.most, r.exact, r.nothing = n, len(plain.Values()) == 0, n == 0
	switch f.Due {
	case claims.DueAgain:
		r.from = "claims c INDEXED BY claims_review_by"
	case claims.DueOut:
		r.from = "claims c INDEXED BY claims_unpublished"
	}
	return r, nil
}

// rest is what the road does not say of a filter.
func (d *DB) rest(r road, f claims.Filter) *selection {
	s := &selection{conds: append([]string(nil), r.conds...), args: append([]any(nil), r.args...), few: true, keys: r.keys}
	if strings.HasPrefix(r.from, "listed") {
		switch r.args[0] {
		case "topic":
			f.Topic = ""
		case "outlet":
			f.Outlet = ""
		}
	}
	s.asked(f)
	d.narrow(s, f)
	return s
}

// count says how many claims a list has, from the kept counts or up to a bound.
func (r road) count(ctx context.Context, q querier, s *selection, page *claims.Page) error {
	if r.exact || r.nothing {
		page.Total = r.most
		if r.nothing {
			page.Total = 0
		}
		return nil
	}
	err := q.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM `+r.from+s.where()+` LIMIT ?)`, append(append([]any(nil), s.args...), maxCount+1)...).Scan(&page.Total)
	if page.Total > maxCount {
		page.Total, page.More = maxCount, true
	}
	return err
}

// openFacets are the counts beside the list of everything public, as kept.
func (d *DB) openFacets(ctx context.Context, q querier) (out claims.Facets, err error) {
	n, err := keptCounts(ctx, q, "rating")
	if err != nil {
		return out, err
	}
	if out.Ratings, err = d.rated(ctx, q, n); err != nil {
		return out, err
	}
	if out.Topics, err = counts(ctx, q, `SELECT t.slug, t.name, k.n FROM tallies k JOIN topics t ON t.slug = k.value WHERE k.facet = 'topic' AND k.n > 0 ORDER BY k.n DESC, t.name LIMIT 12`); err != nil {
		return out, err
	}
	if out.Speakers, err = counts(ctx, q, `SELECT s.slug, s.name, k.n FROM (SELECT value, n FROM tallies WHERE facet = 'speaker' AND n > 0 ORDER BY n DESC LIMIT 24) k
		JOIN speakers s ON s.id = CAST(k.value AS INTEGER) ORDER BY k.n DESC, s.name LIMIT 12`); err != nil {
		return out, err
	}
	out.Outlets, err = counts(ctx, q, `SELECT k.value, (SELECT a.outlet FROM articles a WHERE a.host = k.value LIMIT 1), k.n
		FROM (SELECT value, n FROM tallies WHERE facet = 'outlet' AND n > 0 ORDER BY n DESC LIMIT 24) k ORDER BY k.n DESC, 2 LIMIT 12`)
	return out, err
}
