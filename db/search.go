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
	maxHits = 500
	// Words that together stand in more claims are not ranked by bm25, which
	// counts every hit of every word, also of claims that it does not rank.
	maxCounted = 5_000
)

// index is a full-text index with the way from its rows to claims. Its rows are
// numbered in the order in which lists show the claims.
type index struct {
	words              string
	alone              string // where the facets of a row w.hit stand; "" where only with the claim
	claims             string // the same, with claims c
	facets, seen       string // of a row: the claim and what it is counted under; the condition that it may be shown
	vocabulary, places string
	claim              string // of a row
}

var (
	deskIndex = index{
		words: "claim_words", claims: "claims c ON c.id = w.hit",
		facets: "c.id, (SELECT v.facets FROM claim_facets v WHERE v.claim_id = c.id)", seen: "c.merged_into IS NULL",
		vocabulary: "claim_vocabulary", places: "claim_places", claim: "SELECT ?",
	}
	publicIndex = index{
		words: "check_words", alone: "checks k ON k.seq = w.hit", claims: "checks k ON k.seq = w.hit CROSS JOIN claims c ON c.id = k.claim_id",
		facets: "k.claim_id, k.facets", seen: "c.publication <> 'private'",
		vocabulary: "check_vocabulary", places: "check_places", claim: "SELECT claim_id FROM checks WHERE seq = ?",
	}
)

func indexOf(public bool) index {
	if public {
		return publicIndex
	}
	return deskIndex
}

// found is what a search asks of an index.
type found struct {
	index
	query claims.Query
	match string // FTS5 expression
}

// find reads a search's words. ok is false where there are none to look up.
func find(f claims.Filter) (h found, ok bool) {
	h.query, _ = claims.ParseQuery(f.Query) // a mistake was named when the filter was read
	h.index, h.match = indexOf(f.Public), matchWords(h.query)
	return h, h.match != ""
}

// sift gives the claims that have the words and that the filters leave, in the
// order of the list, and counts the hits for the lines beside it.
func (d *DB) sift(ctx context.Context, q querier, f claims.Filter, h found) (ids []claims.ID, more bool, facets claims.Facets, err error) {
	s := selection{few: true}
	s.worded(h.query)
	s.dated(f)
	d.held(&s, f)
	hits, more, err := h.hits(ctx, q, f.Sort == claims.BestMatch, s)
	if err != nil {
		return nil, false, facets, err
	}
	w, err := chosenBy(ctx, q, f)
	if err != nil {
		return nil, false, facets, err
	}
	facets, err = d.count(ctx, q, hits, w)
	return w.left(hits), more, facets, err
}

// search reads a page of the claims that have the words, newest first or by how
// well they match, and the counts beside it.
func (d *DB) search(ctx context.Context, q querier, f claims.Filter, h found) (page claims.Page, facets claims.Facets, err error) {
	ids, more, facets, err := d.sift(ctx, q, f, h)
	if err != nil {
		return page, facets, err
	}
	if page.Total = len(ids); page.Total == 0 {
		return page, facets, nil
	}
	if more {
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
