package desk_test

import (
	"net/http"
	"net/url"
	"testing"

	"touchstone/claims"
)

func TestABlindRatingIsSeenByNobodyBeforeAProposal(t *testing.T) {
	d := newTeam(t)
	third := d.in("Tilda Third", claims.Reviewer)
	d.rev.send(d.id, "sources", source...)
	path := d.path() + "/blind"
	rate := func(p *person, key string) page { return p.post(path, url.Values{"rating": {key}}) }
	d.con.get(path).has(http.StatusForbidden)
	d.other.get(d.path()).has(200, "Nobody has rated it blind yet", "Rate it without seeing")
	d.other.get(path).has(200, "Rail fare index", "Rate what the evidence shows", `name="rating"`)
	rate(d.other, "").has(422, "Choose a rating")
	rate(d.other, "false").has(http.StatusSeeOther)
	rate(third, "mostly_false").has(http.StatusSeeOther)
	rate(third, "true").has(http.StatusSeeOther) // sent twice: the first one stays
	for _, p := range []*person{d.other, d.rev, d.ed, third} {
		p.get(d.path()).has(200, "2 colleagues have rated it blind").hasNot(`class="chip v6"`, `class="chip v5"`)
		p.get(d.path()+"/history").has(200, "rated it blind").hasNot("False", "ostly")
	}
	third.get(path).has(200, "You rated this claim already").hasNot(`name="rating"`)
	d.other.get("/desk/agreement").has(200, "No claim has blind ratings yet")

	d.rev.send(d.id, "hold")
	d.rev.send(d.id, "answer", proposal...)
	d.ed.get(d.path()).has(200, "Blind ratings", "Otto Other", "Tilda Third", `class="chip v6"`, `class="chip v5"`)
	rate(d.ed, "false").has(http.StatusConflict)
	d.ed.get(path).has(200, "nobody rates this claim blind any more")
	d.ed.get("/desk/agreement").has(200, "All time", "2026, January to March", "Touchstone six-step, version 1", "not reliable", "CSV: agreement")
	d.ed.get("/desk/stats/agreement.csv").has(200, "scale,period,claims,ratings,people,alpha_ordinal,alpha_nominal", "\"Touchstone six-step, version 1\",,")
	list, err := d.db.SettledRatings(t.Context())
	if err != nil || len(list) != 2 || list[1].Rating.Key != "mostly_false" {
		t.Errorf("got %+v, %v", list, err)
	}
}
