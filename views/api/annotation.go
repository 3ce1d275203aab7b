package api

import (
	"encoding/json"
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/anchor"
)

// The parts of the Web Annotation Data Model (https://www.w3.org/TR/annotation-model/)
// that an appearance needs: the check's page assesses the quoted words.
const (
	annotationContext = "http://www.w3.org/ns/anno.jsonld"
	annotationType    = `application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"`
)

type (
	annotation struct {
		Context    string   `json:"@context,omitempty"`
		ID         string   `json:"id"`
		Type       string   `json:"type"`
		Motivation string   `json:"motivation"`
		Creator    *creator `json:"creator,omitempty"`
		Rights     string   `json:"rights,omitempty"`
		Body       body     `json:"body"`
		Target     []target `json:"target"`
	}
	creator struct {
		Type string `json:"type"`
		Name string `json:"name"`
	}
	body struct {
		ID     string `json:"id"`
		Type   string `json:"type"`
		Format string `json:"format"`
	}
	target struct {
		Source   string `json:"source"`
		Selector []any  `json:"selector"`
	}
	annotationPage struct {
		Context string       `json:"@context"`
		ID      string       `json:"id"`
		Type    string       `json:"type"`
		PartOf  collection   `json:"partOf"`
		Items   []annotation `json:"items"`
		Next    string       `json:"next,omitempty"`
	}
	collection struct {
		ID    string `json:"id"`
		Type  string `json:"type"`
		Label string `json:"label"`
	}
)

// annotate says in the W3C's terms where a claim stands in an article. A
// quotation that the reporter divided has a target for each of its pieces.
func (a *API) annotate(r claims.AppearanceRecord, s claims.Settings) annotation {
	out := annotation{
		ID: a.base + "/api/v1/appearances/" + r.Appearance.ID.String(), Type: "Annotation", Motivation: "assessing", Rights: s.Licence,
		Body: body{a.base + "/claims/" + r.ClaimID.String(), "Text", "text/html"}, Target: []target{},
	}
	if s.Organisation != "" {
		out.Creator = &creator{"Organization", s.Organisation}
	}
	source := a.base + "/api/v1/articles/" + r.ArticleID.String()
	if r.Article != nil && r.Article.URL != "" {
		source = r.Article.URL
	}
	for _, p := range anchor.Selectors(r.Appearance) {
		out.Target = append(out.Target, target{source, []any{p.Quote, p.Position}})
	}
	return out
}

// appearances lists where published claims stand, as a page of annotations.
func (a *API) appearances(c echo.Context) error {
	ctx := c.Request().Context()
	f, w, err := filter(c.QueryParams())
	if err != nil {
		return err
	}
	s, err := a.db.Settings(ctx)
	if err != nil {
		return err
	}
	have, more, err := a.db.PublicAppearances(ctx, f, w)
	if err != nil {
		return err
	}
	self := a.base + c.Request().URL.EscapedPath()
	out := annotationPage{Context: annotationContext, ID: self, Type: "AnnotationPage", Items: make([]annotation, len(have)),
		PartOf: collection{self, "AnnotationCollection", "Statements that were checked, by " + s.Organisation}}
	if q := c.QueryParams().Encode(); q != "" {
		out.ID += "?" + q
	}
	for i, r := range have {
		out.Items[i] = a.annotate(r, s)
	}
	if more {
		out.Next = a.next(c, have[len(have)-1].Appearance.ID.String())
	}
	return annotations(c, out)
}

// appearance gives one annotation.
func (a *API) appearance(c echo.Context) error {
	ctx := c.Request().Context()
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	s, err := a.db.Settings(ctx)
	if err != nil {
		return err
	}
	r, err := a.db.PublicAppearance(ctx, id)
	if err != nil {
		return err
	}
	out := a.annotate(r, s)
	out.Context = annotationContext
	return annotations(c, out)
}

func annotations(c echo.Context, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, annotationType, b)
}
