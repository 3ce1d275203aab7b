package db

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"unicode/utf8"

	"touchstone/claims"
)

// Limits of looking for what somebody meant to type.
const (
	maxNear   = 8 // words like it whose texts are looked at
	maxPlaces = 2 // texts for each
)

// Mend looks for what was meant by the words of a search that stand nowhere:
// those with a letter or two wrong are exchanged for words that do stand in
// claims, of readers' searches in published ones only. It gives the search as
// it was where there is nothing to mend, or where that would find nothing.
func (d *DB) Mend(ctx context.Context, f claims.Filter) (string, error) {
	mended := f.Query
	query, _ := claims.ParseQuery(f.Query)
	if f.Exact || !query.Worded() {
		return mended, nil
	}
	err := d.read(wordy(ctx), func(q *sql.Tx) error {
		x := indexOf(f.Public)
		for _, t := range query.Terms {
			if t.Not || t.Prefix {
				continue
			}
			for _, word := range t.Words {
				by, err := d.meant(ctx, q, x, claims.Term{Words: []string{word}, Who: t.Who})
				if err != nil {
					return err
				}
				if by != "" {
					mended = claims.WithWord(mended, word, by)
				}
			}
		}
		if mended == f.Query {
			return nil
		}
		query, _ := claims.ParseQuery(mended)
		found, err := x.has(ctx, q, matchWords(query))
		if !found {
			mended = f.Query
		}
		return err
	})
	return mended, err
}

// has reports whether anything matches.
func (x index) has(ctx context.Context, q querier, match string) (yes bool, err error) {
	err = q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+x.words+` WHERE `+x.words+` MATCH ?)`, match).Scan(&yes)
	return yes, err
}

// meant is the word that is nearest to one that stands nowhere; empty where it
// stands somewhere, or none is near.
func (d *DB) meant(ctx context.Context, q querier, x index, t claims.Term) (string, error) {
	word := claims.Fold(t.Words[0])
	slips := claims.Slips(word)
	if slips == 0 {
		return "", nil
	}
	if there, err := x.has(ctx, q, matchTerm(t)); there || err != nil {
		return "", err
	}
	near, err := x.near(ctx, q, word, slips)
	if err != nil {
		return "", err
	}
	best := ""
	for _, row := range near {
		text, err := d.text(ctx, q, x, row)
		if err != nil {
			return "", err
		}
		if w, n := claims.NearestWord(text, word, slips); w != "" {
			if best, slips = w, n-1; slips < 1 {
				break // the first of equals is the commonest
			}
		}
	}
	return best, nil
}

// near are rows of the index in which a word stands that is like another: those
// that begin as it does, and then those with a slip in how they begin.
func (x index) near(ctx context.Context, q querier, word string, slips int) ([]int64, error) {
	from, to := beginning(word)
	type known struct {
		term        string
		slips, docs int
	}
	var list []known
	err := each(ctx, q, func(rows *sql.Rows) error {
		var k known
		err := rows.Scan(&k.term, &k.docs)
		if k.slips = claims.StemDistance(k.term, word); k.slips <= slips {
			list = append(list, k)
		}
		return err
	}, `SELECT term, doc FROM `+x.vocabulary+` WHERE term >= ? AND term < ?`, from, to)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b known) int { return cmp.Or(cmp.Compare(a.slips, b.slips), cmp.Compare(b.docs, a.docs)) })
	var places []int64
	add := func(query string, args ...any) error {
		return each(ctx, q, func(rows *sql.Rows) error {
			var row int64
			err := rows.Scan(&row)
			places = append(places, row)
			return err
		}, query, args...)
	}
	for _, k := range list[:min(len(list), maxNear)] {
		if err := add(`SELECT doc FROM `+x.places+` WHERE term = ? LIMIT ?`, k.term, maxPlaces); err != nil {
			return nil, err
		}
	}
	for _, m := range claims.Misspellings(word) {
		if claims.Slips(m) == 0 || len(places) > 2*maxNear*maxPlaces {
			continue
		}
		if err := add(`SELECT rowid FROM `+x.words+` WHERE `+x.words+` MATCH ? LIMIT 1`, matchTerm(claims.Term{Words: []string{m}})); err != nil {
			return nil, err
		}
	}
	return places, nil
}

// beginning is the range of the words that have the same first two letters.
func beginning(word string) (from, to string) {
	_, a := utf8.DecodeRuneInString(word)
	r, b := utf8.DecodeRuneInString(word[a:])
	return word[:a+b], word[:a] + string(r+1)
}

// text is all that a claim is found by.
func (d *DB) text(ctx context.Context, q querier, x index, row int64) (string, error) {
	var id claims.ID
	if err := q.QueryRowContext(ctx, x.claim, row).Scan(&id); err != nil {
		return "", err
	}
	c, err := d.claim(ctx, q, id)
	if err != nil {
		return "", err
	}
	w := deskWords(c)
	if x == publicIndex {
		w = publicWords(c)
	}
	return w[0] + "\n" + w[1] + "\n" + w[2], nil
}
