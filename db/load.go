package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"

	"touchstone/claims"
	"touchstone/claims/anchor"
)

// PastArticle is an article with the claims that were found in it and what
// became of them. Load gives them their numbers.
type PastArticle struct {
	Article claims.Article
	Claims  []Past
}

// Past is a claim as it is in the end, with the steps that led there, oldest
// first; each step is a revision. An appearance with an Article stands in that
// one, which came earlier; one without stands in the article of the claim.
type Past struct {
	Claim *claims.Claim
	Steps []Step
}

// Step is an event with its own instant. Where readers saw what came of it,
// Public is the claim as it stood then: its parts are the first of the claim's.
type Step struct {
	claims.Event
	Public *claims.Claim
}

// loadRows is about how many claims one transaction of Load keeps.
const loadRows = 8000

// Load keeps a whole past: articles with their claims, evidence, reviews,
// corrections and public revisions, each event sealed into the audit log, which
// says at the end of each transaction that they were loaded. It takes the rules
// as kept, and checks what the tables rely on: texts, evidence, and every quote
// against its article. Nobody else writes meanwhile. An error leaves what was
// committed before. It returns how many claims it kept.
func (d *DB) Load(ctx context.Context, past iter.Seq[*PastArticle]) (n int, failed error) {
	w, err := d.writer.Conn(ctx)
	if err != nil {
		return 0, explain(d.path, err)
	}
	defer w.Close()
	// Much is written: fewer checkpoints, and room for the pages in between.
	if _, err := w.ExecContext(ctx, `PRAGMA wal_autocheckpoint = 25000; PRAGMA cache_size = -262144`); err != nil {
		return 0, explain(d.path, err)
	}
	defer func() {
		_, err = w.ExecContext(context.WithoutCancel(ctx), `PRAGMA wal_autocheckpoint = 1000; PRAGMA cache_size = -16384; PRAGMA wal_checkpoint`)
		failed = explain(d.path, errors.Join(failed, err))
	}()
	l := &loader{d: d, speakers: map[string]*claims.Speaker{}, slugs: map[string]bool{}, topics: map[string]claims.ID{}}
	if err := l.begin(ctx, w); err != nil {
		return 0, explain(d.path, err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches := make(chan *batch, 1) // one is made ready while the one before is written
	go l.prepare(ctx, past, batches)
	for b := range batches {
		if b.err == nil {
			b.err = d.keepBatch(ctx, w, b)
		}
		if b.err != nil {
			cancel()
			for range batches { // until the other side has seen it
			}
			return n, explain(d.path, b.err)
		}
		n += b.claims
	}
	d.known.mu.Lock()
	d.known.stats = nil // counted anew when it is next asked for
	d.known.mu.Unlock()
	return n, nil
}

// loader gives numbers to what is loaded, and remembers who and what it met.
type loader struct {
	d                                                                                             *DB
	article, claim, appearance, source, link, review, decision, correction, speaker, topic, check claims.ID
	seq                                                                                           int64
	head                                                                                          string
	speakers                                                                                      map[string]*claims.Speaker
	slugs                                                                                         map[string]bool
	topics                                                                                        map[string]claims.ID
}

// begin reads the last numbers in use.
func (l *loader) begin(ctx context.Context, q querier) error {
	l.head = claims.Genesis
	for table, last := range map[string]*claims.ID{
		"articles": &l.article, "claims": &l.claim, "appearances": &l.appearance, "sources": &l.source, "claim_sources": &l.link,
		"reviews": &l.review, "decisions": &l.decision, "corrections": &l.correction, "speakers": &l.speaker, "topics": &l.topic,
	} {
		if err := q.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM `+table).Scan(last); err != nil {
			return err
		}
	}
	if err := q.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM checks`).Scan(&l.check); err != nil {
		return err
	}
	err := each(ctx, q, func(rows *sql.Rows) error { return rows.Scan(&l.seq, &l.head) }, `SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1`)
	if err != nil {
		return err
	}
	return each(ctx, q, func(rows *sql.Rows) error {
		var slug string
		var id claims.ID
		err := rows.Scan(&slug, &id)
		l.topics[slug] = id
		return err
	}, `SELECT slug, id FROM topics`)
}

// prepare turns a past into rows, a batch ahead of the writer.
func (l *loader) prepare(ctx context.Context, past iter.Seq[*PastArticle], out chan<- *batch) {
	defer close(out)
	b := l.newBatch()
	send := func() bool {
		if b.err == nil && b.claims > 0 {
			l.publish(b)
			l.loaded(b)
		}
		failed := b.err != nil // read before it is sent: from then on it is the writer's
		select {
		case out <- b:
			b = l.newBatch()
			return !failed
		case <-ctx.Done():
			return false
		}
	}
	for a := range past {
		if b.err = l.addArticle(ctx, b, a); b.err != nil || b.claims >= loadRows {
			if !send() {
				return
			}
		}
	}
	if b.claims > 0 || len(b.articles.args) > 0 {
		send()
	}
}

// publish gives a batch's checks their words and places in readers' search, in
// the order of publication.
func (l *loader) publish(b *batch) {
	slices.SortStableFunc(b.published, func(x, y *claims.Claim) int { return x.PublishedAt.Compare(y.PublishedAt) })
	for _, c := range b.published {
		seq, w := next(&l.check), publicWords(c)
		b.checks.add(seq, c.ID)
		b.checkWords.add(seq, w[0], w[1], w[2])
	}
}

// loaded says in the audit log that what stands before was not done here.
func (l *loader) loaded(b *batch) {
	b.seal(l, claims.Event{At: l.d.Now().UTC(), Subject: claims.OnDesk, Action: "past loaded", Note: fmt.Sprintf("%d claims with their events", b.claims)})
}

func (l *loader) addArticle(ctx context.Context, b *batch, p *PastArticle) error {
	a := &p.Article
	if err := a.Check(); err != nil {
		return err
	}
	if _, err := newArticle(ctx, l.d.reader, *a); err != nil {
		return err
	}
	l.article++
	a.ID = l.article
	text := anchor.New(a.Text)
	a.TextSHA256 = text.Hash()
	undecided := 0
	for _, c := range p.Claims {
		if c.Claim.State == claims.StateNew {
			undecided++
		}
	}
	b.articles.add(a.ID, a.URL, a.Canonical, a.Title, a.Outlet, a.Host, a.Byline, a.PublishedOn.Day, a.PublishedOn.Precision, a.Language, 1, a.TextSHA256,
		millis(a.RetrievedAt), null(a.AddedBy.ID), millis(a.RetrievedAt), len(p.Claims), undecided)
	b.texts.add(a.ID, 1, a.Text, a.TextSHA256, millis(a.RetrievedAt))
	b.seal(l, claims.Event{At: a.RetrievedAt, Actor: a.AddedBy, Subject: claims.OnArticle, SubjectID: a.ID, Revision: 1, Action: "article added", Note: a.Title, After: articleJSON(*a)})
	for i := range p.Claims {
		if err := l.addClaim(ctx, b, p, &p.Claims[i], text); err != nil {
			return fmt.Errorf("load claim %q: %w", p.Claims[i].Claim.Statement, err)
		}
	}
	return nil
}

func (l *loader) addClaim(ctx context.Context, b *batch, in *PastArticle, p *Past, text *anchor.Text) error {
	c := p.Claim
	if err := c.Check(); err != nil {
		return err
	}
	l.claim++
	c.ID, c.Revision = l.claim, len(p.Steps)
	b.claims++
	if err := l.knowSpeaker(ctx, b, c); err != nil {
		return err
	}
	for i := range c.Appearances {
		a := &c.Appearances[i]
		if a.Article == nil {
			a.Article, a.First = &in.Article, i == 0
			if err := anchor.Verify(text, *a); err != nil {
				return err
			}
		} else {
			b.again.add(1, c.State == claims.StateNew, a.Article.ID)
		}
		a.ID, a.ArticleID, a.TextSHA256 = next(&l.appearance), a.Article.ID, a.Article.TextSHA256
		row, err := appearanceRow(c.ID, a)
		if err != nil {
			return err
		}
		b.appearances.add(append(row, a.ID)...)
	}
	if err := l.addEvidence(b, c); err != nil {
		return err
	}
	if err := l.addReviews(b, c); err != nil {
		return err
	}
	for i, name := range c.Topics {
		b.claimTopics.add(c.ID, l.knowTopic(b, name), i)
	}
	for _, u := range c.Drafters {
		b.drafters.add(c.ID, u)
	}
	b.claimRows.add(claimRow(c)...)
	if w := deskWords(c); w != (indexed{}) {
		b.words.add(c.ID, w[0], w[1], w[2])
	}
	if publicWords(c) != (indexed{}) {
		b.published = append(b.published, c)
	}
	return l.addSteps(b, p)
}

func next(id *claims.ID) claims.ID {
	*id++
	return *id
}

func (l *loader) addEvidence(b *batch, c *claims.Claim) error {
	for i := range c.Evidence {
		e := &c.Evidence[i]
		if err := e.Check(); err != nil {
			return err
		}
		e.ID, e.Source.ID, e.Number = next(&l.link), next(&l.source), i+1
		s := &e.Source
		b.sources.add(s.ID, s.URL, s.Title, s.Publisher, s.Kind, s.AccessedOn.Day, s.AccessedOn.Precision, s.Archived, millis(c.UpdatedAt))
		b.links.add(e.ID, c.ID, s.ID, e.Number, e.Stance, e.Passage, e.Note)
	}
	return nil
}

func (l *loader) addReviews(b *batch, c *claims.Claim) error {
	for i := range c.Reviews {
		r := &c.Reviews[i]
		r.ID = next(&l.review)
		b.reviews.add(r.ID, c.ID, r.By.ID, millis(r.At), r.ScaleID, r.Rating.Key, r.Reasons, r.Outcome)
		for j := range r.Decisions {
			x := &r.Decisions[j]
			x.ID = next(&l.decision)
			b.decisions.add(x.ID, r.ID, x.By.ID, millis(x.At), x.Approve, x.Comment, x.Override)
		}
	}
	for i := range c.Corrections {
		k := &c.Corrections[i]
		k.ID = next(&l.correction)
		was, is, err := changedRating(k)
		if err != nil {
			return err
		}
		b.corrections.add(k.ID, c.ID, k.Kind, k.Note, millis(k.At), k.By.ID, k.Revision, was, is)
	}
	return nil
}

// addSteps seals the events and keeps what readers saw.
func (l *loader) addSteps(b *batch, p *Past) error {
	for i, s := range p.Steps {
		e := s.Event
		e.Subject, e.SubjectID, e.Revision = claims.OnClaim, p.Claim.ID, i+1
		b.seal(l, e)
		if s.Public == nil {
			continue
		}
		seen := *s.Public
		seen.Revision = i + 1
		number(&seen, p.Claim)
		snapshot, err := json.Marshal(&seen)
		if err != nil {
			return err
		}
		b.revisions.add(seen.ID, seen.Revision, millis(e.At), string(snapshot))
	}
	return nil
}

// number gives the parts of an earlier state of a claim the numbers they have
// in the last, and joins their articles as a claim that is read has them.
func number(c, last *claims.Claim) {
	c.ID, c.Speaker = last.ID, last.Speaker
	for i := range c.Appearances {
		a := &c.Appearances[i]
		*a = last.Appearances[i]
		art := a.Article
		a.Article = &claims.Article{ID: art.ID, URL: art.URL, Canonical: art.Canonical, Title: art.Title, Outlet: art.Outlet, Host: art.Host, Byline: art.Byline,
			PublishedOn: art.PublishedOn, Language: art.Language, TextSHA256: art.TextSHA256}
	}
	copy(c.Evidence, last.Evidence)
	for i := range c.Reviews {
		c.Reviews[i].ID = last.Reviews[i].ID
		copy(c.Reviews[i].Decisions, last.Reviews[i].Decisions)
	}
	copy(c.Corrections, last.Corrections)
}

// knowSpeaker finds the speaker by name, or gives a new one a number.
func (l *loader) knowSpeaker(ctx context.Context, b *batch, c *claims.Claim) error {
	if c.Speaker == nil {
		return nil
	}
	key := nameKey(c.Speaker.Name)
	if s, ok := l.speakers[key]; ok {
		c.Speaker = s
		return nil
	}
	s, err := resolveSpeaker(ctx, l.d.reader, c.Speaker.Name)
	if err != nil {
		return err
	}
	if s == nil {
		n := *c.Speaker
		s = &n
		if s.Slug, err = freeSlug(ctx, l.d.reader, s.Name, l.slugs); err != nil {
			return err
		}
		l.slugs[s.Slug] = true
		s.ID = next(&l.speaker)
		b.speakers.add(s.ID, s.Name, s.Slug, s.Kind, s.Role, s.SameAs, millis(c.CreatedAt))
		for _, name := range append([]string{s.Name}, s.Aliases...) {
			b.names.add(nameKey(name), name, s.ID)
		}
	}
	l.speakers[key] = s
	c.Speaker = s
	return nil
}

func (l *loader) knowTopic(b *batch, name string) claims.ID {
	slug := claims.Slug(name)
	id, ok := l.topics[slug]
	if !ok {
		id = next(&l.topic)
		l.topics[slug] = id
		b.topics.add(id, name, slug)
	}
	return id
}
