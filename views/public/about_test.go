package public_test

import (
	"testing"

	"touchstone/claims"
)

func TestTheDeskSaysWhoItIsAndWhatItHoldsItselfTo(t *testing.T) {
	k := newDesk(t)
	page := k.page("/about")
	has(t, page, "Who we are", "How we correct", `href="/report"`)
	hasNot(t, page, "Who pays", "On nobody’s side", "Address")
	s, err := k.d.Settings(t.Context())
	k.must(err)
	s.Organisation, s.Contact, s.Address = "The Aldery Ledger", "desk@aldery.example", "4 Quay Street\nPort Aldery"
	s.Funding, s.NonPartisanship, s.Corrections = "Readers, **nobody else**.", "We belong to no party.", "Within a day. <script>alert(1)</script>"
	k.must(k.d.SaveSettings(t.Context(), claims.Person{ID: k.editor.ID}, s))
	page = k.page("/about")
	has(t, page, "Who pays", "<strong>nobody else</strong>", "On nobody’s side", "We belong to no party.", "Within a day.", "4 Quay Street\nPort Aldery", `href="mailto:desk@aldery.example"`)
	hasNot(t, page, "<script>alert")
}
