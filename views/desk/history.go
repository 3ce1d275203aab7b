package desk

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/anchor"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// historyView is everything that happened to a claim.
type historyView struct {
	Page   ui.Page
	User   claims.User
	Claim  *claims.Claim
	Events []claims.Event // newest first
}

func (d *Desk) history(c echo.Context) error {
	ctx := c.Request().Context()
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	v := historyView{User: auth.User(c)}
	if v.Claim, err = d.db.Claim(ctx, id); err != nil {
		return err
	}
	if v.Events, err = d.db.ClaimEvents(ctx, id); err != nil {
		return err
	}
	if v.Page, err = d.page(c, "History: "+v.Claim.Statement, ui.SectionQueue); err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, historyPage(v))
}

// change is one field that an event changed.
type change struct {
	Label string
	Ops   []anchor.Op
}

// changesOf reads what an event changed, field by field, in the order of the
// forms.
func changesOf(e claims.Event) []change {
	was, is := fieldsOf(e.Before), fieldsOf(e.After)
	names := map[string]bool{}
	for n := range was {
		names[n] = true
	}
	for n := range is {
		names[n] = true
	}
	var list []change
	for _, n := range inOrder(names) {
		if n == "held_by" || n == "held_until" || n == "mentioned" || n == "expert" { // the act and its note say it
			continue
		}
		list = append(list, change{fieldLabel(n), anchor.Brief(anchor.Diff(was[n], is[n]))})
	}
	return list
}

// fieldsOf reads an event's side of a change as texts.
func fieldsOf(raw json.RawMessage) map[string]string {
	var fields map[string]any
	if json.Unmarshal(raw, &fields) != nil {
		return nil // an event that changed no field has none
	}
	out := map[string]string{}
	for n, v := range fields {
		out[n] = claims.FieldText(n, v)
	}
	return out
}

// fieldLabel names a field of the audit log.
func fieldLabel(n string) string {
	if l, ok := fieldLabels[n]; ok {
		return l
	}
	kind, rest, _ := strings.Cut(n, " ")
	switch kind {
	case "source":
		return "Source"
	case "appearance":
		return "Appearance"
	case "proposal":
		return "Proposal"
	case "reply":
		return "Request of " + rest
	}
	return ui.Sentence(strings.ReplaceAll(n, "_", " "))
}

// inOrder sorts field names as forms have them, others behind by name.
func inOrder(names map[string]bool) []string {
	var list []string
	for n := range names {
		list = append(list, n)
	}
	rank := func(n string) int {
		if i := slices.Index(fieldOrder, n); i >= 0 {
			return i
		}
		return len(fieldOrder)
	}
	slices.SortFunc(list, func(a, b string) int {
		if r := rank(a) - rank(b); r != 0 {
			return r
		}
		return strings.Compare(a, b)
	})
	return list
}

// actor is who did it, as the reader of the page sees it.
func actor(e claims.Event, u claims.User) string {
	switch {
	case e.Actor.ID == 0:
		return "Touchstone"
	case e.Actor.ID == u.ID:
		return "You"
	case e.Actor.Name == "":
		return "Someone who left"
	}
	return e.Actor.Name
}

func allEvents(n int) string {
	if n == 1 {
		return "The whole history"
	}
	return "All " + ui.Number(n) + " events"
}

// short cuts a note for the trail.
func short(s string) string {
	if r := []rune(s); len(r) > 120 {
		return string(r[:120]) + "…"
	}
	return s
}
