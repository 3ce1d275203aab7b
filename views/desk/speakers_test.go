package desk_test

import (
	"net/url"
	"testing"

	"touchstone/claims"
)

func TestAnEditorSaysWhatASpeakerIs(t *testing.T) {
	d := newTeam(t)
	k := d.load(d.id)
	path := "/desk/speakers/" + k.Speaker.ID.String()
	d.rev.get("/desk/speakers").has(200, k.Speaker.Name, "no address")
	d.rev.get("/desk/speakers?q=nobody+of+this").has(200, "Nobody has this in the name")
	d.rev.get("/desk/speakers?q=%25").hasNot(k.Speaker.Name) // a sign of LIKE is a sign
	d.rev.get(path).has(200, "may not say what a speaker is").hasNot(`name="party"`)
	d.rev.post(path, url.Values{"party": {"Harbour League"}}).has(403)

	form := url.Values{"speaker_kind": {"person"}, "speaker_role": {"Minister for Transport"}, "party": {"Harbour League"}, "same_as": {"ftp://x"}}
	d.ed.post(path, form).has(422, "Harbour League", `id="same_as-error"`)
	form.Set("same_as", "https://www.wikidata.org/wiki/Q1")
	d.ed.post(path, form)
	d.ed.get(path+"?did=saved").has(200, "Saved.", "Harbour League", "https://www.wikidata.org/wiki/Q1")
	d.ed.post(path, form).has(409, "nothing was changed")
	s, err := d.db.SpeakerByID(t.Context(), k.Speaker.ID)
	if err != nil || s.Party != "Harbour League" || s.SameAs != "https://www.wikidata.org/wiki/Q1" || s.Name != k.Speaker.Name {
		t.Errorf("got %+v, %v", s, err)
	}
	if r, err := d.db.Verify(t.Context()); err != nil || len(r.Faults) > 0 {
		t.Errorf("verify: %v, %v", r.Faults, err)
	}
	d.publish()
	stats, err := d.db.Statistics(t.Context(), claims.Period{})
	if err != nil || len(stats.Parties) != 1 || stats.Parties[0].Key != "Harbour League" || stats.Parties[0].N != 1 || len(stats.Speakers) != 1 {
		t.Errorf("got %+v, %+v, %v", stats.Parties, stats.Speakers, err)
	}
}
