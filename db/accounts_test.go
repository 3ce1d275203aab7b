package db_test

import (
	"testing"

	"touchstone/claims"
	"touchstone/db/dbtest"
)

func TestClosingAnAccountHandsItsClaimsOverEachWithAnEvent(t *testing.T) {
	d := dbtest.New(t)
	admin := dbtest.User(t, d, "Ana Admin", claims.Admin)
	ben, cai := dbtest.User(t, d, "Ben Okafor", claims.Reviewer), dbtest.User(t, d, "Cai Lund", claims.Reviewer)
	cara := dbtest.User(t, d, "Cara Ruiz", claims.Contributor)
	hold := func(by claims.User, statement string) claims.ID {
		t.Helper()
		c, err := d.CreateClaim(t.Context(), by, &claims.Claim{Statement: statement, State: claims.StateOpen, Speaker: &claims.Speaker{Name: "Mayor Ode", Kind: claims.IsPerson}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.UpdateClaim(t.Context(), c.ID, func(c *claims.Claim) (claims.Event, error) {
			if c.State == claims.StateNew {
				if _, err := c.Accept(by, d.Now(), claims.Edit{}); err != nil {
					return claims.Event{}, err
				}
			}
			return c.Hold(by, d.Now())
		}); err != nil {
			t.Fatal(err)
		}
		return c.ID
	}
	first, second := hold(ben, "The bridge cost four million euros."), hold(ben, "The school has no roof at all.")
	if n, err := d.Held(t.Context(), ben.ID); err != nil || n != 2 {
		t.Fatalf("Ben holds %d, %v; want 2", n, err)
	}
	for _, to := range []claims.ID{cara.ID, ben.ID} {
		if err := d.CloseAccount(t.Context(), admin.Person(), ben.ID, to); claims.KindOf(err) != claims.KindInvalid {
			t.Errorf("hand over to %s: %v, want a refusal", to, err)
		}
	}
	if u, err := d.User(t.Context(), ben.ID); err != nil || u.Disabled {
		t.Errorf("the refused handing over closed the account: %+v, %v", u, err)
	}
	if err := d.CloseAccount(t.Context(), admin.Person(), ben.ID, cai.ID); err != nil {
		t.Fatal(err)
	}
	for _, id := range []claims.ID{first, second} {
		c, err := d.Claim(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if p, held := c.HeldBy(d.Now()); !held || p.ID != cai.ID {
			t.Errorf("claim %s is held by %+v, want Cai", id, p)
		}
		events, err := d.ClaimEvents(t.Context(), id)
		if err != nil || events[0].Action != "assigned" || events[0].Actor.ID != admin.ID {
			t.Errorf("the newest event of %s is %+v, %v; want the admin's", id, events[0], err)
		}
	}
	// A command closes an account without naming anybody: the claims go back.
	if _, err := d.UpdateUser(t.Context(), claims.Person{}, cai.ID, func(u *claims.User) (claims.Event, error) {
		u.Disabled = true
		return claims.Event{Action: "account closed"}, nil
	}); err != nil {
		t.Fatal(err)
	}
	c, err := d.Claim(t.Context(), first)
	if err != nil || c.State != claims.StateOpen || c.Lease != nil {
		t.Errorf("claim %s is %s with %+v, %v; want it open and free", first, c.State, c.Lease, err)
	}
	if r, err := d.Verify(t.Context()); err != nil {
		t.Errorf("the audit log: %+v, %v", r, err)
	}
}

func TestFailedSignInsAreBounded(t *testing.T) {
	d := dbtest.New(t)
	ana := dbtest.User(t, d, "Ana Admin", claims.Admin)
	if err := d.RecordSignIn(t.Context(), claims.SignIn{Person: ana.Person(), Network: "192.0.2.0/24", Outcome: claims.SignedIn}); err != nil {
		t.Fatal(err)
	}
	for range 2030 {
		if err := d.RecordSignIn(t.Context(), claims.SignIn{Network: "192.0.2.0/24", Outcome: claims.WrongPassword}); err != nil {
			t.Fatal(err)
		}
	}
	n, before, in := 0, int64(0), 0
	for {
		list, older, err := d.SignIns(t.Context(), false, before)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range list {
			n++
			if s.Outcome == claims.SignedIn {
				in++
			}
		}
		if before = older; older == 0 {
			break
		}
	}
	if n != 2001 || in != 1 {
		t.Errorf("%d sign-ins are kept, %d of them succeeded; want 2001 and 1", n, in)
	}
}
