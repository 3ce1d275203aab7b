package desk

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/ingest"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// roomView is the reading room: an article with its candidates.
type roomView struct {
	Page      ui.Page
	User      claims.User
	Article   claims.Article
	Blocks    []block
	List      []*candidate
	Current   *candidate // nil when everything is decided, or nothing was found
	Form      form
	Names     []string // of speakers, for suggestions
	Left, All int      // candidates of the whole desk: undecided, and ever found
	Next      claims.ID
	Did       string         // what the last act was
	DidTo     *claims.Claim  // and to which claim
	Places    []place        // where the words to be marked stand more than once
	Mark      bool           // the card is the form to mark a claim by hand
	Selected  string         // the words that were selected for it
	Known     []claims.Known // what the current candidate may repeat
	Now       time.Time
	Several   several
	Steps     []claims.Step // that the user can take back
}

// readNext leads to the next article with candidates that nobody decided.
func (d *Desk) readNext(c echo.Context) error {
	id, err := d.db.NextUndecided(c.Request().Context(), 0)
	if err != nil {
		return err
	}
	if id != 0 {
		return see(c, articlePath(id)+"#current")
	}
	page, err := d.page(c, "Nothing to read", ui.SectionRead)
	if err != nil {
		return err
	}
	n, err := d.db.StateCounts(c.Request().Context())
	if err != nil {
		return err
	}
	return ui.Render(c, http.StatusOK, allRead(page, n))
}

func (d *Desk) room(c echo.Context) error {
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	return d.showRoom(c, http.StatusOK, id, current(c), form{})
}

// current is the candidate that the address asks for; zero for the next
// undecided one.
func current(c echo.Context) claims.ID {
	id, err := claims.ParseID(c.QueryParam("c"))
	if err != nil {
		return 0
	}
	return id
}

func (d *Desk) showRoom(c echo.Context, status int, article, at claims.ID, f form) error {
	v, err := d.roomView(c, article, at, f)
	if err != nil {
		return err
	}
	return renderRoom(c, status, v)
}

func renderRoom(c echo.Context, status int, v roomView) error {
	return ui.Render(c, status, roomPage(v))
}

func (d *Desk) roomView(c echo.Context, article, at claims.ID, f form) (roomView, error) {
	ctx := c.Request().Context()
	v := roomView{User: auth.User(c), Form: f}
	var err error
	if v.Article, err = d.db.Article(ctx, article); err != nil {
		return v, err
	}
	found, err := d.db.ArticleClaims(ctx, article)
	if err != nil {
		return v, err
	}
	v.choose(found, at)
	if !v.removed() {
		v.Blocks = lay(v.Article.Title, v.Article.Text, v.List)
	}
	if v.Names, err = d.db.SpeakerNames(ctx); err != nil {
		return v, err
	}
	counts, err := d.db.StateCounts(ctx)
	if err != nil {
		return v, err
	}
	v.Left = counts[claims.StateNew]
	for _, n := range counts {
		v.All += n
	}
	if v.Next, err = d.db.NextUndecided(ctx, article); err != nil {
		return v, err
	}
	if v.Next == article {
		v.Next = 0
	}
	v.remember(c, found)
	if v.Several, err = d.several(c, claims.StateNew); err != nil {
		return v, err
	}
	v.Several.Back = articlePath(article)
	if v.Steps, err = d.steps(c); err != nil {
		return v, err
	}
	v.Now = d.db.Now()
	if v.Current != nil && v.Current.undecided() {
		if v.Known, err = d.like(ctx, v.Current.Claim); err != nil {
			return v, err
		}
	}
	v.Selected = c.QueryParam("quote")
	v.Mark = v.User.May(claims.ActAddClaim) && !v.removed() && (c.QueryParam("mark") != "" || f.sent("quote"))
	v.Page, err = d.page(c, "Reading room, "+v.left(), ui.SectionRead)
	return v, err
}

// removed reports whether the article's text was removed by law.
func (v roomView) removed() bool { return !v.Article.TextRemovedAt.IsZero() }

// choose numbers the candidates and finds the current one: the one asked for,
// or the first that nobody decided.
func (v *roomView) choose(found []*claims.Claim, at claims.ID) {
	v.List = candidates(v.Article.ID, found, at)
	for _, k := range v.List {
		if k.Current {
			v.Current = k
			return
		}
	}
	if v.Current = next(v.List, 0); v.Current != nil {
		v.Current.Current = true
	}
}

// remember finds what the last act in this room was, for the line that offers
// to undo it.
func (v *roomView) remember(c echo.Context, found []*claims.Claim) {
	if v.Did = didTo(c); v.Did == "" {
		v.Did = done[c.QueryParam("did")]
	}
	for _, k := range found {
		if k.ID.String() == c.QueryParam("to") {
			v.DidTo = k
		}
	}
}

