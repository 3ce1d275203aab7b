package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"touchstone/claims"
)

func TestNoticesAreListedByClaimAndMarkedAsRead(t *testing.T) {
	d := newTeam(t)
	d.propose()
	d.other.send(d.id, "decide", "do", "changes", "comment", "Cite table 14.")
	d.con.post(d.path()+"/comments", url.Values{"remark": {"@Rae Reviewer <b>look</b> here"}})

	page := d.rev.get("/desk/notices").has(200, "Otto Other asks for changes", "Cite table 14.", "Cora Contributor calls you by name", "&lt;b&gt;look&lt;/b&gt;",
		`href="`+d.path()+`#thread"`, `href="`+d.path()+`#review"`, "Mark all as read")
	if n := strings.Count(page.body, `class="card"`); n != 1 {
		t.Errorf("one claim stands in %d groups", n)
	}
	d.rev.get("/desk").has(200, "<b>2</b>")
	d.other.get("/desk/notices").has(200, "Rae Reviewer proposed a rating").hasNot("Cite table 14.", "calls you by name")
	d.con.get("/desk/notices").has(200, "Nothing new.").hasNot("Mark all as read")

	list, err := d.db.Notices(t.Context(), d.rev.ID, 10)
	if err != nil || len(list) != 2 {
		t.Fatalf("got %+v, %v", list, err)
	}
	d.other.post("/desk/notices/"+list[0].ID.String()+"/read", nil).has(http.StatusNotFound)
	d.rev.post("/desk/notices/"+list[0].ID.String()+"/read", nil).has(http.StatusSeeOther)
	d.rev.get("/desk").has(200, "<b>1</b>")
	d.rev.post("/desk/notices/read", url.Values{"newest": {list[0].ID.String()}}).has(http.StatusSeeOther)
	d.rev.get("/desk").has(200).hasNot("not read")
	d.rev.get("/desk/notices").has(200, "Nothing new.", "Cite table 14.").hasNot("Mark as read")
}

func TestHowOneIsToldIsChosenByKind(t *testing.T) {
	d := newTeam(t)
	const path = "/desk/notices/choices"
	d.rev.get(path).has(200, "This desk sends no mail", "Somebody calls me by name in a thread").hasNot(`value="digest">`)
	if err := d.db.SetMailServer(t.Context(), "mail.desk.example:587"); err != nil {
		t.Fatal(err)
	}
	d.rev.get(path).has(200, "Mail goes to rae-reviewer@desk.example", `<option value="mail" selected>`, "In the desk, and in the daily mail")
	d.rev.post(path, url.Values{"mentioned": {"none"}, "approved": {"digest"}}).has(http.StatusSeeOther)
	d.rev.get(path+"?saved=1").has(200, "Saved.", `<option value="none" selected>`)
	d.rev.post(path, url.Values{"mentioned": {"shouted"}}).has(http.StatusUnprocessableEntity, "Choose how you want to be told")
	got, err := d.db.NoticeChoices(t.Context(), d.rev.ID)
	if err != nil || got.Way(claims.NoticeMentioned) != claims.WayNone || got.Way(claims.NoticeApproved) != claims.WayDigest || len(got) != 2 {
		t.Errorf("got %v, %v", got, err)
	}
	d.con.post(d.path()+"/comments", url.Values{"remark": {"@Rae Reviewer look"}})
	d.rev.get("/desk/notices").has(200, "Nothing new.")
}
