package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"touchstone/claims"
)

// Topics are the topics of published checks, with their counts.
func (d *DB) Topics(ctx context.Context) ([]claims.Count, error) {
	list, err := counts(ctx, d.reader, `SELECT t.slug, t.name, k.n FROM tallies k JOIN topics t ON t.slug = k.value WHERE k.facet = 'topic' AND k.n > 0 ORDER BY t.name`)
	return list, explain(d.path, err)
}

// Topic names the topic of a slug, if a published check has it.
func (d *DB) Topic(ctx context.Context, slug string) (string, error) {
	var name string
	err := d.reader.QueryRowContext(ctx, `SELECT t.name FROM topics t JOIN tallies k ON k.facet = 'topic' AND k.value = t.slug WHERE t.slug = ? AND k.n > 0`, slug).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) {
		return "", claims.NotFound("no published check has this topic")
	}
	return name, explain(d.path, err)
}

// Outlets are the outlets in which published claims appeared, with their counts.
func (d *DB) Outlets(ctx context.Context) ([]claims.Count, error) {
	list, err := counts(ctx, d.reader, `SELECT k.value, (SELECT a.outlet FROM articles a WHERE a.host = k.value LIMIT 1), k.n FROM tallies k WHERE k.facet = 'outlet' AND k.n > 0 ORDER BY 2`)
	return list, explain(d.path, err)
}

// Outlet names the outlet of a host, if a published claim appeared there.
func (d *DB) Outlet(ctx context.Context, host string) (string, error) {
	var name string
	err := d.reader.QueryRowContext(ctx, `SELECT a.outlet FROM articles a JOIN tallies k ON k.facet = 'outlet' AND k.value = a.host WHERE a.host = ? AND k.n > 0 LIMIT 1`, host).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) {
		return "", claims.NotFound("no published claim appeared at this outlet")
	}
	return name, explain(d.path, err)
}

// Corrections are the public notes on published checks, newest first.
func (d *DB) Corrections(ctx context.Context, limit int) ([]claims.CorrectionRecord, error) {
	var list []claims.CorrectionRecord
	for r, err := range d.correctionRecords(ctx, "ORDER BY k.at DESC, k.id DESC LIMIT ?", limit) {
		if err != nil {
			return nil, err
		}
		list = append(list, *r)
	}
	return list, nil
}

// RevisionNote is a public revision in a claim's history.
type RevisionNote struct {
	Revision int
	At       time.Time
}

// Revisions are the public revisions of a claim, newest first.
func (d *DB) Revisions(ctx context.Context, id claims.ID) ([]RevisionNote, error) {
	var list []RevisionNote
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var r RevisionNote
		var at int64
		err := rows.Scan(&r.Revision, &at)
		r.At = instant(at)
		list = append(list, r)
		return err
	}, `SELECT revision, at FROM revisions WHERE claim_id = ? ORDER BY revision DESC`, id)
	return list, explain(d.path, err)
}

// Revision is a claim as readers saw it at one of its public revisions.
func (d *DB) Revision(ctx context.Context, id claims.ID, n int) (*claims.Claim, time.Time, error) {
	var at int64
	var snapshot string
	var c claims.Claim
	err := d.read(ctx, func(q *sql.Tx) error {
		err := q.QueryRowContext(ctx, `SELECT at, snapshot FROM revisions WHERE claim_id = ? AND revision = ?`, id, n).Scan(&at, &snapshot)
		if errors.Is(err, sql.ErrNoRows) {
			return claims.NotFound("this check has no public revision %d", n)
		}
		if err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(snapshot), &c); err != nil {
			return fmt.Errorf("read revision %d of claim %s: %w", n, id, err)
		}
		return nameSigners(ctx, q, &c)
	})
	return &c, instant(at), err
}

// nameSigners fills in the names that a snapshot leaves out: it keeps people by
// number, so that a name can be removed later.
func nameSigners(ctx context.Context, q querier, c *claims.Claim) error {
	people := []*claims.Person{&c.CreatedBy}
	for i := range c.Reviews {
		people = append(people, &c.Reviews[i].By)
		for j := range c.Reviews[i].Decisions {
			people = append(people, &c.Reviews[i].Decisions[j].By)
		}
	}
	for i := range c.Corrections {
		people = append(people, &c.Corrections[i].By)
	}
	for _, p := range people {
		err := q.QueryRowContext(ctx, `SELECT name FROM users WHERE id = ?`, p.ID).Scan(&p.Name)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
	}
	return nil
}

// Place is a check as a site map lists it.
type Place struct {
	ID          claims.ID
	Statement   string
	UpdatedAt   time.Time
	Publication claims.Publication
}

// Places are a part of the public checks in the order of publication.
func (d *DB) Places(ctx context.Context, skip, limit int) ([]Place, error) {
	var list []Place
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var p Place
		var at int64
		err := rows.Scan(&p.ID, &p.Statement, &at, &p.Publication)
		p.UpdatedAt = instant(at)
		list = append(list, p)
		return err
	}, `SELECT id, statement, updated_at, publication FROM claims WHERE publication <> 'private' ORDER BY published_at DESC, id DESC LIMIT ? OFFSET ?`, limit, skip)
	return list, explain(d.path, err)
}
