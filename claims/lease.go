package claims

import (
	"fmt"
	"time"
)

// Lease is a hold on a claim that ends by itself.
type Lease struct {
	By    Person
	Until time.Time
}

// LeaseTime is how long a claim stays held without a sign of its holder.
const LeaseTime = 30 * time.Minute

// HeldBy gives the holder while the lease runs.
func (c *Claim) HeldBy(now time.Time) (Person, bool) {
	if c.Lease == nil || !now.Before(c.Lease.Until) {
		return Person{}, false
	}
	return c.Lease.By, true
}

// Left says in words how much of the lease is left: "12 minutes".
func (l Lease) Left(now time.Time) string {
	minutes := int((l.Until.Sub(now) + time.Minute - 1) / time.Minute)
	switch {
	case minutes <= 0:
		return "nothing"
	case minutes == 1:
		return "1 minute"
	case minutes < 120:
		return fmt.Sprintf("%d minutes", minutes)
	}
	return fmt.Sprintf("%d hours", minutes/60)
}

// yours refuses work on a claim that a colleague holds.
func (c *Claim) yours(by User, now time.Time) error {
	if p, held := c.HeldBy(now); held && p.ID != by.ID {
		return Conflict("%s is working on this until %s UTC, %s left", p.Name, c.Lease.Until.UTC().Format("15:04"), c.Lease.Left(now))
	}
	return nil
}

// working is what it takes to write in a claim under research: to be its
// holder. Writing renews the lease.
func (c *Claim) working(by User, now time.Time) error {
	if err := c.yours(by, now); err != nil {
		return err
	}
	if c.State != StateResearching {
		return nil
	}
	if c.Lease == nil || c.Lease.By.ID != by.ID {
		return Conflict("take the claim first: nobody holds it, and two people could write at once")
	}
	c.Lease = &Lease{by.Person(), now.Add(LeaseTime)}
	return nil
}

// Hold takes the claim for LeaseTime, renews the holder's lease, or takes over
// one that ran out.
func (c *Claim) Hold(by User, now time.Time) (Event, error) {
	if err := c.require(by, ActHold, StateOpen, StateResearching); err != nil {
		return Event{}, err
	}
	if err := c.yours(by, now); err != nil {
		return Event{}, err
	}
	action, note := "held", ""
	if c.Lease != nil {
		action = "renewed"
		if c.Lease.By.ID != by.ID {
			action, note = "took over", "the lease of "+c.Lease.By.Ref()+" had run out"
		}
	}
	if c.State != StateResearching {
		c.enter(StateResearching, now)
	}
	c.Lease = &Lease{by.Person(), now.Add(LeaseTime)}
	return c.event(by, now, action, note), nil
}

// Assign gives the claim to a colleague, who holds it for AssignedTime. It can be
// taken from whoever holds it; the log says so.
func (c *Claim) Assign(by User, now time.Time, to User) (Event, error) {
	if err := c.require(by, ActAssign, StateOpen, StateResearching); err != nil {
		return Event{}, err
	}
	if !to.May(ActHold) {
		return Event{}, Invalid("assignee", "choose a colleague who may hold claims")
	}
	note := "to " + to.Person().Ref()
	if p, held := c.HeldBy(now); held && p.ID != to.ID {
		note += ", from " + p.Ref()
	}
	if c.State != StateResearching {
		c.enter(StateResearching, now)
	}
	c.Lease = &Lease{to.Person(), now.Add(AssignedTime)}
	return c.event(by, now, "assigned", note), nil
}

// LetGo gives a held claim back to the queue.
func (c *Claim) LetGo(by User, now time.Time) (Event, error) {
	if err := c.require(by, ActHold, StateResearching); err != nil {
		return Event{}, err
	}
	if err := c.yours(by, now); err != nil {
		return Event{}, err
	}
	c.enter(StateOpen, now)
	return c.event(by, now, "let go", ""), nil
}

// PutOnHold parks a claim that waits for a reply or a record, for as long as it
// takes.
func (c *Claim) PutOnHold(by User, now time.Time, why string) (Event, error) {
	return c.PutOnHoldUntil(by, now, why, Date{})
}

// PutOnHoldUntil parks a claim until a day, in UTC, on which somebody looks at it
// again; the zero date is no day. A claim on hold can be given another day.
func (c *Claim) PutOnHoldUntil(by User, now time.Time, why string, until Date) (Event, error) {
	if err := c.require(by, ActHold, StateOpen, StateResearching, StateOnHold); err != nil {
		return Event{}, err
	}
	if err := c.yours(by, now); err != nil {
		return Event{}, err
	}
	why = Line(why)
	var p Problems
	if why == "" {
		p.Add(Invalid("hold_reason", "say what the claim waits for"))
	}
	p.Add(limit("hold_reason", why, MaxNote))
	if !until.IsZero() && (until.Precision != DayPrecision || until.Day <= now.UTC().Format(time.DateOnly)) {
		p.Add(Invalid("hold_until", "give a day to come, such as %s, or none", now.UTC().AddDate(0, 0, 7).Format(time.DateOnly)))
	}
	if err := p.Err(); err != nil {
		return Event{}, err
	}
	c.StateNote, c.HoldUntil = why, until
	c.enter(StateOnHold, now)
	note := why
	if until.Known() {
		note += ", until " + until.Text()
	}
	return c.event(by, now, "put on hold", note), nil
}
