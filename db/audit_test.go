package db_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/db"
)

func TestCheckR7TheAuditLogRefusesEveryChange(t *testing.T) {
	d := newDesk(t)
	before, err := d.AuditHead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const row = `(seq, at, actor_id, subject, subject_id, revision, action, note, public, before, after, prev, hash) SELECT %s FROM events WHERE seq = %d`
	for _, q := range []string{
		`UPDATE events SET note = 'x' WHERE seq = 1`,
		`DELETE FROM events WHERE seq = 1`,
		`DELETE FROM events`,
		`INSERT OR REPLACE INTO events ` + fmt.Sprintf(row, `seq, at, actor_id, subject, subject_id, revision, 'x', note, public, before, after, prev, hash`, before.Seq),
		`REPLACE INTO events ` + fmt.Sprintf(row, `seq, at, actor_id, subject, subject_id, revision, 'x', note, public, before, after, prev, hash`, 1),
		`INSERT INTO events ` + fmt.Sprintf(row, `seq, at, actor_id, subject, subject_id, revision, 'x', note, public, before, after, prev, hash`, 1) + ` ON CONFLICT (seq) DO UPDATE SET action = 'x'`,
		`INSERT INTO events ` + fmt.Sprintf(row, `seq + 2, at, actor_id, subject, subject_id, revision, action, note, public, before, after, hash, hash`, before.Seq),
		`INSERT INTO events ` + fmt.Sprintf(row, `seq + 1, at, actor_id, subject, subject_id, revision, action, note, public, before, after, prev, hash`, before.Seq),
	} {
		if err := db.Exec(d.DB, q); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: got %v", q, err)
		}
	}
	after, err := d.AuditHead(t.Context())
	r, err2 := d.Verify(t.Context(), before)
	if err != nil || err2 != nil || before != after || len(r.Faults) > 0 || r.Head != before || r.Events != before.Seq {
		t.Errorf("got %v and %+v, %v, %v", after, r, err, err2)
	}
}

func TestCheckR7VerifyNamesTheFirstBrokenRow(t *testing.T) {
	for name, c := range map[string]struct{ spoil, want string }{
		"changed":            {`UPDATE events SET note = 'x' WHERE seq >= 3`, "audit log, event 3 (user "},
		"changed a hash":     {`UPDATE events SET hash = '0' WHERE seq = 3`, "audit log, event 3 (user "},
		"deleted":            {`DELETE FROM events WHERE seq = 2`, "audit log, event 2 is missing: event 3 comes after event 1"},
		"swapped":            {`UPDATE events SET seq = -1 WHERE seq = 2; UPDATE events SET seq = 2 WHERE seq = 3; UPDATE events SET seq = 3 WHERE seq = -1`, "audit log, event 2 ("},
		"end cut":            {`DELETE FROM events WHERE seq > 2`, "audit log, event 3 is missing: the log ends with event 2, and event 6 was noted for 2026-03-14T09:00:00.000Z, so its end was cut off"},
		"all cut":            {`DELETE FROM events`, "audit log, event 1 is missing: the log ends with event 0"},
		"end cut, days, too": {`DELETE FROM events WHERE seq > 2; DELETE FROM audit_heads`, "audit log, event 3 is missing: the log ends with event 2"},
	} {
		d := newDesk(t)
		head, err := d.AuditHead(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Exec(d.DB, `DROP TRIGGER events_no_update; DROP TRIGGER events_no_delete; `+c.spoil); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		r, err := d.Verify(t.Context(), head)
		if err != nil || len(r.Faults) < 3 || !strings.HasPrefix(r.Faults[0], c.want) || !strings.Contains(r.Faults[1], "events_no_update was taken away") {
			t.Errorf("%s: got %v, %q; want %q", name, err, r.Faults, c.want)
		}
		if only, err := d.VerifyAudit(t.Context(), []claims.Head{head}); err != nil || len(only.Faults) != 3 || only.Faults[0] != r.Faults[0] {
			t.Errorf("%s: the log alone: got %v, %q", name, err, only.Faults)
		}
	}
}

func TestTheEndOfEachDayIsKept(t *testing.T) {
	d := newDesk(t)
	first, err := d.AuditHead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d.now = d.now.Add(24 * time.Hour)
	d.accept(t)
	second, err := d.AuditHead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	days, err := d.AuditDays(t.Context())
	days = slices.DeleteFunc(days, func(h db.DayHead) bool { return h.Seq == 1 }) // what the desk began with, by the machine's clock
	want := []db.DayHead{{Day: "2026-03-15", Head: second}, {Day: "2026-03-14", Head: first}}
	if err != nil || !slices.Equal(days, want) {
		t.Errorf("got %v, %v; want %v", days, err, want)
	}
	if hash, err := d.AuditHash(t.Context(), first.Seq); err != nil || hash != first.Hash {
		t.Errorf("got %q, %v", hash, err)
	}
	if hash, err := d.AuditHash(t.Context(), 99); err != nil || hash != "" {
		t.Errorf("an event to come: got %q, %v", hash, err)
	}
}
