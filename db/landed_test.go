package db_test

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pressly/goose/v3"

	"touchstone/claims"
	"touchstone/db"
)

var update = flag.Bool("update", false, "add the present schema to testdata/landed.txt")

// landedFile has a line for every schema that desks can have on their disks:
// the steps it took, and the SHA-256 of what they made. A step that is changed
// afterwards no longer makes the same.
const landedFile = "testdata/landed.txt"

type landed struct {
	steps []int64
	hash  string
}

func readLanded(t testing.TB) []landed {
	t.Helper()
	b, err := os.ReadFile(landedFile)
	if err != nil {
		t.Fatal(err)
	}
	var list []landed
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		if len(f) < 2 || f[0] == "#" {
			continue
		}
		l := landed{hash: f[0]}
		for _, s := range f[1:] {
			n, err := strconv.ParseInt(s, 10, 64)
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			l.steps = append(l.steps, n)
		}
		list = append(list, l)
	}
	return list
}

// build makes a database of an earlier schema, as a desk of that time has it:
// with a user, an article, a claim and a log.
func build(t testing.TB, path string, steps []int64) {
	t.Helper()
	old, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_pragma=foreign_keys(1)")
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	var others []int64
	for _, v := range present(t) {
		if !slices.Contains(steps, v) {
			others = append(others, v)
		}
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, old, os.DirFS("migrations"), goose.WithExcludeVersions(others))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	chain := claims.Genesis
	event := func(seq int64, subject claims.Subject, id claims.ID, revision int) string {
		e := claims.Event{Seq: seq, At: time.UnixMilli(1700000000000), Subject: subject, SubjectID: id, Revision: revision, Action: "added"}
		prev := chain
		chain = e.Seal(prev)
		return fmt.Sprintf(`INSERT INTO events VALUES (%d, 1700000000000, 0, '%s', %d, %d, 'added', '', '', '', '', '%s', '%s')`, seq, subject, id, revision, prev, chain)
	}
	text := "“The ferry ran at night,” Lena Oduya said."
	sum := sha256.Sum256([]byte(text))
	hash := hex.EncodeToString(sum[:])
	settings := `{"organisation":"The old desk","language":"en"}`
	for _, q := range []string{
		`PRAGMA application_id = 1415800915`,
		`INSERT INTO settings (id, value) VALUES (1, '` + settings + `')`,
		`INSERT INTO scales (id, name, version, ratings, current, created_at) VALUES (1, 'Touchstone', 1, '[{"key":"true","label":"True","value":1}]', 1, 1700000000000)`,
		`INSERT INTO users (id, email, name, role, password_hash, created_at) VALUES (1, 'ana@desk.example', 'Ana Reyes', 'admin', 'x', 1700000000000)`,
		`INSERT INTO articles (id, canonical, title, outlet, host, version, text_sha256, retrieved_at, created_at, candidates, undecided) VALUES
			(1, 'https://news.site/1', 'The ferry', 'News', 'news.site', 1, '` + hash + `', 1700000000000, 1700000000000, 1, 1)`,
		`INSERT INTO article_texts (article_id, version, text, text_sha256, retrieved_at, raw) VALUES (1, 1, '` + text + `', '` + hash + `', 1700000000000, x'00')`,
		`INSERT INTO speakers (id, name, slug, kind, created_at) VALUES (1, 'Lena Oduya', 'lena-oduya', 'person', 1700000000000)`,
		`INSERT INTO speaker_names (name_key, name, speaker_id) VALUES ('lena oduya', 'Lena Oduya', 1)`,
		`INSERT INTO claims (id, revision, statement, speaker_id, state, state_since, created_at, updated_at, article_id, appearances) VALUES
			(1, 1, 'The ferry ran at night.', 1, 'new', 1700000000000, 1700000000000, 1700000000000, 1, 1)`,
		`INSERT INTO appearances (claim_id, article_id, quote, spans, kind, cue, anchor, first, text_sha256) VALUES
			(1, 1, 'The ferry ran at night', '[[1,23]]', 'direct', 'said', 'anchored', 1, '` + hash + `')`,
		`INSERT INTO claim_words (rowid, statement, speaker, body) VALUES (1, 'The ferry ran at night.', 'Lena Oduya', '')`,
		event(1, claims.OnDesk, 0, 0), event(2, claims.OnUser, 1, 0), event(3, claims.OnArticle, 1, 1), event(4, claims.OnClaim, 1, 1),
	} {
		if _, err := old.ExecContext(t.Context(), q); err != nil {
			t.Fatalf("schema %v: %s: %v", steps, q, err)
		}
	}
}

