package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"iter"
	"time"

	"touchstone/claims"
	"touchstone/claims/match"
)

// atOnce is the key under which a context carries the read transaction of a DB.
type atOnce struct{ d *DB }

// AtOnce runs f with a context under which lists, claims and exports are read
// in one transaction, so that they all belong to the same commit. f reads one
// thing after another, never two at a time.
func (d *DB) AtOnce(ctx context.Context, f func(ctx context.Context) error) error {
	return d.read(ctx, func(q *sql.Tx) error {
		return f(context.WithValue(ctx, atOnce{d}, q))
	})
}

// PublicClaims is a page of the list with each check in full.
func (d *DB) PublicClaims(ctx context.Context, f claims.Filter) (list []*claims.Claim, page claims.Page, err error) {
	f.Public = true
	err = d.AtOnce(ctx, func(ctx context.Context) error {
		if page, err = d.Claims(ctx, f); err != nil {
			return err
		}
		list = make([]*claims.Claim, len(page.Items))
		for i, it := range page.Items {
			if list[i], err = d.Claim(ctx, it.ID); err != nil {
				return err
			}
		}
		return nil
	})
	return list, page, err
}

// FactChecks says which checks to look for, as programs that gather fact checks
// ask for them.
type FactChecks struct {
	Query         string
	Since         time.Time // the claim or its check is at least that new; zero for any age
	Until         time.Time // published by then, so that later pages do not shift; zero for any
	Offset, Limit int
}

// FactChecks finds checks that have a verdict: the best matches first, or the
// newest where there are no words to match. Plain words need not all be there;
// a search with phrases, filters or excluded words is taken at its word. more
// says whether others follow.
func (d *DB) FactChecks(ctx context.Context, w FactChecks) (list []*claims.Claim, more bool, err error) {
	s := checked()
	if !w.Since.IsZero() {
		s.and("(c.published_at >= ? OR c.claimed_day >= ?)", millis(w.Since), claims.DateOf(w.Since).Day)
	}
	if !w.Until.IsZero() {
		s.and("c.published_at <= ?", millis(w.Until))
	}
	load := func(q querier, ids []claims.ID) error {
		ids = ids[min(w.Offset, len(ids)):]
		if more = len(ids) > w.Limit; more {
			ids = ids[:w.Limit]
		}
		for _, id := range ids {
			c, err := d.claim(ctx, q, id)
			if err != nil {
				return err
			}
			list = append(list, c)
		}
		return nil
	}
	query, _ := claims.ParseQuery(w.Query)
	if query.Plain() {
		err = d.matching(ctx, publicIndex, match.Query{Text: w.Query}, s, w.Offset+w.Limit+1, func(q querier, found []match.Match) error {
			ids, err := idsIn(found)
			if err != nil {
				return err
			}
			return load(q, ids)
		})
		return list, more, err
	}
	err = d.read(ctx, func(q *sql.Tx) error {
		var ids []claims.ID
		var err error
		if h, ok := find(claims.Filter{Query: w.Query, Public: true}); ok {
			s.worded(h.query)
			var hits []hit
			hits, _, err = h.hits(ctx, q, true, *s)
			for _, x := range hits {
				ids = append(ids, x.id)
			}
		} else {
			s.asked(claims.Filter{Query: w.Query, Public: true})
			ids, err = idsOf(ctx, q, `SELECT c.id FROM claims c`+s.where()+newestFirst+` LIMIT ?`, append(s.args, w.Offset+w.Limit+1)...)
		}
		if err != nil {
			return err
		}
		return load(q, ids)
	})
	return list, more, err
}

