package desk

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

const (
	togetherPath = "/desk/together"
	undoPath     = "/desk/undo"
)

// several is what can be done on claims that were chosen together.
type several struct {
	User     claims.User
	Users    []claims.User // whom they can be assigned to
	States   []claims.State
	Back     string // the address to go on to
	Typed    url.Values
	Problems claims.Problems
}

// can reports whether an act makes sense for the states that are chosen from.
func (s several) can(a claims.Action, states ...claims.State) bool {
	if !s.User.May(a) {
		return false
	}
	for _, x := range s.States {
		for _, y := range states {
			if x == y {
				return true
			}
		}
	}
	return false
}

func (s several) accepts() bool { return s.can(claims.ActTriage, claims.StateNew) }
func (s several) rejects() bool {
	return s.can(claims.ActTriage, claims.StateNew, claims.StateOpen, claims.StateResearching, claims.StateOnHold)
}
func (s several) assigns() bool {
	return s.can(claims.ActAssign, claims.StateOpen, claims.StateResearching)
}

// any reports whether anything can be done.
func (s several) any() bool { return s.rejects() }

// reasons and assignees are the options of the two acts that need one.
func (s several) reasons() []ui.Option {
	list := []ui.Option{{Value: "", Label: "Choose"}}
	for _, r := range claims.RejectReasons {
		list = append(list, ui.Option{Value: string(r), Label: ui.Sentence(r.Label())})
	}
	return list
}

func (s several) assignees() []ui.Option {
	list := []ui.Option{{Value: "", Label: "Choose"}}
	for _, u := range s.Users {
		if u.May(claims.ActHold) {
			list = append(list, ui.Option{Value: u.ID.String(), Label: u.Name + ", " + string(u.Role)})
		}
	}
	return list
}

// several gathers what the form for claims of some states needs.
func (d *Desk) several(c echo.Context, states ...claims.State) (s several, err error) {
	s = several{User: auth.User(c), States: states, Back: c.Request().URL.RequestURI()}
	if c.Request().Method != http.MethodGet {
		s.Back = c.Request().URL.Path
	}
	if s.assigns() {
		s.Users, err = d.db.Users(c.Request().Context())
	}
	return s, err
}

// togetherView is what came of an act on several claims: what was left as it
// was, to be decided otherwise.
type togetherView struct {
	Page    ui.Page
	Several several
	Done    []*claims.Claim
	What    string // the act, as its event names it
	Left    []claims.Left
	Steps   []claims.Step
}

// together decides on several claims at once.
func (d *Desk) together(c echo.Context) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	ids, err := chosen(v)
	if err != nil {
		return err
	}
	rule, what, err := d.togetherRule(c, v)
	if err != nil {
		return d.showTogether(c, v, http.StatusUnprocessableEntity, togetherView{What: what, Left: asLeft(ids)}, err)
	}
	if len(ids) == 0 {
		return d.showTogether(c, v, http.StatusUnprocessableEntity, togetherView{What: what}, claims.Invalid("claim", "no claim was chosen: go back and tick some"))
	}
	by := auth.User(c)
	done, left, err := d.db.Together(c.Request().Context(), ids, func(k *claims.Claim, now time.Time) (claims.Event, error) { return rule(k, by, now) })
	if err != nil {
		return err
	}
	if len(left) > 0 {
		return d.showTogether(c, v, http.StatusOK, togetherView{Done: done, What: what, Left: left}, nil)
	}
	return see(c, backWith(v.Get("back"), what, len(done)))
}

// chosen are the claims that were ticked.
func chosen(v url.Values) (ids []claims.ID, err error) {
	if n := len(v["claim"]); n > claims.MaxTogether {
		return nil, claims.Invalid("claim", "%d claims were chosen, and %d at once are the most", n, claims.MaxTogether)
	}
	for _, s := range v["claim"] {
		id, err := claims.ParseID(s)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// togetherRule reads what is to be done, and the event that it makes.
func (d *Desk) togetherRule(c echo.Context, v url.Values) (deed, string, error) {
	switch v.Get("do") {
	case "accept":
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			return k.Accept(by, now, claims.Edit{})
		}, "accepted", nil
	case "reject":
		why := claims.RejectReason(v.Get("all_reason"))
		if why == "" {
			return nil, "rejected", claims.Invalid("all_reason", "choose why the claims will not be checked")
		}
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			return k.Reject(by, now, why, "")
		}, "rejected", nil
	case "tag":
		topic := claims.Line(v.Get("all_topic"))
		if topic == "" {
			return nil, "tagged", claims.Invalid("all_topic", "write the topic that the claims get")
		}
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			return k.Tag(by, now, topic)
		}, "tagged", nil
	case "assign":
		var to claims.User
		id, err := claims.ParseID(v.Get("all_assignee"))
		if err == nil {
			to, err = d.db.User(c.Request().Context(), id)
		}
		if err != nil && claims.KindOf(err) != claims.KindNotFound {
			return nil, "assigned", err
		}
		if to.ID == 0 {
			return nil, "assigned", claims.Invalid("all_assignee", "choose a colleague who may hold claims")
		}
		return func(k *claims.Claim, by claims.User, now time.Time) (claims.Event, error) {
			return k.Assign(by, now, to)
		}, "assigned", nil
	}
	return nil, "", claims.Invalid("do", "choose what is to be done: accept, reject, tag or assign")
}

