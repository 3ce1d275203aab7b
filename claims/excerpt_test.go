package claims

import (
	"strings"
	"testing"
)

// marked writes a text with its hits in brackets.
func marked(text, query string) string {
	q, _ := ParseQuery(query)
	var b strings.Builder
	at := 0
	for _, h := range Hits(text, q.Terms) {
		b.WriteString(text[at:h.Start] + "[" + text[h.Start:h.End] + "]")
		at = h.End
	}
	return b.String() + text[at:]
}

func TestHitsAreMarkedByTheirStems(t *testing.T) {
	for _, tt := range []struct{ text, query, want string }{
		{"Rail fares have fallen.", "fare", "Rail [fares] have fallen."},
		{"Rail fares have fallen.", `"rail fare"`, "[Rail fares] have fallen."},
		{"Fares on rail", `"rail fare"`, "Fares on rail"},
		{"Organisers organise", "organi*", "[Organisers] [organise]"},
		{"Müller said", "muller -said", "[Müller] said"},
		{"Ana Reyes said", "speaker:reyes said", "Ana Reyes [said]"},
		{"a b a b a", `"a b a"`, "[a b a b a]"},
		{"<b>rail</b> & fares", "b", "<[b]>rail</[b]> & fares"},
		{"", "x", ""},
	} {
		if got := marked(tt.text, tt.query); got != tt.want {
			t.Errorf("%q in %q: got %q, want %q", tt.query, tt.text, got, tt.want)
		}
	}
}

func TestAnExcerptShowsWhereTheOtherWordsStand(t *testing.T) {
	long := strings.Repeat("filler word ", 40) + "the timetable of the northern line was never printed. " + strings.Repeat("and so on ", 30)
	q, _ := ParseQuery("fares timetable northern")
	got := NewExcerpt(q.Terms, "Rail fares have fallen", Passage{"answer", "No timetable at all."}, Passage{"explanation", long})
	if got.Where != "explanation" || !strings.HasPrefix(got.Text, "… ") || !strings.HasSuffix(got.Text, " …") || !strings.Contains(got.Text, "timetable of the northern") {
		t.Errorf("got %+v", got)
	}
	if n := len(strings.Fields(got.Text)); n > excerptSize+2 {
		t.Errorf("got %d words: %s", n, got.Text)
	}
	if got := NewExcerpt(q.Terms, "Fares, timetables, northern lines", Passage{"answer", long}); got.Text != "" {
		t.Errorf("everything is shown: got %+v", got)
	}
	if got := NewExcerpt(q.Terms, "Fares", Passage{"answer", "Nothing of it."}); got.Text != "" {
		t.Errorf("nothing to show: got %+v", got)
	}
}
