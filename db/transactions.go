package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"touchstone/claims"
)

// tx is a write transaction with the one instant that all its rows carry.
type tx struct {
	executor
	d     *DB
	now   time.Time
	after []func() // done once the transaction is committed

	seq    int64         // of the newest event that it recorded
	people []claims.User // the desk's accounts, once they were read
}

// write runs f in a transaction of the one writer. What f returns as an error
// undoes everything.
func (d *DB) write(ctx context.Context, f func(t *tx) error) error {
	if d.Replica() {
		return errCopy
	}
	wrote, err := d.transact(ctx, f)
	if err = explain(d.path, err); err == nil {
		err = d.confirmed(ctx)
	}
	switch {
	case err == nil:
		if wrote { // what changed nothing says nothing of the disk
			d.failure.Store(nil)
		}
		d.did.add("write")
	case claims.KindOf(err) == claims.KindBusy:
		d.failure.Store(&err)
		d.did.add("failure")
	}
	return err
}

// transact reports also whether a row was written.
func (d *DB) transact(ctx context.Context, f func(t *tx) error) (wrote bool, err error) {
	c, err := d.writer.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer c.Close()
	defer d.pulse.forget()
	t := &tx{d: d, now: d.Now().UTC().Truncate(time.Millisecond)}
	w := &writing{c: c}
	t.executor = w
	if err := whole(ctx, w, func() error { return f(t) }); err != nil {
		return false, err
	}
	for _, do := range t.after {
		do()
	}
	return w.wrote, nil
}

// whole runs f in a transaction of the writer's connection. It is ended in any
// case, also where the context is over.
func whole(ctx context.Context, w *writing, f func() error) error {
	c, always := w.c, context.WithoutCancel(ctx)
	if _, err := c.ExecContext(always, beginWrite); err != nil {
		return err
	}
	done := false
	defer func() {
		if !done {
			_, _ = c.ExecContext(always, rollback) // what went wrong before is what counts
		}
	}()
	if err := f(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	_, err := c.ExecContext(always, commit)
	done = err == nil
	return err
}

// read runs f in one read transaction, so that everything it sees belongs to
// the same commit. Inside AtOnce it is the transaction of all.
func (d *DB) read(ctx context.Context, f func(q *sql.Tx) error) error {
	if q, ok := ctx.Value(atOnce{d}).(*sql.Tx); ok {
		return explain(d.path, f(q))
	}
	p, leave, err := d.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	t, err := p.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return explain(d.path, err)
	}
	defer t.Rollback()
	return explain(d.path, f(t))
}

// glance runs f in one read transaction as read does, but without database/sql's
// own transaction, which starts a goroutine for every query to watch over it.
func (d *DB) glance(ctx context.Context, f func(q querier) error) error {
	if _, ok := ctx.Value(atOnce{d}).(*sql.Tx); ok || ctx.Value(lengthy{}) != nil {
		return d.read(ctx, func(q *sql.Tx) error { return f(q) })
	}
	p, leave, err := d.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	c, err := p.Conn(ctx)
	if err != nil {
		return explain(d.path, err)
	}
	defer c.Close()
	whole := context.WithoutCancel(ctx) // what was begun has to be ended
	if _, err := c.ExecContext(whole, begin); err != nil {
		return explain(d.path, err)
	}
	err = f(c)
	_, ended := c.ExecContext(whole, commit)
	return explain(d.path, errors.Join(err, ended))
}

// lengthy is the key that Lengthy sets, and searching that of wordy.
type lengthy struct{}
type searching struct{}

// enter gives the pool for what is read under a context, once it is its turn,
// and the way to leave it.
func (d *DB) enter(ctx context.Context) (p *sql.DB, leave func(), err error) {
	switch {
	case ctx.Value(lengthy{}) != nil:
		return d.export, func() {}, nil
	case ctx.Value(searching{}) == nil:
		return d.reader, func() {}, nil
	}
	select {
	case d.turns <- struct{}{}:
		return d.searcher, func() { <-d.turns }, nil
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}

// wordy marks what is read under a context as a search.
func wordy(ctx context.Context) context.Context { return context.WithValue(ctx, searching{}, true) }

// Lengthy marks what is read under a context as a download: it has connections
// of its own, so that slow clients keep none from the pages.
func Lengthy(ctx context.Context) context.Context { return context.WithValue(ctx, lengthy{}, true) }

// querier is what reads have in common with writes.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// executor is what reads and writes in a transaction.
type executor interface {
	querier
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// writing are the statements of a transaction on one connection. A context that
// is over stops them between two, not within one: nobody watches over each,
// which takes database/sql and the driver a goroutine every time.
type writing struct {
	c     *sql.Conn
	wrote bool // a row
}

func between(ctx context.Context) context.Context {
	if ctx.Err() != nil {
		return ctx
	}
	return context.WithoutCancel(ctx)
}

// QueryContext runs a query.
func (w *writing) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return w.c.QueryContext(between(ctx), query, args...)
}

// QueryRowContext runs a query for one row.
func (w *writing) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return w.c.QueryRowContext(between(ctx), query, args...)
}

// ExecContext runs a command.
func (w *writing) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	res, err := w.c.ExecContext(between(ctx), query, args...)
	if err == nil && !w.wrote {
		n, err := res.RowsAffected()
		w.wrote = err == nil && n > 0
	}
	return res, err
}

// each calls scan for every row of a query.
func each(ctx context.Context, q querier, scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
