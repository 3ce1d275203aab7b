package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"touchstone/claims"
	"touchstone/claims/anchor"
)

// Report is what Verify found.
type Report struct {
	Schema      int64       // the newest step of its schema
	Events      int64       // rows of the audit log that are in order
	Head        claims.Head // the last of them
	Claims      int
	Appearances int      // quotes held against their texts
	Faults      []string // each names the thing and what is wrong with it
}

// maxFaults bounds a report: after so many the rest says nothing new.
const maxFaults = 100

func (r *Report) fault(format string, args ...any) {
	if len(r.Faults) < maxFaults {
		r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
	}
}

// Verify checks the whole database from one snapshot: SQLite's own structure,
// references between tables, the audit chain, every quote against the text of
// its article, and rows that lack what belongs to them. The chain has to meet
// the heads that were noted earlier. A fault is in the report; an error means
// that the check itself could not be done.
func (d *DB) Verify(ctx context.Context, noted ...claims.Head) (Report, error) {
	var r Report
	err := d.read(ctx, func(q *sql.Tx) error { return verify(ctx, q, &r, noted) })
	return r, err
}

// VerifyAudit checks the audit chain alone, against heads that were noted
// earlier.
func (d *DB) VerifyAudit(ctx context.Context, noted []claims.Head) (Report, error) {
	var r Report
	err := d.read(ctx, func(q *sql.Tx) error { return chain(noted)(ctx, q, &r) })
	return r, err
}

// Inspect is Verify for a file that nobody opened, such as a backup, which it
// leaves as it is. A schema older than this program's is checked as far as it
// goes.
func Inspect(ctx context.Context, path string, noted ...claims.Head) (Report, error) {
	var r Report
	f, err := openFile(path)
	if err != nil {
		return r, err
	}
	defer f.Close()
	t, err := f.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return r, explain(path, err)
	}
	defer t.Rollback()
	return r, explain(path, verify(ctx, t, &r, noted))
}

// openFile opens a database to be read by one who does not serve it.
func openFile(path string) (*sql.DB, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, claims.NotFound("there is no file %s", path)
	case err != nil:
		return nil, busy(err, "%s cannot be read: check who owns it", path)
	case !info.Mode().IsRegular():
		return nil, busy(nil, "%s is not a file", path)
	}
	address, err := addressOf(path)
	if err != nil {
		return nil, err
	}
	f, err := sql.Open("sqlite", address+"?mode=ro&_dqs=0&_pragma=busy_timeout(5000)&_pragma=query_only(1)")
	if err != nil {
		return nil, explain(path, err)
	}
	f.SetMaxOpenConns(1)
	return f, nil
}

func verify(ctx context.Context, q *sql.Tx, r *Report, noted []claims.Head) error {
	if _, err := owner(ctx, q); err != nil {
		return err
	}
	have, err := schema(ctx, q)
	if err != nil {
		return err
	}
	if len(have) == 0 {
		return claims.Conflict("the database holds no desk")
	}
	r.Schema = slices.Max(have)
	checks := []func(context.Context, *sql.Tx, *Report) error{integrity, references, chain(noted), quotes, orphans, kept}
	if missing(have) > 0 {
		checks = []func(context.Context, *sql.Tx, *Report) error{integrity, references, links(new(claims.Chain)), quotes}
	}
	for _, check := range checks {
		if err := check(ctx, q, r); err != nil {
			return err
		}
	}
	return q.QueryRowContext(ctx, `SELECT count(*) FROM claims`).Scan(&r.Claims)
}

func integrity(ctx context.Context, q *sql.Tx, r *Report) error {
	return each(ctx, q, func(rows *sql.Rows) error {
		var s string
		if err := rows.Scan(&s); err != nil {
			return err
		}
		if s != "ok" {
			r.fault("database: %s", s)
		}
		return nil
	}, `PRAGMA integrity_check`)
}

func references(ctx context.Context, q *sql.Tx, r *Report) error {
	return each(ctx, q, func(rows *sql.Rows) error {
		var table, parent string
		var row, key sql.NullInt64
		if err := rows.Scan(&table, &row, &parent, &key); err != nil {
			return err
		}
		r.fault("%s, row %d: it refers to a row of %s that is not there", table, row.Int64, parent)
		return nil
	}, `PRAGMA foreign_key_check`)
}

