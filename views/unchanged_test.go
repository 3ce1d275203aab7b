package views

import (
	"database/sql"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
)

func TestCheck26ReadingChangesNothing(t *testing.T) {
	d, fill := furnished(t, Config{BaseURL: "https://desk.example"})
	admin, reader := d.as(claims.Admin), d.browser()
	before, shown := dump(t, d), 0
	for _, r := range d.e.Routes() {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			continue
		}
		for _, b := range []*browser{admin, reader} {
			for _, path := range []string{fill(r.Path), filled(r.Path)} {
				if w := b.send(b.form(r.Method, path, nil)); b == admin && w.Code == http.StatusOK {
					shown++
				}
			}
		}
	}
	if shown < 120 {
		t.Errorf("only %d pages were there to be read", shown)
	}
	if diff := cmp.Diff(before, dump(t, d)); diff != "" {
		t.Errorf("the database changed (-before +after)\n%s", diff)
	}
}

// dump is every row of every table, read past the program's own connection.
func dump(t *testing.T, d *house) []string {
	t.Helper()
	q, err := sql.Open("sqlite", "file:"+d.d.Path()+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	var list []string
	for _, table := range column(t, q, `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name`) {
		names := column(t, q, fmt.Sprintf(`SELECT 'quote("' || name || '")' FROM pragma_table_info('%s')`, table))
		list = append(list, column(t, q, fmt.Sprintf(`SELECT '%s: ' || concat_ws(' ', %s) FROM "%s" ORDER BY 1`, table, strings.Join(names, ", "), table))...)
	}
	if len(list) < 5 {
		t.Fatalf("only %d rows were found: %q", len(list), list)
	}
	return list
}

// column is the first column of a query's rows.
func column(t *testing.T, q *sql.DB, query string) []string {
	t.Helper()
	rows, err := q.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	var list []string
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
	return list
}
