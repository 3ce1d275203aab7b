package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"touchstone/claims"
	"touchstone/claims/export"
	"touchstone/claims/ingest"
	"touchstone/db"
)

// importing does the long imports that people began on the desk, one after the
// other. What it was at when the program ended is begun again.
type importing struct {
	d     *db.DB
	fetch ingest.Fetch
	log   *slog.Logger
	idle  time.Duration // between two looks for work where there is none
}

// startImporting begins the work; what it gives ends it.
func startImporting(ctx context.Context, d *db.DB, log *slog.Logger) (stop func()) {
	m := &importing{d: d, fetch: ingest.NewVisitor(ingest.NewFetcher()).Article, log: log, idle: time.Second}
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		rest(ctx, m.idle*2/3) // between the looks of the others, as the watcher
		m.run(ctx)
	})
	return func() {
		cancel()
		wg.Wait()
	}
}

func (m *importing) run(ctx context.Context) {
	for ctx.Err() == nil {
		worked, err := m.next(ctx)
		if err != nil && ctx.Err() == nil {
			m.log.Error("import what was sent", "error", err)
		}
		if !worked || err != nil {
			rest(ctx, m.idle)
		}
	}
}

// next does one item, or a whole table.
func (m *importing) next(ctx context.Context) (worked bool, err error) {
	b, by, it, ok, err := m.d.NextItem(ctx)
	if err != nil || !ok {
		return false, err
	}
	if b.Table != 0 {
		return true, m.table(ctx, b, by)
	}
	one, cancel := context.WithTimeout(ctx, jobTime)
	defer cancel()
	it = m.article(one, by, it)
	if ctx.Err() != nil {
		return false, nil // the program ends: another time
	}
	return true, m.d.EndItem(ctx, b, it)
}

// article imports one article, whatever happens.
func (m *importing) article(ctx context.Context, by claims.User, it claims.BatchItem) (done claims.BatchItem) {
	done = it
	defer func() {
		if r := recover(); r != nil {
			m.log.Error("an article made the program fail", "name", it.Name, "panic", r, "stack", string(debug.Stack()))
			done.Outcome, done.Detail = claims.ItemFailed, "the program could not cope with it"
		}
	}()
	a, raw, err := m.read(ctx, it)
	if err == nil {
		var found []claims.Claim
		if a, found, err = ingest.Prepare(a); err == nil {
			a, err = m.d.CreateArticle(ctx, by, a, raw, found)
		}
	}
	done.Outcome, done.Detail, done.Article = whatCame(a, m.told(ctx, it.Name, err))
	return done
}

// told is an error as the one who sent something may read it: what was not
// foreseen is for the log.
func (m *importing) told(ctx context.Context, name string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return claims.Conflict("it took longer than %s", took(jobTime))
	case claims.KindOf(err) == claims.KindInternal:
		m.log.Error("import what was sent", "name", name, "error", err)
		return claims.Conflict("the program could not cope with it")
	}
	return err
}

func (m *importing) read(ctx context.Context, it claims.BatchItem) (claims.Article, []byte, error) {
	if it.Body == nil {
		return m.fetch(ctx, it.Name)
	}
	return ingest.Load(ctx, it.Name, bytes.NewReader(it.Body))
}

// whatCame says what came of an article.
func whatCame(a claims.Article, err error) (claims.ItemOutcome, string, claims.ID) {
	var e *claims.Error
	switch {
	case err == nil:
		return claims.ItemImported, fmt.Sprintf("“%s”: %s found", a.Title, plural(a.Candidates, "claim", "claims")), a.ID
	case errors.As(err, &e) && e.Kind == claims.KindExists:
		return claims.ItemHere, "", e.Ref
	}
	return claims.ItemFailed, sentence(err), 0
}

// table imports a table of claims, all of it or nothing.
func (m *importing) table(ctx context.Context, b claims.Batch, by claims.User) error {
	in, count, end := m.d.TableUnderWay(ctx, b.ID)
	defer end()
	r, err := m.rows(in, b, by, count)
	if in.Err() != nil {
		return nil // called off, or the program ends
	}
	return m.d.EndTable(ctx, b, r, m.told(in, b.Name, err))
}

func (m *importing) rows(ctx context.Context, b claims.Batch, by claims.User, count func()) (report claims.ImportReport, err error) {
	f, err := m.d.ImportFile(ctx, by, b.Table)
	if err != nil {
		return report, err
	}
	var mapping export.Mapping
	if err := json.Unmarshal(f.Mapping, &mapping); err != nil {
		return report, err
	}
	r, err := export.NewReader(bytes.NewReader(f.Body))
	if err != nil {
		return report, err
	}
	rows := export.Claims(r, mapping, f.Name)
	counted := func(yield func(*claims.Imported, []claims.Fault) bool) {
		for i, faults := range rows {
			if count(); !yield(i, faults) {
				return
			}
		}
	}
	return m.d.ImportClaims(ctx, by, f.ID, f.Name, counted)
}
