package api

import (
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
)

// speaker is who said something that was checked.
type speaker struct {
	ID         string             `json:"speaker_id"`
	Name       string             `json:"name"`
	Slug       string             `json:"slug"`
	Type       claims.SpeakerKind `json:"type"`
	Role       *string            `json:"role"`
	SameAs     *string            `json:"same_as"`
	Aliases    []string           `json:"aliases"`
	URL        string             `json:"url"`
	Checks     int                `json:"checks"`
	FirstClaim *string            `json:"first_claim"`
	LastClaim  *string            `json:"last_claim"`
	UpdatedAt  string             `json:"updated_at"`
}

// record is a speaker with what the checks came to.
type record struct {
	speaker
	Corrections int     `json:"corrections"`
	Verdicts    []count `json:"verdicts"`
	Topics      []count `json:"topics"`
}

type count struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	N     int    `json:"count"`
}

func (a *API) speakerOf(r claims.SpeakerRecord) speaker {
	out := speaker{
		ID: r.ID.String(), Name: r.Name, Slug: r.Slug, Type: r.Kind, Role: or(r.Role), SameAs: or(r.SameAs), Aliases: r.Aliases,
		URL: a.base + "/speakers/" + url.PathEscape(r.Slug), Checks: r.Checks, FirstClaim: known(r.First), LastClaim: known(r.Last), UpdatedAt: instant(r.UpdatedAt),
	}
	if out.Aliases == nil {
		out.Aliases = []string{}
	}
	return out
}

func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// speakers lists who has a published check.
func (a *API) speakers(c echo.Context) error {
	w, err := part(c.QueryParams())
	if err != nil {
		return err
	}
	have, more, err := a.db.PublicSpeakers(c.Request().Context(), w)
	if err != nil {
		return err
	}
	items := make([]speaker, len(have))
	for i, r := range have {
		items[i] = a.speakerOf(r)
	}
	return rows(a, c, have, more, func(r claims.SpeakerRecord) claims.ID { return r.ID }, items)
}

// speaker gives one speaker's record.
func (a *API) speaker(c echo.Context) error {
	slug := c.Param("slug")
	if s, err := url.PathUnescape(slug); err == nil {
		slug = s
	}
	r, err := a.db.Speaker(c.Request().Context(), slug)
	if err != nil {
		return err
	}
	out := record{speaker: a.speakerOf(r), Corrections: r.Corrections, Verdicts: []count{}, Topics: []count{}}
	at := map[string]int{}
	for _, m := range r.Marks {
		i, seen := at[m.Rating.Key]
		if !seen {
			i = len(out.Verdicts)
			at[m.Rating.Key] = i
			out.Verdicts = append(out.Verdicts, count{Key: m.Rating.Key, Label: m.Rating.Label})
		}
		out.Verdicts[i].N++
	}
	for _, t := range r.Topics {
		out.Topics = append(out.Topics, count{t.Key, t.Label, t.N})
	}
	return c.JSON(http.StatusOK, out)
}