// present are the steps of the program as it is.
func present(t testing.TB) []int64 {
	t.Helper()
	names, err := filepath.Glob("migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	var list []int64
	for _, name := range names {
		v, err := goose.NumericComponent(name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, v)
	}
	return list
}

// shape is what a database is made of: the columns of each table, and the text
// of everything else.
func shape(t testing.TB, path string) []string {
	t.Helper()
	f, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []string
	for _, q := range []string{
		`SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || coalesce(c.dflt_value, '-') || ' ' || c.pk || ' ' || c.hidden
			FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table' ORDER BY 1`,
		`SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema WHERE type <> 'table' ORDER BY 1`,
	} {
		rows, err := f.Query(q)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				t.Fatal(err)
			}
			list = append(list, s)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		rows.Close()
	}
	return list
}

func hashOf(list []string) string {
	sum := sha256.Sum256([]byte(strings.Join(list, "\n")))
	return hex.EncodeToString(sum[:8])
}

func TestCheckR9EverySchemaThatLandedIsBroughtUpToDate(t *testing.T) {
	fresh := filepath.Join(t.TempDir(), db.FileName)
	d, err := db.Open(t.Context(), fresh)
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
	want := shape(t, fresh)
	for _, l := range readLanded(t) {
		path := filepath.Join(t.TempDir(), db.FileName)
		build(t, path, l.steps)
		if got := hashOf(shape(t, path)); got != l.hash {
			t.Errorf("the steps %v make %s, and made %s when they landed: a step that landed must not change, add another", l.steps, got, l.hash)
		}
		d, err := db.Open(t.Context(), path)
		if err != nil {
			t.Errorf("schema %v: %v", l.steps, err)
			continue
		}
		if r, err := d.Verify(t.Context()); err != nil || len(r.Faults) > 0 || r.Claims != 1 || r.Events != 4 {
			t.Errorf("schema %v: got %+v, %v", l.steps, r, err)
		}
		if c, err := d.Claim(t.Context(), 1); err != nil || c.Statement != "The ferry ran at night." || c.First().Quote != "The ferry ran at night" {
			t.Errorf("schema %v: its claim: %+v, %v", l.steps, c, err)
		}
		if s, err := d.Settings(t.Context()); err != nil || s.Organisation != "The old desk" {
			t.Errorf("schema %v: its settings: %+v, %v", l.steps, s, err)
		}
		d.Close()
		if diff := cmp.Diff(want, shape(t, path)); diff != "" {
			t.Errorf("schema %v: it becomes another than a new desk's (-want +got):\n%s", l.steps, diff)
		}
		kept := fmt.Sprintf("%s.schema-%d", path, slices.Max(l.steps))
		if len(l.steps) == len(present(t)) {
			continue
		}
		if got := hashOf(shape(t, kept)); got != l.hash {
			t.Errorf("schema %v: the copy before the change has the schema %s, want %s", l.steps, got, l.hash)
		}
	}
}

func TestCheckR9ThePresentSchemaIsAmongThoseThatLanded(t *testing.T) {
	now := present(t)
	if slices.ContainsFunc(readLanded(t), func(l landed) bool { return slices.Equal(l.steps, now) }) {
		return
	}
	if !*update {
		t.Fatalf("the schema %v is not in %s: run “go test ./db -run R9 -update”, and commit it with the step", now, landedFile)
	}
	path := filepath.Join(t.TempDir(), db.FileName)
	build(t, path, now)
	f, err := os.OpenFile(landedFile, os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(f, "%s %s\n", hashOf(shape(t, path)), strings.Trim(fmt.Sprint(now), "[]"))
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOfTheCopiesBeforeAChangeTwoStay(t *testing.T) {
	path := filepath.Join(t.TempDir(), db.FileName)
	for _, old := range []string{"1", "2", "9"} {
		if err := os.WriteFile(path+".schema-"+old, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	build(t, path, []int64{1, 2, 3, 4, 5})
	d, err := db.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
	left, _ := filepath.Glob(path + ".schema-*")
	if want := []string{path + ".schema-5", path + ".schema-9"}; !slices.Equal(left, want) {
		t.Errorf("got %q, want %q", left, want)
	}
}
