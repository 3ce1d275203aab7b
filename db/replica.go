package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"touchstone/claims"
)

// follow is what is known of a copy that Litestream keeps up to date (“litestream
// restore -f”): beside the file it writes which transaction the copy has.
type follow struct {
	path string // of that note

	mu sync.Mutex
	at time.Time // when the note was written, as far as it was read
	id int64     // the transaction
}

// TxidFile is where Litestream notes which transaction the copy at path has.
func TxidFile(path string) string { return path + "-txid" }

// version is the copy's transaction. It is negative, so that it is never taken
// for a version of a database that is written here.
func (f *follow) version() (Version, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	info, err := os.Stat(f.path)
	if err != nil {
		return Version{}, busy(err, "the copy's note %s cannot be read: “litestream restore -f” writes it, so look whether that runs", f.path)
	}
	if !info.ModTime().Equal(f.at) {
		b, err := os.ReadFile(f.path)
		if err != nil {
			return Version{}, busy(err, "the copy's note %s cannot be read", f.path)
		}
		id, err := strconv.ParseInt(strings.TrimSpace(string(b)), 16, 64)
		if err != nil {
			return Version{}, busy(err, "the copy's note %s is not Litestream's", f.path)
		}
		f.id, f.at = id, info.ModTime()
	}
	return Version{Seq: -f.id, At: f.at}, nil
}

// OpenReplica opens a copy that Litestream keeps up to date, for reading. Each
// read has a connection of its own: the copy changes under the hands of one that
// stays open.
func OpenReplica(ctx context.Context, path string) (*DB, error) {
	d := &DB{Now: time.Now, path: path, follow: &follow{path: TxidFile(path)}}
	if _, err := d.follow.version(); err != nil {
		return nil, err
	}
	g, err := Glance(ctx, path)
	if err != nil {
		return nil, err
	}
	if g.Missing > 0 {
		return nil, claims.Conflict("the copy %s has schema %d, older than this program: bring the primary up to date first", path, g.Schema)
	}
	address, err := addressOf(path)
	if err != nil {
		return nil, err
	}
	if err := d.openReaders(address + readerOptions); err != nil {
		return nil, explain(path, err)
	}
	d.reader.SetMaxIdleConns(-1)
	d.searcher.SetMaxIdleConns(-1)
	d.export.SetMaxIdleConns(-1)
	return d, nil
}

// Replica reports whether this is a copy for reading.
func (d *DB) Replica() bool { return d.follow != nil }

// Age is how long ago the copy last changed. The primary writes every 10
// seconds by itself, so an old copy is cut off from it.
func (d *DB) Age() time.Duration {
	v, err := d.follow.version()
	if err != nil {
		return 1 << 62
	}
	return time.Since(v.At)
}

// errCopy refuses to write where nothing may be written.
var errCopy = &claims.Error{Kind: claims.KindBusy, Message: "this is a copy for reading: what is written belongs to the desk’s own address"}

// Promotion says what Promote may take for granted.
type Promotion struct {
	Silence time.Duration // how long nothing may have come from the old writer
	Watch   time.Duration // how long to look whether the copy still changes
}

// Promote makes a desk of a copy, to be written from now on. It is refused
// while the copy still changes or the old writer was heard lately. The note by
// which Litestream would go on is set aside, so that it cannot.
func Promote(ctx context.Context, path string, p Promotion) (Report, error) {
	f := &follow{path: TxidFile(path)}
	before, err := f.version()
	if errors.Is(err, fs.ErrNotExist) {
		return Report{}, claims.NotFound("%s is no copy that Litestream follows: it has no %s beside it", path, f.path)
	}
	if err != nil {
		return Report{}, err
	}
	select {
	case <-time.After(p.Watch):
	case <-ctx.Done():
		return Report{}, ctx.Err()
	}
	after, err := f.version()
	if err != nil {
		return Report{}, err
	}
	if after != before {
		return Report{}, claims.Conflict("the copy still changes, so the old writer lives: stop it, then its Litestream, then the one that follows here")
	}
	if quiet := time.Since(after.At); quiet < p.Silence {
		return Report{}, claims.Conflict("the old writer was heard %s ago: stop it, wait until %s have passed, and try again", quiet.Round(time.Second), p.Silence)
	}
	r, err := Inspect(ctx, path)
	if err != nil {
		return r, err
	}
	if len(r.Faults) > 0 {
		return r, claims.Conflict("the copy has %d faults and was left as it is, the first: %s", len(r.Faults), r.Faults[0])
	}
	if err := os.Rename(f.path, fmt.Sprintf("%s.promoted-%s", path, time.Now().UTC().Format("20060102T150405Z"))); err != nil {
		return r, busy(err, "%s cannot be renamed: check who owns the folder", f.path)
	}
	d, err := Open(ctx, path)
	if err != nil {
		return r, err
	}
	defer d.Close()
	return r, d.write(ctx, func(t *tx) error {
		return t.record(ctx, claims.Event{Subject: claims.OnDesk, Action: "copy promoted", Note: fmt.Sprintf("a copy as of transaction %d is the desk now", -after.Seq)})
	})
}
