package claims

import (
	"strings"
	"time"
)

// Report is what a reader says is wrong with a check, or with the site.
type Report struct {
	ID        ID
	ClaimID   ID     // 0 where no check was named
	Statement string // of that check
	At        time.Time
	Text      string
	Contact   string // as the reader wrote it; gone once the report is settled
	Settled   time.Time
	SettledBy Person
	Note      string // what came of it, for the desk
}

// Bounds of the box of reports.
const (
	MaxReport      = 4000 // characters of one
	MaxReportsOpen = 500  // that wait for an editor; then no more are taken
	MaxReportsKept = 2000 // settled ones; the oldest go
)

// Check trims what a reader wrote and names what is wrong.
func (r *Report) Check() error {
	var p Problems
	r.Text, r.Contact = strings.TrimSpace(r.Text), Line(r.Contact)
	if r.Text == "" {
		p.Add(Invalid("text", "write what is wrong"))
	}
	p.Add(limit("text", r.Text, MaxReport))
	p.Add(limit("contact", r.Contact, MaxName))
	return p.Err()
}

// Settle closes a report with a note on what came of it.
func (r *Report) Settle(by User, now time.Time, note string) error {
	if err := by.Need(ActCorrect); err != nil {
		return err
	}
	if !r.Settled.IsZero() {
		return Conflict("%s has settled this report already", r.SettledBy.Name)
	}
	note = strings.TrimSpace(note)
	if note == "" {
		return Invalid("note", "write what came of it, for your colleagues")
	}
	if err := limit("note", note, MaxNote); err != nil {
		return err
	}
	r.Settled, r.SettledBy, r.Note, r.Contact = now, by.Person(), note, ""
	return nil
}
