package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"touchstone/claims"
	"touchstone/claims/anchor"
)

// importTime is how long a table waits to be imported.
const importTime = 24 * time.Hour

// TryImport reads a table of claims and says what importing it would do. It
// writes nothing.
func (d *DB) TryImport(ctx context.Context, file string, rows claims.Imports) (claims.ImportReport, error) {
	r := claims.ImportReport{File: file}
	err := d.read(ctx, func(q *sql.Tx) error {
		return (&importer{q: q, d: d, report: &r}).all(ctx, rows, func(*claims.Imported) error { return nil })
	})
	return r, err
}

// ImportClaims adds the claims of a table, all of them or, where anything is
// wrong with one, none. Those that are here already are left out and named in
// the report. What it adds is new and private, whatever the file says. kept is
// the table's ImportFile, which goes with it; 0 for none.
func (d *DB) ImportClaims(ctx context.Context, by claims.User, kept claims.ID, file string, rows claims.Imports) (claims.ImportReport, error) {
	r := claims.ImportReport{File: file}
	if err := by.Need(claims.ActImport); err != nil {
		return r, err
	}
	err := d.write(ctx, func(t *tx) error {
		if err := t.importAll(ctx, by, &r, rows); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `DELETE FROM import_files WHERE id = ? AND by_user = ?`, kept, by.ID)
		return err
	})
	r.Done = err == nil
	return r, err
}

func (t *tx) importAll(ctx context.Context, by claims.User, r *claims.ImportReport, rows claims.Imports) error {
	m := &importer{q: t, d: t.d, report: r}
	err := m.all(ctx, rows, func(i *claims.Imported) error {
		if r.Faults > 0 {
			return nil // only the rest of the report is wanted
		}
		return t.importOne(ctx, by, m, i)
	})
	if err != nil {
		return err
	}
	if err := r.Err(); err != nil {
		return err
	}
	return t.record(ctx, claims.Event{Actor: by.Person(), Subject: claims.OnDesk, Action: "claims imported",
		Note: fmt.Sprintf("%s: %d of %d rows, %d were here already", r.File, r.New, r.Rows, r.Repeats)})
}

// importer goes through the rows of a table.
type importer struct {
	q      querier
	d      *DB
	report *claims.ImportReport
	seen   map[[16]byte]int       // who said what, by the row
	texts  map[[16]byte]claims.ID // articles without a text of their own, by what is known of them
	last   claims.ID              // the article whose text is at hand
	text   *anchor.Text
}

func (m *importer) all(ctx context.Context, rows claims.Imports, keep func(*claims.Imported) error) error {
	m.seen, m.texts = map[[16]byte]int{}, map[[16]byte]claims.ID{}
	for i, faults := range rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		m.report.Rows++
		if m.report.Rows > claims.MaxImport {
			m.report.Rows--
			m.report.Fault(claims.Fault{Row: claims.MaxImport + 2, Line: claims.MaxImport + 2, Message: fmt.Sprintf("the file has more than %d claims: divide it", claims.MaxImport)})
			return nil
		}
		m.report.Fault(faults...)
		if len(faults) > 0 || i == nil {
			continue
		}
		again, err := m.repeated(ctx, i)
		if err != nil {
			return err
		}
		if again.Row > 0 {
			m.report.Repeat(again)
			continue
		}
		if err := keep(i); err != nil {
			return fmt.Errorf("import row %d: %w", i.Row, err)
		}
		m.report.New++
	}
	return nil
}

// brief stands for a text in the memory of an import.
func brief(s string) [16]byte {
	sum := sha256.Sum256([]byte(s))
	return [16]byte(sum[:16])
}

// repeated finds the claim that a row repeats; its Row is 0 where there is none.
func (m *importer) repeated(ctx context.Context, i *claims.Imported) (claims.Repeat, error) {
	r := claims.Repeat{Row: i.Row, Line: i.Line, Statement: i.Claim.Statement}
	key := brief(i.Sameness())
	if m.seen[key] > 0 {
		r.Earlier, r.Why = m.seen[key], "the same statement by the same speaker on the same day"
		return r, nil
	}
	m.seen[key] = i.Row
	for _, look := range []func(context.Context, *claims.Imported) (claims.ID, string, error){m.byAddress, m.byID, m.byWords} {
		id, why, err := look(ctx, i)
		if id != 0 || err != nil {
			r.Claim, r.Why = id, why
			return r, err
		}
	}
	return claims.Repeat{}, nil
}

// byAddress finds what was imported from the same check.
func (m *importer) byAddress(ctx context.Context, i *claims.Imported) (claims.ID, string, error) {
	if i.Origin.URL == "" {
		return 0, "", nil
	}
	id, err := m.one(ctx, `SELECT claim_id FROM claim_origins WHERE url <> '' AND url = ?`, i.Origin.URL)
	return id, "it was imported from the same address", err
}

// byID finds the claim with the row's identifier. Desks give the same
// identifiers to different claims, so the words or the speaker have to agree.
func (m *importer) byID(ctx context.Context, i *claims.Imported) (claims.ID, string, error) {
	if i.ID == 0 {
		return 0, "", nil
	}
	who := ""
	if i.Claim.Speaker != nil {
		who = i.Claim.Speaker.Name
	}
	id, err := m.one(ctx, `SELECT c.id FROM claims c LEFT JOIN speakers s ON s.id = c.speaker_id WHERE c.id = ? AND (c.statement = ? OR s.name = ?)`, i.ID, i.Claim.Statement, who)
	return id, "a claim with the same identifier", err
}

func (m *importer) byWords(ctx context.Context, i *claims.Imported) (claims.ID, string, error) {
	var speaker claims.ID
	if i.Claim.Speaker != nil {
		s, err := resolveSpeaker(ctx, m.q, i.Claim.Speaker.Name)
		if s == nil || err != nil {
			return 0, "", err
		}
		speaker = s.ID
	}
	id, err := m.one(ctx, `SELECT id FROM claims WHERE speaker_id IS ? AND claimed_day = ? AND statement = ? COLLATE NOCASE`, null(speaker), i.Claim.ClaimedOn.Day, i.Claim.Statement)
	return id, "the same statement by the same speaker on the same day", err
}

// one reads an identifier, 0 where there is none.
func (m *importer) one(ctx context.Context, query string, args ...any) (claims.ID, error) {
	var id claims.ID
	err := m.q.QueryRowContext(ctx, query+` LIMIT 1`, args...).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

func (t *tx) importOne(ctx context.Context, by claims.User, m *importer, i *claims.Imported) error {
	c := i.Ready(by)
	if i.Quote != "" {
		a, err := t.importedAppearance(ctx, by, m, i)
		if err != nil {
			return err
		}
		c.Appearances = []claims.Appearance{a}
	}
	e := claims.Event{Actor: by.Person(), Action: "imported", Note: fmt.Sprintf("from %s, row %d", i.Origin.File, i.Row)}
	if err := t.insertClaim(ctx, c, e); err != nil {
		return err
	}
	return t.insertOrigin(ctx, c.ID, i.Origin)
}

func (t *tx) insertOrigin(ctx context.Context, id claims.ID, o claims.Origin) error {
	if o.Sources == nil {
		o.Sources = []string{}
	}
	sources, err := json.Marshal(o.Sources)
	if err != nil {
		return err
	}
	_, err = t.ExecContext(ctx, `INSERT INTO claim_origins (claim_id, file, row, url, article, rating_key, rating_label, scale, scale_id, reviewed_by, reviewed_at, sources)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT id FROM scales WHERE name || ', version ' || version = ? AND ratings LIKE '%"key":"' || ? || '"%'), ?, ?, ?)`,
		id, o.File, o.Row, o.URL, o.Article, o.Key, o.Label, o.Scale, o.Scale, o.Key, o.ReviewedBy, o.ReviewedAt, string(sources))
	return err
}

// Origin is what the file of an imported claim said of it, or nil.
func (d *DB) Origin(ctx context.Context, id claims.ID) (*claims.Origin, error) {
	var o claims.Origin
	var sources string
	err := d.reader.QueryRowContext(ctx, `SELECT file, row, url, article, rating_key, rating_label, scale, coalesce(scale_id, 0), reviewed_by, reviewed_at, sources FROM claim_origins WHERE claim_id = ?`, id).
		Scan(&o.File, &o.Row, &o.URL, &o.Article, &o.Key, &o.Label, &o.Scale, &o.ScaleID, &o.ReviewedBy, &o.ReviewedAt, &sources)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(sources), &o.Sources)
	}
	return &o, explain(d.path, err)
}

// importedAppearance places the words of a row. Where the desk has the article,
// they are looked for in its text. Where it has not, or they do not stand there
// once, they are kept beside it: without a place, which a person, or a copy of
// the page, has to give them.
func (t *tx) importedAppearance(ctx context.Context, by claims.User, m *importer, i *claims.Imported) (claims.Appearance, error) {
	id, version, err := t.importedArticle(ctx, by, m, i)
	if err != nil {
		return claims.Appearance{}, err
	}
	if version > 0 {
		if m.last != id {
			var text string
			if err := t.QueryRowContext(ctx, `SELECT text FROM article_texts WHERE article_id = ? AND version = ?`, id, version).Scan(&text); err != nil {
				return claims.Appearance{}, err
			}
			m.last, m.text = id, anchor.New(text)
		}
		if spans := anchor.Find(m.text, i.Quote); len(spans) == 1 {
			a, err := anchor.Appearance(m.text, spans, i.Kind)
			a.ArticleID, a.Cue, a.Finding.Rule = id, i.Cue, claims.RuleImported
			return a, err
		}
	}
	return t.keepBeside(ctx, id, version, i)
}

