package db

import (
	"context"
	"database/sql"
	"strings"

	"touchstone/claims"
)

// batch is what one transaction of Load writes, as rows of each table.
type batch struct {
	claims int
	err    error
	seq    int64 // the event it follows
	last   claims.Event

	articles, texts, again, speakers, names, topics, claimRows, claimTopics, drafters, appearances,
	sources, links, reviews, decisions, corrections, revisions, events, words, checks, checkWords rows

	published []*claims.Claim // readers find them
}

// rows are rows of one table that wait to be written.
type rows struct {
	into  string // table (columns)
	width int
	args  []any
}

func rowsOf(into string) rows { return rows{into: into, width: strings.Count(into, ",") + 1} }

func (r *rows) add(values ...any) { r.args = append(r.args, values...) }

func (l *loader) newBatch() *batch {
	return &batch{
		seq: l.seq,
		articles: rowsOf(`articles (id, url, canonical, title, outlet, host, byline, published_day, published_precision, language, version, text_sha256,
			retrieved_at, added_by, created_at, candidates, undecided)`),
		texts:       rowsOf(`article_texts (article_id, version, text, text_sha256, retrieved_at)`),
		again:       rows{width: 3},
		speakers:    rowsOf(`speakers (id, name, slug, kind, role, same_as, created_at)`),
		names:       rowsOf(`speaker_names (name_key, name, speaker_id)`),
		topics:      rowsOf(`topics (id, name, slug)`),
		claimRows:   rowsOf(`claims (` + claimColumns + `, id, created_by, created_at)`),
		claimTopics: rowsOf(`claim_topics (claim_id, topic_id, position)`),
		drafters:    rowsOf(`claim_drafters (claim_id, user_id)`),
		appearances: rowsOf(`appearances (` + appearanceInsert + `, id)`),
		sources:     rowsOf(`sources (id, url, title, publisher, kind, accessed_day, accessed_precision, archived, created_at)`),
		links:       rowsOf(`claim_sources (id, claim_id, source_id, number, stance, passage, note)`),
		reviews:     rowsOf(`reviews (id, claim_id, by_user, at, scale_id, rating_key, reasons, outcome)`),
		decisions:   rowsOf(`decisions (id, review_id, by_user, at, approve, comment, override)`),
		corrections: rowsOf(`corrections (id, claim_id, kind, note, at, by_user, revision, old, new)`),
		revisions:   rowsOf(`revisions (claim_id, revision, at, snapshot)`),
		events:      rowsOf(`events (` + eventInsert + `)`),
		words:       rowsOf(`claim_words (rowid, statement, speaker, body)`),
		checks:      rowsOf(`checks (seq, claim_id)`),
		checkWords:  rowsOf(`check_words (rowid, statement, speaker, body)`),
	}
}

// seal links an event to the one before it and adds its row.
func (b *batch) seal(l *loader, e claims.Event) {
	l.seq++
	e.Seq, e.Prev = l.seq, l.head
	e.Hash = e.Seal(e.Prev)
	l.head, b.last = e.Hash, e
	b.events.add(eventRow(&e)...)
}

// keepBatch writes a batch in one transaction on the writer's connection.
func (d *DB) keepBatch(ctx context.Context, w *sql.Conn, b *batch) error {
	defer d.pulse.forget()
	begun := &writing{c: w}
	return whole(ctx, begun, func() error { return d.putBatch(ctx, begun, b) })
}

func (d *DB) putBatch(ctx context.Context, begun executor, b *batch) error {
	var seq int64
	if err := begun.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM events`).Scan(&seq); err != nil {
		return err
	}
	if seq != b.seq {
		return claims.Conflict("another program wrote to the desk while a past was loaded: load when nobody works")
	}
	// Parents first: each row names rows that are there.
	for _, r := range []*rows{&b.articles, &b.texts, &b.speakers, &b.names, &b.topics, &b.claimRows, &b.claimTopics, &b.drafters, &b.appearances,
		&b.sources, &b.links, &b.reviews, &b.decisions, &b.corrections, &b.revisions, &b.events, &b.checks} {
		if err := r.write(ctx, begun, maxArgs/r.width); err != nil {
			return err
		}
	}
	// A statement of several rows would make the full-text index write itself
	// out each time.
	for _, r := range []*rows{&b.words, &b.checkWords} {
		if err := r.write(ctx, begun, 1); err != nil {
			return err
		}
	}
	if len(b.checks.args) > 0 {
		if _, err := begun.ExecContext(ctx, `UPDATE checks SET facets = (SELECT v.facets FROM claim_facets v WHERE v.claim_id = checks.claim_id) WHERE seq >= ?`, b.checks.args[0]); err != nil {
			return err
		}
	}
	for a := b.again.args; len(a) > 0; a = a[b.again.width:] {
		if _, err := begun.ExecContext(ctx, `UPDATE articles SET candidates = candidates + ?, undecided = undecided + ? WHERE id = ?`, a[:b.again.width]...); err != nil {
			return err
		}
	}
	t := &tx{executor: begun, d: d, now: d.Now().UTC()}
	return t.keepHead(ctx, &b.last)
}

// maxArgs bounds the arguments of one statement. Many rows in one are faster
// than one in each, up to here.
const maxArgs = 600

func (r *rows) write(ctx context.Context, t executor, many int) error {
	one := "(?" + strings.Repeat(",?", r.width-1) + ")"
	for a := r.args; len(a) > 0; {
		n := min(many, len(a)/r.width)
		if n < many {
			n = 1
		}
		query := `INSERT INTO ` + r.into + ` VALUES ` + one + strings.Repeat(","+one, n-1) // #nosec G202 -- a table and marks of our own
		if _, err := t.ExecContext(ctx, query, a[:n*r.width]...); err != nil {
			return err
		}
		a = a[n*r.width:]
	}
	return nil
}
