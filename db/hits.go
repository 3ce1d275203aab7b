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

// hit is a claim that a search found, with what the counts beside the list
// count it under.
type hit struct {
	row     int64 // of the index: newer claims have higher ones
	id      claims.ID
	rating  string // key and scale, joined by a space; "" where no verdict stands
	speaker string // identifier, or ""
	topics  string // identifiers, joined by spaces
	outlets string // hosts, joined by spaces
}

// hits are the claims in which the words of a search stand, of the newest of
// them: the best first, or the newest. One pass over the index gives a list, its
// length and its counts. Conditions on claims c, where there are any, leave
// some. more says that older claims have the words too.
func (h found) hits(ctx context.Context, q querier, best bool, s selection) (list []hit, more bool, err error) {
	from, leave := h.alone, "1"
	if from == "" || len(s.conds) > 0 {
		from = h.claims
		leave = strings.Join(append([]string{h.seen}, s.conds...), " AND ")
	}
	oldest, n := int64(0), 0
	err = each(ctx, q, func(rows *sql.Rows) error {
		var x hit
		var facets string
		var left bool
		if err := rows.Scan(&x.row, &left, &x.id, &facets); err != nil {
			return err
		}
		if n++; n > maxHits {
			return nil
		}
		if oldest = x.row; !left {
			return nil
		}
		x.rating, facets, _ = strings.Cut(facets, "|")
		x.speaker, facets, _ = strings.Cut(facets, "|")
		x.topics, x.outlets, _ = strings.Cut(facets, "|")
		list = append(list, x)
		return nil
	}, `SELECT w.hit, `+leave+`, `+h.facets+` FROM (SELECT rowid AS hit FROM `+h.words+` WHERE `+h.words+` MATCH ? ORDER BY rowid DESC LIMIT ?) w
		CROSS JOIN `+from, append(slices.Clone(s.args), h.match, maxHits+1)...)
	more = n > maxHits
	if err != nil || !best || len(list) < 2 {
		return list, more, err
	}
	common := more
	if !more {
		if common, err = h.common(ctx, q); err != nil {
			return nil, false, err
		}
	}
	score := h.weigh
	if common {
		score = h.place
	}
	scores, err := score(ctx, q, oldest)
	if err != nil {
		return nil, false, err
	}
	slices.SortStableFunc(list, func(a, b hit) int { return cmp.Compare(scores[a.row], scores[b.row]) })
	return list, more, nil
}

// common reports whether the words, each for itself, stand in more claims than
// bm25 can count.
func (h found) common(ctx context.Context, q querier) (bool, error) {
	left := maxCounted
	for _, t := range h.query.Terms {
		if t.Not || len(h.query.Terms) == 1 {
			continue
		}
		var n int
		err := q.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM `+h.words+` WHERE `+h.words+` MATCH ? LIMIT ?)`, matchTerm(t), left).Scan(&n)
		if left -= n; err != nil || left <= 0 {
			return true, err
		}
	}
	return false, nil
}

// weigh scores all that has the words by bm25. Lower is better.
func (h found) weigh(ctx context.Context, q querier, oldest int64) (map[int64]float64, error) {
	scores := map[int64]float64{}
	return scores, each(ctx, q, func(rows *sql.Rows) error {
		var row int64
		var score float64
		err := rows.Scan(&row, &score)
		scores[row] = score
		return err
	}, `SELECT rowid, bm25(`+h.words+`, `+columnWeights+`) FROM `+h.words+` WHERE `+h.words+` MATCH ? AND rowid >= ?`, h.match, oldest)
}

// place scores hits by where the words stand, where bm25 would count more than
// the hits: as a phrase in the statement, all in the statement, in it and the
// speaker; elsewhere is 0.
func (h found) place(ctx context.Context, q querier, oldest int64) (map[int64]float64, error) {
	scores := map[int64]float64{}
	steps := placeSteps(h.query)
	for i, step := range steps {
		score := float64(i - len(steps))
		err := each(ctx, q, func(rows *sql.Rows) error {
			var row int64
			err := rows.Scan(&row)
			scores[row] = min(scores[row], score)
			return err
		}, `SELECT rowid FROM `+h.words+` WHERE `+h.words+` MATCH ? AND rowid >= ?`, step, oldest)
		if err != nil {
			return nil, err
		}
	}
	return scores, nil
}

// placeSteps are FTS5 expressions for where the words stand, best first.
func placeSteps(query claims.Query) []string {
	var yes, phrase []string
	for _, t := range query.Terms {
		if t.Not || t.Who {
			continue
		}
		yes = append(yes, matchTerm(t))
		phrase = append(phrase, t.Words...)
	}
	if len(yes) == 0 {
		return nil
	}
	all := `(` + strings.Join(yes, ` AND `) + `)`
	steps := []string{`statement : ` + all, `{statement speaker} : ` + all}
	if len(yes) > 1 {
		steps = append([]string{`statement : "` + strings.Join(phrase, " ") + `"`}, steps...)
	}
	return steps
}

// columnWeights say how much a word counts in each column, for bm25.
const columnWeights = `8.0, 4.0, 1.0`

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

// speakersNamed is a query for most.
const speakersNamed = `SELECT j.value, s.slug, s.name FROM json_each(?) j CROSS JOIN speakers s ON s.id = CAST(j.value AS INTEGER)`

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
		{&out.Speakers, speakers, speakersNamed},
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
const maxNamed = 30

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
