package db

import (
	"context"
	"database/sql"
	"maps"
	"os"
	"path/filepath"
	"sync"

	"touchstone/claims"
)

// Figures are what a database says of itself to those who watch over it. Counts
// begin with the program.
type Figures struct {
	Size, WAL    int64                  // bytes of the file, and of what was written beside it since
	Free         int64                  // bytes left on its disk; -1 where nobody says
	Writes       int64                  // transactions that reached the disk
	WritesFailed int64                  // those the machine failed
	SignIns      map[string]int64       // tries, by claims.SignIn's outcome
	Pools        map[string]sql.DBStats // connections, by what they are for
	Queue        map[claims.State]int   // claims that are not decided
	Jobs         JobCount
	JobsFailing  int // jobs that failed and wait for their next time
}

// tally is what happened since the program began.
type tally struct {
	mu sync.Mutex
	n  map[string]int64
}

func (c *tally) add(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n == nil {
		c.n = map[string]int64{}
	}
	c.n[what]++
}

func (c *tally) all() map[string]int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.n)
}

// Free is how many bytes are left on the database's disk; -1 where nobody says.
func (d *DB) Free() int64 { return free(filepath.Dir(d.path)) }

// Free is how many bytes are left on the disk that has a path; -1 where nobody
// says.
func Free(path string) int64 { return free(path) }

// Figures counts. It reads an index over the open claims and the waiting jobs,
// no more.
func (d *DB) Figures(ctx context.Context) (Figures, error) {
	f := Figures{Size: sizeOf(d.path), WAL: sizeOf(d.path + "-wal"), Free: d.Free(), SignIns: d.signIns.all(), Queue: map[claims.State]int{}}
	did := d.did.all()
	f.Writes, f.WritesFailed = did["write"], did["failure"]
	f.Pools = map[string]sql.DBStats{"reader": d.reader.Stats(), "export": d.export.Stats()}
	if d.writer != nil {
		f.Pools["writer"] = d.writer.Stats()
	}
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var s claims.State
		var n int
		err := rows.Scan(&s, &n)
		f.Queue[s] = n
		return err
	}, `SELECT state, count(*) FROM claims WHERE state IN ('new','open','researching','in_review','on_hold') GROUP BY state`)
	if err != nil {
		return f, explain(d.path, err)
	}
	if f.Jobs, err = d.JobCount(ctx); err != nil {
		return f, err
	}
	err = d.reader.QueryRowContext(ctx, `SELECT count(*) FROM jobs WHERE done_at = 0 AND failures > 0`).Scan(&f.JobsFailing)
	return f, explain(d.path, err)
}

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
