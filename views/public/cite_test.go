package public_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
)

func TestARevisionIsCitedAsItStood(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	first := c.Revision
	k.now = k.now.AddDate(0, 0, 12)
	c = k.correct(c.ID, "misleading", "The ministry sent us its ticket table.")

	old := fmt.Sprintf("https://check.example/claims/%s/revisions/%d", c.ID, first)
	now := fmt.Sprintf("https://check.example/claims/%s/revisions/%d", c.ID, c.Revision)
	has(t, k.page(k.address(c)), "Our newsroom. (2026, April 14). <i>Misleading: “Rail fares have fallen by a fifth”</i> (Revision "+itoa(c.Revision)+") [Fact check].", now+"</a>")
	has(t, k.page(strings.TrimPrefix(old, "https://check.example")), "Our newsroom. (2026, April 2). <i>Mostly false: “Rail fares have fallen by a fifth”</i>", old+"</a>")

	want := "@misc{" + c.ID.String() + "-r" + itoa(first) + `,
  author = {{Our newsroom}},
  title = {{Mostly false: “Rail fares have fallen by a fifth”}},
  year = {2026},
  month = apr,
  day = {2},
  note = {Fact check, revision ` + itoa(first) + `},
  url = {` + old + `},
}
`
	if diff := cmp.Diff(want, k.page(strings.TrimPrefix(old, "https://check.example")+"/cite.bib")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var list []map[string]any
	k.must(json.Unmarshal([]byte(k.page(strings.TrimPrefix(now, "https://check.example")+"/cite.json")), &list))
	if diff := cmp.Diff([]map[string]any{{
		"id": c.ID.String() + "-r" + itoa(c.Revision), "type": "webpage", "genre": "Fact check", "version": itoa(c.Revision), "language": "en",
		"author": []any{map[string]any{"literal": "Our newsroom"}}, "title": "Misleading: “Rail fares have fallen by a fifth”",
		"issued": map[string]any{"date-parts": []any{[]any{2026., 4., 14.}}}, "URL": now,
	}}, list); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestSignsOfLaTeXAreHiddenInACitation(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: `It costs 5 % of $3 & more_or less} {#1 \x ~ ^`})
	got := k.page(fmt.Sprintf("/claims/%s/revisions/%d/cite.bib", c.ID, c.Revision))
	has(t, got, `5 \% of \$3 \& more\_or less\textbraceright{} \textbraceleft{}\#1 \textbackslash{}x \textasciitilde{} \textasciicircum{}`)
	if strings.Count(got, "{") != strings.Count(got, "}") {
		t.Errorf("the braces do not come in pairs:\n%s", got)
	}
}

func TestAChangedTextIsComparedWordByWord(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	summary := "Fares fell by 5 per cent, not by a fifth. The larger figure holds only for one off-peak ticket."
	c = k.do(c.ID, func(x *claims.Claim) (claims.Event, error) {
		return x.Correct(k.editor, k.d.Now(), claims.CorrectFactual, "The figure was 5.", claims.Edit{Summary: &summary}, nil, "")
	})
	has(t, k.page(fmt.Sprintf("/claims/%s/revisions/%d", c.ID, c.Revision)), `Fares fell by <del>4</del><ins>5</ins> per cent, not by a fifth.`)
}

func TestACheckSaysWhoReviewedItAndWhen(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	page := k.page(k.address(c))
	has(t, page, "Jonas Brekke", "Tove Almqvist", `<time datetime="`+time.Date(2026, 4, 2, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)+`">2 April 2026</time>`)
}
