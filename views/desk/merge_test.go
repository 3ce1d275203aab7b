package desk_test

import (
	"net/http"
	"testing"

	"touchstone/claims"
)

func TestAnEditorMergesTwoClaimsAndSeparatesThemAgain(t *testing.T) {
	d := newTeam(t)
	d.publish()
	again := d.con.articleAt("https://harbour.example/again", "Fares again\n\n“Rail travel is a fifth cheaper than before we came,” Oona Talvik-Reyes said.")
	second := d.found(again, "a fifth cheaper").ID
	d.rev.send(second, "accept")
	d.rev.send(second, "sources", append(append([]string{}, source...), "source_url", "https://stats.example/travel", "source_title", "Cost of travel")...)
	path := "/desk/claims/" + second.String() + "/merge"
	d.rev.get(path).has(http.StatusForbidden)
	d.rev.get("/desk/claims/" + second.String()).hasNot("Merge it into another claim")
	d.ed.get("/desk/claims/"+second.String()).has(200, "Merge it into another claim")
	d.ed.get(path).has(200, "This one goes", "Into which one?")
	d.ed.get(path+"?q=zeppelin").has(200, "No claim has these words")
	d.ed.get(path+"?q=fares+fallen").has(200, "?into="+d.id.String())
	d.ed.get(path+"?into="+d.id.String()).has(200, "This one stays", "Merge the first into the second", "is a correction of the kind “update”").hasNot("disabled")
	d.ed.get(d.path()+"/merge?into="+second.String()).has(200, "disabled", "merge the other one into it", "The other way round")

	old := d.load(d.id).Revision
	d.rev.post(d.path()+"/comments", map[string][]string{"remark": {"a comment disturbs nobody"}})
	d.ed.try(second, "merge", "into", d.id.String(), "into_revision", itoa(old-1)).has(http.StatusConflict, "changed meanwhile", "This one stays")
	d.ed.send(second, "merge", "into", d.id.String(), "into_revision", itoa(old)).has(200, "Merged.", "Cost of travel", "Edda Editor merged", "Separate the two again")
	d.rev.get("/desk/claims/" + second.String()).has(http.StatusSeeOther)
	k := d.load(d.id)
	if len(k.Appearances) != 2 || len(k.Evidence) != 2 || k.Evidence[1].Number != 2 || k.Publication != claims.Corrected {
		t.Errorf("got %d appearances, %+v, %s", len(k.Appearances), k.Evidence, k.Publication)
	}
	d.rev.get(d.path()).has(200, "Edda Editor merged").hasNot("Separate the two again")
	d.rev.try(second, "separate").has(http.StatusForbidden)
	d.ed.try(second, "separate", "revision", "1").has(http.StatusConflict)
	d.ed.send(second, "separate").has(200, "stand on their own again", "Cost of travel", "a fifth cheaper")
	if k := d.load(second); k.State != claims.StateOpen || len(k.Appearances) != 1 || len(k.Evidence) != 1 || k.Evidence[0].Number != 1 {
		t.Errorf("got %+v", k)
	}
	if k := d.load(d.id); len(k.Appearances) != 1 || len(k.Evidence) != 1 {
		t.Errorf("got %+v", k)
	}
	d.ed.try(second, "separate").has(http.StatusConflict)
	r, err := d.db.Verify(t.Context())
	if err != nil || len(r.Faults) > 0 {
		t.Errorf("verify: got %+v, %v", r, err)
	}
}

func TestAnEditorAssignsAClaim(t *testing.T) {
	d := newTeam(t)
	d.rev.send(d.id, "hold").has(200, "30 minutes left", "Hold it for 30 more minutes").hasNot("<summary>Assign")
	d.rev.send(d.id, "hold").has(200, "held by you")
	d.rev.try(d.id, "assign", "assignee", d.other.ID.String()).has(http.StatusForbidden)
	d.ed.try(d.id, "assign", "assignee", d.con.ID.String()).has(422, "Choose a colleague who may hold claims")
	d.ed.try(d.id, "assign").has(422)
	d.ed.send(d.id, "assign", "assignee", d.other.ID.String()).has(200, "Assigned.", "held by Otto Other until", "24 hours left", "to Otto Other, from Rae Reviewer")
}
