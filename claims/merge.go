package claims

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Merger is a merge of two claims with what is needed to undo it.
type Merger struct {
	Claim        ID // which leads to Into now
	Into         ID
	Statement    string // of the one merged away
	Verbatim     bool
	Language     string
	Revision     int // of the one merged away, now
	At           time.Time
	By           Person
	Appearances  []ID        // that moved
	Sources      []MovedLink // that moved
	State        State       // what it was before
	Publication  Publication
	RejectReason RejectReason
	StateNote    string
}

// MovedLink is a source that moved, with the number by which its old claim
// cites it.
type MovedLink struct {
	ID     ID  `json:"id"`
	Number int `json:"number"`
}

// Merge turns c into a redirect to another claim, which takes its appearances
// and its sources; what that one has already stays where it is. A published
// check can be merged only into one that is published, so that its readers find
// a check. Its address leads there from then on. The events are c's and the
// other claim's.
func (c *Claim) Merge(by User, now time.Time, into *Claim) (m Merger, mine, theirs Event, err error) {
	if err := c.mayMerge(by, now, into); err != nil {
		return m, mine, theirs, err
	}
	m = Merger{Claim: c.ID, Into: into.ID, At: now, By: by.Person(), State: c.State, Publication: c.Publication, RejectReason: c.RejectReason, StateNote: c.StateNote}
	var stay []Appearance
	for _, a := range c.Appearances {
		if slices.ContainsFunc(into.Appearances, func(b Appearance) bool { return b.ArticleID == a.ArticleID && b.Start() == a.Start() }) {
			stay = append(stay, a)
			continue
		}
		m.Appearances = append(m.Appearances, a.ID)
		a.First = len(into.Appearances) == 0
		into.Appearances = append(into.Appearances, a)
	}
	c.Appearances = stay
	c.moveSources(into, &m)
	theirs = into.event(by, now, "took in", c.ID.String()+": "+clip(c.Statement, 200))
	if err := into.tookIn(by, now, &theirs, c.Publication.Public(), len(m.Sources)); err != nil {
		return m, mine, theirs, err
	}
	c.MergedInto, c.Publication = into.ID, Private
	c.RejectReason, c.StateNote = "duplicate", "merged into "+into.ID.String()
	c.enter(StateRejected, now)
	return m, c.event(by, now, "merged", "into "+into.ID.String()), theirs, nil
}

// MayMerge says whether a person may merge the claim into another one at all.
func (c *Claim) MayMerge(by User, now time.Time) error {
	if err := by.Need(ActMerge); err != nil {
		return err
	}
	switch {
	case c.MergedInto != 0:
		return c.mergedAway()
	case c.State == StateInReview:
		return Conflict("the claim waits for a second review: decide on it first")
	case c.Publication == Withdrawn:
		return Conflict("a withdrawn check keeps its page, with the reason: merge the other one into it, or leave both")
	}
	return c.yours(by, now)
}

func (c *Claim) mayMerge(by User, now time.Time, into *Claim) error {
	if err := c.MayMerge(by, now); err != nil {
		return err
	}
	switch {
	case c.ID == into.ID:
		return Conflict("a claim cannot be merged into itself")
	case into.MergedInto != 0:
		return &Error{Kind: KindConflict, Ref: into.MergedInto, Message: "the other claim was merged itself: choose the one it stands in now"}
	case into.State == StateInReview:
		return Conflict("the other claim waits for a second review: decide on it first")
	case c.Publication.Public() && into.Publication != Published && into.Publication != Corrected:
		return Conflict("a published check can be merged only into one that is published: merge the other one into it")
	}
	return nil
}