// asLeft are claims that nothing was done with yet.
func asLeft(ids []claims.ID) (list []claims.Left) {
	for _, id := range ids {
		list = append(list, claims.Left{Claim: id})
	}
	return list
}

// showTogether shows the claims that are left, chosen still, with the form.
func (d *Desk) showTogether(c echo.Context, v url.Values, status int, t togetherView, wrong error) (err error) {
	ctx := c.Request().Context()
	if t.Several, err = d.several(c); err != nil {
		return err
	}
	for i := range t.Left {
		k, err := d.db.Claim(ctx, t.Left[i].Claim)
		if claims.KindOf(err) == claims.KindNotFound {
			continue
		}
		if err != nil {
			return err
		}
		t.Left[i].Statement = k.Statement
		t.Several.States = append(t.Several.States, k.State)
	}
	if t.Several.assigns() {
		if t.Several.Users, err = d.db.Users(ctx); err != nil {
			return err
		}
	}
	t.Several.Back, t.Several.Typed = back(v.Get("back")), v
	if wrong != nil {
		t.Several.Problems.Add(wrong)
	}
	if t.Steps, err = d.steps(c); err != nil {
		return err
	}
	if t.Page, err = d.page(c, "Several claims at once", ui.SectionQueue); err != nil {
		return err
	}
	return ui.Render(c, status, togetherPage(t))
}

// back is the desk's own address that a form names, or the queue.
func back(s string) string {
	if s = auth.Next(s); s == "/desk" || strings.HasPrefix(s, "/desk?") || strings.HasPrefix(s, "/desk/") {
		return s
	}
	return "/desk"
}

// backWith is the address to go on to with what was done to how many.
func backWith(to, what string, n int) string {
	u, err := url.Parse(back(to))
	if err != nil {
		return "/desk"
	}
	q := u.Query()
	for _, k := range []string{"did", "to", "n", "c"} {
		q.Del(k)
	}
	q.Set("did", what)
	q.Set("n", strconv.Itoa(n))
	return address(u.Path, q)
}

// didTo is what was done last and to how many, from the address; "" where
// nothing was.
func didTo(c echo.Context) string {
	words, ok := map[string]string{"accepted": "accepted", "rejected": "rejected", "tagged": "tagged", "assigned": "assigned", "undone": "put back as it was"}[c.QueryParam("did")]
	n, err := strconv.Atoi(c.QueryParam("n"))
	if !ok || err != nil || n < 1 || n > claims.MaxTogether {
		return ""
	}
	if n > 1 && words == "put back as it was" {
		words = "put back as they were"
	}
	return ui.Plural(n, "claim", "claims") + " " + words + "."
}

// shownSteps is how many steps back a person can go.
const shownSteps = 20

// steps are what the user can take back.
func (d *Desk) steps(c echo.Context) ([]claims.Step, error) {
	u := auth.User(c)
	if !u.May(claims.ActTriage) {
		return nil, nil
	}
	return d.db.Steps(c.Request().Context(), u, shownSteps)
}

// stepWords say what a step did.
func stepWords(s claims.Step) string {
	if n := len(s.Claims); n > 1 {
		return s.Action + " " + ui.Plural(n, "claim", "claims") + " together"
	}
	return s.Action + " “" + clip(s.First, 60) + "”"
}

// clip shortens a text to some characters.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return strings.TrimSpace(string(r[:n])) + "…"
	}
	return s
}

// undo takes the user's newest step back, the one that the form names.
func (d *Desk) undo(c echo.Context) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	ms, err := strconv.ParseInt(v.Get("at"), 10, 64)
	if err != nil || ms < 1 {
		return claims.Invalid("at", "the form does not say what to undo: open the page again")
	}
	done, left, err := d.db.Undo(c.Request().Context(), auth.User(c), time.UnixMilli(ms).UTC())
	if err != nil {
		return err
	}
	if len(left) > 0 {
		return d.showTogether(c, v, http.StatusOK, togetherView{Done: done, What: "undone", Left: left}, nil)
	}
	if article, err := claims.ParseID(v.Get("article")); err == nil && len(done) == 1 {
		return see(c, address(articlePath(article), url.Values{"did": {"undone"}, "to": {done[0].ID.String()}, "c": {done[0].ID.String()}})+"#current")
	}
	return see(c, backWith(v.Get("back"), "undone", len(done)))
}

// summary says what was done.
func (v togetherView) summary() string {
	what := v.What
	if what == "undone" {
		what = "put back"
	}
	return ui.Plural(len(v.Done), "claim", "claims") + " " + what + ", " + strconv.Itoa(len(v.Left)) + " left as they were."
}

// leftWords head the claims that are left.
func (v togetherView) leftWords() string {
	if len(v.Several.Problems) > 0 {
		return "Chosen"
	}
	return "Left as they were, and why"
}
