package claims

import (
	"encoding/json"
	"testing"
)

func TestFieldsAreReadInWords(t *testing.T) {
	day, err := ParseDate("", "2026-03-14")
	if err != nil {
		t.Fatal(err)
	}
	month, err := ParseDate("", "2026-04")
	if err != nil {
		t.Fatal(err)
	}
	c := &Claim{
		Statement: "Half of all boats stay in port", State: StateOnHold, RejectReason: "too_vague", Topics: []string{"Ports", "Trade"}, ClaimedOn: day, ReviewBy: month,
		Appearances: []Appearance{{ArticleID: 3, Quote: "Half of all boats", Kind: Direct, Anchor: Orphaned}},
		Evidence:    []Evidence{{Stance: Refutes, Passage: "12 of 40", Source: Source{Title: "Harbour book", Publisher: "Harbour office", Kind: OfficialRecord, AccessedOn: day, Archived: "https://archive.example/1"}}},
		Reviews:     []Review{{By: Person{ID: 2}, At: noon, Rating: Rating{Key: "mostly_false"}, Reasons: "12 is not half.", Outcome: OutcomeChanges}},
		Replies:     []Reply{{Asked: "Harbour office", Channel: "email", AskedOn: day, Deadline: day, Answer: "We count 12.", AnsweredOn: day}},
	}
	b, err := json.Marshal(c.Fields())
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(b, &fields); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for name, v := range fields {
		seen[FieldText(name, v)] = true
		if direct := FieldText(name, c.Fields()[name]); direct != FieldText(name, v) {
			t.Errorf("%s: %q, and %q when it was read back", name, direct, FieldText(name, v))
		}
	}
	for _, want := range []string{
		"Half of all boats stay in port", "On hold", "too vague", "Ports, Trade", "14 March 2026", "April 2026",
		"“Half of all boats”; direct quotation; no longer in the article",
		"refutes; Harbour book; Harbour office; official record; read on 14 March 2026; archived at https://archive.example/1; passage: “12 of 40”",
		"by e-mail; answer asked for by 14 March 2026; “We count 12.”; answered on 14 March 2026",
		"mostly false; 12 is not half.; changes requested",
	} {
		if !seen[want] {
			t.Errorf("nothing reads %q in %v", want, seen)
		}
	}
	for _, odd := range []any{nil, 7.0, []any{}, []any{nil, 3.0}, []any{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}, map[string]any{"a": "b"}} {
		for _, name := range []string{"", "source x", "appearance", "proposal 1", "state", "claimed_on"} {
			FieldText(name, odd) // whatever is in a file, it is no panic
		}
	}
}
