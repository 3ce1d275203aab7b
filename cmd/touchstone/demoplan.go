package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"touchstone/claims"
	"touchstone/claims/anchor"
)

// step plans something for a time; what would lie in the future happens now.
func (m *demo) step(at time.Time, do func(ctx context.Context, now time.Time) error) {
	if latest := m.now.Add(-2 * time.Minute); at.After(latest) {
		at = latest
	}
	m.steps = append(m.steps, demoStep{at, do})
}

// rule plans a rule on a claim, by one of the invented people.
func (m *demo) rule(at time.Time, key, by string, rule func(c *claims.Claim, u claims.User, now time.Time) (claims.Event, error)) {
	m.step(at, func(ctx context.Context, now time.Time) error {
		u, ok := m.users[by]
		if !ok {
			return fmt.Errorf("claim %s: there is nobody called %q", key, by)
		}
		_, err := m.d.UpdateClaim(ctx, m.ids[key], func(c *claims.Claim) (claims.Event, error) { return rule(c, u, now) })
		if err != nil {
			return fmt.Errorf("claim %s: %w", key, err)
		}
		return nil
	})
}

func date(d claims.Date) time.Time {
	t, _ := time.Parse(time.DateOnly, d.Day) // the zero time for a date that is not known
	return t
}

// planArticle plans an import the morning after publication: the claims that
// the desk worked on, and for a fresh article what else the extractor finds.
func (m *demo) planArticle(name string, here []*demoClaim, fresh bool) error {
	a := m.articles[name]
	var list []claims.Claim
	for _, c := range here {
		made, err := m.claim(c)
		if err != nil {
			return fmt.Errorf("claim %s: %w", c.Key, err)
		}
		list = append(list, made)
	}
	for _, f := range a.found {
		if fresh && !slices.ContainsFunc(list, func(c claims.Claim) bool { return overlap(c.Appearances[0].Spans, f.Appearances[0].Spans) }) {
			list = append(list, f)
		}
	}
	m.step(date(a.PublishedOn).Add(30*time.Hour+10*time.Minute), func(ctx context.Context, _ time.Time) error {
		made, err := m.d.CreateArticle(ctx, m.users["rafe"], a.Article, nil, list)
		if err != nil {
			return fmt.Errorf("article %s: %w", name, err)
		}
		a.ID = made.ID
		kept, err := m.d.ArticleClaims(ctx, made.ID)
		if err != nil {
			return err
		}
		for _, k := range kept {
			for _, c := range here {
				if k.Statement == claims.Line(c.Statement) {
					m.ids[c.Key] = k.ID
				}
			}
		}
		return nil
	})
	return nil
}

func overlap(a, b []claims.Span) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Start < y.End && y.Start < x.End {
				return true
			}
		}
	}
	return false
}

// claim is a demo claim as the extractor would have proposed it.
func (m *demo) claim(c *demoClaim) (claims.Claim, error) {
	app, err := m.appearance(c.Article, c.Quote, c.Kind, c.Cue)
	if err != nil {
		return claims.Claim{}, err
	}
	for _, f := range m.articles[c.Article].found {
		if overlap(f.Appearances[0].Spans, app.Spans) {
			app.Finding = f.Appearances[0].Finding
			if c := f.Appearances[0]; c.ContextAt <= app.ContextAt && c.ContextAt+utf8.RuneCountInString(c.Context) >= app.End() {
				app.Context, app.ContextAt = c.Context, c.ContextAt // it shows who speaks
			}
			break
		}
	}
	on, err := claims.ParseDate("claimed_on", c.ClaimedOn)
	if err != nil {
		return claims.Claim{}, err
	}
	speaker := claims.Speaker{Name: c.Speaker, Kind: c.SpeakerKind, Role: c.Role}
	if s, ok := m.speakers[c.Speaker]; ok {
		speaker = s
	}
	return claims.Claim{Statement: c.Statement, ShortForm: c.ShortForm, Language: c.Language, Speaker: &speaker, SpeakerRole: c.Role, ClaimedOn: on, Place: c.Place, Appearances: []claims.Appearance{app}}, nil
}

func (m *demo) appearance(article string, quote []string, kind claims.QuoteKind, cue string) (claims.Appearance, error) {
	a, ok := m.articles[article]
	if !ok {
		return claims.Appearance{}, fmt.Errorf("there is no article %s", article)
	}
	var spans []claims.Span
	for _, q := range quote {
		found := anchor.Find(a.texts, q)
		if len(found) != 1 {
			return claims.Appearance{}, fmt.Errorf("the quote %q stands %d times in %s", q, len(found), article)
		}
		spans = append(spans, found[0])
	}
	app, err := anchor.Appearance(a.texts, spans, kind)
	app.Cue = cue
	return app, err
}

// planClaim plans the work on a claim as far as its state says it went. offset
// spreads the claims over the working day.
func (m *demo) planClaim(c *demoClaim, offset int) error {
	if c.State == claims.StateNew {
		return nil
	}
	priority, err := claims.ParsePriority(c.Priority)
	if err != nil {
		return err
	}
	at := date(m.articles[c.Article].PublishedOn).Add(33*time.Hour + time.Duration(offset%40)*7*time.Minute)
	who := c.Proposer
	if who == "" {
		who = "jonas"
	}
	if c.State == claims.StateRejected {
		m.rule(at, c.Key, who, func(x *claims.Claim, u claims.User, now time.Time) (claims.Event, error) {
			return x.Reject(u, now, c.RejectReason, c.RejectNote)
		})
		return nil
	}
	m.rule(at, c.Key, "tove", func(x *claims.Claim, u claims.User, now time.Time) (claims.Event, error) {
		return x.Accept(u, now, claims.Edit{Priority: &priority, Topics: &c.Topics})
	})
	if c.State == claims.StateOpen {
		return nil
	}
	if c.State == claims.StateOnHold {
		m.rule(at.Add(time.Hour), c.Key, who, func(x *claims.Claim, u claims.User, now time.Time) (claims.Event, error) {
			return x.PutOnHold(u, now, c.HoldReason)
		})
		return nil
	}
	return m.planResearch(c, who, at.Add(2*time.Hour))
}

