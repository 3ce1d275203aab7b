package db

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"touchstone/claims"
)

// Bounds of a search; tests set their own.
var (
	// Of the claims with its words the newest are looked through: the commonest
	// word of a large desk stands in a million.
	maxHits = 1000
	// Words that stand in more claims together are not ranked by bm25, which
	// counts every hit of every word, also of claims that it does not rank.
	maxCounted = 20_000
)

// index is a full-text index with the way from its rows to claims c. Its rows
// are numbered in the order in which lists show the claims.
type index struct {
	words, from              string
	alone                    string // as from, without claims; "" where what may be seen stands there
	facets                   string // what hits are read from
	vocabulary, places, claim string
}

var (
	deskIndex = index{
		words: "claim_words", from: "claim_words CROSS JOIN claims c ON c.id = claim_words.rowid",
		facets: "c.id, (SELECT v.facets FROM claim_facets v WHERE v.claim_id = c.id)",
		vocabulary: "claim_vocabulary", places: "claim_places", claim: "SELECT ?",
	}
	publicIndex = index{
		words: "check_words", from: "check_words CROSS JOIN checks k ON k.seq = check_words.rowid CROSS JOIN claims c ON c.id = k.claim_id",
		alone: "check_words CROSS JOIN checks k ON k.seq = check_words.rowid", facets: "k.claim_id, k.facets",
		vocabulary: "check_vocabulary", places: "check_places", claim: "SELECT claim_id FROM checks WHERE seq = ?",
	}
)

func indexOf(public bool) index {
	if public {
		return publicIndex
	}
	return deskIndex
}

// found are the claims in which the words of a search stand, the newest of them.
type found struct {
	index
	query  claims.Query
	match  string // FTS5 expression
	oldest int64  // row of the oldest hit that is looked at
	more   bool   // older claims have the words too
}

// find looks a search's words up. ok is false where there are none to look up.
func find(ctx context.Context, q querier, f claims.Filter) (h found, ok bool, err error) {
	h.query, _ = claims.ParseQuery(f.Query) // a mistake was named when the filter was read
	if h.match = matchWords(h.query); h.match == "" {
		return h, false, nil
	}
	h.index = indexOf(f.Public)
	return h, true, h.bound(ctx, q)
}

// bound finds the oldest of the hits that are looked at.
func (h *found) bound(ctx context.Context, q querier) error {
	var n int
	err := q.QueryRowContext(ctx, `SELECT count(*), coalesce(min(rowid), 0) FROM (SELECT rowid FROM `+h.words+` WHERE `+h.words+` MATCH ? ORDER BY rowid DESC LIMIT ?)`,
		h.match, maxHits).Scan(&n, &h.oldest)
	if err != nil || n < maxHits {
		return err
	}
	return q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+h.words+` WHERE `+h.words+` MATCH ? AND rowid < ?)`, h.match, h.oldest).Scan(&h.more)
}

// sift gives the claims that have the words and that the filters leave, in the
// order of the list, and counts the hits for the lines beside it.
func (d *DB) sift(ctx context.Context, q querier, f claims.Filter, h found) (ids []claims.ID, facets claims.Facets, err error) {
	hits, err := d.hits(ctx, q, f, h)
	if err != nil {
		return nil, facets, err
	}
	w, err := chosenBy(ctx, q, f)
	if err != nil {
		return nil, facets, err
	}
	facets, err = d.count(ctx, q, hits, w)
	return w.left(hits), facets, err
}

