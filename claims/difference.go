package claims

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"
)

// Fields is a claim as the audit log and the merge screen see it: one value a
// name, nothing that only joins for display.
func (c *Claim) Fields() map[string]any {
	f := map[string]any{
		"statement": c.Statement, "short_form": c.ShortForm, "language": c.Language,
		"speaker_role": c.SpeakerRole, "claimed_on": c.ClaimedOn.String(), "place": c.Place,
		"topics": strings.Join(c.Topics, "|"), "state": string(c.State), "priority": c.Priority.String(),
		"reject_reason": string(c.RejectReason), "state_note": c.StateNote,
		"summary": c.Summary, "explanation": c.Explanation, "publication": string(c.Publication),
		"review_by": c.ReviewBy.String(), "hold_until": c.HoldUntil.String(), "merged_into": c.MergedInto.String(),
		"speaker": "", "verdict": "", "held_by": "", "held_until": "",
	}
	if c.Speaker != nil {
		f["speaker"] = c.Speaker.Name
	}
	if c.Verdict != nil {
		f["verdict"] = c.Verdict.Rating.Key
	}
	if c.Lease != nil {
		f["held_by"] = c.Lease.By.ID.String()
		f["held_until"] = c.Lease.Until.UTC().Format(time.RFC3339)
	}
	for _, a := range c.Appearances {
		article := ID(0)
		if article = a.ArticleID; article == 0 && a.Article != nil {
			article = a.Article.ID
		}
		f["appearance "+article.String()+" "+string(spanJSON(Span{a.Start(), a.End()}))] = []any{string(a.Kind), a.Quote, string(a.Anchor)}
	}
	for _, e := range c.Evidence {
		key := e.Source.URL
		if key == "" {
			key = e.Source.Publisher + ": " + e.Source.Title
		}
		f["source "+key] = []any{string(e.Stance), e.Source.Title, e.Source.Publisher, string(e.Source.Kind), e.Source.AccessedOn.String(), e.Source.Archived, e.Passage, e.Note}
	}
	for _, r := range c.Replies {
		shown, none := "", ""
		if r.Public {
			shown = "for readers"
		}
		if r.None {
			none = "no answer"
		}
		f["reply "+r.AskedOn.String()+" "+r.Asked] = []any{string(r.Channel), r.Deadline.String(), r.Answer, r.AnsweredOn.String(), none, shown}
	}
	for _, r := range c.Reviews {
		f["proposal "+r.At.UTC().Format(time.RFC3339Nano)] = []any{r.By.ID.String(), r.Rating.Key, r.Reasons, string(r.Outcome)}
	}
	return f
}

// Difference names the fields in which two states of a claim differ, with the
// value on each side. A field that is empty on one side stands only on the other.
func Difference(before, after *Claim) (b, a map[string]any) {
	b, a = map[string]any{}, map[string]any{}
	var was, is map[string]any
	if before != nil {
		was = before.Fields()
	}
	if after != nil {
		is = after.Fields()
	}
	for k, v := range was {
		if !reflect.DeepEqual(v, is[k]) && v != "" {
			b[k] = v
		}
	}
	for k, v := range is {
		if !reflect.DeepEqual(v, was[k]) && v != "" {
			a[k] = v
		}
	}
	return b, a
}

// jsonOf writes a map with its keys sorted, the canonical form of the audit log.
func jsonOf(m map[string]any) json.RawMessage {
	if len(m) == 0 {
		return nil
	}
	b, err := json.Marshal(m)
	if err != nil {
		return nil
	}
	return b
}