// planResearch plans the research and, where it went so far, the proposal and
// all that follows.
func (m *demo) planResearch(c *demoClaim, who string, at time.Time) error {
	if c.State == claims.StateResearching && c.Holder != "" {
		who, at = c.Holder, m.now.Add(-20*time.Minute) // at work on it this very moment
	}
	m.rule(at, c.Key, who, (*claims.Claim).Hold)
	for i, s := range c.Sources {
		on, err := claims.ParseDate("accessed_on", s.AccessedOn)
		if err != nil {
			return err
		}
		m.rule(at.Add(time.Duration(i+1)*time.Minute), c.Key, who, func(x *claims.Claim, u claims.User, now time.Time) (claims.Event, error) {
			return x.AddEvidence(u, now, claims.Evidence{Stance: s.Stance, Passage: s.Passage, Note: s.Note,
				Source: claims.Source{URL: s.URL, Title: s.Title, Publisher: s.Publisher, Kind: s.Kind, AccessedOn: on, Archived: s.Archived}})
		})
	}
	at = at.Add(12 * time.Minute)
	if c.Summary != "" || c.Explanation != "" {
		m.rule(at, c.Key, who, func(x *claims.Claim, u claims.User, now time.Time) (claims.Event, error) {
			return x.Revise(u, now, claims.Edit{Summary: &c.Summary, Explanation: &c.Explanation})
		})
	}
	propose := func(x *claims.Claim, u claims.User, now time.Time) (claims.Event, error) {
		return x.Propose(u, now, m.scale, c.Rating, c.Reasons)
	}
	if r := c.ChangesRequested; r != nil {
		m.rule(at.Add(time.Minute), c.Key, who, propose)
		m.rule(at.Add(2*time.Minute), c.Key, r.By, func(x *claims.Claim, u claims.User, now time.Time) (claims.Event, error) {
			return x.RequestChanges(u, now, r.Comment)
		})
		at = at.Add(4 * time.Minute)
	}
	if c.State == claims.StateResearching {
		return nil
	}
	m.rule(at.Add(time.Minute), c.Key, who, propose)
	if c.State == claims.StateInReview {
		return nil
	}
	m.rule(at.Add(90*time.Minute), c.Key, c.Approver, func(x *claims.Claim, u claims.User, now time.Time) (claims.Event, error) {
		return x.Approve(u, now, "", "")
	})
	return m.planPublic(c)
}

// planPublic plans publication, corrections and withdrawal.
func (m *demo) planPublic(c *demoClaim) error {
	if c.Publication == claims.Private || c.Publication == "" {
		return nil
	}
	published := date(m.articles[c.Article].PublishedOn).AddDate(0, 0, max(c.PublishedAfter, 2)).Add(16*time.Hour + 20*time.Minute)
	for _, q := range c.AlsoIn {
		if err := m.planRepeat(c, q); err != nil {
			return err
		}
	}
	m.rule(published, c.Key, c.Editor, (*claims.Claim).Publish)
	for _, k := range c.Corrections {
		e, rating, err := m.correction(k)
		if err != nil {
			return err
		}
		m.rule(published.AddDate(0, 0, max(k.After, 1)), c.Key, c.Editor, func(x *claims.Claim, u claims.User, now time.Time) (claims.Event, error) {
			return x.Correct(u, now, k.Kind, k.Note, e, rating, k.Reason)
		})
	}
	if c.Publication == claims.Withdrawn {
		m.rule(published.AddDate(0, 0, max(c.WithdrawnAfter, 1)), c.Key, c.Editor, func(x *claims.Claim, u claims.User, now time.Time) (claims.Event, error) {
			return x.Withdraw(u, now, c.WithdrawnNote)
		})
	}
	return nil
}

// planRepeat adds another appearance a day after its article was imported.
func (m *demo) planRepeat(c *demoClaim, q demoQuote) error {
	app, err := m.appearance(q.Article, q.Quote, q.Kind, q.Cue)
	if err != nil {
		return err
	}
	at := date(m.articles[q.Article].PublishedOn).Add(54 * time.Hour)
	m.rule(at, c.Key, "tove", func(x *claims.Claim, u claims.User, now time.Time) (claims.Event, error) {
		app.ArticleID = m.articles[q.Article].ID
		return x.AddAppearance(u, now, app)
	})
	return nil
}

func (m *demo) correction(k demoCorrection) (claims.Edit, *claims.Rating, error) {
	var e claims.Edit
	if s := strings.TrimSpace(k.NewSummary); s != "" {
		e.Summary = &s
	}
	if s := strings.TrimSpace(k.NewExplanation); s != "" {
		e.Explanation = &s
	}
	if k.NewRating == "" {
		return e, nil, nil
	}
	r, err := m.scale.Rating(k.NewRating)
	return e, &r, err
}
