package anchor

import (
	"strings"
	"testing"
)

func TestABriefDifferenceKeepsAFewWordsAroundEachChange(t *testing.T) {
	long := strings.Repeat("word ", 40)
	show := func(ops []Op) string {
		var b strings.Builder
		for _, o := range ops {
			b.WriteString(map[OpKind]string{Same: "", Added: "+", Removed: "-"}[o.Kind] + o.Text)
		}
		return b.String()
	}
	twelve := strings.TrimSpace(strings.Repeat("word ", 12))
	for name, c := range map[string]struct{ old, new, want string }{
		"short":              {"a b c", "a x c", "a -b+x c"},
		"at the end":         {long + "b", long + "x", " … " + twelve + " -b+x"},
		"at the beginning":   {"b " + long, "x " + long, "-b+x " + twelve + " … "},
		"in the middle":      {long + "b " + long, long + "x " + long, " … " + twelve + " -b+x " + twelve + " … "},
		"two, far apart":     {"b " + long + "c", "x " + long + "y", "-b+x " + twelve + " … " + twelve + " -c+y"},
		"two, near":          {"b " + long[:100] + "c", "x " + long[:100] + "y", "-b+x " + long[:100] + "-c+y"},
		"all new":            {"", long, "+" + long},
		"nothing":            {long, long, ""},
		"right to left":      {"قال " + long + "نعم", "قال " + long + "لا", " … " + twelve + " -نعم+لا"},
		"nothing of nothing": {"", "", ""},
	} {
		if got := show(Brief(Diff(c.old, c.new))); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", name, got, c.want)
		}
	}
}

func FuzzBrief(f *testing.F) {
	f.Add("a b c", "a x c")
	f.Add(strings.Repeat("word ", 40)+"\xff", strings.Repeat("word ", 40)+"e\u0301")
	f.Fuzz(func(t *testing.T, old, new string) {
		all, brief := Diff(old, new), Brief(Diff(old, new))
		if len(brief) > len(all) {
			t.Fatalf("got %d stretches of %d", len(brief), len(all))
		}
		for _, k := range []OpKind{Added, Removed} {
			if got, want := textOf(brief, k), textOf(all, k); got != want {
				t.Errorf("%s: got %q, want %q", k, got, want)
			}
		}
	})
}

func textOf(ops []Op, k OpKind) string {
	s := ""
	for _, o := range ops {
		if o.Kind == k {
			s += o.Text
		}
	}
	return s
}
