package desk

import (
	"strings"
	"time"

	"touchstone/claims"
	"touchstone/views/ui"
)

// waits says in words how long it is since an instant.
func waits(since, now time.Time) string {
	switch d := now.Sub(since); {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return ui.Plural(int(d/time.Minute), "minute", "minutes")
	case d < 24*time.Hour:
		return ui.Plural(int(d/time.Hour), "hour", "hours")
	default:
		return ui.Plural(int(d/(24*time.Hour)), "day", "days")
	}
}

// clock is a time of day with its zone; another day's has the day as well.
func clock(t, now time.Time) string {
	t, now = t.UTC(), now.UTC()
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return t.Format("15:04") + " UTC"
	}
	return t.Format("2 January, 15:04") + " UTC"
}

// Confidence below this is marked with a question mark in the reading room.
const lowConfidence = 0.6

// degree says a number from 0 to 1 in a word.
func degree(f float64) string {
	switch {
	case f >= 0.85:
		return "high"
	case f >= lowConfidence:
		return "middling"
	}
	return "low"
}

// byHand is the rule of a claim that a person marked.
const byHand = "marked by hand"

// stateWords is where a claim stands, with what the public sees.
func stateWords(s claims.State, p claims.Publication, changes bool) string {
	switch {
	case p == claims.Published || p == claims.Corrected || p == claims.Withdrawn:
		return ui.Sentence(string(p))
	case changes:
		return "Changes asked for"
	}
	return s.Label()
}

// fieldLabels name a claim's fields as forms and the history show them.
var fieldLabels = map[string]string{
	"statement": "Statement", "short_form": "Short form", "language": "Language", "speaker": "Speaker", "speaker_kind": "Kind of speaker",
	"speaker_role": "Role on that date", "claimed_on": "Said on", "place": "Place or occasion", "topics": "Topics", "priority": "Priority",
	"summary": "Short answer", "explanation": "Explanation", "state": "State", "publication": "Publication", "verdict": "Verdict",
	"reject_reason": "Why rejected", "state_note": "Note", "review_by": "Look at it again", "merged_into": "Merged into",
	"rating": "Rating", "reasons": "Reasons for the rating", "reason": "Reason", "hold_reason": "What it waits for", "hold_until": "Until", "reject_note": "Note", "comment": "Comment", "override": "Public reason for deciding alone",
	"source_url": "Address of the source", "source_title": "Title of the source", "source_publisher": "Publisher", "source_kind": "Kind of source",
	"source_accessed": "Read on", "source_archived": "Archived copy", "source_stance": "What it does to the claim", "source_passage": "Passage relied on", "source_note": "Our note",
	"reply_asked": "Who was asked", "reply_channel": "How they were asked", "reply_asked_on": "Asked on", "reply_deadline": "Asked to answer by",
	"reply_answer": "The answer, word for word", "reply_answered_on": "Answered on",
	"correction_kind": "Kind of correction", "correction_note": "Public note", "withdraw_note": "Public reason",
}

// fieldOrder is the order of the form fields where a page lists them.
var fieldOrder = []string{
	"statement", "short_form", "language", "speaker", "speaker_kind", "speaker_role", "claimed_on", "place", "topics", "priority", "review_by",
	"summary", "explanation", "rating", "reasons", "source_url", "source_title", "source_publisher", "source_kind", "source_accessed", "source_archived",
	"source_stance", "source_passage", "source_note", "reply_asked", "reply_channel", "reply_asked_on", "reply_deadline", "reply_answer", "reply_answered_on", "comment", "override", "reason", "hold_reason", "hold_until", "reject_reason", "reject_note",
	"correction_kind", "correction_note", "withdraw_note",
}

// stored is a claim's field in the form in which people type it.
func stored(k *claims.Claim, name string) (string, bool) {
	switch name {
	case "topics":
		return strings.Join(k.Topics, ", "), true
	case "speaker_kind":
		if k.Speaker == nil {
			return "", true
		}
		return string(k.Speaker.Kind), true
	case "statement", "short_form", "language", "speaker", "speaker_role", "claimed_on", "place", "priority", "review_by", "summary", "explanation":
		s, _ := k.Fields()[name].(string)
		return s, true
	}
	return "", false
}

