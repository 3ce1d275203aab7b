package db

import (
	"archive/zip"
	"bufio"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"touchstone/claims"
)

// An archive is a whole desk in a form that needs no SQLite to be read: a ZIP
// with one file of JSON lines for each table, and a manifest.

// archiveFormat names the form; a change that older programs cannot read gets
// another number.
const archiveFormat = "touchstone-archive/1"

const manifestName = "manifest.json"

// Archive is what an archive says of itself in its manifest.
type Archive struct {
	Format  string         `json:"format"`
	Schema  []int64        `json:"schema"` // the steps of the schema its tables have
	Created time.Time      `json:"created"`
	Events  int64          `json:"events"`     // rows of the audit log
	Head    string         `json:"audit_head"` // hash of the newest
	Tables  []ArchiveTable `json:"tables"`
}

// ArchiveTable is one table of an archive.
type ArchiveTable struct {
	Name   string `json:"name"`
	Rows   int    `json:"rows"`
	SHA256 string `json:"sha256"` // of its file, unpacked
}

func (t ArchiveTable) file() string { return "tables/" + t.Name + ".jsonl" }

// notArchived are tables about this machine or this hour; words for the search
// are made anew.
var notArchived = []string{"api_requests", "batch_items", "batches", "goose_db_version", "heartbeat", "import_files", "sessions", "setup_links"}

// WriteArchive writes the whole desk as it is at one moment: everything but
// sessions. It holds password hashes and addresses, as the database does.
func (d *DB) WriteArchive(ctx context.Context, w io.Writer) (Archive, error) {
	a := Archive{Format: archiveFormat, Created: d.Now().UTC().Truncate(time.Second)}
	z := zip.NewWriter(w)
	err := d.read(ctx, func(q *sql.Tx) (err error) {
		if a.Schema, err = schema(ctx, q); err != nil {
			return err
		}
		err = q.QueryRowContext(ctx, `SELECT count(*), coalesce((SELECT hash FROM events ORDER BY seq DESC LIMIT 1), ?) FROM events`, claims.Genesis).Scan(&a.Events, &a.Head)
		if err != nil {
			return err
		}
		names, err := tables(ctx, q)
		if err != nil {
			return err
		}
		for _, name := range names {
			t, err := archiveTable(ctx, q, z, name)
			if err != nil {
				return fmt.Errorf("archive the table %s: %w", name, err)
			}
			a.Tables = append(a.Tables, t)
		}
		return nil
	})
	if err != nil {
		return a, err
	}
	f, err := z.Create(manifestName)
	if err != nil {
		return a, err
	}
	enc := json.NewEncoder(f)
	enc.SetIndent("", "  ")
	if err := enc.Encode(a); err != nil {
		return a, err
	}
	return a, z.Close()
}

// tables are the tables an archive has, by name.
func tables(ctx context.Context, q querier) ([]string, error) {
	var list []string
	err := each(ctx, q, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		if !slices.Contains(notArchived, name) {
			list = append(list, name)
		}
		return err
	}, `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
	return list, err
}

// columnsOf are a table's columns that are stored, quoted, with their names.
func columnsOf(ctx context.Context, q querier, table string) (quoted, names []string, err error) {
	err = each(ctx, q, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		quoted, names = append(quoted, quoteName(name)), append(names, name)
		return err
	}, `SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid`, table)
	return quoted, names, err
}

func quoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func archiveTable(ctx context.Context, q querier, z *zip.Writer, name string) (ArchiveTable, error) {
	t := ArchiveTable{Name: name}
	quoted, names, err := columnsOf(ctx, q, name)
	if err != nil {
		return t, err
	}
	f, err := z.Create(t.file())
	if err != nil {
		return t, err
	}
	sum := sha256.New()
	enc := json.NewEncoder(io.MultiWriter(f, sum))
	enc.SetEscapeHTML(false)
	values, into := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	err = each(ctx, q, func(rows *sql.Rows) error {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		row := make(map[string]any, len(names))
		for i, v := range values {
			if b, ok := v.([]byte); ok {
				v = map[string]string{"base64": base64.StdEncoding.EncodeToString(b)}
			}
			row[names[i]] = v
		}
		t.Rows++
		return enc.Encode(row)
	}, `SELECT `+strings.Join(quoted, ", ")+` FROM `+quoteName(name))
	t.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return t, err
}

// readManifest reads what an archive says of itself.
func readManifest(z *zip.Reader) (Archive, error) {
	var a Archive
	f, err := z.Open(manifestName)
	if err != nil {
		return a, &claims.Error{Kind: claims.KindInvalid, Message: "this file is not an archive of a desk: make one with “touchstone export archive”", Err: err}
	}
	defer f.Close()
	if err := json.NewDecoder(io.LimitReader(f, 1<<20)).Decode(&a); err != nil || a.Format != archiveFormat {
		return a, &claims.Error{Kind: claims.KindInvalid, Message: "the archive's manifest cannot be read by this program: use the one that wrote it", Err: err}
	}
	known := steps()
	for _, v := range a.Schema {
		if !slices.Contains(known, v) {
			return a, claims.Conflict("the archive has schema %d and this program knows %d at most: use the newer program that wrote it", v, slices.Max(known))
		}
	}
	return a, nil
}

// archiveRows calls do with each row of a table in an archive, and refuses a
// file that is not the one the manifest speaks of.
func archiveRows(z *zip.Reader, t ArchiveTable, do func(map[string]any) error) error {
	f, err := z.Open(t.file())
	if err != nil {
		return claims.Invalid("archive", "the archive lacks %s", t.file())
	}
	defer f.Close()
	sum := sha256.New()
	dec := json.NewDecoder(bufio.NewReaderSize(io.TeeReader(f, sum), 1<<16))
	dec.UseNumber()
	n := 0
	for dec.More() {
		var row map[string]any
		if err := dec.Decode(&row); err != nil {
			return claims.Invalid("archive", "%s, row %d: it cannot be read", t.file(), n+1)
		}
		n++
		if err := do(row); err != nil {
			return fmt.Errorf("%s, row %d: %w", t.file(), n, err)
		}
	}
	if _, err := io.Copy(io.Discard, io.MultiReader(dec.Buffered(), f)); err != nil {
		return err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); n != t.Rows || got != t.SHA256 {
		return claims.Invalid("archive", "%s is not what the archive's manifest says it is: %d rows, SHA-256 %s", t.file(), n, got)
	}
	return nil
}

// stored is a value of an archive as SQLite takes it.
func stored(v any) (any, error) {
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n, nil
		}
		return v.Float64()
	case map[string]any:
		s, _ := v["base64"].(string)
		return base64.StdEncoding.DecodeString(s)
	}
	return v, nil
}
