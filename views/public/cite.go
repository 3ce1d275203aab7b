package public

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
)

// citation names a check as it stood at one revision. Its author is the desk,
// which answers for what it publishes.
type citation struct {
	ID       string // of the entry in somebody's list
	Author   string
	Title    string
	Language string
	Revision int
	On       time.Time // of the revision
	URL      string    // of the revision
}

func (p *Public) citation(ctx context.Context, k *claims.Claim, at time.Time, s claims.Settings) citation {
	return citation{
		ID: fmt.Sprintf("%s-r%d", k.ID, k.Revision), Author: s.Organisation, Title: title(ctx, k), Language: s.Language,
		Revision: k.Revision, On: at.UTC(), URL: p.url(revisionPath(k.ID, k.Revision)),
	}
}

// revisionPath is where a check stands as it was; citePath a citation of it.
func revisionPath(id claims.ID, n int) string {
	return fmt.Sprintf("/claims/%s/revisions/%d", id, n)
}

func citePath(id claims.ID, n int, file string) string { return revisionPath(id, n) + "/" + file }

// bibtex cites a revision for LaTeX.
func (p *Public) bibtex(c echo.Context) error {
	return p.cite(c, func(k citation) error {
		return c.Blob(http.StatusOK, "application/x-bibtex; charset=utf-8", []byte(k.bibtex()))
	})
}

// csl cites a revision for reference managers, as CSL-JSON
// (https://docs.citationstyles.org, csl-data.json).
func (p *Public) csl(c echo.Context) error {
	return p.cite(c, func(k citation) error {
		b, err := json.Marshal([]cslItem{k.csl()})
		if err != nil {
			return err
		}
		return c.Blob(http.StatusOK, "application/vnd.citationstyles.csl+json; charset=utf-8", b)
	})
}

func (p *Public) cite(c echo.Context, send func(citation) error) error {
	k, err := p.load(c)
	if k == nil || err != nil {
		return err
	}
	then, at, err := p.then(c, k)
	if err != nil {
		return err
	}
	s, err := p.db.Settings(c.Request().Context())
	if err != nil {
		return err
	}
	return send(p.citation(c.Request().Context(), then, at, s))
}

// then is the check as it stood at the revision that a path names.
func (p *Public) then(c echo.Context, k *claims.Claim) (*claims.Claim, time.Time, error) {
	n, err := strconv.Atoi(c.Param("n"))
	if err != nil {
		return nil, time.Time{}, claims.NotFound("this check has no revision %q", clip(param(c, "n"), 20))
	}
	return p.db.Revision(c.Request().Context(), k.ID, n)
}

// day is the date as APA writes it.
func (k citation) day() string { return k.On.Format("2006, January 2") }

func (k citation) bibtex() string {
	var b strings.Builder
	fmt.Fprintf(&b, "@misc{%s,\n", k.ID)
	for _, f := range [][2]string{
		{"author", "{" + bibText(k.Author) + "}"}, {"title", "{" + bibText(k.Title) + "}"}, {"year", k.On.Format("2006")}, {"month", strings.ToLower(k.On.Format("Jan"))},
		{"day", k.On.Format("2")}, {"note", "Fact check, revision " + strconv.Itoa(k.Revision)}, {"url", k.URL},
	} {
		if f[0] == "month" { // a word that BibTeX knows
			fmt.Fprintf(&b, "  month = %s,\n", f[1])
			continue
		}
		fmt.Fprintf(&b, "  %s = {%s},\n", f[0], f[1])
	}
	b.WriteString("}\n")
	return b.String()
}

// bibText hides the signs that mean something to LaTeX. Braces must come in
// pairs for BibTeX even when they are hidden, so they are named.
var bibSigns = strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\textbraceleft{}`, "}", `\textbraceright{}`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`,
	"&", `\&`, "%", `\%`, "$", `\$`, "#", `\#`, "_", `\_`)

func bibText(s string) string { return bibSigns.Replace(claims.Line(s)) }

type (
	cslItem struct {
		ID       string    `json:"id"`
		Type     string    `json:"type"`
		Genre    string    `json:"genre"`
		Author   []cslName `json:"author"`
		Title    string    `json:"title"`
		Version  string    `json:"version"`
		Issued   cslDate   `json:"issued"`
		URL      string    `json:"URL"`
		Language string    `json:"language,omitempty"`
	}
	cslName struct {
		Literal string `json:"literal"`
	}
	cslDate struct {
		Parts [][]int `json:"date-parts"`
	}
)

func (k citation) csl() cslItem {
	return cslItem{
		ID: k.ID, Type: "webpage", Genre: "Fact check", Author: []cslName{{k.Author}}, Title: k.Title, Version: strconv.Itoa(k.Revision),
		Issued: cslDate{[][]int{{k.On.Year(), int(k.On.Month()), k.On.Day()}}}, URL: k.URL, Language: k.Language,
	}
}
