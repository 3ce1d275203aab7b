package db

import (
	"context"
	"database/sql"
	"fmt"

	"touchstone/claims"
)

// apart are the ways in which rows can lack what is always written with them.
// Each query gives identifiers; one row of another table is named by words.
var apart = []struct{ query, fault string }{
	{`SELECT id FROM articles a WHERE NOT EXISTS (SELECT 1 FROM article_texts x WHERE x.article_id = a.id AND x.version = a.version AND x.text_sha256 = a.text_sha256)`,
		"article %s: its text is not there"},
	{`SELECT id FROM articles a WHERE text_removed_at = 0 AND EXISTS (SELECT 1 FROM article_texts x WHERE x.article_id = a.id AND x.text = '')`,
		"article %s: a text of it is empty, and nobody removed it"},
	{`SELECT id FROM articles a WHERE candidates <> (SELECT count(DISTINCT claim_id) FROM appearances p WHERE p.article_id = a.id)`,
		"article %s: it says another number of claims than there are"},
	{`SELECT id FROM claims c WHERE appearances <> (SELECT count(*) FROM appearances p WHERE p.claim_id = c.id)`,
		"claim %s: it says another number of appearances than there are"},
	{`SELECT id FROM claims c WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.subject = 'claim' AND e.subject_id = c.id AND e.revision = c.revision)`,
		"claim %s: the audit log does not know its present revision"},
	{`SELECT id FROM claims c WHERE publication <> 'private' AND NOT EXISTS (SELECT 1 FROM revisions r WHERE r.claim_id = c.id AND r.revision = c.revision)`,
		"claim %s: what readers see was not kept as a revision"},
	{`SELECT id FROM claims c WHERE (state = 'in_review') <> EXISTS (SELECT 1 FROM reviews r WHERE r.claim_id = c.id AND r.outcome = 'pending')`,
		"claim %s: half a review: its state and its proposal do not belong together"},
	{`SELECT id FROM claims c WHERE rating_key <> '' AND NOT EXISTS (SELECT 1 FROM reviews r JOIN decisions x ON x.review_id = r.id AND x.approve = 1 WHERE r.claim_id = c.id AND r.outcome = 'approved')`,
		"claim %s: half a review: it has a verdict that nobody approved"},
	{`SELECT id FROM claims WHERE merged_into IS NULL AND id NOT IN (SELECT rowid FROM claim_words)`,
		"claim %s: the search does not know it"},
	{`SELECT id FROM claims c WHERE publication <> 'private' AND merged_into IS NULL AND NOT EXISTS
		(SELECT 1 FROM checks k WHERE k.claim_id = c.id AND k.seq IN (SELECT rowid FROM check_words))`,
		"claim %s: readers' search does not know it"},
	{`SELECT claim_id FROM checks k JOIN check_words w ON w.rowid = k.seq JOIN claims c ON c.id = k.claim_id WHERE c.publication = 'private'`,
		"claim %s: readers' search knows it, but it is not published"},
	{`SELECT k.claim_id FROM checks k JOIN claim_facets v ON v.claim_id = k.claim_id JOIN claims c ON c.id = k.claim_id WHERE c.publication <> 'private' AND k.facets <> v.facets`,
		"claim %s: readers’ search counts it under something else than it has"},
	{`SELECT rowid FROM claim_words WHERE rowid NOT IN (SELECT id FROM claims)`,
		"claim %s: the search knows it, but it is not there"},
	{`SELECT id FROM speakers s WHERE NOT EXISTS (SELECT 1 FROM speaker_names n WHERE n.speaker_id = s.id)`,
		"speaker %s: it has no name to be found by"},
}

// orphans finds rows that stand alone.
func orphans(ctx context.Context, q *sql.Tx, r *Report) error {
	for _, a := range apart {
		err := each(ctx, q, func(rows *sql.Rows) error {
			var id claims.ID
			err := rows.Scan(&id)
			r.fault(a.fault, id)
			return err
		}, a.query)
		if err != nil {
			return fmt.Errorf("look for rows that stand alone: %w", err)
		}
	}
	return nil
}
