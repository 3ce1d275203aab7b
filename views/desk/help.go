package desk

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/ui"
)

const helpPath = "/desk/help"

// helpView explains the desk in the words of the field.
type helpView struct {
	Page        ui.Page
	Scale       claims.Scale
	Permissions []claims.Permission
}

// help shows what the words mean, how the work goes, and who may do what.
func (d *Desk) help(c echo.Context) (err error) {
	v := helpView{Permissions: claims.Permissions()}
	if v.Scale, err = d.db.Scale(c.Request().Context()); err != nil {
		return err
	}
	if v.Page, err = d.page(c, "Help", ui.SectionHelp); err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, helpPage(v))
}

// term is a word with what it means at this desk.
type term struct{ Word, Means string }

// terms are the field's words, in the order in which a newcomer meets them.
var terms = []term{
	{"Claim", "One statement that somebody made and that can be checked, written as one sentence. It is quoted where the words are the speaker’s own, and in our words where they are not."},
	{"Claimant, or speaker", "Who made the claim: a person or an organisation. Whoever reported it is not the claimant. A claim keeps the role that the speaker had on that day."},
	{"Appearance", "A place where the claim was made: an article, with the quote as it was printed and the sentence around it. A claim that is repeated has several, and the public page counts them."},
	{"Candidate", "A statement that was found in an article and that nobody has looked at yet. It becomes a claim when somebody accepts it."},
	{"Source", "What the check relies on. Each has a stance (it refutes the claim, supports it, or is context), the passage relied on, and a number by which the explanation cites it."},
	{"Rating", "One step of the scale. Ratings off the scale, such as Unproven, say that the evidence does not place the claim on it."},
	{"Verdict", "The rating of a claim after two people agreed on it. It belongs to the version of the scale on which it was given, also when the scale changes later."},
	{"Review", "A proposed rating with its reasons, and what a second person decided: approved, or changes asked for. Every one is kept."},
	{"State and publication", "The state says how far the work is; publication says what readers see. They are two things: a claim can be approved and not be published."},
	{"Correction", "A public note on a published check that says what was wrong. It stands on the check, among the corrections and in the feed. A typing error is put right without one, and the history shows it."},
	{"Withdrawal", "A check that should not stand is withdrawn: its page stays at its address, with the reason in place of the verdict."},
	{"ClaimReview", "The form in which search engines and other programs read a check: claim, claimant, rating, address. Each published check carries it."},
}

// steps of the work, in order.
var workSteps = []term{
	{"Read", "Add an article, or let a feed bring it. Its candidates are marked in the text. Accept what is worth checking, reject the rest with a reason, and mark by hand what was not found. What you did can be undone."},
	{"Take", "Take an open claim: for half an hour from your last change it is yours, and colleagues see that."},
	{"Research", "Link sources with the passage you rely on. Ask the speaker for a reply, and experts by a link. Write the short answer and the explanation, and cite the sources by their numbers."},
	{"Propose", "Choose a rating and give your reasons. The claim is now in review, and you cannot approve it yourself."},
	{"Review", "A second person, who wrote none of it, approves it or asks for changes. An editor can decide alone in an emergency; the reason is public."},
	{"Publish", "An editor publishes. From then on every change is public: a correction with its note, an update, a withdrawal."},
}
