package desk

import (
	"time"

	"touchstone/claims"
)

// able says of each act on a claim whether the rules would refuse it to this
// person now, and why. It asks the rules themselves, each with a copy of the
// claim, so that a page never promises what a rule refuses.
type able struct {
	Accept, Reject, Reopen, Hold, LetGo, OnHold, Edit, AddSource, Propose, TakeBack, Decide, Publish, Correct, Withdraw, Ask, Assign, Merge, Again error
	Override                                                                                                                                       bool // may decide alone, with a public reason
}

func abilities(k *claims.Claim, u claims.User, now time.Time) able {
	try := func(rule func(c *claims.Claim) (claims.Event, error)) error {
		_, err := rule(k.Clone())
		if claims.KindOf(err) == claims.KindInvalid {
			return nil // something is still to be typed, no more
		}
		return err
	}
	a := able{
		Accept:   try(func(c *claims.Claim) (claims.Event, error) { return c.Accept(u, now, claims.Edit{}) }),
		Reject:   try(func(c *claims.Claim) (claims.Event, error) { return c.Reject(u, now, "", "") }),
		Reopen:   try(func(c *claims.Claim) (claims.Event, error) { return c.Reopen(u, now, "") }),
		Hold:     try(func(c *claims.Claim) (claims.Event, error) { return c.Hold(u, now) }),
		LetGo:    try(func(c *claims.Claim) (claims.Event, error) { return c.LetGo(u, now) }),
		OnHold:   try(func(c *claims.Claim) (claims.Event, error) { return c.PutOnHold(u, now, "") }),
		Edit:     try(func(c *claims.Claim) (claims.Event, error) { return c.Revise(u, now, claims.Edit{}) }),
		TakeBack: try(func(c *claims.Claim) (claims.Event, error) { return c.TakeBack(u, now) }),
		Publish:  try(func(c *claims.Claim) (claims.Event, error) { return c.Publish(u, now) }),
		Withdraw: try(func(c *claims.Claim) (claims.Event, error) { return c.Withdraw(u, now, "") }),
		Decide:   k.MayDecide(u),
	}
	a.AddSource = try(func(c *claims.Claim) (claims.Event, error) { return c.AddEvidence(u, now, claims.Evidence{}) })
	a.Assign = try(func(c *claims.Claim) (claims.Event, error) { return c.Assign(u, now, claims.User{}) })
	if _, _, _, a.Again = k.Clone().CheckAgain(u, now, ""); claims.KindOf(a.Again) == claims.KindInvalid {
		a.Again = nil
	}
	a.Merge = k.MayMerge(u, now)
	a.Ask = try(func(c *claims.Claim) (claims.Event, error) { return c.Ask(u, now, claims.Reply{}) })
	a.Propose = try(func(c *claims.Claim) (claims.Event, error) { return c.Propose(u, now, claims.Scale{}, "", "") })
	a.Correct = try(func(c *claims.Claim) (claims.Event, error) {
		return c.Correct(u, now, "", "", claims.Edit{}, nil, "")
	})
	a.Override = a.Decide != nil && claims.KindOf(a.Decide) == claims.KindForbidden && u.May(claims.ActOverride) && k.Pending() != nil
	return a
}

// deciders are the people who may decide on the pending proposal.
func deciders(k *claims.Claim, users []claims.User) (names []string) {
	for _, u := range users {
		if !u.Disabled && k.MayDecide(u) == nil {
			names = append(names, u.Name)
		}
	}
	return names
}
