package claims

import (
	"strings"
	"testing"
)

// twins are two claims with a source and an appearance each that the other lacks.
func twins(s State, p Publication) (a, b *Claim) {
	a, b = inState(s, p, nobody), inState(StateApproved, Published, nobody)
	b.ID = 2
	b.Appearances[0].ID, b.Evidence[0].ID = 2, 2
	a.Appearances = append(a.Appearances, Appearance{ID: 3, ArticleID: 7, Quote: "q", Anchor: Anchored, Spans: []Span{{5, 9}}})
	a.Evidence = append(a.Evidence, Evidence{ID: 3, Number: 4, Stance: Context, Passage: "other", Source: Source{URL: "https://two.example/", Title: "Two", Publisher: "P", Kind: NewsReport}})
	a.Drafters = []ID{reviewer.ID}
	return a, b
}

func TestWhatMayBeMergedIntoWhat(t *testing.T) {
	for _, s := range States {
		for _, p := range []Publication{Private, Published, Corrected, Withdrawn} {
			if p != Private && s != StateApproved {
				continue
			}
			for _, u := range []User{nobody, contributor, reviewer, editor, admin, gone} {
				a, b := twins(s, p)
				_, _, _, err := a.Merge(u, noon, b)
				want := u.May(ActMerge) && s != StateInReview && p != Withdrawn
				if (err == nil) != want {
					t.Errorf("%s, %s, by %q: got %v, want allowed %t", s, p, u.Name, err, want)
				}
			}
		}
	}
	for name, spoil := range map[string]func(a, b *Claim){
		"into itself":                      func(a, b *Claim) { *b = *a },
		"one that was merged":              func(a, b *Claim) { a.MergedInto = 3 },
		"into one that was merged":         func(a, b *Claim) { b.MergedInto = 3 },
		"into one under review":            func(a, b *Claim) { b.State = StateInReview },
		"a published one into a private":   func(a, b *Claim) { a.Publication, b.Publication = Published, Private },
		"a published one into a tombstone": func(a, b *Claim) { a.Publication, b.Publication = Published, Withdrawn },
		"one that a colleague holds":       func(a, b *Claim) { a.State, a.Lease = StateResearching, &Lease{reviewer.Person(), noon.Add(LeaseTime)} },
	} {
		a, b := twins(StateApproved, Private)
		spoil(a, b)
		if _, _, _, err := a.Merge(editor, noon, b); KindOf(err) != KindConflict {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestAMergedPublishedCheckLeavesItsReadersTheOther(t *testing.T) {
	a, b := twins(StateApproved, Published)
	m, mine, theirs, err := a.Merge(editor, noon, b)
	if err != nil {
		t.Fatal(err)
	}
	if a.MergedInto != b.ID || a.Publication != Private || len(b.Evidence) != 2 || b.Evidence[1].Number != 2 || len(b.Appearances) != 2 || b.Drafters[1] != reviewer.ID {
		t.Errorf("got %+v and %+v", a, b)
	}
	if b.Publication != Corrected || b.Corrections[0].Kind != CorrectUpdate || !strings.Contains(theirs.Public, "A second check of the same statement was merged") || mine.Action != "merged" {
		t.Errorf("readers are told %+v, %+v", theirs, b.Corrections)
	}
	if len(m.Appearances) != 1 || len(m.Sources) != 1 || m.Sources[0].Number != 4 || m.Publication != Published {
		t.Errorf("got %+v", m)
	}
}

func TestAMergeIsUndone(t *testing.T) {
	a, b := twins(StateApproved, Published)
	before := a.Clone()
	m, _, _, err := a.Merge(editor, noon, b)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.Clone().Unmerge(reviewer, noon, b.Clone(), m); KindOf(err) != KindForbidden {
		t.Errorf("by a reviewer: got %v", err)
	}
	cites := b.Clone()
	cites.Explanation += " [2]"
	if _, _, err := a.Clone().Unmerge(editor, noon, cites, m); KindOf(err) != KindConflict || !strings.Contains(err.Error(), "source 2") {
		t.Errorf("a source that is cited: got %v", err)
	}
	if _, _, err := a.Clone().Unmerge(editor, noon, &Claim{ID: 5}, m); KindOf(err) != KindConflict {
		t.Errorf("from another claim: got %v", err)
	}
	mine, theirs, err := a.Unmerge(editor, noon, b, m)
	if err != nil {
		t.Fatal(err)
	}
	if was, is := Difference(before, a); len(was)+len(is) > 0 || a.Evidence[1].Number != 4 {
		t.Errorf("it is not as it was: %v became %v", was, is)
	}
	if len(b.Evidence) != 1 || len(b.Appearances) != 1 || len(b.Corrections) != 2 || mine.Public == "" || theirs.Public == "" {
		t.Errorf("got %+v", b)
	}
}

func TestAHeldClaimIsOpenAfterAnUndoneMerge(t *testing.T) {
	a, b := twins(StateResearching, Private)
	a.Lease = &Lease{editor.Person(), noon.Add(LeaseTime)}
	m, _, _, err := a.Merge(editor, noon, b)
	if err != nil || a.Lease != nil {
		t.Fatalf("got %v, %v", a.Lease, err)
	}
	b.Evidence = b.Evidence[:1] // its source was taken off meanwhile
	if _, _, err := a.Unmerge(editor, noon, b, m); err != nil || a.State != StateOpen || len(a.Evidence) != 1 {
		t.Errorf("got %s, %d sources, %v", a.State, len(a.Evidence), err)
	}
}

func TestAnEditorAssignsAndTheLogSaysFromWhom(t *testing.T) {
	c := inState(StateResearching, Private, author)
	e, err := c.Assign(editor, noon, reviewer)
	if err != nil || e.Action != "assigned" || e.Note != "to "+reviewer.Person().Ref()+", from "+author.Person().Ref() || c.Lease.By.ID != reviewer.ID || !c.Lease.Until.Equal(noon.Add(AssignedTime)) {
		t.Errorf("got %+v, %+v, %v", e, c.Lease, err)
	}
	if _, err := c.Assign(editor, noon, contributor); KindOf(err) != KindInvalid {
		t.Errorf("to one who may not hold: got %v", err)
	}
	if _, err := c.Assign(editor, noon, gone); KindOf(err) != KindInvalid {
		t.Errorf("to a closed account: got %v", err)
	}
}
