package desk_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"touchstone/claims"
	"touchstone/views/desk"
)

// team is a desk with a claim that is open and the people who work on it.
type team struct {
	*site
	con, rev, other, ed *person
	article, id         claims.ID
}

func newTeam(t *testing.T) *team {
	s := newSite(t)
	d := &team{site: s, con: s.in("Cora Contributor", claims.Contributor), rev: s.in("Rae Reviewer", claims.Reviewer), other: s.in("Otto Other", claims.Reviewer), ed: s.in("Edda Editor", claims.Editor)}
	d.article = d.con.article(story)
	d.id = s.found(d.article, "fallen by a fifth").ID
	d.rev.send(d.id, "accept", "speaker_role", "Minister for Transport")
	return d
}

var source = []string{
	"source_url", "https://stats.example/fares", "source_title", "Rail fare index", "source_publisher", "Statistics Office", "source_kind", "data_set",
	"source_stance", "refutes", "source_passage", "108.1 after 112.6", "source_accessed", "2026-03-15",
}

var proposal = []string{"summary", "Fares fell by 4 per cent.", "explanation", "The index fell from 112.6 to 108.1. [1]", "do", "propose", "rating", "mostly_false", "reasons", "Four is not twenty."}

func (d *team) propose() {
	d.Helper()
	d.rev.send(d.id, "hold")
	d.rev.send(d.id, "sources", source...)
	d.rev.send(d.id, "answer", proposal...).has(200, "Proposed. A second person decides now.")
}

func (d *team) publish() {
	d.Helper()
	d.propose()
	d.other.send(d.id, "decide", "do", "approve")
	d.ed.send(d.id, "publish")
}

func (d *team) path() string { return "/desk/claims/" + d.id.String() }

func TestACheckIsWrittenProposedApprovedAndPublished(t *testing.T) {
	d := newTeam(t)
	d.rev.get(d.path()).has(200, "Take this claim", "Take the claim to write the answer").hasNot(`name="summary"`)
	d.rev.send(d.id, "hold").has(200, "held by you until", `name="summary"`, "Propose and ask for review", "No source is linked")
	d.other.get(d.path()).has(200, "held by Rae Reviewer until", "Rae Reviewer is working on this until").hasNot(`name="summary"`)
	d.rev.send(d.id, "sources", source...).has(200, "Source added.", "Rail fare index", "data set, primary", "read on 15 March 2026")

	draft := d.rev.send(d.id, "answer", "summary", "A draft.", "explanation", "", "do", "save", "rating", "half_true", "reasons", "Reasons not proposed yet")
	draft.has(200, "Saved.", "A draft.", "Reasons not proposed yet", `value="half_true" checked`)
	d.rev.try(d.id, "answer", "summary", "A draft.", "explanation", "kept explanation", "do", "propose", "reasons", "").
		has(422, "There are 2 problems", `href="#rating"`, `href="#reasons"`, "kept explanation")
	if k := d.load(d.id); k.Explanation != "" || k.State != claims.StateResearching {
		t.Errorf("a refused proposal saved something: %q, %s", k.Explanation, k.State)
	}

	d.rev.send(d.id, "answer", proposal...).has(200, "You proposed this rating, so someone else has to approve it", "<button type=\"button\" disabled>Approve</button>", "Otto Other").hasNot(`name="summary"`, "/edit")
	d.rev.try(d.id, "decide", "do", "approve").has(http.StatusForbidden, "someone else has to approve it")
	d.con.try(d.id, "decide", "do", "approve").has(http.StatusForbidden)
	d.other.try(d.id, "answer", "summary", "sneaked in").has(http.StatusConflict, "in review")

	d.other.try(d.id, "decide", "do", "changes").has(422, "Say what has to change")
	d.other.send(d.id, "decide", "do", "changes", "comment", "Ask the ministry.").has(200, "Sent back")
	d.rev.get(d.path()).has(200, "Changes asked for", "Ask the ministry.", "Four is not twenty.", `value="mostly_false" checked`)
	d.rev.get("/desk?state=researching").has(200, "Changes asked for")
	d.rev.send(d.id, "answer", proposal...)
	d.ed.get(d.path()).has(200, "A second person has not approved a rating", "<button disabled>Publish</button>")
	d.other.send(d.id, "decide", "do", "approve", "comment", "Agreed.").has(200, "Approved. An editor can publish it.", "A reviewer may not publish a check")
	d.other.try(d.id, "publish").has(http.StatusForbidden)
	d.ed.get(d.path()+"/preview").has(200, "Mostly false", "Fares fell by 4 per cent.", "It is not published", `href="#s1"`)
	d.ed.send(d.id, "publish").has(200, "Published.", "The public page", "Change the published check")
	d.ed.get(d.path() + "/preview").has(http.StatusSeeOther)
	d.ed.get(d.path()+"/history").has(200, "proposed a rating", "asked for changes", "Readers see:", "Published with the rating Mostly false.", "<ins>", "<del>")
}

