package db

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"unicode/utf8"

	"touchstone/claims"
)

// Limits of what is suggested where a search finds nothing.
const (
	maxParts = 8    // of the search, each left out once
	maxNames = 3    // of speakers, and of topics
	maxOf    = 1000 // claims of a topic that are counted
)

// Suggest gives the ways on from a search that found nothing: what it finds
// without one of its words or filters, and speakers and topics named like it.
func (d *DB) Suggest(ctx context.Context, f claims.Filter) (list []claims.Suggestion, err error) {
	f.After, f.Before, f.PageLimit = "", "", 1
	err = d.AtOnce(wordy(ctx), func(ctx context.Context) error {
		parts := claims.QueryParts(f.Query)
		for i, part := range parts[:min(len(parts), maxParts)] {
			g := f
			g.Query = strings.Join(slices.Delete(slices.Clone(parts), i, i+1), " ")
			if g.Query == "" {
				continue
			}
			page, err := d.Claims(ctx, g)
			if err != nil {
				return err
			}
			if page.Total > 0 {
				list = append(list, claims.Suggestion{Without: part, Query: g.Query, N: page.Total})
			}
		}
		return d.read(ctx, func(q *sql.Tx) error {
			names, err := named(ctx, q, f)
			list = append(list, names...)
			return err
		})
	})
	return list, err
}

// named are speakers and topics whose names have a word of a search.
func named(ctx context.Context, q querier, f claims.Filter) (list []claims.Suggestion, err error) {
	query, _ := claims.ParseQuery(f.Query)
	var who, like []string
	var likes []any
	for _, t := range query.Terms {
		for _, w := range t.Words {
			if t.Not || utf8.RuneCountInString(w) < 3 || len(who) == maxParts {
				continue
			}
			who = append(who, matchTerm(claims.Term{Words: []string{w}, Who: true}))
			like, likes = append(like, "t.name LIKE ?"), append(likes, "%"+w+"%") // words have no signs, so no wildcards
		}
	}
	if len(who) == 0 {
		return nil, nil
	}
	h := found{index: indexOf(f.Public), match: strings.Join(who, " OR ")}
	hits, _, err := h.hits(ctx, q, false, selection{})
	if err != nil {
		return nil, err
	}
	n := map[string]int{}
	for _, x := range hits {
		if x.speaker != "" {
			n[x.speaker]++
		}
	}
	speakers, err := most(ctx, q, n, speakersNamed)
	if err != nil {
		return nil, err
	}
	speakers = speakers[:min(len(speakers), maxNames)]
	seen := h.seen
	for _, s := range speakers {
		list = append(list, claims.Suggestion{Speaker: s.Key, Name: s.Label, N: s.N})
	}
	topics, err := counts(ctx, q, `SELECT t.slug, t.name, (SELECT count(*) FROM (SELECT 1 FROM claim_topics x JOIN claims c ON c.id = x.claim_id WHERE x.topic_id = t.id AND `+seen+` LIMIT ?)) AS n
		FROM topics t WHERE (`+strings.Join(like, " OR ")+`) AND n > 0 ORDER BY n DESC, t.name LIMIT ?`, append(append([]any{maxOf}, likes...), maxNames)...)
	for _, t := range topics {
		list = append(list, claims.Suggestion{Topic: t.Key, Name: t.Label, N: t.N})
	}
	return list, err
}
