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
	binary.BigEndian.PutUint64(b[:], uint64(n))
	h.Write(b[:])
}

func text(h hash.Hash, s string) {
	number(h, int64(len(s)))
	h.Write([]byte(s))
}

// Chain checks a log row by row, in order. The zero value stands before the
// first event.
type Chain struct {
	seq  int64
	head string
}

// Head is the hash of the last row checked.
func (c *Chain) Head() string {
	if c.head == "" {
		return Genesis
	}
	return c.head
}

// Len is how many rows were checked.
func (c *Chain) Len() int64 { return c.seq }

// Check takes the next row and says what is wrong with it: a row missing or out
// of place, or one whose content is not what was sealed.
func (c *Chain) Check(e *Event) error {
	if e.Seq != c.seq+1 {
		return fmt.Errorf("event %d: expected event %d here, so a row is missing or out of place", e.Seq, c.seq+1)
	}
	if e.Prev != c.Head() {
		return fmt.Errorf("event %d: it does not follow the row before it", e.Seq)
	}
	if got := e.Seal(e.Prev); got != e.Hash {
		return fmt.Errorf("event %d: its content was changed after it was written", e.Seq)
	}
	c.seq, c.head = e.Seq, e.Hash
	return nil
}

// Changed fills an event's before and after from two states of a claim.
func (e *Event) Changed(before, after *Claim) {
	b, a := Difference(before, after)
	e.Before, e.After = jsonOf(b), jsonOf(a)
}
