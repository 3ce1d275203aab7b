package db_test

import (
	"testing"

	"touchstone/claims"
	"touchstone/db/dbtest"
)

func TestAScaleIsFollowedByItsNextVersionAndComesBack(t *testing.T) {
	d := dbtest.New(t)
	admin := dbtest.User(t, d, "Ada", claims.Admin).Person()
	first, err := d.Scale(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	next := claims.DefaultScale()
	next.Ratings[3].Label = "Leads astray"
	second, err := d.NewScale(t.Context(), admin, first.ID, next, nil)
	if err != nil || second.Version != 2 || second.ID == first.ID {
		t.Fatalf("the next version: %+v, %v", second, err)
	}
	if got, err := d.Scale(t.Context()); err != nil || got.Ratings[3].Label != "Leads astray" || got.ID != second.ID {
		t.Errorf("the current one: %+v, %v", got, err)
	}
	if got, err := d.ScaleByID(t.Context(), first.ID); err != nil || got.Ratings[3].Label != "Misleading" {
		t.Errorf("the one before: %+v, %v", got, err)
	}
	if _, err := d.NewScale(t.Context(), admin, first.ID, next, nil); claims.KindOf(err) != claims.KindStale {
		t.Errorf("a change of the one before: %v, want stale", err)
	}
	if again, err := d.NewScale(t.Context(), admin, second.ID, next, nil); err != nil || again.ID != second.ID {
		t.Errorf("the same once more: %+v, %v; want the version that is there", again, err)
	}
	preset, err := claims.PresetByKey("three")
	if err != nil {
		t.Fatal(err)
	}
	third, err := d.NewScale(t.Context(), admin, second.ID, preset.Scale, nil)
	if err != nil || third.Title() != "Three steps, version 1" {
		t.Fatalf("a preset: %+v, %v", third, err)
	}
	if back, err := d.UseScale(t.Context(), admin, third.ID, first.ID); err != nil || back.ID != first.ID {
		t.Fatalf("the first again: %+v, %v", back, err)
	}
	if _, err := d.UseScale(t.Context(), admin, first.ID, 99); claims.KindOf(err) != claims.KindNotFound {
		t.Errorf("one that is not there: %v, want not found", err)
	}
	all, err := d.Scales(t.Context())
	if err != nil || len(all) != 3 || !all[2].Current || all[0].Current || all[1].Current {
		t.Errorf("all: %+v, %v; want three, of which the oldest is in use", all, err)
	}
	if report, err := d.Verify(t.Context()); err != nil || report.Events != 5 {
		t.Errorf("verify: %+v, %v; want the desk, the user and three changes", report, err)
	}
}
