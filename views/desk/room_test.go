package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"touchstone/claims"
)

func TestACandidateIsAcceptedEditedAndRejected(t *testing.T) {
	s := newSite(t)
	rev := s.in("Rae Reviewer", claims.Reviewer)
	article := rev.article(story)
	first := s.found(article, "fallen by a fifth")
	rev.get("/desk/read").has(http.StatusSeeOther)
	rev.get("/desk/articles/"+article.String()).has(200, "Candidate 1 of", `class="cand direct"`, "0 decided", "Accept", "opinion")

	after := rev.send(first.ID, "accept", "article", article.String(),
		"statement", "Rail fares have fallen by a fifth since the government took office", "speaker", "Oona Talvik-Reyes", "speaker_kind", "person",
		"speaker_role", "Minister for Transport", "claimed_on", "2026-03-13", "place", "Interview", "topics", "Transport, Fares; transport", "priority", "high")
	after.has(200, "1 decided", "1D✓", "Candidate 3 of", "0.92, high") // surer than the second, so it is read first
	k := s.load(first.ID)
	if k.State != claims.StateOpen || k.SpeakerRole != "Minister for Transport" || strings.Join(k.Topics, ",") != "Transport,Fares" || k.Priority != claims.PriorityHigh || k.ClaimedOn.String() != "2026-03-13" {
		t.Errorf("got %+v", k)
	}

	second := s.found(article, "held back")
	after = rev.send(second.ID, "reject", "article", article.String(), "reject_reason", "too_vague", "reject_note", "no date")
	after.has(200, "Rejected as too vague: no date.", "Undo", "–")
	rev.send(second.ID, "reopen", "article", article.String(), "reason", "rejected by mistake").has(200, "Taken up again")
	if k := s.load(second.ID); k.State != claims.StateOpen {
		t.Errorf("got %s", k.State)
	}
	rev.try(second.ID, "reject", "article", article.String(), "reject_note", "kept <words>").
		has(http.StatusUnprocessableEntity, "There is a problem", "Choose why the claim will not be checked")
}

func TestARefusedCandidateKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t)
	rev := s.in("Rae Reviewer", claims.Reviewer)
	article := rev.article(story)
	k := s.found(article, "fallen by a fifth")
	got := rev.try(k.ID, "accept", "article", article.String(), "statement", "", "speaker", "", "claimed_on", "last week", "place", "The kept place")
	got.has(http.StatusUnprocessableEntity, "There are 3 problems", `href="#statement"`, `href="#speaker"`, `href="#claimed_on"`, "The kept place", "last week", "<details open")
	if s.load(k.ID).State != claims.StateNew {
		t.Error("it was accepted")
	}
}

func TestWhenAllIsDecidedTheRoomSaysSo(t *testing.T) {
	s := newSite(t)
	rev := s.in("Rae Reviewer", claims.Reviewer)
	article := rev.article(story)
	list, err := s.db.ArticleClaims(t.Context(), article)
	if err != nil || len(list) == 0 {
		t.Fatal(list, err)
	}
	var last page
	for _, k := range list {
		last = rev.send(k.ID, "reject", "article", article.String(), "reject_reason", "opinion")
	}
	last.has(200, "Every candidate of this article has been looked at")
	rev.get("/desk/read").has(200, "Nothing left to read", "/desk/articles/new")
}

