package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"touchstone/claims"
)

func nameKey(name string) string { return strings.ToLower(claims.Line(name)) }

const speakerColumns = `s.id, s.name, s.slug, s.kind, s.role, s.same_as, s.party`

func scanSpeaker(row interface{ Scan(...any) error }, s *claims.Speaker, more ...any) error {
	return row.Scan(append([]any{&s.ID, &s.Name, &s.Slug, &s.Kind, &s.Role, &s.SameAs, &s.Party}, more...)...)
}

func speakerByID(ctx context.Context, q querier, id claims.ID) (*claims.Speaker, error) {
	var s claims.Speaker
	if err := scanSpeaker(q.QueryRowContext(ctx, `SELECT `+speakerColumns+` FROM speakers s WHERE s.id = ?`, id), &s); err != nil {
		return nil, err
	}
	return &s, loadAliases(ctx, q, &s)
}

func loadAliases(ctx context.Context, q querier, s *claims.Speaker) error {
	return each(ctx, q, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		s.Aliases = append(s.Aliases, name)
		return err
	}, `SELECT name FROM speaker_names WHERE speaker_id = ? AND name <> ? ORDER BY name`, s.ID, s.Name)
}

// ResolveSpeaker finds a speaker by name or alias, or nil. Where two bear the
// name, the one with more claims.
func (d *DB) ResolveSpeaker(ctx context.Context, name string) (*claims.Speaker, error) {
	s, err := resolveSpeaker(ctx, d.reader, name)
	return s, explain(d.path, err)
}