// done are the words that a page shows after an act.
var done = map[string]string{
	"revoked": "The link does not work any more.",
	"kept":    "Kept for you alone, unsent.", "discarded": "Forgotten.",
	"blind":     "Rated. Nobody sees how before a rating is proposed.",
	"accepted":  "Accepted. It is in the queue, open.",
	"rejected":  "Rejected.",
	"repeated":  "Noted as the same claim made again.",
	"reopened":  "Taken up again.",
	"undone":    "Undone. It is as it was.",
	"held":      "You hold it now. The hold ends by itself 30 minutes after your last change.",
	"let-go":    "Let go. It is open for others.",
	"on-hold":   "Put on hold.",
	"edited":    "Saved.",
	"saved":     "Saved.",
	"source":    "Source added.",
	"removed":   "Source removed. The numbers of the others stay.",
	"proposed":  "Proposed. A second person decides now.",
	"taken":     "You took your proposal back.",
	"approved":  "Approved. An editor can publish it.",
	"voted":     "Your vote counts. The others do not see it before they vote.",
	"changes":   "Sent back with your comment.",
	"public":    "Published.",
	"correct":   "The correction is published.",
	"typo":      "The typing error is put right.",
	"withdraw":  "Withdrawn. The page stays, with your reason.",
	"marked":    "Marked. It is a candidate like the others now.",
	"added":     "The article is here.",
	"no-text":   "The text was removed for good.",
	"assigned":  "Assigned.",
	"merged":    "Merged. What the other claim had stands here now.",
	"separated": "The two claims stand on their own again.",
	"asked":     "Noted. The deadline stands in the queue.",
	"reply":     "Noted in the log.",
	"comment":   "Your comment is in the thread.",

	"same":      "The page was fetched again: its text is the same.",
	"changed":   "The page was fetched again: its text changed. Every quote was looked for in it.",
	"gone":      "The site says that the page is gone.",
	"replaced":  "The page shows the text of another article now.",
	"unfetched": "The page could not be compared.",
	"settled":   "Dealt with. It is off the list.",
	"watched":   "Saved. You are told of what it finds from now on.",
	"unwatched": "Removed.",
	"looked":    "Looked at. It comes back when it has been repeated as often again.",
}

// actionWords are what somebody did, after their name.
func actionWords(action string) string {
	if w, ok := deedWords[action]; ok {
		return w
	}
	return action
}

var deedWords = map[string]string{
	"found": "found it", "imported": "imported it", "added": "marked it", "accepted": "accepted it", "rejected": "rejected it", "reopened": "took it up again", "undone": "undid the step before", "tagged": "added a topic",
	"held": "took it", "renewed": "went on holding it", "took over": "took it over", "let go": "let it go", "put on hold": "put it on hold",
	"edited": "edited it", "source added": "added a source", "source edited": "changed a source", "checked again": "took the statement up again", "taken up again": "took up a withdrawn check again", "source removed": "removed a source",
	"proposed": "proposed a rating", "took back": "took the proposal back", "approved": "approved it", "approved alone": "approved it alone",
	"voted": "voted", "asked an expert": "asked an expert", "revoked an expert’s link": "revoked an expert’s link", "rated blind": "rated it blind", "changes requested": "asked for changes", "published": "published it", "corrected": "corrected it", "typo fixed": "put a typing error right",
	"withdrawn": "withdrew it", "merged": "merged it", "took in": "merged another claim into it", "separated": "separated it from another claim", "gave back": "separated another claim from it",
	"assigned": "assigned it", claims.Commented: "commented",
	"asked for a reply": "asked for a reply", "reply came": "noted an answer", "no reply": "noted that no answer came",
	"reply shown": "showed readers a request for a reply", "reply hidden": "took a request for a reply off the check",

	"quote stands": "found its words where they stood", "quote moved": "found its words at another place", "quote gone": "found its words gone", "quote back": "found its words back",
}

// decisions are what may be seen of a proposal's: all, or while it is voted on
// one's own vote.
func (v claimView) decisions(r claims.Review) []claims.Decision {
	if !r.Vote() || r.Outcome != claims.OutcomePending {
		return r.Decisions
	}
	if own, voted := r.Voted(v.User.ID); voted {
		return []claims.Decision{own}
	}
	return nil
}

// votesSoFar says how many voted, and not how.
func votesSoFar(r claims.Review) string {
	n := "Nobody has voted yet."
	if k := len(r.Decisions); k > 0 {
		n = ui.Plural(k, "colleague has", "colleagues have") + " voted."
	}
	return n + " Three vote, two carry, and nobody sees how others voted before it is decided."
}

func decisionWords(x claims.Decision) string {
	if x.Approve {
		return x.By.Name + " approved it on "
	}
	return x.By.Name + " asked for changes on "
}

// colon sets a note behind what it is about.
func colon(s string) string {
	if s == "" {
		return ""
	}
	return ": " + s
}