func TestAContributorReadsAndMarksButDoesNotDecide(t *testing.T) {
	s := newSite(t)
	con := s.in("Cora Contributor", claims.Contributor)
	article := con.article(story)
	k := s.found(article, "fallen by a fifth")
	con.get("/desk/articles/"+article.String()).has(200, "<button disabled>Accept</button>", "A contributor may not accept or reject a claim").hasNot("/accept")
	con.try(k.ID, "accept").has(http.StatusForbidden)

	mark := func(pairs ...string) page {
		v := url.Values{"quote": {"every regional line had lost trains"}, "kind": {"indirect"}, "speaker": {"Bram Ostergaard"}, "speaker_kind": {"person"}, "claimed_on": {"2026-03-14"}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return con.post("/desk/articles/"+article.String()+"/claims", v)
	}
	mark("quote", "these words are nowhere", "statement", "kept statement").has(http.StatusUnprocessableEntity, "do not stand in the article", "kept statement", "these words are nowhere")
	mark("quote", "the").has(http.StatusUnprocessableEntity, "choose the place", `name="which"`, "<mark>the</mark>")
	mark("quote", "").has(http.StatusUnprocessableEntity, "Copy the words from the article")
	mark("kind", "").has(http.StatusUnprocessableEntity, "the speaker’s own")

	got := mark("statement", "Every regional line lost trains")
	got.has(http.StatusSeeOther)
	con.get(got.to).has(200, "Every regional line lost trains", "a person marked it")
	if made := s.found(article, "Every regional line lost"); made.Appearances[0].Finding.Rule != "marked by hand" || made.Appearances[0].Quote != "every regional line had lost trains" || made.CreatedBy.ID != con.ID {
		t.Errorf("got %+v", made)
	}
	which := mark("quote", "the", "which", "2", "statement", "A second place")
	which.has(http.StatusSeeOther)
}

func TestHostileTextIsText(t *testing.T) {
	const evil = `<script>alert(1)</script>"><img src=x onerror=alert(1)>`
	s := newSite(t)
	rev := s.in("Rae "+evil, claims.Reviewer)
	got := rev.post("/desk/articles/new", url.Values{
		"text": {"First line of it.\n\n“" + evil + " is a fifth,” " + evil + " said on Friday in town.\n\nMore words here."}, "title": {evil}, "outlet": {evil}, "byline": {evil},
	})
	got.has(http.StatusSeeOther)
	room := strings.Split(got.to, "?")[0]
	marked := rev.post(room+"/claims", url.Values{"quote": {evil + " is a fifth"}, "kind": {"direct"}, "speaker": {evil}, "speaker_kind": {"person"}, "speaker_role": {evil}, "statement": {evil}})
	marked.has(http.StatusSeeOther)
	id, err := claims.ParseID(strings.Split(strings.Split(marked.to, "c=")[1], "&")[0])
	if err != nil {
		t.Fatal(err)
	}
	rev.send(id, "accept", "statement", evil, "place", evil, "topics", "a"+evil)
	rev.send(id, "hold")
	rev.send(id, "sources", "source_url", "https://x.example/", "source_title", evil, "source_publisher", evil, "source_kind", "expert", "source_stance", "context", "source_passage", evil, "source_note", evil)
	rev.send(id, "answer", "summary", evil, "explanation", evil+" [1] [x](javascript:alert(1))", "do", "propose", "rating", "false", "reasons", evil)
	for _, path := range []string{"/desk", "/desk/claims?q=script", "/desk/articles", room, room + "?mark=1", "/desk/claims/" + id.String(), "/desk/claims/" + id.String() + "/history", "/desk/claims/" + id.String() + "/preview"} {
		rev.get(path).has(200).hasNot("<script>alert", "<img src", `href="javascript`)
	}
	rev.try(id, "sources", "source_url", "javascript:alert(1)", "source_title", evil).hasNot("<script>alert", "<img src", `href="javascript`)
}

func TestRightToLeftWordsKeepTheirSide(t *testing.T) {
	s := newSite(t)
	rev := s.in("Rae Reviewer", claims.Reviewer)
	got := rev.post("/desk/articles/new", url.Values{"text": {"قال الوزير: «أسعار التذاكر ارتفعت أقل من الأجور منذ عام 2020».\n\nانتهى الخبر هنا."}, "title": {"تذاكر وأجور"}, "outlet": {"الميناء"}})
	got.has(http.StatusSeeOther)
	room := strings.Split(got.to, "?")[0]
	rev.post(room+"/claims", url.Values{"quote": {"أسعار التذاكر ارتفعت أقل من الأجور منذ عام 2020"}, "kind": {"direct"}, "speaker": {"سمير حدون"}, "speaker_kind": {"person"}}).has(http.StatusSeeOther)
	rev.get(room).has(200, `dir="rtl"`, `<q dir="auto" lang="ar">أسعار التذاكر`, `<p dir="auto">قال الوزير: «<a `, `</a>».</p>`, "<sup>1D</sup>")
	rev.get("/desk?state=new").has(200, `lang="ar"`)
}
