package db_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/pressly/goose/v3"

	"touchstone/db"
)

// TestArticlesFromBeforeTheWatcherAreLookedAtToo opens a database of the first
// schema, as a desk of that time has it on its disk.
func TestArticlesFromBeforeTheWatcherAreLookedAtToo(t *testing.T) {
	path := filepath.Join(t.TempDir(), db.FileName)
	old, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, old, os.DirFS("migrations"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		`PRAGMA application_id = 1415800915`,
		`INSERT INTO articles (id, canonical, title, outlet, host, version, text_sha256, retrieved_at, created_at) VALUES
			(1, 'https://news.site/1', 'A', 'News', 'news.site', 1, 'a', 1700000000000, 1700000000000), (2, 'https://news.site/2', 'B', 'News', 'news.site', 1, 'b', 1700000000000, 1700000000000),
			(3, '', 'C', 'News', 'news', 1, 'c', 1700000000000, 1700000000000)`,
		`INSERT INTO article_texts (article_id, version, text, text_sha256, retrieved_at, raw) VALUES
			(1, 1, 'A', 'a', 1700000000000, x'00'), (2, 1, 'B', 'b', 1700000000000, NULL), (3, 1, 'C', 'c', 1700000000000, x'00')`,
	} {
		if _, err := old.ExecContext(t.Context(), q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if n, err := d.JobCount(t.Context()); err != nil || n.Waiting != 1 || n.Next.UnixMilli() != 1700086400000 {
		t.Errorf("got %+v, %v", n, err)
	}
}
