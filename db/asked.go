package db

import (
	"context"
	"database/sql"
	"strings"

	"touchstone/claims"
)

// asked adds what a search says to a selection, its words without a bound: for
// exports, which give everything, and for searches by filters alone.
func (s *selection) asked(f claims.Filter) {
	query, _ := claims.ParseQuery(f.Query) // a mistake was named when the filter was read
	if f.Query == "" {
		return
	}
	if !query.Finds() {
		s.and("0")
		return
	}
	s.worded(query)
	rows := `SELECT rowid FROM claim_words WHERE claim_words MATCH ?`
	if f.Public {
		rows = `SELECT k.claim_id FROM check_words CROSS JOIN checks k ON k.seq = check_words.rowid WHERE check_words MATCH ?`
	}
	if m := matchWords(query); m != "" {
		s.and("c.id IN ("+rows+")", m)
		return
	}
	for _, t := range query.Terms { // only excluded ones are left
		s.and("c.id NOT IN ("+rows+")", matchTerm(t))
	}
}

// worded adds the filters that a search has as words. Of several of one kind
// one has to hold, of those with a minus none.
func (s *selection) worded(query claims.Query) {
	for _, name := range claims.QueryFilters {
		var conds []string
		var args []any
		for _, w := range query.Where {
			if w.Name != name {
				continue
			}
			cond, more := s.filterWord(w)
			if w.Not {
				s.and("NOT "+cond, more...)
				continue
			}
			conds, args = append(conds, cond), append(args, more...)
		}
		if len(conds) > 0 {
			s.and("("+strings.Join(conds, " OR ")+")", args...)
		}
	}
}

// filterWord is one filter as a condition that is never NULL.
func (s *selection) filterWord(w claims.Where) (string, []any) {
	slug := claims.Slug(w.Value)
	switch w.Name {
	case "topic":
		return s.hasTopic("(t.slug = ? OR t.name = ? COLLATE NOCASE)"), []any{slug, w.Value}
	case "outlet":
		return s.appearedAt("(a.host = ? OR a.outlet = ? COLLATE NOCASE)"), []any{strings.ToLower(w.Value), w.Value}
	case "verdict":
		return `(c.publication <> 'withdrawn' AND c.rating_key IN (SELECT json_extract(r.value, '$.key') FROM scales z, json_each(z.ratings) r
			WHERE replace(json_extract(r.value, '$.key'), '_', '-') = ? OR replace(lower(json_extract(r.value, '$.label')), ' ', '-') = ?))`, []any{slug, slug}
	case "before":
		return "(c.claimed_day <> '' AND c.claimed_day < ?)", []any{w.Day.Day}
	case "after":
		return "(c.claimed_day > ?)", []any{lastDay(w.Day)}
	}
	return "0", nil
}

// hasTopic is the condition that a claim has a topic t.
func (s *selection) hasTopic(cond string) string {
	return "c.id IN (SELECT x.claim_id FROM claim_topics x JOIN topics t ON t.id = x.topic_id WHERE " + cond + s.oneByOne("x.claim_id") + ")"
}

// appearedAt is the condition that a claim appeared in an article a.
func (s *selection) appearedAt(cond string) string {
	return "c.id IN (SELECT p.claim_id FROM appearances p JOIN articles a ON a.id = p.article_id WHERE " + cond + s.oneByOne("p.claim_id") + ")"
}

// oneByOne makes a list of claims a question about one of them, which costs
// less where few are asked about.
func (s *selection) oneByOne(id string) string {
	if s.few {
		return " AND " + id + " = c.id"
	}
	return ""
}

// excerpts finds, for the claims of a page, where the words of a search stand
// that their statements do not have. Withdrawn checks show nothing else.
func excerpts(ctx context.Context, q querier, terms []claims.Term, items []claims.Item) error {
	var ids []claims.ID
	for i := range items {
		if it := &items[i]; it.Publication != claims.Withdrawn && claims.Elsewhere(terms, shown(it)) {
			ids = append(ids, it.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	parts := map[claims.ID][]claims.Passage{}
	err := each(ctx, q, func(rows *sql.Rows) error {
		var id claims.ID
		var p claims.Passage
		err := rows.Scan(&id, &p.Where, &p.Text)
		parts[id] = append(parts[id], p)
		return err
	}, `WITH shown (id) AS MATERIALIZED (SELECT value FROM json_each(?))
		SELECT c.id, 'answer', c.summary FROM shown CROSS JOIN claims c ON c.id = shown.id
		UNION ALL SELECT c.id, 'explanation', c.explanation FROM shown CROSS JOIN claims c ON c.id = shown.id
		UNION ALL SELECT p.claim_id, 'quote', p.quote FROM shown CROSS JOIN appearances p ON p.claim_id = shown.id
		UNION ALL SELECT l.claim_id, 'source', o.title || ', ' || o.publisher || ': ' || l.passage
			FROM shown CROSS JOIN claim_sources l ON l.claim_id = shown.id CROSS JOIN sources o ON o.id = l.source_id`, listed(ids))
	for i := range items {
		if it := &items[i]; parts[it.ID] != nil {
			it.Excerpt = claims.NewExcerpt(terms, shown(it), parts[it.ID]...)
		}
	}
	return err
}

// shown is what a list shows of a claim anyway.
func shown(it *claims.Item) string { return it.Statement + " " + it.Speaker + " " + it.SpeakerRole }