// chain holds the audit log against the heads of the days and those that were
// noted elsewhere, and looks whether its guards are there.
func chain(noted []claims.Head) func(context.Context, *sql.Tx, *Report) error {
	return func(ctx context.Context, q *sql.Tx, r *Report) error {
		days, err := auditDays(ctx, q)
		if err != nil {
			return err
		}
		var c claims.Chain
		c.Expect(noted...)
		for _, h := range days {
			c.Expect(h.Head)
		}
		return errors.Join(links(&c)(ctx, q, r), guards(ctx, q, r))
	}
}

// links walks the audit log. It stops at the first broken row: what follows
// cannot be judged.
func links(c *claims.Chain) func(context.Context, *sql.Tx, *Report) error {
	return func(ctx context.Context, q *sql.Tx, r *Report) error {
		var broken error
		err := each(ctx, q, func(rows *sql.Rows) error {
			var e claims.Event
			if err := scanEvent(rows, &e); err != nil || broken != nil {
				return err
			}
			broken = c.Check(&e)
			return nil
		}, `SELECT `+eventColumns+` ORDER BY e.seq`)
		if err == nil && broken == nil {
			broken = c.End()
		}
		if broken != nil {
			r.fault("audit log, %v", broken)
		}
		r.Events, r.Head = c.Head().Seq, c.Head()
		return err
	}
}

// guards looks for the triggers that make the audit log append-only.
func guards(ctx context.Context, q *sql.Tx, r *Report) error {
	for _, name := range []string{"events_no_update", "events_no_delete", "events_in_order"} {
		var n int
		err := q.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'events' AND name = ?`, name).Scan(&n)
		if err != nil {
			return err
		}
		if n == 0 {
			r.fault("audit log: its guard %s was taken away, so rows can be changed", name)
		}
	}
	return nil
}

// quotes holds every appearance against the version of the text it was taken
// from. A quote that is no longer in its article stands in an earlier one.
func quotes(ctx context.Context, q *sql.Tx, r *Report) error {
	var text *anchor.Text
	return each(ctx, q, func(rows *sql.Rows) error {
		var a claims.Appearance
		var claim claims.ID
		var spans string
		var body sql.NullString
		if err := rows.Scan(&claim, &a.ID, &a.ArticleID, &a.Quote, &spans, &a.TextSHA256, &body); err != nil {
			return err
		}
		r.Appearances++
		if err := json.Unmarshal([]byte(spans), &a.Spans); err != nil {
			r.fault("claim %s: the place of its quote cannot be read", claim)
			return nil
		}
		if !body.Valid {
			r.fault("claim %s: the text its quote was taken from is not there", claim)
			return nil
		}
		if body.String == "" {
			return nil // it was removed by law; that nobody else emptied it is for orphans
		}
		if text == nil || text.Hash() != a.TextSHA256 {
			text = anchor.New(body.String)
		}
		if err := anchor.Verify(text, a); err != nil {
			r.fault("claim %s: %v", claim, err)
		}
		return nil
	}, `SELECT p.claim_id, p.id, p.article_id, p.quote, p.spans, p.text_sha256, 
		(SELECT x.text FROM article_texts x WHERE x.article_id = p.article_id AND x.text_sha256 = p.text_sha256 ORDER BY x.version LIMIT 1)
		FROM appearances p ORDER BY p.article_id, p.text_sha256, p.id`)
}

// kept counts anew what lists and pages take from kept counts.
func kept(ctx context.Context, q *sql.Tx, r *Report) error {
	for _, c := range []struct{ what, query string }{
		{"is not counted rightly", `SELECT facet, value FROM (SELECT facet, value, n FROM tallies WHERE n <> 0 EXCEPT SELECT facet, value, count(*) FROM counted GROUP BY 1, 2
			EXCEPT SELECT facet, value, count(*) FROM listed GROUP BY 1, 2)`},
		{"is not counted", `SELECT facet, value FROM (SELECT facet, value FROM counted UNION SELECT facet, value FROM listed) EXCEPT SELECT facet, value FROM tallies`},
		{"is listed where no check is", `SELECT facet, value FROM (SELECT facet, value, published_at, claim_id FROM listed EXCEPT SELECT facet, value, published_at, id FROM listing)`},
		{"has a check that is not listed", `SELECT facet, value FROM (SELECT facet, value, published_at, id FROM listing EXCEPT SELECT facet, value, published_at, claim_id FROM listed)`},
	} {
		err := each(ctx, q, func(rows *sql.Rows) error {
			var facet, value string
			err := rows.Scan(&facet, &value)
			r.fault("lists: the %s “%s” %s", facet, value, c.what)
			return err
		}, c.query)
		if err != nil {
			return err
		}
	}
	return nil
}
