package claims

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Undoable are the acts that whoever did them can take back, as events name
// them: those that sort claims and commit nobody to a finding.
var Undoable = []string{"accepted", "rejected", "assigned", "tagged"}

// UndoTime is how long an act can be taken back.
const UndoTime = 12 * time.Hour

// Step is what a person did at once and can take back: one act, or one on
// several claims that were chosen together.
type Step struct {
	At     time.Time // of every act in it
	Action string
	Claims []ID
	First  string // the statement of the first of them
}

// Standing are the revisions of a claim whose acts were not undone, oldest
// first, read from its events in their order.
func Standing(history []Event) (list []int) {
	last := 0
	for _, e := range history {
		switch {
		case e.Revision <= last: // a remark, which changes nothing
			continue
		case e.Action == "undone" && len(list) > 0:
			list = list[:len(list)-1]
		default:
			list = append(list, e.Revision)
		}
		last = e.Revision
	}
	return list
}

// Steps are what a person can take back, newest first, out of the acts that
// this person did, newest first. histories are the events of the claims, in
// their order. An act on which somebody went on is passed over.
func Steps(acts []Event, histories map[ID][]Event) (list []Step) {
	standing := map[ID][]int{}
	for id, h := range histories {
		standing[id] = Standing(h)
	}
	for _, e := range acts {
		left := standing[e.SubjectID]
		if len(left) == 0 || left[len(left)-1] != e.Revision {
			continue
		}
		standing[e.SubjectID] = left[:len(left)-1]
		if n := len(list); n == 0 || !list[n-1].At.Equal(e.At) {
			list = append(list, Step{At: e.At, Action: e.Action})
		}
		list[len(list)-1].Claims = append(list[len(list)-1].Claims, e.SubjectID)
	}
	return list
}

// Undo takes back an act on the claim: it is again what it was before. Only
// whoever did it may, and only as long as nobody changed the claim since, but
// for what was undone. history are the claim's events in their order.
func (c *Claim) Undo(by User, now time.Time, e Event, history []Event) (Event, error) {
	standing := Standing(history)
	switch {
	case c.MergedInto != 0:
		return Event{}, c.mergedAway()
	case e.Subject != OnClaim || e.SubjectID != c.ID || e.Actor.ID != by.ID || !slices.Contains(Undoable, e.Action):
		return Event{}, Conflict("this is no act of yours that can be undone")
	case now.Sub(e.At) > UndoTime:
		return Event{}, Conflict("this was done more than %d hours ago: change the claim itself", int(UndoTime.Hours()))
	case c.Publication.Public():
		return Event{}, Conflict("a published check is corrected or withdrawn, not undone")
	case len(standing) == 0 || standing[len(standing)-1] != e.Revision || history[len(history)-1].Revision != c.Revision:
		return Event{}, &Error{Kind: KindStale, Message: fmt.Sprintf("this claim was changed after you %s it: its history says by whom", e.Action)}
	}
	right := ActTriage
	if e.Action == "assigned" {
		right = ActAssign
	}
	if err := by.Need(right); err != nil {
		return Event{}, err
	}
	if err := c.restore(by, now, e); err != nil {
		return Event{}, err
	}
	return c.event(by, now, "undone", e.Action), nil
}

// restore gives the fields that an act changed the values from before it.
func (c *Claim) restore(by User, now time.Time, e Event) error {
	before, after := map[string]json.RawMessage{}, map[string]json.RawMessage{}
	for _, x := range []struct {
		text json.RawMessage
		into *map[string]json.RawMessage
	}{{e.Before, &before}, {e.After, &after}} {
		if len(x.text) == 0 {
			continue
		}
		if err := json.Unmarshal(x.text, x.into); err != nil {
			return fmt.Errorf("read what the act %d changed: %w", e.Seq, err)
		}
	}
	was := map[string]string{}
	for _, fields := range []map[string]json.RawMessage{after, before} { // a field that was empty stands only after
		for k := range fields {
			var s string
			if text, ok := before[k]; ok && json.Unmarshal(text, &s) != nil {
				return Conflict("what this act changed cannot be undone: change the claim itself")
			}
			was[k] = s
		}
	}
	var edit Edit
	for k, s := range was {
		if err := c.restoreField(&edit, now, k, s); err != nil {
			return err
		}
	}
	if err := c.restoreHold(by, now, was); err != nil {
		return err
	}
	_, err := c.apply(edit)
	return err
}

