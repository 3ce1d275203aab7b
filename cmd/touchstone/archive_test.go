package main

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
	"touchstone/db"
)

// demoDesk is the demonstration's desk in a folder of its own, with everything
// a desk can have.
func demoDesk(t *testing.T) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), filepath.Join(t.TempDir(), db.FileName))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := fillDemo(t.Context(), d, io.Discard); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestADeskInAnArchiveIsTheSameDeskElsewhere(t *testing.T) {
	d := demoDesk(t)
	file := filepath.Join(t.TempDir(), "desk.zip")
	var b bytes.Buffer
	if _, err := d.WriteArchive(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	place := filepath.Join(t.TempDir(), db.FileName)
	if _, err := db.ReadArchive(t.Context(), file, place); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(everything(t, d.Path()), everything(t, place)); diff != "" {
		t.Errorf("the desk in its new place (-was +is):\n%s", diff)
	}
	if left, _ := filepath.Glob(place + "*"); len(left) != 1 {
		t.Errorf("beside the desk stand %q", left)
	}
}

func TestAnArchiveThatWasChangedIsRefused(t *testing.T) {
	d := demoDesk(t)
	var b bytes.Buffer
	if _, err := d.WriteArchive(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ file, old, new, want string }{
		{"tables/events.jsonl", "published", "unheard!!", "is not what the archive's manifest says"},
		{"manifest.json", `"format": "touchstone-archive/1"`, `"format": "touchstone-archive/9"`, "cannot be read by this program"},
		{"manifest.json", `"schema": [`, `"schema": [ 99999,`, "use the newer program"},
		{"manifest.json", `"name": "topics"`, `"name": "dishes"`, "the archive has a table"},
	} {
		file := filepath.Join(t.TempDir(), "desk.zip")
		if err := os.WriteFile(file, altered(t, b.Bytes(), tc.file, tc.old, tc.new), 0o600); err != nil {
			t.Fatal(err)
		}
		place := filepath.Join(t.TempDir(), db.FileName)
		_, err := db.ReadArchive(t.Context(), file, place)
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s with %s: got %v, want %q in it", tc.file, tc.new, err, tc.want)
		}
		if left, _ := filepath.Glob(place + "*"); len(left) > 0 || claims.KindOf(err) == claims.KindInternal {
			t.Errorf("%s with %s: %q was left, by %v", tc.file, tc.new, left, err)
		}
	}
}

// altered is a ZIP with some words of one file replaced.
func altered(t *testing.T, in []byte, name, old, new string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(in), int64(len(in)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == name {
			if !bytes.Contains(b, []byte(old)) {
				t.Fatalf("%s has no %q", name, old)
			}
			b = bytes.Replace(b, []byte(old), []byte(new), 1)
		}
		to, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// everything is all rows of all tables of a database but those about this
// machine or this hour; of tables that SQLite makes, how many rows they have.
func everything(t *testing.T, path string) map[string][]string {
	t.Helper()
	f, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all := map[string][]string{}
	names, err := f.Query(`SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')
		AND name NOT LIKE 'sqlite_%' AND name NOT IN ('goose_db_version', 'heartbeat', 'sessions', 'setup_links')`)
	if err != nil {
		t.Fatal(err)
	}
	defer names.Close()
	for names.Next() {
		var name, kind string
		if err := names.Scan(&name, &kind); err != nil {
			t.Fatal(err)
		}
		query := `SELECT * FROM "` + name + `"`
		if kind == "virtual" {
			query = `SELECT rowid FROM "` + name + `" ORDER BY rowid`
		}
		all[name] = rowsOf(t, f, query)
	}
	return all
}

func rowsOf(t *testing.T, f *sql.DB, query string) []string {
	t.Helper()
	rows, err := f.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		list = append(list, fmt.Sprint(values...))
	}
	return list
}
