package db

import (
	"context"
	"database/sql"
	"slices"
	"strings"
)

// Plan is how SQLite carries out a statement.
type Plan struct {
	Query string   // in one line
	Steps []string // of EXPLAIN QUERY PLAN
}

// Plans are the plans of every query that pages prepared so far, downloads left
// out, for tests that hold them against what a large desk can bear. SQLite makes them without
// looking at how much there is, so that a small desk has those of a large one.
func (d *DB) Plans(ctx context.Context) ([]Plan, error) {
	var queries []string
	var held []*sql.Conn
	defer func() {
		for _, c := range held {
			c.Close()
		}
	}()
	for _, p := range []*sql.DB{d.reader, d.searcher} {
		for range p.Stats().OpenConnections {
			c, err := p.Conn(ctx)
			if err != nil {
				return nil, explain(d.path, err)
			}
			held = append(held, c)
			err = c.Raw(func(raw any) error {
				queries = append(queries, raw.(*conn).kept.Keys()...)
				return nil
			})
			if err != nil {
				return nil, explain(d.path, err)
			}
		}
	}
	slices.Sort(queries)
	var plans []Plan
	for _, query := range slices.Compact(queries) {
		if !strings.HasPrefix(query, "SELECT") {
			continue
		}
		p := Plan{Query: strings.Join(strings.Fields(query), " ")}
		err := each(ctx, held[0], func(rows *sql.Rows) error {
			var id, parent, unused int
			var step string
			err := rows.Scan(&id, &parent, &unused, &step)
			p.Steps = append(p.Steps, step)
			return err
		}, `EXPLAIN QUERY PLAN `+query, unknown(query)...)
		if err != nil {
			return nil, explain(d.path, err)
		}
		plans = append(plans, p)
	}
	return plans, nil
}

// unknown are as many arguments as a query takes, all NULL: a plan is made
// without them.
func unknown(query string) []any {
	if strings.Contains(query, "?1") {
		return make([]any, 1)
	}
	return make([]any, strings.Count(query, "?"))
}
