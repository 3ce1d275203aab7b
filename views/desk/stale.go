package desk

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/anchor"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// staleView shows two versions side by side: what somebody saved meanwhile, and
// what was typed. Its form sends the merged text to the act that was refused.
type staleView struct {
	Page   ui.Page
	User   claims.User
	Claim  *claims.Claim
	Action string
	Events []claims.Event // since the form was opened, newest first
	Rows   []staleRow
	Hidden url.Values
}

// staleRow is one field of the form that could not be saved.
type staleRow struct {
	Name, Label  string
	Mine, Theirs string
	Base         string // what it said when the form was opened
	OfClaim      bool   // a field of the claim, so that there is another version
	Theirs1st    bool   // only they changed it
	Long         bool
	Options      []ui.Option // where the field is a choice
	Ops          []anchor.Op // from mine to theirs
}

// stale draws the page for a form that was filled in on an older revision.
func (d *Desk) stale(c echo.Context, v url.Values) error {
	ctx := c.Request().Context()
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	base, err := based(v)
	if err != nil {
		return err
	}
	s := staleView{User: auth.User(c), Action: c.Request().URL.Path}
	if s.Claim, err = d.db.Claim(ctx, id); err != nil {
		return err
	}
	events, err := d.db.ClaimEvents(ctx, id)
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.Revision > base {
			s.Events = append(s.Events, e)
		}
	}
	s.Rows, s.Hidden = merge(s.Claim, linked(c, s.Claim), v, s.Events)
	if s.Page, err = d.page(c, "Two versions: "+s.Claim.Statement, ui.SectionQueue); err != nil {
		return err
	}
	return ui.Render(c, http.StatusConflict, stalePage(s))
}

// sourceBefore finds what a source said before others changed it. The audit log
// has its parts in one list, under its address.
func sourceBefore(now claims.Evidence, since []claims.Event, before map[string]string) {
	names := []string{"source_stance", "source_title", "source_publisher", "source_kind", "source_accessed", "source_archived", "source_passage", "source_note"}
	key := now.Source.URL
	for _, e := range since { // newest first, so that the key goes back with the address
		var was map[string]any
		if e.Action != "source edited" || json.Unmarshal(e.Before, &was) != nil {
			continue
		}
		for n, parts := range was {
			list, ok := parts.([]any)
			address, isSource := strings.CutPrefix(n, "source ")
			if !ok || !isSource || len(list) != len(names) || len(was) > 1 && address != key && list[1] != now.Source.Title {
				continue
			}
			key = address
			before["source_url"] = address
			for i, name := range names {
				before[name], _ = list[i].(string)
			}
		}
	}
}

// merge sets what was typed beside what the claim says now, with source as the
// source that a form is about, if it is about one. since are the
// events that came in between, newest first.
func merge(k *claims.Claim, source *claims.Evidence, v url.Values, since []claims.Event) (rows []staleRow, hidden url.Values) {
	before := map[string]string{}
	if source != nil {
		sourceBefore(*source, since, before)
	}
	for _, e := range since { // the oldest event comes last and wins
		for n := range fieldsOf(e.After) {
			before[n] = ""
		}
		for n, s := range fieldsOf(e.Before) {
			before[n] = s
		}
	}
	hidden = url.Values{}
	known := map[string]bool{}
	for _, n := range fieldOrder {
		if !v.Has(n) {
			continue
		}
		known[n] = true
		r := staleRow{Name: n, Label: fieldLabels[n], Mine: strings.ReplaceAll(v.Get(n), "\r\n", "\n")}
		r.Theirs, r.OfClaim = stored(k, n)
		if source != nil && strings.HasPrefix(n, "source_") {
			r.Theirs, r.OfClaim = sourceTyped(*source).Get(n), true
		}
		same := r.OfClaim && r.Mine == r.Theirs
		if same || !r.OfClaim && r.Mine == "" {
			hidden.Set(n, r.Mine)
			continue
		}
		was, changed := before[n]
		if r.Base = r.Theirs; changed {
			r.Base = was
		}
		r.Theirs1st = changed && was == r.Mine
		r.Options = choices[n]
		r.Long = len(r.Mine)+len(r.Theirs) > 160 || strings.Contains(r.Mine+r.Theirs, "\n")
		if r.OfClaim {
			r.Ops = anchor.Diff(r.Mine, r.Theirs)
		}
		rows = append(rows, r)
	}
	for n := range v {
		if !known[n] && n != "revision" {
			hidden.Set(n, v.Get(n))
		}
	}
	return rows, hidden
}

// choices are the fields that are chosen, not typed.
var choices = map[string][]ui.Option{
	"priority": priorities, "speaker_kind": speakerKinds, "source_kind": sourceKinds, "source_stance": stances,
	"correction_kind": correctionKinds, "reply_channel": replyChannels, "reject_reason": rejectReasons,
}

// verb is what the form does when it is sent again.
func (s staleView) verb() string {
	switch act := s.Action[strings.LastIndexByte(s.Action, '/')+1:] + " " + s.Hidden.Get("do"); act {
	case "answer propose":
		return "Save and propose this"
	case "decide approve", "decide override":
		return "Approve it as it is now"
	case "decide changes":
		return "Ask for these changes"
	case "hold ":
		return "Take it"
	case "publish ":
		return "Publish it as it is now"
	case "accept ":
		return "Accept this"
	case "reject ":
		return "Reject it"
	case "remove ":
		return "Remove the source"
	default:
		return "Save this"
	}
}

// by is who changed the claim meanwhile.
func (s staleView) by() string {
	if len(s.Events) == 0 {
		return "Someone"
	}
	return actor(s.Events[0], s.User)
}
