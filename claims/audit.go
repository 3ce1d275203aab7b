package claims

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"time"
)

// Subject says what an event is about.
type Subject string

// The subjects of events.
const (
	OnClaim   Subject = "claim"
	OnArticle Subject = "article"
	OnUser    Subject = "user"
	OnDesk    Subject = "desk" // settings, scales
	OnSpeaker Subject = "speaker"
)

// Event is a row of the audit log: appended, never changed.
type Event struct {
	Seq       int64 // from 1 without gaps
	At        time.Time
	Actor     Person // zero for the program itself
	Subject   Subject
	SubjectID ID
	Revision  int    // of the claim after the event
	Action    string // "proposed", "approved"; lower case, one word or two
	Note      string // for colleagues
	Public    string // for readers; empty where the step is not public
	Before    json.RawMessage
	After     json.RawMessage
	Prev      string // hash of the row before; 64 zeros for the first
	Hash      string
}

// Genesis stands for the hash before the first event.
const Genesis = "0000000000000000000000000000000000000000000000000000000000000000"

// Seal links the event to the one before it and returns its hash: SHA-256 over
// every field in a fixed order, each with its length in front, so that no two
// different rows have the same bytes. Instants count in milliseconds.
func (e *Event) Seal(prev string) string {
	h := sha256.New()
	number(h, e.Seq)
	number(h, e.At.UnixMilli())
	number(h, int64(e.Actor.ID))
	text(h, string(e.Subject))
	number(h, int64(e.SubjectID))
	number(h, int64(e.Revision))
	text(h, e.Action)
	text(h, e.Note)
	text(h, e.Public)
	text(h, string(e.Before))
	text(h, string(e.After))
	text(h, prev)
	return hex.EncodeToString(h.Sum(nil))
}

func number(h hash.Hash, n int64) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n)) // #nosec G115 -- its bits, whatever its sign
	h.Write(b[:])
}

func text(h hash.Hash, s string) {
	number(h, int64(len(s)))
	h.Write([]byte(s))
}

// Chain checks a log row by row, in order. The zero value stands before the
// first event.
type Chain struct {
	seq    int64
	head   string
	at     time.Time
	expect map[int64][]Head // what was noted earlier, by its event
	beyond Head             // the furthest of them
}

// Head is the last row checked.
func (c *Chain) Head() Head {
	if c.head == "" {
		return Head{Hash: Genesis}
	}
	return Head{c.seq, c.head, c.at}
}

// Expect holds the log against heads that were noted earlier: each has to be
// met on the way.
func (c *Chain) Expect(heads ...Head) {
	if c.expect == nil {
		c.expect = map[int64][]Head{}
	}
	for _, h := range heads {
		c.expect[h.Seq] = append(c.expect[h.Seq], h)
		if h.Seq > c.beyond.Seq {
			c.beyond = h
		}
	}
}

// Check takes the next row and says what is wrong with it: a row missing or out
// of place, one whose content is not what was sealed, or one that was sealed
// anew since its hash was noted.
func (c *Chain) Check(e *Event) error {
	switch {
	case e.Seq > c.seq+1:
		return fmt.Errorf("event %d is missing: event %d comes after event %d", c.seq+1, e.Seq, c.seq)
	case e.Seq != c.seq+1:
		return fmt.Errorf("event %d is out of place: event %d was to follow", e.Seq, c.seq+1)
	case e.Seal(e.Prev) != e.Hash:
		return fmt.Errorf("%s: its content was changed after it was written", e.name())
	case e.Prev != c.Head().Hash:
		return fmt.Errorf("%s: it does not follow the row before it, so one of the two was replaced", e.name())
	}
	for _, h := range c.expect[e.Seq] {
		if h.Hash != e.Hash {
			return fmt.Errorf("%s: its hash is %s, and %s was noted%s, so the log was written anew up to here", e.name(), e.Hash, h.Hash, h.when())
		}
	}
	c.seq, c.head, c.at = e.Seq, e.Hash, e.At
	return nil
}

// End says whether the log reaches as far as it was seen to reach.
func (c *Chain) End() error {
	if c.beyond.Seq <= c.seq {
		return nil
	}
	return fmt.Errorf("event %d is missing: the log ends with event %d, and event %d was noted%s, so its end was cut off", c.seq+1, c.seq, c.beyond.Seq, c.beyond.when())
}

func (h Head) when() string {
	if h.At.IsZero() {
		return ""
	}
	return " for " + h.At.UTC().Format(headTime)
}

// name is the event as a report names it. What it says of itself may be what
// was changed.
func (e *Event) name() string {
	about := string(e.Subject)
	if e.SubjectID != 0 {
		about += " " + e.SubjectID.String()
	}
	return fmt.Sprintf("event %d (%s, %s, %s)", e.Seq, Line(clip(about, 40)), Line(clip(e.Action, 40)), e.At.UTC().Format(headTime))
}

// Changed fills an event's before and after from two states of a claim.
func (e *Event) Changed(before, after *Claim) {
	b, a := Difference(before, after)
	e.Before, e.After = jsonOf(b), jsonOf(a)
}
