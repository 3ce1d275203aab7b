package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/claims/export"
	"touchstone/db"
	"touchstone/db/dbtest"
)

// newImporting is the work over a desk, with a site that has one article.
func newImporting(t *testing.T) (*importing, claims.User) {
	t.Helper()
	d := dbtest.New(t)
	editor := dbtest.User(t, d, "Edda Editor", claims.Editor)
	fetch := func(_ context.Context, address string) (claims.Article, []byte, error) {
		switch {
		case strings.Contains(address, "panic"):
			panic("a bug")
		case strings.Contains(address, "gone"):
			return claims.Article{}, nil, claims.Invalid("url", "the site answered with 404")
		}
		return claims.Article{URL: address, Title: "Boats", Outlet: "Harbour Radio", Language: "en", PublishedOn: claims.Date{Day: "2026-03-14", Precision: claims.DayPrecision},
			Text: "“Half of all boats stay in port,” Ana Reyes said on Friday at " + address + "."}, nil, nil
	}
	return &importing{d: d, fetch: fetch, log: slog.New(slog.NewTextHandler(io.Discard, nil)), idle: time.Millisecond}, editor
}

// all works until there is nothing left.
func (m *importing) all(t *testing.T) {
	t.Helper()
	for range 100 {
		worked, err := m.next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !worked {
			return
		}
	}
	t.Fatal("it does not come to an end")
}

