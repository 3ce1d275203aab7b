package claims

import "time"

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

// yours refuses work on a claim that a colleague holds.
func (c *Claim) yours(by User, now time.Time) error {
	if p, held := c.HeldBy(now); held && p.ID != by.ID {
		return Conflict("%s is working on this until %s UTC", p.Name, c.Lease.Until.UTC().Format("15:04"))
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
			action, note = "took over", "the lease of "+c.Lease.By.Name+" had run out"
		}
	}
	if c.State != StateResearching {
		c.enter(StateResearching, now)
	}
	c.Lease = &Lease{by.Person(), now.Add(LeaseTime)}
	return c.event(by, now, action, note), nil
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

// PutOnHold parks a claim that waits for a reply or a record.
func (c *Claim) PutOnHold(by User, now time.Time, why string) (Event, error) {
	if err := c.require(by, ActHold, StateOpen, StateResearching); err != nil {
		return Event{}, err
	}
	if err := c.yours(by, now); err != nil {
		return Event{}, err
	}
	why = Line(why)
	if why == "" {
		return Event{}, Invalid("reason", "say what the claim waits for")
	}
	if err := limit("reason", why, MaxNote); err != nil {
		return Event{}, err
	}
	c.StateNote = why
	c.enter(StateOnHold, now)
	return c.event(by, now, "put on hold", why), nil
}
