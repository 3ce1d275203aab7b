package desk

import (
	"errors"
	"strconv"
	"strings"

	"touchstone/claims"
	"touchstone/views/ui"
)

func revision(k *claims.Claim) string { return strconv.Itoa(k.Revision) }

func digit(n int) string { return strconv.Itoa(n) }

func limited(f ui.Field, n int) ui.Field {
	f.Limit = n
	return f
}

func narrow(f ui.Field) ui.Field {
	f.Narrow = true
	return f
}

func name(s *claims.Speaker) string {
	if s == nil {
		return ""
	}
	return s.Name
}

func kindOf(s *claims.Speaker) claims.SpeakerKind {
	if s == nil {
		return claims.IsPerson
	}
	return s.Kind
}

var speakerKinds = []ui.Option{{Value: string(claims.IsPerson), Label: "Person"}, {Value: string(claims.IsOrganisation), Label: "Organisation"}}

var quoteKinds = []ui.Option{
	{Value: string(claims.Direct), Label: "Yes, all of them"},
	{Value: string(claims.Mixed), Label: "Partly"},
	{Value: string(claims.Indirect), Label: "No, the reporter’s"},
}

var priorities = []ui.Option{{Value: "low", Label: "Low"}, {Value: "middling", Label: "Middling"}, {Value: "high", Label: "High"}}

// priority of a claim nobody triaged is suggested by how checkable it looks.
func priority(k *claims.Claim) string {
	if k.Priority != claims.PriorityNone {
		return k.Priority.String()
	}
	if a := k.First(); a != nil && a.Finding.Worth >= 0.75 {
		return "high"
	}
	return "middling"
}

// words are an error's own, without the cause, which is for the log.
func words(err error) string {
	var list claims.Problems
	if errors.As(err, &list) {
		return list.Error()
	}
	var e *claims.Error
	if errors.As(err, &e) {
		return e.Message
	}
	return "this cannot be done now"
}

func typed(f ui.Field, kind string) ui.Field {
	f.Type = kind
	return f
}

var sourceKinds = func() []ui.Option {
	list := []ui.Option{{Value: "", Label: "Choose"}}
	for _, k := range claims.SourceKinds {
		label := ui.Sentence(k.Label())
		if k.Primary() {
			label += " (primary)"
		}
		list = append(list, ui.Option{Value: string(k), Label: label})
	}
	return list
}()

var stances = func() []ui.Option {
	list := []ui.Option{{Value: "", Label: "Choose"}}
	for _, s := range claims.Stances {
		list = append(list, ui.Option{Value: string(s), Label: s.Label()})
	}
	return list
}()

var correctionKinds = func() []ui.Option {
	list := []ui.Option{{Value: "", Label: "Choose"}}
	for _, k := range claims.CorrectionKinds {
		list = append(list, ui.Option{Value: string(k), Label: ui.Sentence(k.Label())})
	}
	return list
}()

var rejectReasons = func() (list []ui.Option) {
	for _, r := range claims.RejectReasons {
		list = append(list, ui.Option{Value: string(r), Label: ui.Sentence(r.Label())})
	}
	return list
}()

// stance is what a source does, in a word.
func stance(s claims.Stance) string { return ui.Sentence(string(s)) }

func reopenHint(k *claims.Claim) string {
	switch k.State {
	case claims.StateApproved:
		return "The approval falls away, and the claim is researched again."
	case claims.StateOnHold:
		return "May stay empty."
	}
	return ""
}

// speakerName is who said it; that nobody is named is said.
func speakerName(k *claims.Claim) string {
	if k.Speaker == nil {
		return "Not known"
	}
	return k.Speaker.Name
}

// comma sets a text behind another one.
func comma(s string) string {
	if s == "" {
		return ""
	}
	return ", " + s
}

// roleWords is the role on that date; that none is given is said.
func roleWords(k *claims.Claim) string {
	if k.SpeakerRole == "" && k.Speaker != nil && k.Speaker.Kind == claims.IsPerson {
		return "role on that date not given"
	}
	return k.SpeakerRole
}

func topicWords(k *claims.Claim) string {
	if len(k.Topics) == 0 {
		return "none yet"
	}
	return strings.Join(k.Topics, ", ")
}

// appearanceWords is where and how the words came; n is how often they did.
func appearanceWords(a claims.Appearance, n int) string {
	s := a.Kind.Words()
	if a.Article != nil {
		s = a.Article.Outlet + " · " + a.Article.PublishedOn.Text() + " · " + s
	}
	if a.First && n > 1 {
		s += " · first known"
	}
	return s
}

// sourceWords is what is known of a source, behind its title.
func sourceWords(s claims.Source) string {
	w := s.Publisher + ", " + s.Kind.Label()
	if s.Kind.Primary() {
		w += ", primary"
	}
	if s.AccessedOn.Known() {
		w += ", read on " + s.AccessedOn.Text()
	}
	if s.Archived == "" && s.URL != "" {
		w += ", not archived"
	}
	return w
}

// whenWhere is the date and the occasion; what was not said yet is said.
func whenWhere(k *claims.Claim) string {
	if k.ClaimedOn.IsZero() {
		return "date not given yet" + comma(k.Place)
	}
	return k.ClaimedOn.Text() + comma(k.Place)
}

// onHold is what a claim on hold waits for.
func onHold(k *claims.Claim) string {
	if k.State == claims.StateOnHold {
		return k.StateNote
	}
	return ""
}

func holdWords(k *claims.Claim) string {
	if k.State == claims.StateOnHold {
		return "Change what it waits for"
	}
	return "Put on hold"
}

// outcome says why a claim was rejected or waits.
func outcome(k *claims.Claim) string {
	s := ""
	if k.State == claims.StateRejected {
		s = " as " + k.RejectReason.Label()
	}
	if k.StateNote != "" && (k.State == claims.StateRejected || k.State == claims.StateOnHold) {
		s += ": " + k.StateNote
	}
	if k.HoldUntil.Known() {
		s += ", until " + k.HoldUntil.Text()
	}
	return s
}

// lastNumber is the highest number a source has; the explanation cites none
// above it.
func lastNumber(k *claims.Claim) (n int) {
	for _, e := range k.Evidence {
		n = max(n, e.Number)
	}
	return n
}

// unseen reports whether the words of an appearance came with an import and
// were not found in the article so far.
func unseen(a claims.Appearance) bool {
	return a.Anchor == claims.Orphaned && a.Finding.Rule == claims.RuleImported
}

func lostWords(a claims.Appearance) string {
	if unseen(a) {
		return "Not seen in the article yet."
	}
	return "No longer in the article."
}
