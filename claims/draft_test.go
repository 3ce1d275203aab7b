package claims

import "testing"

func TestADraftIsBasedOnThePresentUnlessItsFieldsChanged(t *testing.T) {
	c := &Claim{Revision: 9}
	d := Draft{Form: "answer", Revision: 6, Fields: map[string]string{"summary": "mine", "reasons": "because"}}
	for name, tc := range map[string]struct {
		events []Event
		want   int
	}{
		"nothing happened":       {nil, 9},
		"another field":          {[]Event{{Revision: 8, After: []byte(`{"place":"Studio"}`)}}, 9},
		"before it was begun":    {[]Event{{Revision: 6, After: []byte(`{"summary":"x"}`)}}, 9},
		"the same field":         {[]Event{{Revision: 8, After: []byte(`{"place":"x"}`)}, {Revision: 7, After: []byte(`{"summary":"x"}`)}}, 6},
		"the same field emptied": {[]Event{{Revision: 7, Before: []byte(`{"summary":"x"}`)}}, 6},
		"a comment":              {[]Event{{Revision: 8, Action: Commented, Note: "summary"}}, 9},
	} {
		if got := d.Base(c, tc.events); got != tc.want {
			t.Errorf("%s: got revision %d, want %d", name, got, tc.want)
		}
	}
}

func TestADraftKeepsItsFormsFieldsAlone(t *testing.T) {
	d := Draft{Form: "decide", Fields: map[string]string{"comment": "x", "role": "admin", "revision": "1"}}
	if err := d.Check(); err != nil || len(d.Fields) != 1 {
		t.Errorf("got %v, %v", d.Fields, err)
	}
	for form := range DraftForms {
		if err := (&Draft{Form: form}).Check(); err != nil {
			t.Errorf("%s: %v", form, err)
		}
	}
	if err := (&Draft{Form: "settings"}).Check(); KindOf(err) != KindNotFound {
		t.Errorf("got %v", err)
	}
}
