package db

import (
	"context"
	"database/sql"

	"touchstone/claims"
)

// LookAgain are the claims that are to be looked at again in a stretch of days,
// both ends in it, by day; those that were rejected or withdrawn are left out.
// It gives at most limit of them, and whether there are more.
func (d *DB) LookAgain(ctx context.Context, from, to string, limit int) (list []claims.Again, more bool, err error) {
	err = each(ctx, d.reader, func(rows *sql.Rows) error {
		var a claims.Again
		err := rows.Scan(&a.ID, &a.Statement, &a.Verbatim, &a.Language, &a.State, &a.Publication, &a.By.Day, &a.By.Precision)
		list = append(list, a)
		return err
	}, `SELECT c.id, c.statement, c.verbatim, c.language, c.state, c.publication, c.review_by_day, c.review_by_precision FROM claims c INDEXED BY claims_review_by
		WHERE c.review_by_day <> '' AND c.review_by_day BETWEEN ? AND ? AND c.merged_into IS NULL AND c.state <> 'rejected' AND c.publication <> 'withdrawn'
		ORDER BY c.review_by_day, c.id LIMIT ?`, from, to, limit+1)
	if len(list) > limit {
		list, more = list[:limit], true
	}
	return list, more, explain(d.path, err)
}