func TestASourceThatIsRefusedKeepsWhatWasTyped(t *testing.T) {
	d := newTeam(t)
	d.rev.send(d.id, "hold")
	got := d.rev.try(d.id, "sources", "source_url", "ftp://x.example/a", "source_title", "Kept title", "source_kind", "data_set", "source_passage", "kept passage\nsecond line", "source_accessed", "soon")
	got.has(422, "There are 4 problems", `href="#source_url"`, `href="#source_publisher"`, `href="#source_stance"`, `href="#source_accessed"`, "Kept title", "kept passage\nsecond line", "ftp://x.example/a",
		`<option value="data_set" selected>`, `<details id="add-source" open`)
	d.con.send(d.id, "sources", append([]string{"summary", "not a contributor’s to write"}, source...)...).has(200, "Rail fare index")
	if k := d.load(d.id); k.Summary != "" {
		t.Errorf("a contributor wrote %q", k.Summary)
	}
	d.rev.try(d.id, "sources", source...).has(http.StatusConflict, "already here, as number 1")
	link := d.load(d.id).Evidence[0].ID
	d.rev.send(d.id, "sources/"+link.String()+"/remove").has(200, "Source removed", "No source yet")
	d.rev.try(d.id, "sources/"+link.String()+"/remove").has(http.StatusNotFound)
}

func TestWhatIsTypedIntoTheAnswerIsSavedWithASource(t *testing.T) {
	d := newTeam(t)
	d.rev.send(d.id, "hold").has(200, `formaction="`+d.path()+`/sources"`)
	half := d.rev.try(d.id, "answer", "do", "save", "summary", "kept answer", "source_title", "Kept title")
	half.has(422, "You have typed a source", "kept answer", "Kept title", `<details id="add-source" open`)
	d.rev.send(d.id, "sources", append([]string{"summary", "An answer.", "explanation", "Why [1].", "rating", "false", "reasons", "because"}, source...)...).
		has(200, "Source added.", "An answer.", "Why [1].", ">because</textarea>", `value="false" checked`)
	if k := d.load(d.id); k.Summary != "An answer." || len(k.Evidence) != 1 {
		t.Errorf("got %q and %d sources", k.Summary, len(k.Evidence))
	}
}

func TestAnEditorDecidesAloneOnlyWithAPublicReason(t *testing.T) {
	d := newTeam(t)
	d.ed.send(d.id, "hold")
	d.ed.send(d.id, "sources", source...)
	d.ed.send(d.id, "answer", proposal...).has(200, "Decide alone, with a public reason")
	d.ed.try(d.id, "decide", "do", "override").has(422, "readers will see the reason")
	d.ed.try(d.id, "decide", "do", "approve", "override", "unused").has(http.StatusForbidden)
	d.ed.send(d.id, "decide", "do", "override", "override", "Nobody else was on duty.").has(200, "Decided alone", "Nobody else was on duty.")
	d.rev.try(d.id, "decide", "do", "nonsense").has(422)
}

func TestAProposalIsTakenBack(t *testing.T) {
	d := newTeam(t)
	d.propose()
	d.other.try(d.id, "take-back").has(http.StatusForbidden)
	d.rev.send(d.id, "take-back").has(200, "You took your proposal back", `name="summary"`)
}