// search reads a page of the claims that have the words, newest first or by how
// well they match, and the counts beside it.
func (d *DB) search(ctx context.Context, q querier, f claims.Filter, h found) (page claims.Page, facets claims.Facets, err error) {
	ids, facets, err := d.sift(ctx, q, f, h)
	if err != nil {
		return page, facets, err
	}
	if page.Total = len(ids); page.Total == 0 {
		return page, facets, nil
	}
	if h.more {
		page.Newest = maxHits
	}
	if f.Sort == claims.BestMatch {
		err = d.ranked(ctx, q, f, ids, &page)
	} else {
		s := &selection{args: []any{listed(ids)}}
		err = keyed(f, s, &page, func(tail string, args []any) ([]claims.Item, error) {
			ids, err := idsOf(ctx, q, `SELECT c.id FROM json_each(?) j CROSS JOIN claims c ON c.id = j.value`+tail, args...)
			if err != nil {
				return nil, err
			}
			return d.itemsOf(ctx, q, ids, sortKey(f))
		})
	}
	if err != nil {
		return page, facets, err
	}
	return page, facets, excerpts(ctx, q, h.query.Terms, page.Items)
}

// ranked reads a page of what was ranked. Its cursors count rows.
func (d *DB) ranked(ctx context.Context, q querier, f claims.Filter, ids []claims.ID, page *claims.Page) error {
	from, err := offset(f)
	if err != nil || from >= int64(len(ids)) {
		return err
	}
	next := min(from+int64(f.PageLimit), int64(len(ids)))
	shown := ids[from:next]
	if page.Items, err = d.itemsOf(ctx, q, shown, ""); err != nil {
		return err
	}
	if from > 0 {
		page.Newer = claims.Cursor(from, shown[0])
	}
	if next < int64(len(ids)) {
		page.Older = claims.Cursor(next, shown[0])
	}
	return nil
}

// offset is how many rows of a ranked list come before the page.
func offset(f claims.Filter) (int64, error) {
	if f.Before != "" {
		n, _, err := claims.ParseCursor(f.Before)
		return max(n-int64(f.PageLimit), 0), err
	}
	n, _, err := claims.ParseCursor(f.After)
	return max(n, 0), err
}

// columnWeights say how much a word counts in each column, for bm25.
const columnWeights = `8.0, 4.0, 1.0`

