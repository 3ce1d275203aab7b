package claims

import "time"

// CheckAgain takes a withdrawn check up again as a new claim: its page stays, with
// the reason, and nothing that is written now can be seen there. The new claim
// is open and has the statement, the speaker, the appearances and the sources of
// the old one, and neither its answer nor its verdict. The events are the old
// claim's and the new one's.
func (c *Claim) CheckAgain(by User, now time.Time, why string) (again *Claim, mine, theirs Event, err error) {
	if err := by.Need(ActWithdraw); err != nil {
		return nil, mine, theirs, err
	}
	if c.Publication != Withdrawn {
		return nil, mine, theirs, Conflict("only a withdrawn check is checked again: correct a published one, or take a private one up again")
	}
	if why = Line(why); why == "" {
		return nil, mine, theirs, Invalid("reason", "say why it is taken up again")
	}
	if err := limit("reason", why, MaxNote); err != nil {
		return nil, mine, theirs, err
	}
	again = &Claim{
		Statement: c.Statement, ShortForm: c.ShortForm, Language: c.Language, Speaker: c.Speaker, SpeakerRole: c.SpeakerRole, ClaimedOn: c.ClaimedOn, Place: c.Place,
		Topics: append([]string{}, c.Topics...), State: StateOpen, Priority: max(c.Priority, PriorityMiddling), Publication: Private, CreatedBy: by.Person(),
		Appearances: append([]Appearance{}, c.Appearances...), Evidence: append([]Evidence{}, c.Evidence...), Drafters: append([]ID{}, c.Drafters...),
	}
	for i := range again.Appearances {
		again.Appearances[i].ID = 0
	}
	for i := range again.Evidence {
		again.Evidence[i].ID, again.Evidence[i].Source.ID = 0, 0
	}
	mine = c.event(by, now, "checked again", why)
	mine.Public = "We are checking this statement again."
	theirs = Event{At: now, Actor: by.Person(), Subject: OnClaim, Action: "taken up again", Note: "after " + c.ID.String() + " was withdrawn: " + why}
	return again, mine, theirs, nil
}