// moveSources gives c's sources to the other claim, under the next numbers.
func (c *Claim) moveSources(into *Claim, m *Merger) {
	var stay []Evidence
	next := 1
	for _, e := range into.Evidence {
		next = max(next, e.Number+1)
	}
	for _, e := range c.Evidence {
		if slices.ContainsFunc(into.Evidence, func(x Evidence) bool { return x.Source.URL == e.Source.URL && x.Passage == e.Passage }) {
			stay = append(stay, e)
			continue
		}
		m.Sources = append(m.Sources, MovedLink{e.ID, e.Number})
		e.Number, next = next, next+1
		into.Evidence = append(into.Evidence, e)
	}
	c.Evidence = stay
	if len(m.Sources) == 0 {
		return
	}
	for _, id := range c.Drafters { // they brought what will be reviewed there
		if !slices.Contains(into.Drafters, id) {
			into.Drafters = append(into.Drafters, id)
		}
	}
}

// tookIn says to the readers of a published check what came to it.
func (c *Claim) tookIn(by User, now time.Time, e *Event, check bool, sources int) error {
	if c.Publication != Published && c.Publication != Corrected {
		return nil
	}
	note := "Another appearance was found."
	if check {
		note = "A second check of the same statement was merged into this one."
	}
	if sources == 0 {
		e.Public = note
		return nil
	}
	return c.update(by, now, e, strings.TrimSuffix(note, ".")+", with its sources.")
}

// Unmerge undoes a merge: what moved goes back, and c stands on its own again,
// as it stood. A claim that was held is open. from is the claim it was merged
// into.
func (c *Claim) Unmerge(by User, now time.Time, from *Claim, m Merger) (mine, theirs Event, err error) {
	if err := by.Need(ActMerge); err != nil {
		return mine, theirs, err
	}
	switch {
	case c.MergedInto == 0 || c.MergedInto != from.ID || m.Claim != c.ID:
		return mine, theirs, Conflict("this claim is not merged into that one any more")
	case from.State == StateInReview:
		return mine, theirs, Conflict("the other claim waits for a second review: decide on it first")
	}
	for _, l := range m.Sources {
		i := slices.IndexFunc(from.Evidence, func(e Evidence) bool { return e.ID == l.ID })
		if i < 0 {
			continue // it was taken off meanwhile
		}
		e := from.Evidence[i]
		if strings.Contains(from.Explanation, "["+strconv.Itoa(e.Number)+"]") {
			return mine, theirs, Conflict("the explanation of the other claim cites source %d, which came with this one: change the explanation first", e.Number)
		}
		from.Evidence = slices.Delete(from.Evidence, i, i+1)
		e.Number = l.Number
		c.Evidence = append(c.Evidence, e)
	}
	slices.SortFunc(c.Evidence, func(a, b Evidence) int { return a.Number - b.Number })
	c.takeBackAppearances(from, m)
	c.MergedInto, c.Publication, c.RejectReason, c.StateNote = 0, m.Publication, m.RejectReason, m.StateNote
	c.State, c.StateSince = m.State, now
	if c.State == StateResearching {
		c.State = StateOpen
	}
	mine = c.event(by, now, "separated", "from "+from.ID.String())
	theirs = from.event(by, now, "gave back", c.ID.String())
	if c.Publication.Public() {
		mine.Public = "This check stands on its own again; it had been merged into another one."
	}
	if from.Publication == Published || from.Publication == Corrected {
		err = from.update(by, now, &theirs, "What had come from another claim was taken off again: the two are not the same.")
	}
	return mine, theirs, err
}

func (c *Claim) takeBackAppearances(from *Claim, m Merger) {
	for _, id := range m.Appearances {
		i := slices.IndexFunc(from.Appearances, func(a Appearance) bool { return a.ID == id })
		if i < 0 {
			continue
		}
		a := from.Appearances[i]
		from.Appearances = slices.Delete(from.Appearances, i, i+1)
		a.First = len(c.Appearances) == 0
		c.Appearances = append(c.Appearances, a)
	}
	if len(from.Appearances) > 0 && !slices.ContainsFunc(from.Appearances, func(a Appearance) bool { return a.First }) {
		from.Appearances[0].First = true
	}
}
