package claims

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Commented is the action of an event that carries a comment.
const Commented = "commented"

// Comment is a line of the conversation about a claim. It is kept in the audit
// log, so that nobody changes it or takes it away.
type Comment struct {
	Seq       int64 // of the event that carries it
	At        time.Time
	By        Person
	Text      string // plain text of one or more lines
	Mentioned []ID   // of the colleagues it calls by name
	Expert    ID     // of the link through which somebody from outside said it; 0 for a colleague
}

// mention is what an event about a comment says besides its text.
type mention struct {
	Mentioned []ID `json:"mentioned,omitempty"`
	Expert    ID   `json:"expert,omitzero"`
}

// Comment says something about the claim to colleagues, whatever its state. The
// claim itself is not changed by it, so its revision stays. last is the newest
// comment on the claim; the same words by the same person once more are
// KindExists, because a form was sent twice.
func (c *Claim) Comment(by User, now time.Time, text string, colleagues []User, last Comment) (Event, error) {
	if err := by.Need(ActDesk); err != nil {
		return Event{}, err
	}
	if c.MergedInto != 0 {
		return Event{}, c.mergedAway()
	}
	text = block(text)
	if text == "" {
		return Event{}, Invalid("remark", "write the comment first")
	}
	if err := limit("remark", text, MaxNote); err != nil {
		return Event{}, err
	}
	if last.By.ID == by.ID && last.Text == text {
		return Event{}, &Error{Kind: KindExists, Field: "remark", Message: "this comment is here already"}
	}
	called, err := Mentions(text, colleagues)
	if err != nil {
		return Event{}, err
	}
	e := c.remark(by.Person(), now, Commented, text)
	var m mention
	for _, u := range called {
		if u.ID != by.ID {
			m.Mentioned = append(m.Mentioned, u.ID)
		}
	}
	if len(m.Mentioned) > 0 {
		e.After, err = json.Marshal(m)
	}
	return e, err
}

// Mentions finds the colleagues that a text calls by an @ and their name, in the
// order in which it does. The whole name counts in any case of its letters, and
// the first word of it where only one colleague has that; where several do, the
// error asks for the whole name. An @ before other words is text, and so is one
// inside a word, as in an e-mail address. Closed accounts cannot be called.
func Mentions(text string, users []User) ([]User, error) {
	var found []User
	before := ' '
	for i, r := range text {
		if r == '@' && !isWord(before) {
			u, err := called(text[i+1:], users)
			if err != nil {
				return nil, err
			}
			if u != nil && !slices.ContainsFunc(found, func(x User) bool { return x.ID == u.ID }) {
				found = append(found, *u)
			}
		}
		before = r
	}
	return found, nil
}

// called finds whose name a text begins with: the longest whole name, or else
// a first word that belongs to one person only.
func called(text string, users []User) (*User, error) {
	var whole *User
	var first []*User
	for i := range users {
		u := &users[i]
		if u.Disabled {
			continue
		}
		if begins(text, u.Name) && (whole == nil || len(u.Name) > len(whole.Name)) {
			whole = u
		}
		if name, _, _ := strings.Cut(u.Name, " "); begins(text, name) {
			first = append(first, u)
		}
	}
	switch {
	case whole != nil:
		return whole, nil
	case len(first) > 1:
		name, _, _ := strings.Cut(first[0].Name, " ")
		return nil, Invalid("remark", "%d colleagues are called %s: write the whole name, such as @%s", len(first), name, first[0].Name)
	case len(first) == 1:
		return first[0], nil
	}
	return nil, nil
}

// begins reports whether a text begins with a name, in any case of its letters,
// and goes on with something that cannot belong to it.
func begins(text, name string) bool {
	if name == "" {
		return false
	}
	for _, want := range name {
		got, size := utf8.DecodeRuneInString(text)
		if size == 0 || unicode.ToLower(got) != unicode.ToLower(want) {
			return false
		}
		text = text[size:]
	}
	next, _ := utf8.DecodeRuneInString(text)
	return text == "" || !isWord(next)
}

// Mentioned gives the colleagues whom an event calls by name.
func (e *Event) Mentioned() []ID { return e.mention().Mentioned }

func (e *Event) mention() (m mention) {
	if json.Unmarshal(e.After, &m) != nil {
		return mention{} // most events are about something else
	}
	return m
}

// Thread picks the comments out of a claim's events, which come newest first,
// and puts the oldest first.
func Thread(events []Event) []Comment {
	var list []Comment
	for _, e := range slices.Backward(events) {
		if e.Action == Commented {
			list = append(list, Comment{Seq: e.Seq, At: e.At, By: e.Actor, Text: e.Note, Mentioned: e.Mentioned(), Expert: e.mention().Expert})
		}
	}
	return list
}

// block trims a text of several lines.
func block(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }
