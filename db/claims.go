package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"touchstone/claims"
)

// Claim loads a claim with everything the desk knows about it.
func (d *DB) Claim(ctx context.Context, id claims.ID) (*claims.Claim, error) {
	var c *claims.Claim
	err := d.glance(ctx, func(q querier) (err error) {
		c, err = d.claim(context.WithoutCancel(ctx), q, id) // it is over sooner than somebody could watch over it
		return err
	})
	return c, err
}

// PublicClaim loads a claim that has a public page. One that was merged away is
// KindGone with the claim it stands in now as Ref, if that is public.
func (d *DB) PublicClaim(ctx context.Context, id claims.ID) (*claims.Claim, error) {
	c, err := d.Claim(ctx, id)
	if err != nil {
		return nil, err
	}
	if c.MergedInto != 0 {
		if into, err := d.PublicClaim(ctx, c.MergedInto); err == nil {
			return nil, &claims.Error{Kind: claims.KindGone, Ref: into.ID, Message: "this claim was found to be the same as another"}
		}
	}
	if !c.Publication.Public() {
		return nil, notPublic()
	}
	return c, nil
}

func notPublic() error {
	return claims.NotFound("there is no published check at this address")
}

// CreateClaim adds a claim a person marked or wrote.
func (d *DB) CreateClaim(ctx context.Context, by claims.User, c *claims.Claim) (*claims.Claim, error) {
	if err := by.Need(claims.ActAddClaim); err != nil {
		return nil, err
	}
	var made *claims.Claim
	err := d.write(ctx, func(t *tx) error {
		n := c.Clone()
		n.CreatedBy, n.State = by.Person(), claims.StateNew
		if err := t.insertClaim(ctx, n, claims.Event{Actor: n.CreatedBy, Action: "added"}); err != nil {
			return err
		}
		made = n
		return nil
	})
	if err != nil {
		return nil, err
	}
	return d.Claim(ctx, made.ID)
}

// UpdateClaim loads a claim, lets a rule change it, and saves it with the audit
// event the rule returns, in one transaction. The rule's error changes nothing.
func (d *DB) UpdateClaim(ctx context.Context, id claims.ID, rule func(*claims.Claim) (claims.Event, error)) (*claims.Claim, error) {
	var saved *claims.Claim
	err := d.write(ctx, func(t *tx) error {
		before, err := d.claim(ctx, t, id)
		if err != nil {
			return err
		}
		after := before.Clone()
		e, err := rule(after)
		if err != nil {
			return err
		}
		saved, err = t.saveClaim(ctx, before, after, e)
		return err
	})
	return saved, err
}

// insertClaim writes a claim that has no row yet, with its event.
func (t *tx) insertClaim(ctx context.Context, c *claims.Claim, e claims.Event) error {
	if err := c.Check(); err != nil {
		return err
	}
	c.CreatedAt, c.UpdatedAt, c.StateSince, c.Revision = t.now, t.now, t.now, 0
	c.Publication = claims.Private
	if len(c.Appearances) > 0 {
		c.Appearances[0].First = true
	}
	res, err := t.ExecContext(ctx, `INSERT INTO claims (revision, statement, state, state_since, created_by, created_at, updated_at) VALUES (0, ?, ?, ?, ?, ?, ?)`,
		c.Statement, c.State, millis(t.now), null(c.CreatedBy.ID), millis(t.now), millis(t.now))
	if err != nil {
		return err
	}
	n, err := res.LastInsertId()
	if err != nil {
		return err
	}
	c.ID = claims.ID(n)
	empty := &claims.Claim{ID: c.ID, State: "", Publication: claims.Private}
	_, err = t.saveClaim(ctx, empty, c, e)
	return err
}

