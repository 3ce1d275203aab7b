package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"touchstone/claims"
)

// underWay is what this process knows of a table that it imports: it is one
// transaction, and nothing of it can be read meanwhile.
type underWay struct {
	done   atomic.Int64
	cancel context.CancelFunc
}

// tablesUnderWay are those that this process imports, by their batch.
type tablesUnderWay struct {
	mu sync.Mutex
	of map[claims.ID]*underWay
}

func (k *tablesUnderWay) set(id claims.ID, u *underWay) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of == nil {
		k.of = map[claims.ID]*underWay{}
	}
	if u == nil {
		delete(k.of, id)
	} else {
		k.of[id] = u
	}
}

func (k *tablesUnderWay) get(id claims.ID) *underWay {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.of[id]
}

// TableUnderWay begins the import of a batch's table: ctx ends when it is called
// off, count is called for each row, and end when it is over.
func (d *DB) TableUnderWay(ctx context.Context, id claims.ID) (in context.Context, count func(), end func()) {
	u := &underWay{}
	in, u.cancel = context.WithCancel(ctx)
	d.tables.set(id, u)
	return in, func() { u.done.Add(1) }, func() {
		u.cancel()
		d.tables.set(id, nil)
	}
}

// AddBatch keeps what is to be imported, for the program to do.
func (d *DB) AddBatch(ctx context.Context, by claims.User, name string, items []claims.BatchItem) (id claims.ID, err error) {
	if err := claims.CheckBatch(by, items); err != nil {
		return 0, err
	}
	err = d.write(ctx, func(t *tx) error {
		if err := t.QueryRowContext(ctx, `INSERT INTO batches (by_user, name, total, created_at) VALUES (?, ?, ?, ?) RETURNING id`, by.ID, name, len(items), millis(t.now)).Scan(&id); err != nil {
			return err
		}
		for i, it := range items {
			var body []byte
			if it.Body != nil {
				if body, err = pack(it.Body); err != nil {
					return err
				}
			}
			if _, err := t.ExecContext(ctx, `INSERT INTO batch_items (batch_id, n, name, body) VALUES (?, ?, ?, ?)`, id, i+1, it.Name, body); err != nil {
				return err
			}
		}
		return nil
	})
	return id, err
}

