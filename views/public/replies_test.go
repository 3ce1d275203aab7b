package public_test

import (
	"testing"

	"touchstone/claims"
)

func TestReadersSeeTheRequestsForAReplyThatAreTheirs(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	has(t, k.page(k.address(c)), "Rail fare index")
	hasNot(t, k.page(k.address(c)), "Asked for a reply")
	day := func(s string) claims.Date { return claims.Date{Day: s, Precision: claims.DayPrecision} }
	for _, r := range []claims.Reply{
		{Asked: "Ministry for Transport", Channel: "email", AskedOn: day("2026-03-27"), Deadline: day("2026-03-30"), Public: true},
		{Asked: "A quiet source", Channel: "phone", AskedOn: day("2026-03-27"), Deadline: day("2026-03-30")},
	} {
		k.do(c.ID, func(x *claims.Claim) (claims.Event, error) { return x.Ask(k.editor, k.d.Now(), r) })
	}
	page := k.page(k.address(c))
	has(t, page, "Asked for a reply", "Ministry for Transport", "was asked for a reply by e-mail on", "27 March 2026", "to answer by")
	hasNot(t, page, "A quiet source")
	now, err := k.d.Claim(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	k.do(c.ID, func(x *claims.Claim) (claims.Event, error) {
		return x.Answered(k.editor, k.d.Now(), now.Replies[0].ID, "Yes <b>indeed</b>.", day("2026-03-29"))
	})
	page = k.page(k.address(c))
	has(t, page, "and answered on", "Yes &lt;b&gt;indeed&lt;/b&gt;.", "Correction, update: Ministry for Transport answered our request for a reply.")
	hasNot(t, page, "A quiet source")
}
