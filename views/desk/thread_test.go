package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"touchstone/claims"
)

func TestColleaguesTalkAboutAClaimAndNothingElseChanges(t *testing.T) {
	d := newTeam(t)
	d.rev.send(d.id, "hold")
	before := d.load(d.id)
	say := func(p *person, text string) page { return p.post(d.path()+"/comments", url.Values{"remark": {text}}) }
	say(d.con, "@Rae Reviewer, see table 14.\nIt has <b>both</b> years.\n\nOr ask @otto").has(http.StatusSeeOther)
	d.rev.get(d.path()).has(200, "Cora Contributor", "Rae Reviewer, Otto Other</span>", "It has &lt;b&gt;both&lt;/b&gt; years.", "Or ask @otto").hasNot("commented")
	if after := d.load(d.id); after.Revision != before.Revision || !after.UpdatedAt.Equal(before.UpdatedAt) {
		t.Errorf("the claim went from revision %d to %d", before.Revision, after.Revision)
	}
	say(d.rev, " ").has(422, "Write the comment first")
	d.in("Rae Second", claims.Contributor)
	say(d.con, "@Rae look").has(422, "2 colleagues are called Rae", "@Rae look")

	events, err := d.db.ClaimEvents(t.Context(), d.id)
	if err != nil {
		t.Fatal(err)
	}
	if e := events[0]; e.Action != claims.Commented || len(e.Mentioned()) != 2 || e.Mentioned()[0] != d.rev.ID || e.Mentioned()[1] != d.other.ID {
		t.Errorf("got %+v, which calls %v", e, e.Mentioned())
	}
	d.rev.get(d.path()+"/history").has(200, "commented").hasNot("Mentioned")
}

func TestCheckR6ACommentSentTwiceIsOne(t *testing.T) {
	d := newTeam(t)
	for range 2 {
		d.rev.post(d.path()+"/comments", url.Values{"remark": {"Sent twice."}}).has(http.StatusSeeOther)
	}
	if got := strings.Count(d.rev.get(d.path()).body, "Sent twice."); got != 1 {
		t.Errorf("the comment stands there %d times", got)
	}
}
