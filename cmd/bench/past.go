package main

import (
	"encoding/json"
	"fmt"
	"time"

	"touchstone/claims"
	"touchstone/claims/anchor"
	"touchstone/db"
)

// past is a claim while its history is made up.
type past struct {
	*synthetic
	c     *claims.Claim
	at    time.Time
	steps []db.Step
}

// begin makes the candidate that was found in an article.
func (s *synthetic) begin(q, before said, a claims.Appearance, at time.Time) *past {
	sp := s.speakers[q.speaker]
	c := &claims.Claim{
		Statement: q.quote + ".", Language: "en", Speaker: &sp, SpeakerRole: sp.Role, ClaimedOn: claims.DateOf(at), State: claims.StateNew, Publication: claims.Private,
		CreatedAt: at, UpdatedAt: at, StateSince: at, Appearances: []claims.Appearance{a},
	}
	if before.article != nil {
		b := appearance(before)
		b.Article = before.article
		c.Appearances = append(c.Appearances, b)
	}
	return &past{synthetic: s, c: c, at: at}
}

// cut fills in the words around each quotation, now that the texts are whole.
func (p *past) cut(text string) {
	for i := range p.c.Appearances {
		a := &p.c.Appearances[i]
		t := text
		if a.Article != nil {
			t = a.Article.Text
		}
		a.Prefix, a.Suffix = t[max(a.Start()-anchor.Around, 0):a.Start()], t[a.End():min(a.End()+anchor.Around, len(t))]
		if a.Context == "" {
			a.Context, a.ContextAt = t[a.Start():a.End()], a.Start()
		}
	}
}

// step notes what happened next, some time later.
func (p *past) step(by claims.User, later time.Duration, action, public string, after map[string]any) {
	p.at = p.at.Add(later + time.Duration(p.r.Int64N(int64(later)))).Truncate(time.Millisecond)
	p.c.UpdatedAt = p.at
	e := claims.Event{At: p.at, Actor: by.Person(), Action: action, Public: public}
	if after != nil {
		e.After, _ = json.Marshal(after) // texts and numbers alone
	}
	p.steps = append(p.steps, db.Step{Event: e})
}

// seen keeps what readers saw after the last step.
func (p *past) seen() { p.steps[len(p.steps)-1].Public = p.c.Clone() }

func (p *past) enter(s claims.State) { p.c.State, p.c.StateSince = s, p.at }

// finish takes the claim as far as chance will have it.
func (p *past) finish() db.Past {
	p.steps = append(p.steps, db.Step{Event: claims.Event{At: p.at, Action: "found", After: []byte(fmt.Sprintf(`{"statement":%q,"state":"new"}`, p.c.Statement))}})
	writer, reviewer, editor := p.people[4+p.r.IntN(3)], p.people[7+p.r.IntN(2)], p.people[1+p.r.IntN(3)]
	fate := p.r.IntN(100)
	switch {
	case fate < publishedOfTen*10:
		p.work(writer)
		p.approve(writer, reviewer)
		p.publish(editor)
	case fate < 82: // nobody looked
	case fate < 92:
		p.step(writer, 2*time.Hour, "rejected", "", map[string]any{"state": "rejected", "reject_reason": "opinion"})
		p.enter(claims.StateRejected)
		p.c.RejectReason = "opinion"
	case fate < 96:
		p.accept(writer)
	case fate < 97:
		p.accept(writer)
		p.step(writer, time.Hour, "put on hold", "", map[string]any{"state": "on_hold"})
		p.enter(claims.StateOnHold)
		p.c.StateNote = "Waiting for a reply."
	case fate < 98:
		p.work(writer)
	case fate < 99:
		p.work(writer)
		p.propose(writer)
	default:
		p.work(writer)
		p.approve(writer, reviewer)
	}
	return db.Past{Claim: p.c, Steps: p.steps}
}

func (p *past) accept(by claims.User) {
	p.c.Priority = claims.Priority(1 + p.r.IntN(3))
	p.step(by, 2*time.Hour, "accepted", "", map[string]any{"state": "open", "priority": p.c.Priority.String()})
	p.enter(claims.StateOpen)
	for n := 1 + p.r.IntN(2); n > 0; n-- {
		if t := topicName(p.vocabulary, int(p.what.Uint64())); len(p.c.Topics) == 0 || p.c.Topics[0] != t {
			p.c.Topics = append(p.c.Topics, t)
		}
	}
}