func TestManyArticlesAreImportedByThemselvesWithAReport(t *testing.T) {
	m, editor := newImporting(t)
	id, err := m.d.AddBatch(t.Context(), editor, "four things", []claims.BatchItem{
		{Name: "https://harbour.example/1"}, {Name: "https://harbour.example/gone"}, {Name: "https://harbour.example/1"}, {Name: "https://harbour.example/panic"},
		{Name: "file.txt", Body: []byte("Title: Ferries\nOutlet: Harbour Radio\n\n“Ferries carry more cars than in 1990,” said Lars Oduya, the harbour master, on Monday.")}, {Name: "empty.txt", Body: []byte{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.next(t.Context()); err != nil {
		t.Fatal(err)
	}
	b, err := m.d.Batch(t.Context(), id)
	if err != nil || !b.Going() || b.Done != 1 || b.Imported != 1 || b.StartedAt.IsZero() {
		t.Fatalf("after one: %+v, %v", b, err)
	}
	m.all(t)
	if b, err = m.d.Batch(t.Context(), id); err != nil || b.Going() || b.Done != 6 || b.Here != 1 || b.Failed < 3 {
		t.Errorf("at its end: %+v, %v", b, err)
	}
	items, err := m.d.BatchItems(t.Context(), id)
	if err != nil || len(items) != 6 {
		t.Fatal(items, err)
	}
	for i, want := range []claims.ItemOutcome{claims.ItemImported, claims.ItemFailed, claims.ItemHere, claims.ItemFailed} {
		if items[i].Outcome != want {
			t.Errorf("item %d: %+v, want %s", i+1, items[i], want)
		}
	}
	if items[0].Article == 0 || items[2].Article != items[0].Article || !strings.Contains(items[1].Detail, "404") || strings.Contains(items[3].Detail, "bug") || items[5].Detail == "" {
		t.Errorf("got %+v", items)
	}
	if r, err := m.d.Verify(t.Context()); err != nil || len(r.Faults) > 0 {
		t.Errorf("verify: %v, %v", r.Faults, err)
	}
}

func TestAnImportThatIsCalledOffKeepsWhatItDid(t *testing.T) {
	m, editor := newImporting(t)
	id, err := m.d.AddBatch(t.Context(), editor, "three", []claims.BatchItem{{Name: "https://harbour.example/1"}, {Name: "https://harbour.example/2"}, {Name: "https://harbour.example/3"}})
	if err != nil {
		t.Fatal(err)
	}
	reviewer := dbtest.User(t, m.d, "Rae Reviewer", claims.Reviewer)
	if _, err := m.d.AddBatch(t.Context(), reviewer, "x", []claims.BatchItem{{Name: "https://x.example"}}); claims.KindOf(err) != claims.KindForbidden {
		t.Errorf("a reviewer: %v", err)
	}
	if _, err := m.d.AddBatch(t.Context(), editor, "x", make([]claims.BatchItem, claims.MaxBatch+1)); claims.KindOf(err) != claims.KindInvalid {
		t.Errorf("too many: %v", err)
	}
	if _, err := m.next(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := m.d.CancelBatch(t.Context(), reviewer, id); claims.KindOf(err) != claims.KindForbidden {
		t.Errorf("called off by a reviewer: %v", err)
	}
	if err := m.d.CancelBatch(t.Context(), editor, id); err != nil {
		t.Fatal(err)
	}
	m.all(t)
	b, err := m.d.Batch(t.Context(), id)
	if err != nil || !b.Cancelled || b.Going() || b.Imported != 1 || b.Done != 3 {
		t.Errorf("got %+v, %v", b, err)
	}
	if err := m.d.CancelBatch(t.Context(), editor, id); claims.KindOf(err) != claims.KindConflict {
		t.Errorf("called off again: %v", err)
	}
}

// table sends a table of n claims, of which one is wrong where bad is set.
func (m *importing) send(t *testing.T, by claims.User, n int, bad bool) (claims.ID, db.ImportFile) {
	t.Helper()
	var b strings.Builder
	b.WriteString("statement,claimant_name,claim_date\n")
	for i := range n {
		day := "2026-03-14"
		if bad && i == n-1 {
			day = "yesterday"
		}
		fmt.Fprintf(&b, "Harbour %d has more boats than in 1990,Ana Reyes,%s\n", i, day)
	}
	r, err := export.NewReader(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	mapping, err := json.Marshal(export.Guess(r.Header))
	if err != nil {
		t.Fatal(err)
	}
	f := db.ImportFile{Name: "harbours.csv", Mapping: mapping, Body: []byte(b.String())}
	if f.ID, err = m.d.KeepImportFile(t.Context(), by, f); err != nil {
		t.Fatal(err)
	}
	id, err := m.d.AddTableBatch(t.Context(), by, f, n)
	if err != nil {
		t.Fatal(err)
	}
	return id, f
}

func TestALargeTableIsImportedByItselfWholeOrNotAtAll(t *testing.T) {
	m, editor := newImporting(t)
	for _, bad := range []bool{true, false} {
		id, f := m.send(t, editor, 60, bad)
		if again, err := m.d.AddTableBatch(t.Context(), editor, f, 60); err != nil || again != id {
			t.Errorf("pressed twice: %d and %d, %v", id, again, err)
		}
		m.all(t)
		b, err := m.d.Batch(t.Context(), id)
		if err != nil || b.Going() || (b.Failed > 0) != bad || (b.Imported > 0) == bad {
			t.Errorf("bad %v: %+v, %v", bad, b, err)
		}
		list, err := m.d.Claims(t.Context(), claims.Filter{Sort: claims.Newest, PageLimit: 1})
		if want := map[bool]int{true: 0, false: 60}[bad]; err != nil || list.Total != want {
			t.Errorf("bad %v: the desk has %d claims, %v", bad, list.Total, err)
		}
	}
}

func TestATableThatIsCalledOffLeavesNothing(t *testing.T) {
	m, editor := newImporting(t)
	id, _ := m.send(t, editor, 3000, false)
	b, by, _, ok, err := m.d.NextItem(t.Context())
	if err != nil || !ok || b.ID != id {
		t.Fatal(b, ok, err)
	}
	in, count, end := m.d.TableUnderWay(t.Context(), id)
	seen := 0
	_, err = m.rows(in, b, by, func() {
		count()
		if seen++; seen == 500 {
			now, err := m.d.Batch(t.Context(), id)
			if err != nil || now.Done != 500 || now.Total != 3000 {
				t.Errorf("in the middle: %+v, %v", now, err)
			}
			go func() { _ = m.d.CancelBatch(context.Background(), editor, id) }()
			<-in.Done() // it is told while its transaction is open
		}
	})
	end()
	if err == nil {
		t.Error("it went on")
	}
	for range 200 { // the calling off waits for the transaction
		if b, err = m.d.Batch(t.Context(), id); err != nil || b.Cancelled {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	list, err := m.d.Claims(t.Context(), claims.Filter{Sort: claims.Newest, PageLimit: 1})
	if err != nil || list.Total != 0 || !b.Cancelled {
		t.Errorf("the desk has %d claims; %+v, %v", list.Total, b, err)
	}
}

func TestAnImportGoesOnAfterTheProgramEnded(t *testing.T) {
	m, editor := newImporting(t)
	id, err := m.d.AddBatch(t.Context(), editor, "two", []claims.BatchItem{{Name: "https://harbour.example/1"}, {Name: "https://harbour.example/2"}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	fetch := m.fetch
	m.fetch = func(ctx context.Context, address string) (claims.Article, []byte, error) {
		cancel() // it ends in the middle of an article
		return fetch(ctx, address)
	}
	if worked, err := m.next(ctx); worked || err != nil {
		t.Errorf("worked %v, %v", worked, err)
	}
	m.fetch = fetch
	m.all(t)
	if b, err := m.d.Batch(t.Context(), id); err != nil || b.Going() || b.Imported+b.Here != 2 || b.Failed > 0 {
		t.Errorf("got %+v, %v", b, err)
	}
}

func TestTheReportOfAnImportHasNoWordsOfTheMachine(t *testing.T) {
	m, editor := newImporting(t)
	m.fetch = func(context.Context, string) (claims.Article, []byte, error) {
		return claims.Article{}, nil, errors.New("SELECT x: no such table, at /var/lib")
	}
	id, err := m.d.AddBatch(t.Context(), editor, "one", []claims.BatchItem{{Name: "https://harbour.example/1"}})
	if err != nil {
		t.Fatal(err)
	}
	m.all(t)
	items, err := m.d.BatchItems(t.Context(), id)
	if err != nil || len(items) != 1 || items[0].Detail != "the program could not cope with it" {
		t.Errorf("got %+v, %v", items, err)
	}
}
