package db_test

import (
	"testing"

	"touchstone/claims"
	"touchstone/db/dbtest"
)

func TestReportsAreKeptWithinBounds(t *testing.T) {
	d := dbtest.New(t)
	ctx := t.Context()
	editor := dbtest.User(t, d, "Ines Quillfeather", claims.Editor)
	before, err := d.AuditHead(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for range claims.MaxReportsOpen {
		if err := d.AddReport(ctx, claims.Report{Text: "The figure is wrong.", Contact: "me@reader.example"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.AddReport(ctx, claims.Report{Text: "One more."}); claims.KindOf(err) != claims.KindTooMany {
		t.Errorf("a full box: got %v", err)
	}
	list, err := d.Reports(ctx, false, 10)
	if err != nil || len(list) != 10 || list[0].Contact != "me@reader.example" {
		t.Fatalf("got %d, %v", len(list), err)
	}
	if err := d.SettleReport(ctx, editor, list[0].ID, "It was right."); err != nil {
		t.Fatal(err)
	}
	if err := d.SettleReport(ctx, editor, list[0].ID, "Again."); claims.KindOf(err) != claims.KindConflict {
		t.Errorf("settled twice: got %v", err)
	}
	if err := d.AddReport(ctx, claims.Report{Text: "One more."}); err != nil {
		t.Errorf("after one was settled: %v", err)
	}
	done, err := d.Reports(ctx, true, 10)
	if err != nil || len(done) != 1 || done[0].Note != "It was right." || done[0].SettledBy.Name != editor.Name || done[0].Contact != "" {
		t.Errorf("settled: got %+v, %v", done, err)
	}
	if n, err := d.ReportsWaiting(ctx); n != claims.MaxReportsOpen || err != nil {
		t.Errorf("waiting: got %d, %v", n, err)
	}
	after, err := d.AuditHead(ctx)
	if err != nil || after.Seq != before.Seq+1 {
		t.Errorf("the log went from %d to %d, want one event for the settled report and none for readers' words (%v)", before.Seq, after.Seq, err)
	}
}