func resolveSpeaker(ctx context.Context, q querier, name string) (*claims.Speaker, error) {
	var id claims.ID
	err := q.QueryRowContext(ctx, `SELECT n.speaker_id FROM speaker_names n WHERE n.name_key = ?
		ORDER BY (SELECT count(*) FROM claims c WHERE c.speaker_id = n.speaker_id) DESC, n.speaker_id LIMIT 1`, nameKey(name)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return speakerByID(ctx, q, id)
}

// saveSpeaker makes sure that the claim's speaker has a row: the one of that
// name, or a new one.
func (t *tx) saveSpeaker(ctx context.Context, c *claims.Claim) error {
	if c.Speaker == nil || c.Speaker.ID != 0 {
		return nil
	}
	if err := c.Speaker.Check(); err != nil {
		return err
	}
	have, err := resolveSpeaker(ctx, t, c.Speaker.Name)
	if err != nil {
		return err
	}
	if have == nil {
		return t.insertSpeaker(ctx, c.Speaker)
	}
	c.Speaker = have
	return nil
}

func (t *tx) insertSpeaker(ctx context.Context, s *claims.Speaker) error {
	slug, err := freeSlug(ctx, t, s.Name, nil)
	if err != nil {
		return err
	}
	s.Slug = slug
	res, err := t.ExecContext(ctx, `INSERT INTO speakers (name, slug, kind, role, same_as, party, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`, s.Name, s.Slug, s.Kind, s.Role, s.SameAs, s.Party, millis(t.now))
	if err != nil {
		return err
	}
	n, err := res.LastInsertId()
	if err != nil {
		return err
	}
	s.ID = claims.ID(n)
	for _, name := range append([]string{s.Name}, s.Aliases...) {
		if _, err := t.ExecContext(ctx, `INSERT INTO speaker_names (name_key, name, speaker_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, nameKey(name), name, s.ID); err != nil {
			return err
		}
	}
	return nil
}

// freeSlug makes the tail of a speaker's address, one that nobody has and that
// is not among those just given.
func freeSlug(ctx context.Context, q querier, name string, given map[string]bool) (string, error) {
	base := claims.Slug(name)
	if base == "" {
		base = "speaker"
	}
	for n := 1; ; n++ {
		slug := base
		if n > 1 {
			slug = fmt.Sprintf("%s-%d", base, n)
		}
		var taken int
		if given[slug] {
			continue
		}
		err := q.QueryRowContext(ctx, `SELECT 1 FROM speakers WHERE slug = ?`, slug).Scan(&taken)
		if errors.Is(err, sql.ErrNoRows) {
			return slug, nil
		}
		if err != nil {
			return "", err
		}
	}
}

// dropSpeaker removes a speaker whom the last claim has left: a name that a
// candidate was wrongly given is not kept.
func (t *tx) dropSpeaker(ctx context.Context, before, after *claims.Speaker) error {
	if before == nil || (after != nil && after.ID == before.ID) {
		return nil
	}
	_, err := t.ExecContext(ctx, `DELETE FROM speakers WHERE id = ? AND same_as = '' AND party = '' AND NOT EXISTS (SELECT 1 FROM claims WHERE speaker_id = speakers.id)`, before.ID)
	return err
}

// SpeakerNames are the names that speakers are known by, for suggestions.
func (d *DB) SpeakerNames(ctx context.Context) ([]string, error) {
	var list []string
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		list = append(list, name)
		return err
	}, `SELECT name FROM speakers ORDER BY name LIMIT 1000`)
	return list, explain(d.path, err)
}

// speakersPage is how many speakers a page of the desk lists.
const speakersPage = 50

// DeskSpeakers are speakers by name, those whose name has the words in it, after
// a name; more says that others follow. Checks are those that are public.
func (d *DB) DeskSpeakers(ctx context.Context, words, after string) (list []claims.SpeakerRecord, more bool, err error) {
	err = each(ctx, d.reader, func(rows *sql.Rows) error {
		var r claims.SpeakerRecord
		err := scanSpeaker(rows, &r.Speaker, &r.Checks)
		list = append(list, r)
		return err
	}, `SELECT `+speakerColumns+`, coalesce((SELECT k.n FROM tallies k WHERE k.facet = 'speaker' AND k.value = CAST(s.id AS TEXT)), 0)
		FROM speakers s WHERE s.name > ? AND s.name LIKE '%' || ? || '%' ESCAPE '\' ORDER BY s.name, s.id LIMIT ?`, after, likeText(words), speakersPage+1)
	if more = len(list) > speakersPage; more {
		list = list[:speakersPage]
	}
	return list, more, explain(d.path, err)
}

// likeText takes a text for LIKE as it is.
func likeText(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}

// SpeakerByID finds a speaker, published or not.
func (d *DB) SpeakerByID(ctx context.Context, id claims.ID) (claims.Speaker, error) {
	var s claims.Speaker
	err := d.read(ctx, func(q *sql.Tx) error {
		found, err := wantSpeaker(ctx, q, id)
		if err == nil {
			s = *found
		}
		return err
	})
	return s, err
}

// wantSpeaker is speakerByID where there has to be one.
func wantSpeaker(ctx context.Context, q querier, id claims.ID) (*claims.Speaker, error) {
	s, err := speakerByID(ctx, q, id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, claims.NotFound("there is no speaker with the identifier %s", id)
	}
	return s, err
}

// DescribeSpeaker changes what the desk says of a speaker, by the rule of
// package claims.
func (d *DB) DescribeSpeaker(ctx context.Context, by claims.User, id claims.ID, to claims.Speaker) error {
	return d.write(ctx, func(t *tx) error {
		s, err := wantSpeaker(ctx, t, id)
		if err != nil {
			return err
		}
		e, err := s.Describe(by, t.now, to)
		if err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `UPDATE speakers SET kind = ?, role = ?, party = ?, same_as = ? WHERE id = ?`, s.Kind, s.Role, s.Party, s.SameAs, s.ID); err != nil {
			return err
		}
		return t.record(ctx, e)
	})
}

// Speakers are the speakers with published checks, by name, with their counts.
func (d *DB) Speakers(ctx context.Context) ([]claims.SpeakerRecord, error) {
	var list []claims.SpeakerRecord
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var r claims.SpeakerRecord
		var first, last string
		var updated int64
		if err := scanSpeaker(rows, &r.Speaker, &r.Checks, &first, &last, &updated); err != nil {
			return err
		}
		r.First, r.Last, r.UpdatedAt = dated(first), dated(last), instant(updated)
		list = append(list, r)
		return nil
	}, `SELECT `+speakerColumns+`, k.n,
		coalesce((SELECT c.claimed_day || ' ' || c.claimed_precision FROM claims c WHERE c.speaker_id = s.id AND c.publication <> 'private' AND c.claimed_day > '' ORDER BY c.claimed_day, c.claimed_precision LIMIT 1), ''),
		coalesce((SELECT c.claimed_day || ' ' || c.claimed_precision FROM claims c WHERE c.speaker_id = s.id AND c.publication <> 'private' AND c.claimed_day > '' ORDER BY c.claimed_day DESC, c.claimed_precision DESC LIMIT 1), ''),
		(SELECT c.published_at FROM claims c WHERE c.speaker_id = s.id AND c.publication <> 'private' ORDER BY c.published_at DESC LIMIT 1)
		FROM tallies k JOIN speakers s ON s.id = CAST(k.value AS INTEGER) WHERE k.facet = 'speaker' AND k.n > 0 ORDER BY s.name`)
	return list, explain(d.path, err)
}