func idsOf(ctx context.Context, q querier, query string, args ...any) ([]claims.ID, error) {
	var ids []claims.ID
	err := each(ctx, q, func(rows *sql.Rows) error {
		var id claims.ID
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, query, args...)
	return ids, err
}

// Part says which rows of a long list to read: the newest after a row, which
// is itself left out.
type Part struct {
	After claims.ID // 0 begins with the newest
	Limit int
}

// from adds the place in the list to a selection and gives the tail of the
// query. One row more is read, to know whether others follow.
func (w Part) from(s *selection, key string) string {
	if w.After != 0 {
		s.and(key+" < ?", w.After)
	}
	tail := s.where() + ` ORDER BY ` + key + ` DESC LIMIT ?`
	s.args = append(s.args, w.Limit+1)
	return tail
}

// take reads at most limit rows.
func take[T any](limit int, rows iter.Seq2[*T, error]) (list []T, more bool, err error) {
	for r, err := range rows {
		if err != nil {
			return nil, false, err
		}
		if len(list) == limit {
			return list, true, nil
		}
		list = append(list, *r)
	}
	return list, false, nil
}

// PublicSources is a part of the sources of published checks, newest first.
func (d *DB) PublicSources(ctx context.Context, f claims.Filter, w Part) ([]claims.SourceRecord, bool, error) {
	s := d.exported(f, false)
	tail := w.from(s, "l.id")
	return take(w.Limit, stream(d, ctx, func(_ querier, rows *sql.Rows, r *claims.SourceRecord) error {
		return scanEvidence(rows, &r.Evidence, &r.ClaimID)
	}, `SELECT `+prepend("c.id", evidenceColumns)+` JOIN claims c ON c.id = l.claim_id`+tail, s.args...))
}

// PublicAppearances is a part of the appearances of published checks, newest
// first.
func (d *DB) PublicAppearances(ctx context.Context, f claims.Filter, w Part) ([]claims.AppearanceRecord, bool, error) {
	s := d.exported(f, false)
	return d.appearances(ctx, s, w)
}

func (d *DB) appearances(ctx context.Context, s *selection, w Part) ([]claims.AppearanceRecord, bool, error) {
	tail := w.from(s, "p.id")
	return take(w.Limit, stream(d, ctx, func(_ querier, rows *sql.Rows, r *claims.AppearanceRecord) error {
		r.Article = &claims.Article{}
		return scanAppearance(rows, &r.Appearance, &r.ClaimID)
	}, `SELECT `+prepend("c.id", appearanceColumns)+` JOIN claims c ON c.id = p.claim_id`+tail, s.args...))
}

// PublicAppearance is one appearance of a published check.
func (d *DB) PublicAppearance(ctx context.Context, id claims.ID) (claims.AppearanceRecord, error) {
	s := d.exported(claims.Filter{}, false)
	s.and("p.id = ?", id)
	list, _, err := d.appearances(ctx, s, Part{Limit: 1})
	if err == nil && len(list) == 0 {
		err = claims.NotFound("no published check has an appearance with the identifier %s", id)
	}
	if err != nil {
		return claims.AppearanceRecord{}, err
	}
	return list[0], nil
}

// PublicCorrections is a part of the corrections, newest first.
func (d *DB) PublicCorrections(ctx context.Context, f claims.Filter, w Part) ([]claims.CorrectionRecord, bool, error) {
	s := d.exported(f, false)
	tail := w.from(s, "k.id")
	return take(w.Limit, d.correctionRecords(ctx, tail, s.args...))
}

// PublicArticle is an article in which published claims appeared, without its
// text.
type PublicArticle struct {
	claims.Article
	Claims []claims.ID
}

// PublicArticles is a part of the articles in which published claims appeared,
// of one outlet or of all, newest first.
func (d *DB) PublicArticles(ctx context.Context, outlet string, w Part) ([]PublicArticle, bool, error) {
	s := &selection{}
	if outlet != "" {
		s.and("a.host = ?", outlet)
	}
	return d.articles(ctx, s, w)
}

// PublicArticle is one article in which a published claim appeared.
func (d *DB) PublicArticle(ctx context.Context, id claims.ID) (PublicArticle, error) {
	s := &selection{}
	s.and("a.id = ?", id)
	list, _, err := d.articles(ctx, s, Part{Limit: 1})
	if err == nil && len(list) == 0 {
		err = claims.NotFound("no published claim appeared in an article with the identifier %s", id)
	}
	if err != nil {
		return PublicArticle{}, err
	}
	return list[0], nil
}

func (d *DB) articles(ctx context.Context, s *selection, w Part) ([]PublicArticle, bool, error) {
	const inside = ` FROM appearances p JOIN claims c ON c.id = p.claim_id WHERE p.article_id = a.id AND c.publication <> 'private'`
	s.and("EXISTS (SELECT 1" + inside + ")")
	tail := w.from(s, "a.id")
	return take(w.Limit, stream(d, ctx, func(_ querier, rows *sql.Rows, r *PublicArticle) error {
		var retrieved int64
		var ids string
		if err := rows.Scan(&r.ID, &r.URL, &r.Title, &r.Outlet, &r.Host, &r.Byline, &r.PublishedOn.Day, &r.PublishedOn.Precision, &r.Language, &r.TextSHA256, &retrieved, &ids); err != nil {
			return err
		}
		r.RetrievedAt = instant(retrieved)
		var numbers []int64
		err := json.Unmarshal([]byte(ids), &numbers)
		for _, n := range numbers {
			r.Claims = append(r.Claims, claims.ID(n))
		}
		return err
	}, `SELECT a.id, a.url, a.title, a.outlet, a.host, a.byline, a.published_day, a.published_precision, a.language, a.text_sha256, a.retrieved_at,
		(SELECT json_group_array(id) FROM (SELECT DISTINCT c.id`+inside+` ORDER BY c.id)) FROM articles a`+tail, s.args...))
}

// PublicSpeakers is a part of the speakers with published checks, newest first.
func (d *DB) PublicSpeakers(ctx context.Context, w Part) ([]claims.SpeakerRecord, bool, error) {
	const theirs = ` FROM claims c WHERE c.speaker_id = s.id AND c.publication <> 'private'`
	s := &selection{}
	s.and("EXISTS (SELECT 1" + theirs + ")")
	tail := w.from(s, "s.id")
	return take(w.Limit, stream(d, ctx, func(q querier, rows *sql.Rows, r *claims.SpeakerRecord) error {
		var first, last string
		var updated int64
		if err := scanSpeaker(rows, &r.Speaker, &r.Checks, &first, &last, &updated); err != nil {
			return err
		}
		r.First, r.Last, r.UpdatedAt = dated(first), dated(last), instant(updated)
		return loadAliases(ctx, q, &r.Speaker)
	}, `SELECT `+speakerColumns+`, (SELECT count(*)`+theirs+`),
		coalesce((SELECT min(nullif(c.claimed_day, '') || ' ' || c.claimed_precision)`+theirs+`), ''),
		coalesce((SELECT max(nullif(c.claimed_day, '') || ' ' || c.claimed_precision)`+theirs+`), ''),
		(SELECT max(c.updated_at)`+theirs+`) FROM speakers s`+tail, s.args...))
}