// next is the undecided candidate to read after number n: first those of the
// high tier, in the order of the text and round again, then the others.
func next(list []*candidate, n int) *candidate {
	var best *candidate
	rank := func(k *candidate) int {
		r := 0
		if !k.App.Finding.High && k.App.Finding.Rule != byHand {
			r = 2
		}
		if k.N <= n {
			r++
		}
		return r
	}
	for _, k := range list {
		if k.undecided() && (best == nil || rank(k) < rank(best)) {
			best = k
		}
	}
	return best
}

// maxWorthy is how many candidates the list beside the article names.
const maxWorthy = 5

// worthy are the undecided candidates that look most worth checking, best
// first; none where there are too few to choose from.
func (v roomView) worthy() []*candidate {
	var list []*candidate
	for _, k := range v.List {
		if k.undecided() && k.App.Finding.Worth > 0 {
			list = append(list, k)
		}
	}
	slices.SortStableFunc(list, func(a, b *candidate) int { return cmp.Compare(b.App.Finding.Worth, a.App.Finding.Worth) })
	if len(list) < 3 {
		return nil
	}
	return list[:min(len(list), maxWorthy)]
}

// undecided are the candidates that nobody decided, as many as can be decided
// at once.
func (v roomView) undecided() (list []*candidate) {
	for _, k := range v.List {
		if k.undecided() && len(list) < claims.MaxTogether {
			list = append(list, k)
		}
	}
	return list
}

// left is the whole desk's work in words.
func (v roomView) left() string {
	return ui.Number(v.Left) + " of " + ui.Number(v.All) + " left"
}

// decided is how many of this article's candidates somebody looked at.
func (v roomView) decided() (n int) {
	for _, k := range v.List {
		if !k.undecided() {
			n++
		}
	}
	return n
}

// beside is the candidate n places after the current one, or nil.
func (v roomView) beside(n int) *candidate {
	if v.Current == nil {
		return nil
	}
	if i := v.Current.N - 1 + n; i >= 0 && i < len(v.List) {
		return v.List[i]
	}
	return nil
}

// path is the address of a candidate in this room.
func (v roomView) path(k *candidate) string { return candidatePath(v.Article.ID, k.Claim.ID) }

func candidatePath(article, claim claims.ID) string {
	return articlePath(article) + "?c=" + claim.String() + "#current"
}

// linkAttrs mark the current candidate, and where it begins: browsers scroll there.
func (v roomView) linkAttrs(s segment) templ.Attributes {
	a := templ.Attributes{}
	if s.Of.Current && !v.Mark {
		a["aria-current"] = "true"
		if s.First {
			a["id"] = "current"
		}
	}
	if s.sign() {
		a["aria-label"] = "Candidate " + strconv.Itoa(s.Of.N) + ", the same words"
	}
	return a
}

// byline is what is known of the article, in one line.
func (v roomView) byline() string {
	s := v.Article.PublishedOn.Text()
	if v.Article.Byline != "" {
		s += " · by " + strings.TrimPrefix(strings.TrimPrefix(v.Article.Byline, "By "), "by ")
	}
	return s + " · added " + v.Article.RetrievedAt.UTC().Format("2 January 2006, 15:04") + " UTC"
}

// because says why the extractor proposed the candidate.
func because(k *candidate) string {
	f := k.App.Finding
	if f.Rule == byHand {
		return "a person marked it"
	}
	s := k.App.Kind.Words()
	if k.App.Cue != "" {
		s += "; cue “" + k.App.Cue + "”"
	}
	if f.Rule != "" {
		s += ", as in: " + f.Rule
	}
	if f.SpeakerWhy != "" {
		s += "; speaker: " + f.SpeakerWhy
	}
	return s
}

// score is a number from 0 to 1 with two decimals.
func score(f float64) string { return strconv.FormatFloat(f, 'f', 2, 64) }

// worth says how checkable the statement looks, and why.
func worth(f claims.Finding) string {
	s := score(f.Worth)
	if len(f.WorthWhy) > 0 {
		s += ": " + strings.Join(f.WorthWhy, ", ")
	}
	return s
}

// did is what the last act was, with its reason.
func (v roomView) did() string {
	if v.DidTo != nil && v.DidTo.State == claims.StateRejected {
		return "Rejected" + outcome(v.DidTo) + "."
	}
	return v.Did
}

// nothing says why an article has no candidates.
func (v roomView) nothing() string {
	if !ingest.English(v.Article.Language) {
		return "Statements are looked for in English texts only. Read this one, and mark by hand what is worth checking."
	}
	return "No attributed statement was found in this article. If you see one, mark it by hand."
}
