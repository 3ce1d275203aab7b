package db

import (
	"context"
	"database/sql"
	"math"
	"slices"
	"strings"

	"touchstone/claims"
)

// stands is the condition on checks that count in the statistics.
const stands = `c.publication IN ('published', 'corrected')`

// within is the condition on checks that were published in a period.
const within = ` AND c.published_at >= ? AND c.published_at < ?`

// Statistics counts the checks that were published in a period, as of one
// moment.
func (d *DB) Statistics(ctx context.Context, p claims.Period) (claims.Statistics, error) {
	var s claims.Statistics
	err := d.read(ctx, func(q *sql.Tx) (err error) {
		t := tallier{d: d, q: q, s: &s, from: 0, to: math.MaxInt64}
		if !p.Whole() {
			t.from, t.to = millis(p.From), millis(p.To)
		}
		if s.Months, err = t.tallies(ctx, `SELECT strftime('%Y-%m', c.published_at / 1000, 'unixepoch') AS k, '', c.scale_id, c.rating_key, count(*)
			FROM claims c WHERE `+stands+within+` GROUP BY k, c.scale_id, c.rating_key`); err != nil {
			return err
		}
		if err = t.corrected(ctx); err != nil {
			return err
		}
		if s.Topics, err = t.tallies(ctx, `SELECT t.slug, t.name, c.scale_id, c.rating_key, count(*) FROM claims c JOIN claim_topics x ON x.claim_id = c.id JOIN topics t ON t.id = x.topic_id
			WHERE `+stands+within+` GROUP BY t.id, c.scale_id, c.rating_key`); err != nil {
			return err
		}
		if s.Outlets, err = t.tallies(ctx, `SELECT a.host, min(a.outlet), c.scale_id, c.rating_key, count(*) FROM claims c JOIN articles a ON a.id = c.article_id
			WHERE `+stands+within+` GROUP BY a.host, c.scale_id, c.rating_key`); err != nil {
			return err
		}
		if s.Speakers, err = t.tallies(ctx, `SELECT s.slug, s.name, c.scale_id, c.rating_key, count(*) FROM claims c JOIN speakers s ON s.id = c.speaker_id
			WHERE `+stands+within+` GROUP BY s.id, c.scale_id, c.rating_key`); err != nil {
			return err
		}
		if s.Parties, err = t.tallies(ctx, `SELECT s.party, s.party, c.scale_id, c.rating_key, count(*) FROM claims c JOIN speakers s ON s.id = c.speaker_id
			WHERE `+stands+within+` AND s.party <> '' GROUP BY s.party, c.scale_id, c.rating_key`); err != nil {
			return err
		}
		claims.OrderRatings(s.Ratings)
		slices.SortFunc(s.Months, func(a, b claims.Tally) int { return strings.Compare(a.Key, b.Key) })
		for _, list := range [][]claims.Tally{s.Topics, s.Outlets, s.Speakers, s.Parties} {
			slices.SortFunc(list, mostFirst)
		}
		if err = t.delays(ctx); err != nil {
			return err
		}
		s.Kinds, err = counts(ctx, q, `SELECT k.kind, '', count(*) FROM corrections k JOIN claims c ON c.id = k.claim_id WHERE c.publication <> 'private'`+within+` GROUP BY k.kind ORDER BY count(*) DESC, k.kind`, t.from, t.to)
		for i, k := range s.Kinds {
			s.Kinds[i].Label = claims.CorrectionKind(k.Key).Label()
		}
		return err
	})
	return s, err
}

func mostFirst(a, b claims.Tally) int {
	if a.N != b.N {
		return b.N - a.N
	}
	return strings.Compare(a.Label, b.Label)
}

// tallier counts, and gathers the ratings it meets.
type tallier struct {
	d *DB
	q *sql.Tx
	s *claims.Statistics

	from, to int64 // of the time of publication
}

// tallies reads rows of key, label, scale, rating and number.
func (t tallier) tallies(ctx context.Context, query string) ([]claims.Tally, error) {
	var list []claims.Tally
	at := map[string]int{}
	err := each(ctx, t.q, func(rows *sql.Rows) error {
		var one claims.Tally
		var scale claims.ID
		var key string
		if err := rows.Scan(&one.Key, &one.Label, &scale, &key, &one.N); err != nil {
			return err
		}
		v, err := t.d.verdict(ctx, t.q, scale, key)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(t.s.Ratings, func(r claims.Rating) bool { return r.Key == key }) {
			t.s.Ratings = append(t.s.Ratings, v.Rating)
		}
		one.Verdicts = map[string]int{key: one.N}
		if i, ok := at[one.Key]; ok {
			list[i].Add(one)
			return nil
		}
		at[one.Key] = len(list)
		list = append(list, one)
		return nil
	}, query, t.from, t.to)
	return list, err
}

// corrected counts, by the month of publication, what became of the checks.
func (t tallier) corrected(ctx context.Context) error {
	return each(ctx, t.q, func(rows *sql.Rows) error {
		var m claims.Tally
		if err := rows.Scan(&m.Key, &m.Corrected, &m.Rerated, &m.Withdrawn); err != nil {
			return err
		}
		i := slices.IndexFunc(t.s.Months, func(o claims.Tally) bool { return o.Key == m.Key })
		if i < 0 {
			t.s.Months = append(t.s.Months, m) // all of that month were withdrawn
			return nil
		}
		t.s.Months[i].Add(m)
		return nil
	}, `SELECT strftime('%Y-%m', c.published_at / 1000, 'unixepoch') AS k,
			sum(`+stands+` AND EXISTS (SELECT 1 FROM corrections x WHERE x.claim_id = c.id)),
			sum(`+stands+` AND EXISTS (SELECT 1 FROM corrections x WHERE x.claim_id = c.id AND x.kind = 'rating')),
			sum(c.publication = 'withdrawn')
		FROM claims c WHERE (c.publication IN ('corrected', 'withdrawn') OR (c.publication = 'published' AND EXISTS (SELECT 1 FROM corrections x WHERE x.claim_id = c.id)))`+within+` GROUP BY k`, t.from, t.to)
}

// delays counts the days from the claim to its check, where the day is known.
func (t tallier) delays(ctx context.Context) error {
	return each(ctx, t.q, func(rows *sql.Rows) error {
		var one claims.Delay
		err := rows.Scan(&one.Days, &one.N)
		t.s.Delays = append(t.s.Delays, one)
		return err
	}, `SELECT max(0, c.published_at / 86400000 - CAST(strftime('%s', c.claimed_day) AS INTEGER) / 86400) AS days, count(*)
		FROM claims c WHERE `+stands+within+` AND c.claimed_precision = 'day' GROUP BY days ORDER BY days`, t.from, t.to)
}
