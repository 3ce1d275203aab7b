package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"slices"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"modernc.org/sqlite"
)

// keptStatements is how many prepared statements a connection keeps. Preparing
// is half the cost of reading one row; the program has some two hundred
// statements, and lists add one for each combination of filters.
const keptStatements = 256

// pool opens connections to address that keep the statements they prepared.
// Nothing is opened before it is first used.
func pool(address string) (*sql.DB, error) {
	c, err := sqlite.NewConnector(address)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector{c}), nil
}

// How transactions begin and end. One that writes takes the file at once, and
// not when it first writes: then it could not wait for another program.
const (
	begin      = `BEGIN`
	beginWrite = `BEGIN IMMEDIATE`
	commit     = `COMMIT`
	rollback   = `ROLLBACK`
)

// repeated are the commands without arguments that are worth keeping. Schema,
// pragmas and scripts are run once.
var repeated = []string{begin, beginWrite, commit, rollback}

type connector struct{ driver.Connector }

// Connect opens one connection.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	raw, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := simplelru.NewLRU(keptStatements, func(_ string, s *statement) { s.drop() })
	if err != nil {
		return nil, err
	}
	return &conn{sqliteConn: raw.(sqliteConn), kept: kept}, nil
}

// sqliteConn is what a connection of the driver can do, and what backups need.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
	NewBackup(to string) (*sqlite.Backup, error)
}

// conn is a connection with its statements. database/sql never lets two
// goroutines use one at the same time.
type conn struct {
	sqliteConn
	kept *simplelru.LRU[string, *statement]
}

// statement is a prepared one. It is busy while its rows are read; a second
// query with the same words is then prepared for itself.
type statement struct {
	driver.Stmt
	busy, gone bool
}

func (s *statement) drop() {
	if s.gone = true; !s.busy {
		s.Close()
	}
}

func (s *statement) release() {
	if s.busy = false; s.gone {
		s.Close()
	}
}

// statement finds or prepares the statement of a query; nil while it is busy.
func (c *conn) statement(ctx context.Context, query string) (*statement, error) {
	if s, ok := c.kept.Get(query); ok {
		if s.busy {
			return nil, nil
		}
		return s, nil
	}
	p, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s := &statement{Stmt: p}
	c.kept.Add(query, s)
	return s, nil
}

// QueryContext runs a query with the statement that is kept for it.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.QueryContext(ctx, query, args)
	}
	rows, err := s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	s.busy = true
	return &keptRows{rows, s}, nil
}

// ExecContext runs a command with the statement that is kept for it.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if len(args) == 0 && !slices.Contains(repeated, query) {
		return c.sqliteConn.ExecContext(ctx, query, args)
	}
	s, err := c.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.ExecContext(ctx, query, args)
	}
	return s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
}

// BeginTx begins a transaction. One that only reads waits for nobody, so that
// it needs no watch over its context.
func (c *conn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	if !o.ReadOnly {
		return c.sqliteConn.BeginTx(ctx, o)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	t := reading{c}
	return t, t.run(begin)
}

// Close gives the statements back before the connection.
func (c *conn) Close() error {
	c.kept.Purge()
	return c.sqliteConn.Close()
}

// reading is a transaction that only reads.
type reading struct{ c *conn }

func (t reading) run(command string) error {
	s, err := t.c.statement(context.Background(), command)
	if err != nil {
		return err
	}
	_, err = s.Stmt.(driver.StmtExecContext).ExecContext(context.Background(), nil)
	return err
}

// Commit ends the transaction.
func (t reading) Commit() error { return t.run(commit) }

// Rollback ends the transaction.
func (t reading) Rollback() error { return t.run(rollback) }

// keptRows give their statement back when they are closed.
type keptRows struct {
	driver.Rows
	s *statement
}

// Close ends the reading.
func (r *keptRows) Close() error {
	err := r.Rows.Close()
	r.s.release()
	return err
}