func topicName(v *vocabulary, i int) string { return capital(v.words[500+i]) }

// work is what the one who holds the claim does.
func (p *past) work(by claims.User) {
	p.accept(by)
	p.step(by, 20*time.Hour, "held", "", map[string]any{"state": "researching", "held_by": by.ID.String()})
	p.enter(claims.StateResearching)
	for i := range 2 + p.r.IntN(2) {
		p.c.Evidence = append(p.c.Evidence, p.evidence(i))
		p.step(by, time.Hour, "source added", "", nil)
	}
	p.c.Summary = p.sentence(12) + "."
	p.c.Explanation = p.sentence(16) + ". [1]\n\n" + p.sentence(18) + ". [2]\n\n" + p.sentence(16) + "."
	p.step(by, time.Hour, "edited", "", map[string]any{"summary": p.c.Summary})
	p.c.Drafters = []claims.ID{by.ID}
}

func (p *past) evidence(i int) claims.Evidence {
	publisher := p.r.IntN(400)
	return claims.Evidence{Stance: claims.Stances[(i+p.r.IntN(2))%3], Passage: p.sentence(12) + ".", Source: claims.Source{
		URL: fmt.Sprintf("https://%s.example/%d", p.words[600+publisher], p.r.IntN(1e6)), Title: p.sentence(6), Publisher: capital(p.words[600+publisher]) + " Office",
		Kind: claims.SourceKinds[(i*3+p.r.IntN(3))%len(claims.SourceKinds)], AccessedOn: claims.DateOf(p.at), Archived: "https://archive.example/" + p.words[600+publisher]}}
}

func (p *past) propose(by claims.User) {
	r := p.scale.Ratings[ratingDice[p.r.IntN(len(ratingDice))]%len(p.scale.Ratings)]
	p.step(by, time.Hour, "proposed", "", map[string]any{"state": "in_review"})
	p.c.Reviews = append(p.c.Reviews, claims.Review{By: by.Person(), At: p.at, ScaleID: p.scale.ID, Scale: p.scale.Title(), Rating: r, Reasons: p.sentence(14) + ".", Outcome: claims.OutcomePending})
	p.enter(claims.StateInReview)
}

// ratingDice are places on the scale, as often as desks give them.
var ratingDice = []int{0, 0, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 5, 6}

func (p *past) approve(by, second claims.User) {
	p.propose(by)
	if p.r.IntN(8) == 0 {
		p.decide(second, false, "changes requested")
		p.c.Reviews[len(p.c.Reviews)-1].Outcome = claims.OutcomeChanges
		p.propose(by)
	}
	p.decide(second, true, "approved")
	r := &p.c.Reviews[len(p.c.Reviews)-1]
	r.Outcome = claims.OutcomeApproved
	p.c.Verdict = &claims.Verdict{ScaleID: r.ScaleID, Scale: r.Scale, Rating: r.Rating}
	p.enter(claims.StateApproved)
}

func (p *past) decide(by claims.User, yes bool, action string) {
	p.step(by, 10*time.Hour, action, "", nil)
	r := &p.c.Reviews[len(p.c.Reviews)-1]
	r.Decisions = append(r.Decisions, claims.Decision{By: by.Person(), At: p.at, Approve: yes, Comment: p.sentence(8) + "."})
}

// publish makes it public; of a hundred, four are corrected and one withdrawn.
func (p *past) publish(by claims.User) {
	p.step(by, 30*time.Hour, "published", "Published with the rating "+p.c.Verdict.Rating.Label+".", map[string]any{"publication": "published"})
	p.c.Publication, p.c.PublishedAt = claims.Published, p.at
	p.seen()
	if fate := p.r.IntN(100); fate < 4 {
		p.c.Publication = claims.Corrected
		p.amend(by, "corrected", claims.CorrectFactual)
	} else if fate == 4 {
		p.c.Publication = claims.Withdrawn
		p.amend(by, "withdrawn", claims.CorrectWithdrawn)
	}
}

func (p *past) amend(by claims.User, action string, kind claims.CorrectionKind) {
	note := p.sentence(14) + "."
	p.step(by, 200*time.Hour, action, capital(action)+": "+note, map[string]any{"publication": string(p.c.Publication)})
	p.c.Corrections = append(p.c.Corrections, claims.Correction{Kind: kind, Note: note, At: p.at, By: by.Person(), Revision: len(p.steps)})
	p.seen()
}