func TestAPublishedCheckChangesOnlyInPublic(t *testing.T) {
	d := newTeam(t)
	d.publish()
	fields := func(pairs ...string) []string {
		return append([]string{"statement", d.load(d.id).Statement, "speaker_role", "Minister for Transport", "claimed_on", "2026-03-14", "place", "", "summary", "Fares fell by 4 per cent.",
			"explanation", "The index fell from 112.6 to 108.1. [1]", "rating", "mostly_false"}, pairs...)
	}
	d.rev.get(d.path()).has(200).hasNot("Change the published check", `name="withdraw_note"`)
	d.rev.try(d.id, "correct", fields("correction_kind", "factual", "correction_note", "x")...).has(http.StatusForbidden)
	d.ed.try(d.id, "correct", fields("summary", "kept new answer")...).has(422, "Choose what kind of correction it is", "Write the public note", "kept new answer", "<details open")
	d.ed.try(d.id, "correct", fields("correction_kind", "factual", "correction_note", "x", "rating", "false")...).has(422, "so the correction is one of the rating")
	d.ed.send(d.id, "typo", fields("summary", "Fares fell by 4 percent.")...).has(200, "typing error is put right")
	d.ed.try(d.id, "typo", fields("summary", "Fares fell by 4 percent.")...).has(422, "Nothing was changed")
	d.ed.try(d.id, "typo", fields("summary", "Fares fell by 9 per cent.")...).has(422, "make it a correction")
	d.ed.send(d.id, "correct", fields("correction_kind", "rating", "correction_note", "The index was revised.", "rating", "false", "override", "Urgent.")...).
		has(200, "The correction is published.", "became", "The index was revised.", "Corrected")
	d.ed.try(d.id, "withdraw", "withdraw_note", " ").has(422, "Write the public reason")
	d.ed.send(d.id, "withdraw", "withdraw_note", "It was another minister.").has(200, "Withdrawn", "It was another minister.").hasNot("Change the published check", `name="withdraw_note"`)
	if k := d.load(d.id); k.Publication != claims.Withdrawn || len(k.Corrections) != 2 {
		t.Errorf("got %s with %d corrections", k.Publication, len(k.Corrections))
	}
}

func TestAClaimIsHeldLetGoAndPutOnHold(t *testing.T) {
	d := newTeam(t)
	d.rev.send(d.id, "hold")
	d.other.try(d.id, "hold").has(http.StatusConflict, "Rae Reviewer is working on this")
	d.other.try(d.id, "let-go").has(http.StatusConflict)
	d.now = d.now.Add(claims.LeaseTime)
	d.other.get(d.path()).has(200, "Take over from Rae Reviewer", "ran out at")
	d.other.send(d.id, "hold").has(200, "held by you", "the lease of Rae Reviewer had run out")
	d.other.send(d.id, "let-go").has(200, "Let go")
	d.rev.try(d.id, "on-hold", "hold_reason", "").has(422, "Say what the claim waits for")
	d.rev.send(d.id, "on-hold", "hold_reason", "the ministry’s reply", "hold_until", "2026-03-20").has(200, "On hold", "the ministry’s reply, until 20 March 2026", "Change what it waits for")
	d.rev.try(d.id, "on-hold", "hold_reason", "the record", "hold_until", "2026-03-01").has(422, "Give a day to come")
	d.rev.send(d.id, "reopen").has(200, "Taken up again")
	d.rev.send(d.id, "reject", "reject_reason", "opinion").has(200, "Rejected", "opinion")
	d.rev.try(d.id, "reopen", "reason", "").has(422, "Say why it is taken up again")
}

func TestTwoWritersSeeBothVersionsAndLoseNothing(t *testing.T) {
	d := newTeam(t)
	old := d.load(d.id).Revision
	d.rev.send(d.id, "edit", "statement", "Fares have fallen by a fifth", "place", "Studio", "topics", "Transport")
	v := url.Values{"revision": {itoa(old)}, "statement": {"Fares have fallen by 20 per cent"}, "place": {""}, "topics": {"Transport"}, "priority": {"high"}}
	got := d.other.post(d.path()+"/edit", v)
	got.has(http.StatusConflict, "Two versions", "Rae Reviewer", "saved revision", "Fares have fallen by 20 per cent", "<ins>a fifth</ins>", "<del>20 per cent</del>",
		`name="take_statement" value="mine" checked`, `name="take_place" value="theirs" checked`, `name="theirs_place" value="Studio"`, `name="revision" value="`+itoa(d.load(d.id).Revision)+`"`)
	if k := d.load(d.id); k.Statement != "Fares have fallen by a fifth" {
		t.Errorf("got %q", k.Statement)
	}

	d.other.send(d.id, "edit", "statement", "Fares have fallen by 20 per cent", "take_statement", "mine", "theirs_statement", "Fares have fallen by a fifth",
		"place", "", "take_place", "theirs", "theirs_place", "Studio", "topics", "Transport", "priority", "high")
	if k := d.load(d.id); k.Statement != "Fares have fallen by 20 per cent" || k.Place != "Studio" || k.Priority != claims.PriorityHigh {
		t.Errorf("got %q, %q, %s", k.Statement, k.Place, k.Priority)
	}

	stale := append([]string{"revision", itoa(old)}, source...)
	d.con.try(d.id, "sources", stale...).has(http.StatusConflict, "Two versions", "Rail fare index", "108.1 after 112.6")
	d.rev.try(d.id, "hold", "revision", itoa(old)).has(http.StatusConflict, "no text that differs", "Take it, on revision")
	d.rev.try(d.id, "hold", "revision", "").has(422)
}

