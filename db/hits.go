package db

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"touchstone/claims"
)

// hit is a claim that has the words of a search, with what the counts beside
// the list count it under.
type hit struct {
	id      claims.ID
	rating  string // key and scale, joined by a space; "" where no verdict stands
	speaker string // identifier, or ""
	topics  string // identifiers, joined by spaces
	outlets string // hosts, joined by spaces
}

// hits are all that are looked at of a search, in the order of the list: its
// words, and what it says besides them, but not yet the filters that are
// counted beside the list. One pass over the index gives the list, its length
// and its counts.
func (d *DB) hits(ctx context.Context, q querier, f claims.Filter, h found) ([]hit, error) {
	f.Ratings, f.Speaker, f.Topic, f.Outlet = nil, "", "", ""
	more := &selection{few: true}
	more.worded(h.query)
	more.dated(f)
	d.held(more, f)
	from, s := h.alone, &selection{}
	if from == "" || len(more.conds) > 0 {
		from = h.from
		s.seen(f)
	}
	s.and(h.words+` MATCH ? AND `+h.words+`.rowid >= ?`, h.match, h.oldest)
	s.conds, s.args = append(s.conds, more.conds...), append(s.args, more.args...)
	order := ``
	if f.Sort == claims.BestMatch {
		rank, args, err := h.rank(ctx, q)
		if err != nil {
			return nil, err
		}
		order, s.args = rank+`, `, append(s.args, args...)
	}
	var list []hit
	err := each(ctx, q, func(rows *sql.Rows) error {
		var x hit
		var facets string
		err := rows.Scan(&x.id, &facets)
		x.rating, facets, _ = strings.Cut(facets, "|")
		x.speaker, facets, _ = strings.Cut(facets, "|")
		x.topics, x.outlets, _ = strings.Cut(facets, "|")
		list = append(list, x)
		return err
	}, `SELECT `+h.facets+` FROM `+from+s.where()+` ORDER BY `+order+h.words+`.rowid DESC`, s.args...)
	return list, err
}

// chosen are the filters that are counted beside the list, as hits have them.
type chosen struct {
	ratings                []string
	speaker, topic, outlet string // "" for all
}

// nobody stands for a speaker or a topic that there is not: no hit has it.
const nobody = "-"

func chosenBy(ctx context.Context, q querier, f claims.Filter) (w chosen, err error) {
	w.ratings, w.outlet = f.Ratings, f.Outlet
	for _, x := range []struct {
		table, slug string
		id          *string
	}{{"speakers", f.Speaker, &w.speaker}, {"topics", f.Topic, &w.topic}} {
		if x.slug == "" {
			continue
		}
		if err := q.QueryRowContext(ctx, `SELECT coalesce(max(id), ?) FROM `+x.table+` WHERE slug = ?`, nobody, x.slug).Scan(x.id); err != nil {
			return w, err
		}
	}
	return w, nil
}

// leave reports whether the filters leave a hit, one facet's own aside.
func (w chosen) leave(x hit, aside string) bool {
	if key, _, _ := strings.Cut(x.rating, " "); len(w.ratings) > 0 && aside != "rating" && !slices.Contains(w.ratings, key) {
		return false
	}
	return (w.speaker == "" || aside == "speaker" || x.speaker == w.speaker) &&
		(w.topic == "" || aside == "topic" || has(x.topics, w.topic)) &&
		(w.outlet == "" || aside == "outlet" || has(x.outlets, w.outlet))
}

// has reports whether a value is among those that are joined by spaces.
func has(joined, value string) bool {
	for v := range strings.FieldsSeq(joined) {
		if v == value {
			return true
		}
	}
	return false
}

// left are the claims that the filters leave.
func (w chosen) left(list []hit) (ids []claims.ID) {
	for _, x := range list {
		if w.leave(x, "") {
			ids = append(ids, x.id)
		}
	}
	return ids
}

// shownFacets is how many values of a facet a list shows.
const shownFacets = 12

// count counts the hits for the lines beside the list, each facet over all
// filters but its own.
func (d *DB) count(ctx context.Context, q querier, list []hit, w chosen) (out claims.Facets, err error) {
	ratings, topics, speakers, outlets := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, x := range list {
		if x.rating != "" && w.leave(x, "rating") {
			ratings[x.rating]++
		}
		if x.speaker != "" && w.leave(x, "speaker") {
			speakers[x.speaker]++
		}
		if w.leave(x, "topic") {
			for t := range strings.FieldsSeq(x.topics) {
				topics[t]++
			}
		}
		if w.leave(x, "outlet") {
			for o := range strings.FieldsSeq(x.outlets) {
				outlets[o]++
			}
		}
	}
	if out.Ratings, err = d.rated(ctx, q, ratings); err != nil {
		return out, err
	}
	for _, x := range []struct {
		list  *[]claims.Count
		n     map[string]int
		query string // the values that it is given, each with its key and its name
	}{
		{&out.Topics, topics, `SELECT j.value, t.slug, t.name FROM json_each(?) j CROSS JOIN topics t ON t.id = CAST(j.value AS INTEGER)`},
		{&out.Speakers, speakers, `SELECT j.value, s.slug, s.name FROM json_each(?) j CROSS JOIN speakers s ON s.id = CAST(j.value AS INTEGER)`},
		{&out.Outlets, outlets, `SELECT j.value, j.value, (SELECT a.outlet FROM articles a WHERE a.host = j.value LIMIT 1) FROM json_each(?) j`},
	} {
		if *x.list, err = most(ctx, q, x.n, x.query); err != nil {
			return out, err
		}
	}
	return out, nil
}

// maxNamed bounds how many values of the same count are named to find the
// first of them by name.
const maxNamed = 60

// most names the values that were counted most, equals by name.
func most(ctx context.Context, q querier, n map[string]int, query string) ([]claims.Count, error) {
	if len(n) == 0 {
		return nil, nil
	}
	values := slices.SortedFunc(maps.Keys(n), func(a, b string) int { return cmp.Or(n[b]-n[a], cmp.Compare(a, b)) })
	end := min(len(values), shownFacets)
	for end < min(len(values), maxNamed) && n[values[end]] == n[values[shownFacets-1]] {
		end++
	}
	asked, err := json.Marshal(values[:end])
	if err != nil {
		return nil, err
	}
	var list []claims.Count
	err = each(ctx, q, func(rows *sql.Rows) error {
		var c claims.Count
		var value string
		err := rows.Scan(&value, &c.Key, &c.Label)
		c.N = n[value]
		list = append(list, c)
		return err
	}, query, string(asked))
	slices.SortFunc(list, func(a, b claims.Count) int { return cmp.Or(b.N-a.N, cmp.Compare(a.Label, b.Label)) })
	return list[:min(len(list), shownFacets)], err
}

// rated lists counts by key and scale in the order of claims.OrderRatings.
func (d *DB) rated(ctx context.Context, q querier, n map[string]int) ([]claims.Count, error) {
	var pairs []ratingCount
	for value, n := range n {
		key, scale, _ := strings.Cut(value, " ")
		id, err := strconv.ParseInt(scale, 10, 64)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, ratingCount{claims.ID(id), key, n})
	}
	slices.SortFunc(pairs, func(a, b ratingCount) int { return cmp.Or(cmp.Compare(a.scale, b.scale), cmp.Compare(a.key, b.key)) })
	return d.orderRatings(ctx, q, pairs)
}