// CheckAgain takes a withdrawn check up again, by the rule of package claims. It
// gives the new claim.
func (d *DB) CheckAgain(ctx context.Context, by claims.User, id claims.ID, revision int, why string) (*claims.Claim, error) {
	var again *claims.Claim
	err := d.write(ctx, func(t *tx) error {
		before, err := d.claim(ctx, t, id)
		if err != nil {
			return err
		}
		if err := before.Based(revision); err != nil {
			return err
		}
		after := before.Clone()
		n, mine, theirs, err := after.CheckAgain(by, t.now, why)
		if err != nil {
			return err
		}
		if _, err := t.saveClaim(ctx, before, after, mine); err != nil {
			return err
		}
		again = n
		return t.insertClaim(ctx, n, theirs)
	})
	if err != nil {
		return nil, err
	}
	return d.Claim(ctx, again.ID)
}

// saveClaim writes what a rule changed: the claim, what belongs to it, its
// words for the search, its revision where the public sees it, and the event.
func (t *tx) saveClaim(ctx context.Context, before, after *claims.Claim, e claims.Event) (*claims.Claim, error) {
	after.Revision = before.Revision + 1
	after.UpdatedAt = t.now
	if err := t.saveSpeaker(ctx, after); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context, *claims.Claim, *claims.Claim) error{
		t.saveAppearances, t.saveEvidence, t.saveReviews, t.saveCorrections, t.saveReplies, t.saveDrafters, t.saveTopics, t.saveRow, t.moveCounts, t.countRepeats,
	} {
		if err := step(ctx, before, after); err != nil {
			return nil, err
		}
	}
	if err := t.dropSpeaker(ctx, before.Speaker, after.Speaker); err != nil {
		return nil, err
	}
	if err := t.index(ctx, before, after); err != nil {
		return nil, err
	}
	t.recount(before, after)
	e.Subject, e.SubjectID, e.Revision = claims.OnClaim, after.ID, after.Revision
	e.Changed(before, after)
	if err := t.record(ctx, e); err != nil {
		return nil, err
	}
	if before.Revision > 0 { // of a claim that is new nobody is told
		if err := t.tell(ctx, e, before, after); err != nil {
			return nil, err
		}
	}
	saved, err := t.asRead(ctx, before, after)
	if err != nil || !saved.Publication.Public() {
		return saved, err
	}
	snapshot, err := json.Marshal(saved)
	if err != nil {
		return nil, err
	}
	_, err = t.ExecContext(ctx, `INSERT INTO revisions (claim_id, revision, at, snapshot) VALUES (?, ?, ?, ?)`, saved.ID, saved.Revision, millis(t.now), string(snapshot))
	return saved, err
}

