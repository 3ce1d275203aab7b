package db_test

import (
	"testing"

	"touchstone/claims"
	"touchstone/db/dbtest"
)

// Sweeping jobs, of which there were none, once said that a disk was well again
// on which no save had succeeded.
func TestAWriteThatChangesNothingDoesNotSayThatTheDiskIsWell(t *testing.T) {
	d := dbtest.New(t)
	by := dbtest.User(t, d, "Ana Editor", claims.Editor)
	c, err := d.CreateClaim(t.Context(), by, &claims.Claim{Statement: "The ferries are late."})
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.UpdateClaim(t.Context(), c.ID, func(*claims.Claim) (claims.Event, error) {
		return claims.Event{}, &claims.Error{Kind: claims.KindBusy, Message: "the disk failed"}
	})
	if err == nil || d.Ready() == nil {
		t.Fatalf("after a save that failed in the machine: %v, ready %v", err, d.Ready())
	}
	if err := d.SweepJobs(t.Context()); err != nil {
		t.Fatal(err)
	}
	if d.Ready() == nil {
		t.Error("nothing was written, and the desk says that it can write")
	}
	if err := d.Beat(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := d.Ready(); err != nil {
		t.Errorf("after a write: %v", err)
	}
}
