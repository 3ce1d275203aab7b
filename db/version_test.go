package db_test

import (
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/db/dbtest"
)

// A version is believed for a moment; what this program wrote is seen at once,
// and what another one wrote after that moment.
func TestAVersionIsTheNewestOnceAWriteHasReturned(t *testing.T) {
	d := dbtest.New(t)
	other, err := db.Open(t.Context(), d.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	version := func(of *db.DB) int64 {
		v, err := of.Version()
		if err != nil {
			t.Fatal(err)
		}
		return v.Seq
	}
	for i := range 50 {
		s := claims.DefaultSettings()
		s.Organisation = "The Ledger " + string(rune('A'+i%2))
		before, outside := version(d), version(other)
		if err := d.SaveSettings(t.Context(), claims.Person{}, s); err != nil {
			t.Fatal(err)
		}
		if after := version(d); after == before {
			t.Fatalf("save %d: the version is still %d", i, after)
		}
		for version(other) == outside { // a test that ends too late says that it is never seen
			time.Sleep(time.Millisecond)
		}
	}
}
