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
// It asks the file, so that what another program wrote is seen too, but not for
// each of the thousands of readers that may come within a second.
type pulse struct {
	mu   sync.Mutex
	pool *sql.DB
	conn *sql.Conn
	stmt driver.Stmt
	last Version
	at   time.Time // when last was read; the zero time once this program wrote
}

// pulseTime is how long a version is believed, so long as this program does not
// write: what another one writes is seen that much later.
const pulseTime = time.Millisecond

func newPulse(address string) (*pulse, error) {
	p, err := pool(address)
	if err != nil {
		return nil, err
	}
	return &pulse{pool: p}, nil
}

func (p *pulse) read() (Version, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if now.Sub(p.at) < pulseTime {
		return p.last, nil
	}
	v, err := p.ask()
	if err == nil {
		p.last, p.at = v, now
	}
	return v, err
}

// forget makes the next read ask the file.
func (p *pulse) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at = time.Time{}
}

func (p *pulse) ask() (v Version, err error) {
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
