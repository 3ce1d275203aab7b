package claims

import (
	"errors"
	"strings"
	"testing"
)

var colleagues = []User{
	{ID: 1, Name: "Ana Reyes"}, {ID: 2, Name: "Ana Reyes-Holm"}, {ID: 3, Name: "Otto Brekke"}, {ID: 4, Name: "سمير حدّون"},
	{ID: 5, Name: "Tove Almqvist"}, {ID: 6, Name: "Gus Gone", Disabled: true}, {ID: 7, Name: "Jonas Öst"},
}

func TestMentionsAreFoundByName(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"", ""},
		{"nobody is called", ""},
		{"@Otto look at this", "Otto Brekke"},
		{"look, @otto brekke, please", "Otto Brekke"},
		{"@Ana Reyes: see table 14", "Ana Reyes"},
		{"@Ana Reyes-Holm", "Ana Reyes-Holm"},
		{"@ana reyes-holm and @Ana Reyes, and @Ana Reyes again", "Ana Reyes-Holm, Ana Reyes"},
		{"(@Tove)\n@Jonas Öst!", "Tove Almqvist, Jonas Öst"},
		{"@سمير حدّون هل رأيت هذا", "سمير حدّون"},
		{"@Ottoline is somebody else", ""},
		{"write to desk@otto.example", ""},
		{"@minister said so on her page", ""},
		{"@Gus Gone left", ""},
		{"@", ""}, {"@@Otto", "Otto Brekke"}, {"@ Otto", ""},
	} {
		found, err := Mentions(tc.text, colleagues)
		if err != nil {
			t.Errorf("%q: %v", tc.text, err)
		}
		var names []string
		for _, u := range found {
			names = append(names, u.Name)
		}
		if got := strings.Join(names, ", "); got != tc.want {
			t.Errorf("%q: got %q, want %q", tc.text, got, tc.want)
		}
	}
}

func TestANameThatSeveralHaveAsksForTheWholeOne(t *testing.T) {
	_, err := Mentions("@Ana, please", colleagues)
	var e *Error
	if !errors.As(err, &e) || e.Field != "remark" || !strings.Contains(e.Message, "@Ana Reyes") {
		t.Errorf("got %v", err)
	}
}

func TestACommentIsAnEventThatChangesNothing(t *testing.T) {
	users := append([]User{reviewer, editor, contributor}, colleagues...)
	for _, s := range States {
		for _, u := range []User{nobody, contributor, reviewer, editor, admin, gone} {
			c := inState(s, Private, nobody)
			before := c.Clone()
			e, err := c.Comment(u, noon, " @Edda see [1]\r\nand @Rae \n", users, Comment{})
			if want := u.Role != Anonymous && !u.Disabled; (err == nil) != want {
				t.Errorf("%s by %q: got %v, want allowed %t", s, u.Name, err, want)
			}
			if b, a := Difference(before, c); len(b)+len(a) > 0 || c.Revision != before.Revision || !c.UpdatedAt.Equal(before.UpdatedAt) {
				t.Errorf("%s: the claim changed: %v", s, a)
			}
			if err != nil {
				continue
			}
			want := []ID{editor.ID, reviewer.ID}
			if u.ID == editor.ID { // nobody calls themselves
				want = want[1:]
			} else if u.ID == reviewer.ID {
				want = want[:1]
			}
			if got := e.Mentioned(); len(got) != len(want) || got[0] != want[0] || e.Note != "@Edda see [1]\nand @Rae" || e.Revision != 3 {
				t.Errorf("%s by %q: got %v, %+v", s, u.Name, got, e)
			}
		}
	}
	c := inState(StateOpen, Private, nobody)
	for name, try := range map[string]struct {
		text string
		last Comment
		kind Kind
	}{
		"empty":         {" \n", Comment{}, KindInvalid},
		"too long":      {strings.Repeat("a", MaxNote+1), Comment{}, KindInvalid},
		"sent twice":    {"see [1]", Comment{By: reviewer.Person(), Text: "see [1]"}, KindExists},
		"said by two":   {"see [1]", Comment{By: editor.Person(), Text: "see [1]"}, KindInternal},
		"said anew":     {"see [2]", Comment{By: reviewer.Person(), Text: "see [1]"}, KindInternal},
		"a common name": {"@Ana", Comment{}, KindInvalid},
	} {
		if _, err := c.Comment(reviewer, noon, try.text, users, try.last); KindOf(err) != try.kind {
			t.Errorf("%s: got %v", name, err)
		}
	}
	c.MergedInto = 2
	if _, err := c.Comment(reviewer, noon, "x", nil, Comment{}); KindOf(err) != KindConflict {
		t.Errorf("on a merged claim: got %v", err)
	}
}

func TestAThreadIsTheCommentsOldestFirst(t *testing.T) {
	got := Thread([]Event{{Seq: 9, Action: Commented, Note: "b", After: []byte(`{"mentioned":["` + ID(3).String() + `"]}`)}, {Seq: 8, Action: "edited", After: []byte(`{"summary":"x"}`)}, {Seq: 7, Action: Commented, Note: "a"}})
	if len(got) != 2 || got[0].Text != "a" || got[1].Mentioned[0] != 3 || got[0].Mentioned != nil {
		t.Errorf("got %+v", got)
	}
}

func FuzzMentions(f *testing.F) {
	for _, s := range []string{"@Ana Reyes", "@ana", "a@Otto.example", "@\xff\xfeOtto", "@سمير حدّون", "@@@@"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found, err := Mentions(text, colleagues)
		if err != nil && KindOf(err) != KindInvalid {
			t.Errorf("%q: %v", text, err)
		}
		if len(found) > strings.Count(text, "@") {
			t.Errorf("%q: %d people are called by %d signs", text, len(found), strings.Count(text, "@"))
		}
	})
}

func BenchmarkMentions(b *testing.B) {
	text := strings.Repeat("The register says so, @Otto Brekke, and @nobody knows. ", 36)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := Mentions(text, colleagues); err != nil {
			b.Fatal(err)
		}
	}
}