// restoreHold gives the claim back to who held it before the act: to whoever
// undoes it for a whole lease, to a colleague for what is left of theirs.
func (c *Claim) restoreHold(by User, now time.Time, was map[string]string) error {
	who, changed := was["held_by"]
	switch {
	case !changed:
		return nil
	case who == by.ID.String() && by.May(ActHold):
		c.Lease = &Lease{by.Person(), now.Add(LeaseTime)}
		return nil
	}
	c.Lease = nil
	if who == "" {
		return nil
	}
	id, err := ParseID(who)
	if err != nil {
		return err
	}
	until, err := time.Parse(time.RFC3339, was["held_until"])
	if err != nil {
		return fmt.Errorf("read until when %s held the claim: %w", who, err)
	}
	if now.Before(until) {
		c.Lease = &Lease{Person{ID: id}, until}
	}
	return nil
}

// restoreField takes one field's value from before, as Fields writes it.
func (c *Claim) restoreField(edit *Edit, now time.Time, name, s string) error {
	texts := map[string]**string{
		"statement": &edit.Statement, "short_form": &edit.ShortForm, "language": &edit.Language, "speaker_role": &edit.SpeakerRole,
		"place": &edit.Place, "summary": &edit.Summary, "explanation": &edit.Explanation,
	}
	dates := map[string]**Date{"claimed_on": &edit.ClaimedOn, "review_by": &edit.ReviewBy}
	switch {
	case texts[name] != nil:
		*texts[name] = &s
	case dates[name] != nil:
		d, err := ParseDate(name, s)
		*dates[name] = &d
		return err
	case name == "topics":
		list := strings.FieldsFunc(s, func(r rune) bool { return r == '|' })
		edit.Topics = &list
	case name == "speaker":
		if c.Speaker = nil; s != "" {
			c.Speaker = &Speaker{Name: s, Kind: IsPerson} // one of that name is found again, as what it is
		}
	case name == "priority":
		c.Priority, _ = ParsePriority(s) // the empty one is none
	case name == "reject_reason":
		c.RejectReason = RejectReason(s)
	case name == "state_note":
		c.StateNote = s
	case name == "state":
		lease, hold := c.Lease, c.HoldUntil
		c.enter(State(s), now)
		c.Lease, c.HoldUntil = lease, hold // fields of their own
		if c.State == StateNew {
			c.StateSince = c.CreatedAt // it waits since it was found
		}
	case name == "hold_until":
		d, err := ParseDate(name, s)
		c.HoldUntil = d
		return err
	case name == "held_by", name == "held_until": // together, in restoreHold
	default:
		return Conflict("what this act changed cannot be undone: change the claim itself")
	}
	return nil
}

// Tag adds a topic to a claim that waits or is worked on, whoever holds it: it
// says where the claim belongs, not what is true of it.
func (c *Claim) Tag(by User, now time.Time, topic string) (Event, error) {
	if err := c.require(by, ActTriage, StateNew, StateOpen, StateResearching, StateOnHold); err != nil {
		return Event{}, err
	}
	topic = Line(topic)
	if topic == "" {
		return Event{}, Invalid("topic", "write the topic")
	}
	list := append(slices.Clone(c.Topics), topic)
	changed, err := c.apply(Edit{Topics: &list})
	if err != nil {
		return Event{}, err
	}
	if !changed {
		return Event{}, Conflict("it has this topic already")
	}
	return c.event(by, now, "tagged", topic), nil
}

// MaxTogether is how many claims can be decided on at once.
const MaxTogether = 200

// Left is a claim that an act on several left as it was.
type Left struct {
	Claim     ID
	Statement string
	Why       error
}
