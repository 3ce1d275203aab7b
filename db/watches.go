package db

import (
	"context"
	"database/sql"

	"touchstone/claims"
)

// Limits of looking for what saved searches find.
const (
	maxFound   = 20_000 // claims that a search finds when it is saved
	maxChanged = 300    // claims that are looked at at once
)

// SaveWatch keeps a search for a person. What it finds now is known; what comes
// later is told.
func (d *DB) SaveWatch(ctx context.Context, by claims.User, w claims.Watch) error {
	if err := by.Need(claims.ActDesk); err != nil {
		return err
	}
	if err := w.Check(); err != nil {
		return err
	}
	w.Filter.HolderID = by.ID
	return d.write(ctx, func(t *tx) error {
		var n int
		if err := t.QueryRowContext(ctx, `SELECT count(*) FROM watches WHERE user_id = ?`, by.ID).Scan(&n); err != nil {
			return err
		}
		if n >= claims.MaxWatches {
			return claims.Conflict("you have %d saved searches: remove one first", n)
		}
		res, err := t.ExecContext(ctx, `INSERT INTO watches (user_id, name, filter, created_at, seq) VALUES (?, ?, ?, ?, (SELECT coalesce(max(seq), 0) FROM events))`,
			by.ID, w.Name, w.Address(), millis(t.now))
		if err != nil {
			return err
		}
		id, err := res.LastInsertId()
		if err != nil {
			return err
		}
		s := d.selectClaims(w.Filter)
		_, err = t.ExecContext(ctx, `INSERT INTO watch_finds (watch_id, claim_id) SELECT ?, c.id FROM claims c`+s.where()+` LIMIT ?`, append(append([]any{id}, s.args...), maxFound)...)
		return err
	})
}

// DropWatch removes one of a person's saved searches.
func (d *DB) DropWatch(ctx context.Context, by claims.User, id claims.ID) error {
	return d.write(ctx, func(t *tx) error {
		res, err := t.ExecContext(ctx, `DELETE FROM watches WHERE id = ? AND user_id = ?`, id, by.ID)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return claims.NotFound("this saved search is not here any more")
	})
}

// SavedSearches are a person's, by name, without what they find.
func (d *DB) SavedSearches(ctx context.Context, user claims.ID) ([]claims.Watch, error) {
	list, err := watches(ctx, d.reader, `WHERE user_id = ? ORDER BY name, id`, user)
	return list, explain(d.path, err)
}

// Watches are a person's saved searches, the newest first, with what each finds
// now.
func (d *DB) Watches(ctx context.Context, user claims.ID) ([]claims.Watch, error) {
	list, err := watches(ctx, d.reader, `WHERE user_id = ? ORDER BY id DESC`, user)
	if err != nil {
		return nil, explain(d.path, err)
	}
	for i := range list {
		f := list[i].Filter
		f.PageLimit = 1
		page, err := d.Claims(ctx, f)
		if err != nil {
			return nil, err
		}
		list[i].N, list[i].More = page.Total, page.Newest > 0
	}
	return list, nil
}

func watches(ctx context.Context, q querier, tail string, args ...any) (list []claims.Watch, err error) {
	err = each(ctx, q, func(rows *sql.Rows) error {
		var w claims.Watch
		var filter string
		var at int64
		if err := rows.Scan(&w.ID, &w.User, &w.Name, &filter, &at); err != nil {
			return err
		}
		w.CreatedAt = instant(at)
		// What an older program saved and this one cannot read finds nothing: it
		// can be seen, and removed.
		w.Filter, _ = claims.ReadWatch(filter)
		w.Filter.HolderID = w.User
		list = append(list, w)
		return nil
	}, `SELECT id, user_id, name, filter, created_at FROM watches `+tail, args...)
	return list, err
}

// TellWatches tells people what their saved searches find that they did not
// find before, and says of how many claims. It is to be called once a minute or
// so; where nothing changed, nothing is written.
func (d *DB) TellWatches(ctx context.Context) (n int, err error) {
	var waiting bool
	err = d.reader.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM watches WHERE seq < (SELECT coalesce(max(seq), 0) FROM events))`).Scan(&waiting)
	if err != nil || !waiting {
		return 0, explain(d.path, err)
	}
	err = d.write(ctx, func(t *tx) error {
		n = 0
		list, err := watches(ctx, t, `WHERE seq < (SELECT max(seq) FROM events) ORDER BY id`)
		if err != nil {
			return err
		}
		people, err := t.everybody(ctx)
		if err != nil {
			return err
		}
		for _, w := range list {
			found, err := t.newlyFound(ctx, w)
			if err != nil {
				return err
			}
			for _, id := range found {
				for _, notice := range w.Notices(id, t.now, people) {
					if err := t.notify(ctx, notice); err != nil {
						return err
					}
				}
			}
			n += len(found)
		}
		return nil
	})
	return n, err
}

// newlyFound looks at the claims that changed since a search was last looked at,
// and keeps those that it finds and did not find before.
func (t *tx) newlyFound(ctx context.Context, w claims.Watch) ([]claims.ID, error) {
	var changed []claims.ID
	var seq int64
	err := each(ctx, t, func(rows *sql.Rows) error {
		var id claims.ID
		err := rows.Scan(&id, &seq)
		changed = append(changed, id)
		return err
	}, `SELECT subject_id, max(seq) AS last FROM events WHERE subject = 'claim' AND seq > (SELECT seq FROM watches WHERE id = ?) GROUP BY subject_id ORDER BY last LIMIT ?`, w.ID, maxChanged)
	if err != nil {
		return nil, err
	}
	if len(changed) < maxChanged {
		if err := t.QueryRowContext(ctx, `SELECT max(seq) FROM events`).Scan(&seq); err != nil {
			return nil, err
		}
	}
	if _, err := t.ExecContext(ctx, `UPDATE watches SET seq = ? WHERE id = ?`, seq, w.ID); err != nil || len(changed) == 0 {
		return nil, err
	}
	s := &selection{few: true, args: []any{listed(changed)}}
	query, _ := claims.ParseQuery(w.Filter.Query)
	if m := matchWords(query); m != "" {
		s.and("EXISTS (SELECT 1 FROM claim_words WHERE claim_words MATCH ? AND claim_words.rowid = c.id)", m)
		s.worded(query)
	} else {
		s.asked(w.Filter)
	}
	t.d.narrow(s, w.Filter)
	s.and("NOT EXISTS (SELECT 1 FROM watch_finds x WHERE x.watch_id = ? AND x.claim_id = c.id)", w.ID)
	found, err := idsOf(ctx, t, `SELECT c.id FROM json_each(?) j CROSS JOIN claims c ON c.id = j.value`+s.where()+` ORDER BY c.id`, s.args...)
	if err != nil {
		return nil, err
	}
	for _, id := range found {
		if _, err := t.ExecContext(ctx, `INSERT INTO watch_finds (watch_id, claim_id) VALUES (?, ?)`, w.ID, id); err != nil {
			return nil, err
		}
	}
	return found, nil
}