// asRead is a claim that was just saved as reading gives it. What belongs to it
// and did not change is not read again.
func (t *tx) asRead(ctx context.Context, before, after *claims.Claim) (*claims.Claim, error) {
	same := func(a, b any) bool { return reflect.DeepEqual(a, b) } // of empty lists, reading gives nil
	if !same(before.Speaker, after.Speaker) || !same(before.Topics, after.Topics) || !same(before.Drafters, after.Drafters) || before.CreatedBy != after.CreatedBy {
		return t.d.claim(ctx, t, after.ID)
	}
	c := after.Clone()
	for _, at := range []*time.Time{&c.CreatedAt, &c.UpdatedAt, &c.PublishedAt, &c.StateSince} {
		*at = instant(millis(*at))
	}
	if c.Lease != nil {
		c.Lease.Until = instant(millis(c.Lease.Until))
	}
	c.HoldUntil = dayOf(c.HoldUntil.Day)
	if c.Verdict != nil {
		v, err := t.d.verdict(ctx, t, c.Verdict.ScaleID, c.Verdict.Rating.Key)
		if err != nil {
			return nil, err
		}
		c.Verdict = v
	}
	for _, part := range [...]struct {
		same bool
		load func(context.Context, querier, *claims.Claim) error
	}{
		{same(before.Appearances, after.Appearances), loadAppearances},
		{same(before.Evidence, after.Evidence), loadEvidence},
		{same(before.Reviews, after.Reviews), t.d.loadReviews},
		{same(before.Corrections, after.Corrections), loadCorrections},
		{same(before.Replies, after.Replies), loadReplies},
	} {
		if part.same {
			continue
		}
		if err := part.load(ctx, t, c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// saveRow writes the columns that changed: one that is only named, SQLite takes
// out of its indexes and puts back.
func (t *tx) saveRow(ctx context.Context, before, after *claims.Claim) error {
	was, row := claimRow(before), claimRow(after)
	var set []string
	var args []any
	for i, column := range strings.Split(claimColumns, ",") {
		if row[i] != was[i] {
			set, args = append(set, column+` = ?`), append(args, row[i])
		}
	}
	_, err := t.ExecContext(ctx, `UPDATE claims SET `+strings.Join(set, `,`)+` WHERE id = ?`, append(args, after.ID)...)
	return err
}

const claimColumns = `revision, statement, short_form, verbatim, language, speaker_id, speaker_role, claimed_day, claimed_precision, place,
	state, state_since, priority, reject_reason, state_note, lease_user, lease_until, summary, explanation, scale_id, rating_key, publication, merged_into,
	review_by_day, review_by_precision, hold_until, updated_at, published_at, article_id, appearances`

// claimRow is a claim as claimColumns has it, and after that what never changes:
// its id and who made it when. Its values can be compared.
func claimRow(c *claims.Claim) []any {
	var speaker, lease, scale, article claims.ID
	var until int64
	var rating string
	if c.Speaker != nil {
		speaker = c.Speaker.ID
	}
	if c.Lease != nil {
		lease, until = c.Lease.By.ID, millis(c.Lease.Until)
	}
	if c.Verdict != nil {
		scale, rating = c.Verdict.ScaleID, c.Verdict.Rating.Key
	}
	if first := c.First(); first != nil {
		article = first.ArticleID
	}
	return []any{c.Revision, c.Statement, c.ShortForm, c.Verbatim(), c.Language, null(speaker), c.SpeakerRole, c.ClaimedOn.Day, c.ClaimedOn.Precision, c.Place,
		c.State, millis(c.StateSince), c.Priority, c.RejectReason, c.StateNote, null(lease), until, c.Summary, c.Explanation, null(scale), rating, c.Publication, null(c.MergedInto),
		c.ReviewBy.Day, c.ReviewBy.Precision, c.HoldUntil.Day, millis(c.UpdatedAt), millis(c.PublishedAt), null(article), len(c.Appearances), c.ID, null(c.CreatedBy.ID), millis(c.CreatedAt)}
}

// claim loads the aggregate within a transaction.
func (d *DB) claim(ctx context.Context, q querier, id claims.ID) (*claims.Claim, error) {
	c := &claims.Claim{ID: id}
	var speaker claims.Speaker
	var lease, scale, merged sql.NullInt64
	var leaseName, held, rating, aliases, topics, drafters string
	var leaseUntil, created, updated, published, since int64
	var corrected, replied bool
	err := q.QueryRowContext(ctx, `SELECT c.revision, c.statement, c.short_form, c.language, c.speaker_role, c.claimed_day, c.claimed_precision, c.place,
		c.state, c.state_since, c.priority, c.reject_reason, c.state_note, c.lease_user, coalesce(l.name, ''), c.lease_until, c.summary, c.explanation,
		c.scale_id, c.rating_key, c.publication, c.merged_into, c.review_by_day, c.review_by_precision, c.hold_until,
		coalesce(c.created_by, 0), coalesce(m.name, ''), c.created_at, c.updated_at, c.published_at,
		coalesce(s.id, 0), coalesce(s.name, ''), coalesce(s.slug, ''), coalesce(s.kind, ''), coalesce(s.role, ''), coalesce(s.same_as, ''),
		(SELECT json_group_array(name) FROM (SELECT n.name FROM speaker_names n WHERE n.speaker_id = s.id AND n.name <> s.name ORDER BY n.name)),
		(SELECT json_group_array(name) FROM (SELECT t.name FROM claim_topics x JOIN topics t ON t.id = x.topic_id WHERE x.claim_id = c.id ORDER BY x.position)),
		(SELECT json_group_array(user_id) FROM (SELECT user_id FROM claim_drafters WHERE claim_id = c.id ORDER BY user_id)),
		EXISTS (SELECT 1 FROM corrections WHERE claim_id = c.id), EXISTS (SELECT 1 FROM replies WHERE claim_id = c.id)
		FROM claims c LEFT JOIN users l ON l.id = c.lease_user LEFT JOIN users m ON m.id = c.created_by LEFT JOIN speakers s ON s.id = c.speaker_id WHERE c.id = ?`, id).Scan(
		&c.Revision, &c.Statement, &c.ShortForm, &c.Language, &c.SpeakerRole, &c.ClaimedOn.Day, &c.ClaimedOn.Precision, &c.Place,
		&c.State, &since, &c.Priority, &c.RejectReason, &c.StateNote, &lease, &leaseName, &leaseUntil, &c.Summary, &c.Explanation,
		&scale, &rating, &c.Publication, &merged, &c.ReviewBy.Day, &c.ReviewBy.Precision, &held,
		&c.CreatedBy.ID, &c.CreatedBy.Name, &created, &updated, &published,
		&speaker.ID, &speaker.Name, &speaker.Slug, &speaker.Kind, &speaker.Role, &speaker.SameAs, &aliases, &topics, &drafters, &corrected, &replied)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, claims.NotFound("there is no claim with the identifier %s", id)
	}
	if err != nil {
		return nil, err
	}
	c.CreatedAt, c.UpdatedAt, c.PublishedAt, c.StateSince = instant(created), instant(updated), instant(published), instant(since)
	c.MergedInto, c.HoldUntil = claims.ID(merged.Int64), dayOf(held)
	if lease.Valid {
		c.Lease = &claims.Lease{By: claims.Person{ID: claims.ID(lease.Int64), Name: leaseName}, Until: instant(leaseUntil)}
	}
	if rating != "" {
		if c.Verdict, err = d.verdict(ctx, q, claims.ID(scale.Int64), rating); err != nil {
			return nil, err
		}
	}
	if speaker.ID != 0 {
		c.Speaker = &speaker
	}
	var wrote []int64
	for _, x := range [...]struct {
		what, list string
		into       any
	}{{"names of its speaker", aliases, &speaker.Aliases}, {"topics", topics, &c.Topics}, {"drafters", drafters, &wrote}} {
		if x.list == "[]" {
			continue
		}
		if err := json.Unmarshal([]byte(x.list), x.into); err != nil {
			return nil, fmt.Errorf("read the %s of claim %s: %w", x.what, id, err)
		}
	}
	for _, user := range wrote {
		c.Drafters = append(c.Drafters, claims.ID(user))
	}
	parts := []func(context.Context, querier, *claims.Claim) error{loadAppearances, loadEvidence, d.loadReviews}
	if corrected {
		parts = append(parts, loadCorrections)
	}
	if replied {
		parts = append(parts, loadReplies)
	}
	for _, part := range parts {
		if err := part(ctx, q, c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// dayOf is a date that is stored as its day alone.
func dayOf(day string) (d claims.Date) {
	if day != "" {
		d = claims.Date{Day: day, Precision: claims.DayPrecision}
	}
	return d
}

func (d *DB) verdict(ctx context.Context, q querier, scale claims.ID, key string) (*claims.Verdict, error) {
	s, err := d.scale(ctx, q, scale)
	if err != nil {
		return nil, err
	}
	r, err := s.Rating(key)
	if err != nil {
		return nil, fmt.Errorf("the rating %s of the scale %s: %w", key, s.Title(), err)
	}
	return &claims.Verdict{ScaleID: scale, Scale: s.Title(), Rating: r}, nil
}
