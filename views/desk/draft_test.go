package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"touchstone/claims"
)

// keep sends what the script sends as one types.
func (p *person) keep(id claims.ID, form string, pairs ...string) page {
	p.Helper()
	v := url.Values{"revision": {itoa(p.load(id).Revision)}}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	r, err := http.NewRequestWithContext(p.Context(), http.MethodPost, "/desk/claims/"+id.String()+"/drafts/"+form, strings.NewReader(v.Encode()))
	if err != nil {
		p.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Draft", "1")
	return p.do(r)
}

func TestWhatIsTypedIsKeptForItsWriterAloneAndGoneOnceSent(t *testing.T) {
	d := newTeam(t)
	d.rev.send(d.id, "hold").has(200, `data-draft="`+d.path()+`/drafts/answer"`, "Keep it for me, unsent")
	before := d.load(d.id).Revision
	d.rev.keep(d.id, "answer", "summary", "Half an answer", "rating", "false", "reasons", "Because", "source_title", "A register", "state", "approved").has(http.StatusNoContent)
	d.rev.keep(d.id, "comment", "remark", "Half a comment").has(http.StatusNoContent)
	d.rev.keep(d.id, "nonsense", "summary", "x").has(http.StatusNotFound)
	d.rev.get(d.path()).has(200, "Half an answer", `value="false" checked`, ">Because</textarea>", "A register", "Half a comment", "is here again", "Forget it").hasNot("changed meanwhile")
	d.other.get(d.path()).has(200).hasNot("Half a", "A register")
	if k := d.load(d.id); k.Summary != "" || k.Revision != before {
		t.Errorf("a draft changed the claim: %q, revision %d", k.Summary, k.Revision)
	}

	d.rev.send(d.id, "answer", "summary", "Half an answer", "explanation", "", "rating", "false", "reasons", "Because", "do", "save").has(200, "Half an answer", ">Because</textarea>").hasNot("A register")
	d.rev.send(d.id, "sources", source...)
	d.rev.send(d.id, "answer", proposal...).has(200, "Half a comment").hasNot("Because")
	d.rev.post(d.path()+"/comments", url.Values{"remark": {"A whole comment"}})
	d.rev.get(d.path()).has(200, "A whole comment").hasNot("Half a comment", "is here again")

	d.other.keep(d.id, "decide", "comment", "I am not sure")
	d.other.get(d.path()).has(200, ">I am not sure</textarea>")
	d.other.post(d.path()+"/drafts/decide", url.Values{"do": {"discard"}}).has(http.StatusSeeOther)
	d.other.get(d.path()).has(200).hasNot("I am not sure")
}

func TestADraftNeverOverwritesAColleagues(t *testing.T) {
	d := newTeam(t)
	d.rev.keep(d.id, "edit", "statement", "Fares have fallen by 20 per cent", "place", "")
	base := d.load(d.id).Revision
	d.other.send(d.id, "edit", "priority", "high")
	d.rev.get(d.path()).has(200, "20 per cent", `<details id="edit" open`).hasNot("changed meanwhile")
	d.other.send(d.id, "edit", "statement", "Fares have fallen by a fifth", "place", "Studio")
	d.rev.get(d.path()).has(200, "20 per cent", "changed meanwhile", `name="revision" value="`+itoa(base)+`"`)
	d.rev.try(d.id, "edit", "revision", itoa(base), "statement", "Fares have fallen by 20 per cent", "place", "").has(http.StatusConflict, "Two versions", "<ins>a fifth</ins>", "Studio")
	if k := d.load(d.id); k.Statement != "Fares have fallen by a fifth" {
		t.Errorf("got %q", k.Statement)
	}
}