// dated reads a day and its precision, joined by a space so that they sort
// together.
func dated(s string) claims.Date {
	day, precision, _ := strings.Cut(s, " ")
	return claims.Date{Day: day, Precision: claims.Precision(precision)}
}

// Speaker is a speaker's record: every published check as a mark, withdrawn
// ones left out. One without a published check is not found.
func (d *DB) Speaker(ctx context.Context, slug string) (claims.SpeakerRecord, error) {
	var r claims.SpeakerRecord
	err := d.read(ctx, func(q *sql.Tx) error {
		err := scanSpeaker(q.QueryRowContext(ctx, `SELECT `+speakerColumns+` FROM speakers s WHERE s.slug = ?`, slug), &r.Speaker)
		if errors.Is(err, sql.ErrNoRows) {
			return claims.NotFound("we have no published check of a speaker at this address")
		}
		if err != nil {
			return err
		}
		if err := loadAliases(ctx, q, &r.Speaker); err != nil {
			return err
		}
		if err := d.loadMarks(ctx, q, &r); err != nil {
			return err
		}
		if r.Checks == 0 {
			return claims.NotFound("we have no published check of a speaker at this address")
		}
		err = q.QueryRowContext(ctx, `SELECT count(*) FROM corrections k JOIN claims c ON c.id = k.claim_id WHERE c.speaker_id = ? AND c.publication <> 'private'`, r.ID).Scan(&r.Corrections)
		if err != nil {
			return err
		}
		r.Topics, err = counts(ctx, q, `SELECT t.slug, t.name, count(*) FROM claims c JOIN claim_topics x ON x.claim_id = c.id JOIN topics t ON t.id = x.topic_id
			WHERE c.speaker_id = ? AND c.publication <> 'private' GROUP BY t.id ORDER BY count(*) DESC, t.name LIMIT 5`, r.ID)
		if err != nil {
			return err
		}
		return loadRepeats(ctx, q, &r)
	})
	return r, err
}

func (d *DB) loadMarks(ctx context.Context, q querier, r *claims.SpeakerRecord) error {
	return each(ctx, q, func(rows *sql.Rows) error {
		var m claims.Mark
		var scale claims.ID
		var key string
		var p claims.Publication
		var updated int64
		if err := rows.Scan(&m.Claim, &m.On.Day, &m.On.Precision, &scale, &key, &p, &updated); err != nil {
			return err
		}
		r.Checks++
		if u := instant(updated); u.After(r.UpdatedAt) {
			r.UpdatedAt = u
		}
		if m.On.Known() {
			if r.First.IsZero() {
				r.First = m.On
			}
			r.Last = m.On
		}
		if p == claims.Withdrawn {
			return nil
		}
		v, err := d.verdict(ctx, q, scale, key)
		if err != nil {
			return err
		}
		m.Rating = v.Rating
		r.Marks = append(r.Marks, m)
		return nil
	}, `SELECT id, claimed_day, claimed_precision, scale_id, rating_key, publication, updated_at FROM claims WHERE speaker_id = ? AND publication <> 'private' ORDER BY claimed_day, id`, r.ID)
}

// counts reads rows of key, label and number.
func counts(ctx context.Context, q querier, query string, args ...any) ([]claims.Count, error) {
	var list []claims.Count
	err := each(ctx, q, func(rows *sql.Rows) error {
		var c claims.Count
		err := rows.Scan(&c.Key, &c.Label, &c.N)
		list = append(list, c)
		return err
	}, query, args...)
	return list, err
}
