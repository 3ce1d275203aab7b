package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"sync"
	"time"
)

// Version names a state of everything the desk recorded.
type Version struct {
	Seq int64     // of the newest event; it rises with every audited change
	At  time.Time // when that event happened
}

// pulse reads the version on a connection of its own, past database/sql: every
// open page begins with it, also while exports and searches hold all readers.
// It asks the file each time, so that what another program wrote is seen too.
type pulse struct {
	mu   sync.Mutex
	pool *sql.DB
	conn *sql.Conn
	stmt driver.Stmt
}

func newPulse(address string) (*pulse, error) {
	p, err := pool(address)
	if err != nil {
		return nil, err
	}
	return &pulse{pool: p}, nil
}

func (p *pulse) read() (v Version, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	ctx := context.Background()
	if p.conn == nil {
		if p.conn, err = p.pool.Conn(ctx); err != nil {
			return v, err
		}
	}
	err = p.conn.Raw(func(raw any) error {
		if p.stmt == nil {
			p.stmt, err = raw.(driver.ConnPrepareContext).PrepareContext(ctx, `SELECT seq, at FROM events ORDER BY seq DESC LIMIT 1`)
			if err != nil {
				return err
			}
		}
		rows, err := p.stmt.(driver.StmtQueryContext).QueryContext(ctx, nil)
		if err != nil {
			return err
		}
		defer rows.Close()
		var row [2]driver.Value
		if err := rows.Next(row[:]); err != nil {
			return err
		}
		at, _ := row[1].(int64)
		v.Seq, _ = row[0].(int64)
		v.At = instant(at)
		return nil
	})
	if errors.Is(err, io.EOF) {
		err = nil // nothing was recorded yet
	}
	return v, err
}

func (p *pulse) close() {
	if p.stmt != nil {
		p.stmt.Close()
	}
	if p.conn != nil {
		p.conn.Close()
	}
	p.pool.Close()
}

// Version names the present state, so that caches can tell old from new. Once
// a write has returned, it is another.
func (d *DB) Version() (Version, error) {
	if d.Replica() {
		return d.follow.version()
	}
	v, err := d.pulse.read()
	return v, explain(d.path, err)
}