// importedArticle finds the article of a row, or makes one that has no text.
func (t *tx) importedArticle(ctx context.Context, by claims.User, m *importer, i *claims.Imported) (id claims.ID, version int, err error) {
	a := i.Article
	if a.Canonical != "" {
		err = t.QueryRowContext(ctx, `SELECT id, version FROM articles WHERE canonical = ?`, a.Canonical).Scan(&id, &version)
		if err == nil || !errors.Is(err, sql.ErrNoRows) {
			return id, version, err
		}
	}
	key := brief(a.Beside())
	if id = m.texts[key]; id != 0 {
		return id, 0, nil
	}
	if a.Canonical == "" {
		if id, err = m.one(ctx, `SELECT id FROM articles WHERE canonical = '' AND version = 0 AND title = ? AND outlet = ? AND published_day = ?`, a.Title, a.Outlet, a.PublishedOn.Day); err != nil {
			return 0, 0, err
		}
	}
	if id == 0 {
		text := anchor.New(a.Beside())
		a.Text, a.TextSHA256, a.RetrievedAt, a.AddedBy = text.String(), text.Hash(), t.now, by.Person()
		if err := t.insertArticle(ctx, &a, 0, nil); err != nil {
			return 0, 0, err
		}
		if err := t.record(ctx, claims.Event{Actor: by.Person(), Subject: claims.OnArticle, SubjectID: a.ID, Action: "article named",
			Note: a.Title + "; by an import, without its text", After: articleJSON(a)}); err != nil {
			return 0, 0, err
		}
		id = a.ID
	}
	m.texts[key] = id
	return id, 0, nil
}

// maxBeside bounds the words kept beside one article, in bytes.
const maxBeside = 256 << 10

// keepBeside puts the words of a row behind those kept beside an article
// already, as its version 0. Places in it only count within it.
func (t *tx) keepBeside(ctx context.Context, id claims.ID, version int, i *claims.Imported) (claims.Appearance, error) {
	var a claims.Appearance
	var had, hash string
	err := t.QueryRowContext(ctx, `SELECT text, text_sha256 FROM article_texts WHERE article_id = ? AND version = 0`, id).Scan(&had, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		had, err = i.Article.Beside(), nil
	}
	if err != nil {
		return a, err
	}
	if len(had)+len(i.Quote) > maxBeside {
		return a, claims.Invalid("quote", "row %d: so many quotations of “%s” cannot be kept without the article: import the article first", i.Row, i.Article.Title)
	}
	start := anchor.New(had + "\n\n").Len()
	text := anchor.New(had + "\n\n" + i.Quote)
	var spans []claims.Span
	for piece := range strings.SplitSeq(i.Quote, claims.QuoteGap) {
		n := anchor.New(piece).Len()
		spans = append(spans, claims.Span{Start: start, End: start + n})
		start += n + len([]rune(claims.QuoteGap))
	}
	if a, err = anchor.Appearance(text, spans, i.Kind); err != nil {
		return a, fmt.Errorf("place %q: %w", i.Quote, err)
	}
	a.ArticleID, a.Cue, a.Finding.Rule, a.Anchor = id, i.Cue, claims.RuleImported, claims.Orphaned
	a.Prefix, a.Suffix, a.Context, a.ContextAt = "", "", a.Quote, a.Start()
	if len(spans) > 1 {
		a.Context = text.Slice(claims.Span{Start: a.Start(), End: a.End()})
	}
	return a, t.saveBeside(ctx, id, version, text, hash)
}

func (t *tx) saveBeside(ctx context.Context, id claims.ID, version int, text *anchor.Text, was string) error {
	if _, err := t.ExecContext(ctx, `INSERT INTO article_texts (article_id, version, text, text_sha256, retrieved_at) VALUES (?, 0, ?, ?, ?)
		ON CONFLICT (article_id, version) DO UPDATE SET text = excluded.text, text_sha256 = excluded.text_sha256`, id, text.String(), text.Hash(), millis(t.now)); err != nil {
		return err
	}
	if was != "" {
		if _, err := t.ExecContext(ctx, `UPDATE appearances SET text_sha256 = ? WHERE article_id = ? AND text_sha256 = ?`, text.Hash(), id, was); err != nil {
			return err
		}
	}
	if version > 0 {
		return nil
	}
	_, err := t.ExecContext(ctx, `UPDATE articles SET text_sha256 = ? WHERE id = ?`, text.Hash(), id)
	return err
}