func TestAnArticleIsFetchedFromItsAddress(t *testing.T) {
	s := newSite(t)
	con := s.in("Cora Contributor", claims.Contributor)
	s.mount(desk.Config{Fetch: func(_ context.Context, address string) (claims.Article, []byte, error) {
		if strings.Contains(address, "gone") {
			return claims.Article{}, nil, claims.NotFound("there is no page at this address")
		}
		return claims.Article{URL: address, Title: "As the page says", Outlet: "Harbour Radio", Text: story}, []byte("<html>"), nil
	}})
	con.signIn()
	con.get("/desk/articles/new").has(200, "give the address alone")
	con.post("/desk/articles/new", url.Values{"url": {"https://gone.example/"}}).has(422, "There is no page at this address", `href="#url"`, "https://gone.example/")
	con.post("/desk/articles/new", url.Values{"url": {"javascript:alert(1)"}}).has(422, `href="#url"`)
	got := con.post("/desk/articles/new", url.Values{"url": {"https://harbour.example/fares"}, "title": {"As we say"}, "published": {"2026-03-14"}})
	got.has(http.StatusSeeOther)
	con.get(got.to).has(200, "As we say", "14 March 2026", "The article is here.")
}

func TestNothingIsThereForAWrongAddress(t *testing.T) {
	d := newTeam(t)
	for _, path := range []string{"/desk/claims/zzzzzzz", "/desk/claims/x", "/desk/articles/zzzzzzz", "/desk/claims/zzzzzzz/history", "/desk/claims/zzzzzzz/preview"} {
		d.ed.get(path).has(http.StatusNotFound)
	}
}

func TestASourceIsEditedAndTwoWhoDoSeeBothVersions(t *testing.T) {
	d := newTeam(t)
	d.rev.send(d.id, "hold")
	d.rev.send(d.id, "sources", source...)
	act := "sources/" + d.load(d.id).Evidence[0].ID.String()
	d.con.get(d.path() + "/" + act).has(http.StatusForbidden)
	d.rev.get(d.path()+"/"+act).has(200, "Source 1", "108.1 after 112.6", `<option value="data_set" selected>`)
	changed := func(pairs ...string) []string { return append(append([]string{}, source...), pairs...) }
	d.rev.try(d.id, act, changed("source_passage", "", "source_accessed", "soon")...).has(422, "There are 2 problems", "Rail fare index")
	old := d.load(d.id).Revision
	d.rev.send(d.id, act, changed("source_passage", "112.6 in 2023, 108.1 in 2026", "source_note", "All 41 lines")...).has(200, "112.6 in 2023", "All 41 lines", "changed a source")
	d.rev.try(d.id, act, changed("revision", itoa(old), "source_passage", "108.1 after 112.6, a fall of 4 per cent", "source_note", "")...).
		has(http.StatusConflict, "Two versions", "It said, when you opened the form", ">108.1 after 112.6</blockquote>", "All 41 lines", "a fall of 4 per cent", `name="take_source_note" value="theirs" checked`, `name="take_source_passage" value="mine" checked`)
	if e := d.load(d.id).Evidence; len(e) != 1 || e[0].Number != 1 || e[0].Note != "All 41 lines" {
		t.Errorf("got %+v", e)
	}
}

func TestAWithdrawnCheckIsTakenUpAgainAsAClaimOfItsOwn(t *testing.T) {
	d := newTeam(t)
	d.publish()
	d.ed.send(d.id, "withdraw", "withdraw_note", "It was another minister.").has(200, "Why is it checked again?")
	d.rev.get(d.path()).has(200).hasNot("Why is it checked again?")
	d.rev.try(d.id, "again", "reason", "x").has(http.StatusForbidden)
	d.ed.try(d.id, "again", "reason", " ").has(422, "Say why it is taken up again")
	got := d.ed.try(d.id, "again", "reason", "The minister said it after all.")
	got.has(http.StatusSeeOther)
	d.ed.get(got.to).has(200, "Taken up again", "fallen by a fifth", "Rail fare index", "took up a withdrawn check again").hasNot("Fares fell by 4 per cent")
	if k := d.load(d.id); k.Publication != claims.Withdrawn || k.Verdict == nil || len(k.Evidence) != 1 || len(k.Appearances) != 1 {
		t.Errorf("the old one changed: %+v", k)
	}
}