// AddTableBatch is AddBatch for a table of claims that waits.
func (d *DB) AddTableBatch(ctx context.Context, by claims.User, table ImportFile, rows int) (id claims.ID, err error) {
	if err := by.Need(claims.ActImport); err != nil {
		return 0, err
	}
	err = d.write(ctx, func(t *tx) error {
		err := t.QueryRowContext(ctx, `SELECT id FROM batches WHERE table_id = ? AND done_at = 0`, table.ID).Scan(&id)
		if err == nil {
			return nil // pressed twice
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		return t.QueryRowContext(ctx, `INSERT INTO batches (by_user, name, table_id, total, created_at) VALUES (?, ?, ?, ?, ?) RETURNING id`, by.ID, table.Name, table.ID, rows, millis(t.now)).Scan(&id)
	})
	return id, err
}

const batchColumns = `b.id, b.by_user, u.name, b.name, b.table_id, b.total, b.created_at, b.started_at, b.done_at, b.cancelled_at > 0,
	(SELECT count(*) FROM batch_items i WHERE i.batch_id = b.id AND i.done_at > 0),
	(SELECT count(*) FROM batch_items i WHERE i.batch_id = b.id AND i.outcome = 'imported'),
	(SELECT count(*) FROM batch_items i WHERE i.batch_id = b.id AND i.outcome = 'already here'),
	(SELECT count(*) FROM batch_items i WHERE i.batch_id = b.id AND i.outcome = 'failed')
	FROM batches b JOIN users u ON u.id = b.by_user`

func (d *DB) scanBatch(row interface{ Scan(...any) error }, b *claims.Batch) error {
	var created, started, ended int64
	err := row.Scan(&b.ID, &b.By.ID, &b.By.Name, &b.Name, &b.Table, &b.Total, &created, &started, &ended, &b.Cancelled, &b.Done, &b.Imported, &b.Here, &b.Failed)
	b.CreatedAt, b.StartedAt, b.EndedAt = instant(created), instant(started), instant(ended)
	if u := d.tables.get(b.ID); u != nil {
		b.Done = int(u.done.Load())
	}
	return err
}

// Batches are the newest batches.
func (d *DB) Batches(ctx context.Context, limit int) (list []claims.Batch, err error) {
	err = each(ctx, d.reader, func(rows *sql.Rows) error {
		var b claims.Batch
		err := d.scanBatch(rows, &b)
		list = append(list, b)
		return err
	}, `SELECT `+batchColumns+` ORDER BY b.id DESC LIMIT ?`, limit)
	return list, explain(d.path, err)
}

// Batch is one of them.
func (d *DB) Batch(ctx context.Context, id claims.ID) (b claims.Batch, err error) {
	err = d.scanBatch(d.reader.QueryRowContext(ctx, `SELECT `+batchColumns+` WHERE b.id = ?`, id), &b)
	if errors.Is(err, sql.ErrNoRows) {
		return b, claims.NotFound("this import is not here any more: reports are kept for 30 days")
	}
	return b, explain(d.path, err)
}

// BatchItems are the items of a batch that are done, in their order, without
// what was sent.
func (d *DB) BatchItems(ctx context.Context, id claims.ID) (list []claims.BatchItem, err error) {
	err = each(ctx, d.reader, func(rows *sql.Rows) error {
		var it claims.BatchItem
		err := rows.Scan(&it.N, &it.Name, &it.Outcome, &it.Detail, &it.Article)
		list = append(list, it)
		return err
	}, `SELECT n, name, outcome, detail, article_id FROM batch_items WHERE batch_id = ? AND done_at > 0 ORDER BY n`, id)
	return list, explain(d.path, err)
}

// NextItem is what is to be imported next: the first item that waits of the
// oldest batch that goes on. ok is false where there is nothing to do. Of a
// batch with a table there is no item. Whoever sent it does it.
func (d *DB) NextItem(ctx context.Context) (b claims.Batch, by claims.User, it claims.BatchItem, ok bool, err error) {
	err = d.scanBatch(d.reader.QueryRowContext(ctx, `SELECT `+batchColumns+` WHERE b.done_at = 0 ORDER BY b.id LIMIT 1`), &b)
	if errors.Is(err, sql.ErrNoRows) {
		return b, by, it, false, nil
	}
	if err != nil {
		return b, by, it, false, explain(d.path, err)
	}
	if by, err = d.User(ctx, b.By.ID); err != nil {
		return b, by, it, false, err
	}
	if b.StartedAt.IsZero() {
		err = d.write(ctx, func(t *tx) error {
			_, err := t.ExecContext(ctx, `UPDATE batches SET started_at = ? WHERE id = ?`, millis(t.now), b.ID)
			return err
		})
		if err != nil {
			return b, by, it, false, err
		}
	}
	if b.Table != 0 {
		return b, by, it, true, nil
	}
	var body []byte
	err = d.reader.QueryRowContext(ctx, `SELECT n, name, body FROM batch_items WHERE batch_id = ? AND done_at = 0 ORDER BY n LIMIT 1`, b.ID).Scan(&it.N, &it.Name, &body)
	if err == nil && body != nil {
		it.Body, err = unpack(body)
	}
	return b, by, it, err == nil, explain(d.path, err)
}

// EndItem keeps what came of an item, and ends its batch with the last one. An
// item that was called off meanwhile stays so.
func (d *DB) EndItem(ctx context.Context, b claims.Batch, it claims.BatchItem) error {
	return d.write(ctx, func(t *tx) error {
		if _, err := t.ExecContext(ctx, `UPDATE batch_items SET body = NULL, outcome = ?, detail = ?, article_id = ?, done_at = ? WHERE batch_id = ? AND n = ? AND done_at = 0`,
			it.Outcome, it.Detail, int64(it.Article), millis(t.now), b.ID, it.N); err != nil {
			return err
		}
		var left bool
		if err := t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM batch_items WHERE batch_id = ? AND done_at = 0)`, b.ID).Scan(&left); err != nil || left {
			return err
		}
		return t.endBatch(ctx, b)
	})
}

// EndTable keeps the report of a table's import, and ends its batch.
func (d *DB) EndTable(ctx context.Context, b claims.Batch, r claims.ImportReport, why error) error {
	return d.write(ctx, func(t *tx) error {
		var items []claims.BatchItem
		for _, f := range r.Faulty {
			items = append(items, claims.BatchItem{Name: fmt.Sprintf("row %d", f.Row), Outcome: claims.ItemFailed, Detail: f.Message})
		}
		for _, h := range r.Here {
			items = append(items, claims.BatchItem{Name: fmt.Sprintf("row %d", h.Row), Outcome: claims.ItemHere, Detail: h.Why})
		}
		switch {
		case why != nil:
			items = append(items, claims.BatchItem{Name: b.Name, Outcome: claims.ItemFailed, Detail: message(why)})
		case r.New > 0:
			items = append(items, claims.BatchItem{Name: b.Name, Outcome: claims.ItemImported, Detail: fmt.Sprintf("%d claims of %d rows, %d were here already", r.New, r.Rows, r.Repeats)})
		}
		for i, it := range items {
			if _, err := t.ExecContext(ctx, `INSERT INTO batch_items (batch_id, n, name, outcome, detail, done_at) VALUES (?, ?, ?, ?, ?, ?)`, b.ID, i+1, it.Name, it.Outcome, it.Detail, millis(t.now)); err != nil {
				return err
			}
		}
		return t.endBatch(ctx, b)
	})
}

// message is an error without its cause, which is for the log.
func message(err error) string {
	var p claims.Problems
	var e *claims.Error
	switch {
	case errors.As(err, &p):
		return p.Error()
	case errors.As(err, &e):
		return e.Message
	}
	return err.Error()
}

func (t *tx) endBatch(ctx context.Context, b claims.Batch) error {
	res, err := t.ExecContext(ctx, `UPDATE batches SET done_at = ? WHERE id = ? AND done_at = 0`, millis(t.now), b.ID)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return err
	}
	return t.record(ctx, claims.Event{Actor: b.By, Subject: claims.OnDesk, Action: "import ended", Note: b.Name})
}

// CancelBatch calls a batch off: what was imported stays, of a table nothing
// is.
func (d *DB) CancelBatch(ctx context.Context, by claims.User, id claims.ID) error {
	b, err := d.Batch(ctx, id)
	if err != nil {
		return err
	}
	if err := b.Cancel(by); err != nil {
		return err
	}
	if u := d.tables.get(id); u != nil {
		u.cancel() // or its transaction would keep this one waiting
	}
	return d.write(ctx, func(t *tx) error {
		if _, err := t.ExecContext(ctx, `UPDATE batches SET cancelled_at = ?, done_at = ? WHERE id = ? AND done_at = 0`, millis(t.now), millis(t.now), id); err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `UPDATE batch_items SET body = NULL, outcome = 'cancelled', done_at = ? WHERE batch_id = ? AND done_at = 0`, millis(t.now), id); err != nil {
			return err
		}
		return t.record(ctx, claims.Event{Actor: by.Person(), Subject: claims.OnDesk, Action: "import called off", Note: b.Name})
	})
}