// rank is the order of the best matches: bm25, or for words that stand almost
// everywhere, which bm25 could only count, where they stand: as a phrase in the
// statement, all in the statement, in it and the speaker, elsewhere.
func (h found) rank(ctx context.Context, q querier) (order string, args []any, err error) {
	counted := 0
	for _, t := range h.query.Terms {
		if t.Not {
			continue
		}
		var n int
		err := q.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM `+h.words+` WHERE `+h.words+` MATCH ? LIMIT ?)`, matchTerm(t), maxCounted).Scan(&n)
		if err != nil {
			return "", nil, err
		}
		counted += n
	}
	if counted < maxCounted {
		return `bm25(` + h.words + `, ` + columnWeights + `)`, nil, nil
	}
	steps := placeSteps(h.query)
	if len(steps) == 0 {
		return `NULL`, nil, nil
	}
	order = `CASE`
	for i, step := range steps {
		order += ` WHEN ` + h.words + `.rowid IN (SELECT rowid FROM ` + h.words + ` WHERE ` + h.words + ` MATCH ? AND rowid >= ?) THEN ` + string(rune('0'+i))
		args = append(args, step, h.oldest)
	}
	return order + ` ELSE 9 END`, args, nil
}

// placeSteps are FTS5 expressions for where the words stand, best first.
func placeSteps(query claims.Query) []string {
	var yes []string
	var phrase []string
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

// itemsOf reads claims in the order in which their identifiers are given; key
// names the column that the cursors carry.
func (d *DB) itemsOf(ctx context.Context, q querier, ids []claims.ID, key string) ([]claims.Item, error) {
	list, err := d.items(ctx, q, key, `SELECT `+itemColumns+` WHERE c.id IN (SELECT value FROM json_each(?))`, listed(ids))
	slices.SortFunc(list, func(a, b claims.Item) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return list, err
}

// listed writes identifiers as the argument of json_each.
func listed(ids []claims.ID) string {
	b := []byte{'['}
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(id), 10)
	}
	return string(append(b, ']'))
}

// matchWords writes a parsed search as an FTS5 expression. Every word stands
// in quotes, so that none of it is read as syntax. Empty where there is no word
// that has to be found.
func matchWords(query claims.Query) string {
	var yes, who, no []string
	for _, t := range query.Terms {
		switch s := matchTerm(t); {
		case t.Not:
			no = append(no, s)
		case t.Who:
			who = append(who, s)
		default:
			yes = append(yes, s)
		}
	}
	if len(who) > 0 { // of several speakers, one
		yes = append(yes, "("+strings.Join(who, " OR ")+")")
	}
	if len(yes) == 0 {
		return ""
	}
	e := "(" + strings.Join(yes, " AND ") + ")"
	for _, s := range no {
		e += " NOT " + s
	}
	return e
}

func matchTerm(t claims.Term) string {
	s := `"` + strings.Join(t.Words, " ") + `"`
	if t.Prefix {
		s += "*"
	}
	if t.Who {
		s = "speaker : " + s
	}
	return s
}

// index writes the words by which a claim is found, at the desk and, if it is
// published, by readers.
func (t *tx) index(ctx context.Context, before, after *claims.Claim) error {
	if err := t.reword(ctx, deskIndex.words, int64(after.ID), deskWords(before), deskWords(after)); err != nil {
		return err
	}
	was, is := publicWords(before), publicWords(after)
	if was == is && is == (indexed{}) {
		return nil
	}
	if _, err := t.ExecContext(ctx, `INSERT INTO checks (claim_id, facets) SELECT claim_id, facets FROM claim_facets WHERE claim_id = ?
		ON CONFLICT DO UPDATE SET facets = excluded.facets WHERE facets <> excluded.facets`, after.ID); err != nil {
		return err
	}
	if was == is {
		return nil
	}
	var seq int64
	if err := t.QueryRowContext(ctx, `SELECT seq FROM checks WHERE claim_id = ?`, after.ID).Scan(&seq); err != nil {
		return err
	}
	return t.reword(ctx, publicIndex.words, seq, was, is)
}

// indexed are a claim's texts in the columns of an index; all empty where it
// does not stand in it.
type indexed [3]string

func (t *tx) reword(ctx context.Context, words string, row int64, was, is indexed) error {
	if was == is {
		return nil
	}
	if was != (indexed{}) {
		if _, err := t.ExecContext(ctx, `DELETE FROM `+words+` WHERE rowid = ?`, row); err != nil {
			return err
		}
	}
	if is == (indexed{}) {
		return nil
	}
	_, err := t.ExecContext(ctx, `INSERT INTO `+words+` (rowid, statement, speaker, body) VALUES (?, ?, ?, ?)`, row, is[0], is[1], is[2])
	return err
}

// deskWords are what colleagues find a claim by; nothing of one that stands in
// another now.
func deskWords(c *claims.Claim) (w indexed) {
	if c.MergedInto != 0 || c.Revision == 0 {
		return w
	}
	return words(c)
}

// publicWords are what readers find a check by: nothing before it is published,
// and of a withdrawn one no more than its page still says.
func publicWords(c *claims.Claim) (w indexed) {
	if c.MergedInto != 0 || !c.Publication.Public() {
		return w
	}
	if c.Publication == claims.Withdrawn {
		left := *c
		left.Summary, left.Explanation, left.Evidence = "", "", nil
		c = &left
	}
	return words(c)
}

func words(c *claims.Claim) (w indexed) {
	w[0] = c.Statement + "\n" + c.ShortForm
	if c.Speaker != nil {
		w[1] = strings.Join(append([]string{c.Speaker.Name, c.SpeakerRole}, c.Speaker.Aliases...), "\n")
	}
	body := []string{c.Summary, c.Explanation, c.Place}
	body = append(body, c.Topics...)
	for _, a := range c.Appearances {
		body = append(body, a.Quote)
	}
	for _, e := range c.Evidence {
		body = append(body, e.Source.Title, e.Source.Publisher, e.Passage)
	}
	w[2] = strings.Join(body, "\n")
	return w
}
