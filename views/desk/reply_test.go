package desk_test

import (
	"net/http"
	"testing"
	"time"

	"touchstone/claims"
)

var request = []string{"reply_asked", "Ministry for Transport", "reply_channel", "email", "reply_asked_on", "2026-03-12", "reply_deadline", "2026-03-16", "reply_public", "1"}

func TestARequestForAReplyIsLoggedAndBecomesASource(t *testing.T) {
	d := newTeam(t)
	d.con.get(d.path()).has(200).hasNot("Right of reply")
	d.rev.get(d.path()).has(200, "Right of reply", "Nobody was asked", `value="Oona Talvik-Reyes"`, `value="2026-03-22"`)
	d.rev.try(d.id, "replies", "reply_asked", "Kept name", "reply_asked_on", "soon").has(422, "There are 3 problems", `href="#reply_channel"`, `href="#reply_asked_on"`, `href="#reply_deadline"`, "Kept name", `<details id="ask" open`)
	d.rev.send(d.id, "replies", request...).has(200, "Noted. The deadline", "Ministry for Transport", "was asked for a reply by e-mail on", "Due in 1 day", "readers see this", "noted by Rae Reviewer")
	d.rev.try(d.id, "replies", request...).has(http.StatusConflict, "in the log already")
	d.con.get(d.path()).has(200, "Ministry for Transport").hasNot("Note the answer")
	d.other.get("/desk").has(200, "Waiting for 1 reply", "Reply</a> of Ministry for Transport", "Due in 1 day")

	r := d.load(d.id).Replies[0]
	act, path := "replies/"+r.ID.String(), d.path()+"/replies/"+r.ID.String()
	d.rev.try(d.id, act, "do", "none").has(http.StatusConflict, "until the end of 16 March 2026")
	d.now = d.now.Add(48 * time.Hour)
	d.rev.signIn()
	d.other.signIn()
	d.other.get("/desk").has(200, "1 reply overdue", "Overdue for 1 day")
	d.other.get("/desk/replies").has(200, "Overdue for 1 day", "by e-mail on 12 March 2026", "fallen by a fifth")
	d.rev.get(path).has(200, "No answer came", "Overdue for 1 day", "Keep it for the desk alone")
	d.rev.send(d.id, act, "do", "none").has(200, "and did not answer by")
	d.other.get("/desk/replies").has(200, "No request is open")
	d.rev.try(d.id, act, "do", "answer", "reply_answer", "kept words", "reply_answered_on", "2026-03-01").has(422, "kept words", `href="#reply_answered_on"`)
	d.rev.send(d.id, act, "do", "answer", "reply_answer", "The minister meant\nthe Saver Return.", "reply_answered_on", "2026-03-17").has(200, "and answered on", "The minister meant", "Use the answer")
	d.rev.send(d.id, act, "do", "hide").has(200, "for the desk alone")
	d.rev.send(d.id, act, "do", "show")
	d.rev.try(d.id, act, "do", "source").has(422, "Choose whether it refutes")
	d.rev.send(d.id, act, "do", "source", "source_stance", "context").has(200, "Reply to our request of 12 March 2026", "claimant’s reply")
	if e := d.load(d.id).Evidence[0]; e.Source.Kind != claims.ClaimantReply || e.Passage != "The minister meant\nthe Saver Return." {
		t.Errorf("got %+v", e)
	}
	d.rev.get(d.path()+"/preview").has(200, "Asked for a reply", "The minister meant")
	d.rev.get(d.path()+"/history").has(200, "noted an answer", "Request of 2026-03-12 Ministry for Transport")
	d.rev.get(d.path() + "/replies/zzzzzzz").has(http.StatusNotFound)
	d.rev.try(d.id, act, "do", "nonsense").has(422)
}

func TestAReplyToAPublishedCheckIsAnUpdateOfAnEditor(t *testing.T) {
	d := newTeam(t)
	d.rev.send(d.id, "replies", request...)
	d.publish()
	act := "replies/" + d.load(d.id).Replies[0].ID.String()
	d.rev.try(d.id, act, "do", "answer", "reply_answer", "Late.", "reply_answered_on", "2026-03-17").has(http.StatusForbidden)
	d.ed.send(d.id, act, "do", "answer", "reply_answer", "Late.", "reply_answered_on", "2026-03-17").has(200, "update", "answered our request for a reply")
	if k := d.load(d.id); k.Publication != claims.Corrected || len(k.Corrections) != 1 {
		t.Errorf("got %s, %+v", k.Publication, k.Corrections)
	}
}
