package api

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/language"

	"touchstone/claims"
	"touchstone/db"
)

// The contract of claims.search, as its discovery document of November 2026
// describes it: https://factchecktools.googleapis.com/$discovery/rest?version=v1alpha1
const (
	factPage    = 10  // where the request does not say
	maxFactPage = 100 // "up to that many results"
)

// ownParameters are the method's own; systemParameters stand in every method
// and most of them change nothing here: a desk's checks need no key.
var (
	ownParameters    = []string{"query", "languageCode", "reviewPublisherSiteFilter", "maxAgeDays", "pageSize", "pageToken", "offset"}
	systemParameters = []string{"key", "alt", "prettyPrint", "fields", "$.xgafv", "access_token", "oauth_token", "callback", "quotaUser", "uploadType", "upload_protocol",
		"$alt", "$prettyPrint", "$fields", "$key", "$callback"}
)

// The answer. A field without a value is left out, as Google does.
type (
	factChecks struct {
		Claims        []factCheck `json:"claims,omitempty"`
		NextPageToken string      `json:"nextPageToken,omitempty"`
	}
	factCheck struct {
		Text        string       `json:"text,omitempty"`
		Claimant    string       `json:"claimant,omitempty"`
		ClaimDate   string       `json:"claimDate,omitempty"`
		ClaimReview []factReview `json:"claimReview,omitempty"`
	}
	factReview struct {
		Publisher     publisher `json:"publisher"`
		URL           string    `json:"url,omitempty"`
		Title         string    `json:"title,omitempty"`
		ReviewDate    string    `json:"reviewDate,omitempty"`
		TextualRating string    `json:"textualRating,omitempty"`
		LanguageCode  string    `json:"languageCode,omitempty"`
	}
	publisher struct {
		Name string `json:"name,omitempty"`
		Site string `json:"site,omitempty"`
	}
)

// factQuery is a request that was understood.
type factQuery struct {
	db.FactChecks
	language, site string
	print          string // of everything that has to stay the same from page to page
}

// factChecks answers GET /v1alpha1/claims:search.
func (a *API) factChecks(c echo.Context) error {
	ctx := c.Request().Context()
	v := c.QueryParams()
	q, err := readFactQuery(v, a.db.Now())
	if err != nil {
		return err
	}
	s, err := a.db.Settings(ctx)
	if err != nil {
		return err
	}
	var out factChecks
	if sameLanguage(q.language, s.Language) && a.publishes(q.site) {
		list, more, err := a.db.FactChecks(ctx, q.FactChecks)
		if err != nil {
			return err
		}
		for _, k := range list {
			out.Claims = append(out.Claims, a.factCheck(k, s))
		}
		if more {
			out.NextPageToken = q.next(len(list))
		}
	}
	return writeFacts(c, out, v)
}

func (a *API) factCheck(k *claims.Claim, s claims.Settings) factCheck {
	f := factCheck{Text: k.Statement}
	if k.Speaker != nil {
		f.Claimant = k.Speaker.Name
	}
	// Their field is an instant: half a date would claim more than is known.
	if k.ClaimedOn.Precision == claims.DayPrecision {
		f.ClaimDate = k.ClaimedOn.Day + "T00:00:00Z"
	}
	f.ClaimReview = []factReview{{
		Publisher: publisher{s.Organisation, a.site()}, URL: a.page(k.ID, k.Statement),
		Title:      k.Verdict.Rating.Label + ": " + strings.TrimRight(k.Statement, "."),
		ReviewDate: k.PublishedAt.UTC().Format(time.RFC3339), TextualRating: k.Verdict.Rating.Label, LanguageCode: reviewLanguage(s.Language),
	}}
	return f
}

// site is the host as Google writes it: without protocol, "www." and port.
func (a *API) site() string {
	u, err := url.Parse(a.base)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// publishes reports whether a site filter means this site: the host itself or a
// domain that it belongs to.
func (a *API) publishes(filter string) bool {
	if filter == "" {
		return true
	}
	if u, err := url.Parse(filter); err == nil && u.Host != "" {
		filter = u.Host
	}
	filter = strings.ToLower(strings.Trim(filter, "/. "))
	if host, _, ok := strings.Cut(filter, ":"); ok {
		filter = host
	}
	filter = strings.TrimPrefix(filter, "www.")
	return filter == a.site() || strings.HasSuffix(a.site(), "."+filter)
}

func reviewLanguage(s string) string {
	if s == "" {
		return "en"
	}
	return s
}

// sameLanguage compares languages without their regions.
func sameLanguage(want, have string) bool {
	if want == "" {
		return true
	}
	w, _ := language.Parse(want) // was parsed before
	h, err := language.Parse(reviewLanguage(have))
	wb, _ := w.Base()
	hb, _ := h.Base()
	return err == nil && wb == hb
}

// readFactQuery reads the address. What Google would refuse is refused, in
// words that name the parameter.
func readFactQuery(v url.Values, now time.Time) (q factQuery, err error) {
	var p claims.Problems
	for k := range v {
		if !slices.Contains(ownParameters, k) && !slices.Contains(systemParameters, k) {
			p.Add(claims.Invalid(k, "unknown name %q: cannot bind query parameter, there is no such field", claims.Line(k)))
		}
	}
	number := func(k string, least, usual int) int {
		s := v.Get(k)
		if s == "" {
			return usual
		}
		n, err := strconv.ParseInt(s, 10, 32)
		if err != nil || int(n) < least {
			p.Add(claims.Invalid(k, "invalid value at %q: it takes a whole number from %d on", k, least))
			return usual
		}
		return int(n)
	}
	q.Query, q.site, q.language = claims.Line(v.Get("query")), claims.Line(v.Get("reviewPublisherSiteFilter")), v.Get("languageCode")
	if q.Query == "" && q.site == "" {
		p.Add(claims.Invalid("query", "query is required unless reviewPublisherSiteFilter is given"))
	}
	if len([]rune(q.Query)) > claims.MaxQuery {
		p.Add(claims.Invalid("query", "the query is longer than %d characters", claims.MaxQuery))
	}
	if _, err := language.Parse(q.language); q.language != "" && err != nil {
		p.Add(claims.Invalid("languageCode", "languageCode is not a BCP-47 code, such as en-US or sr-Latn"))
	}
	if days := number("maxAgeDays", 0, 0); days > 0 {
		q.Since = now.AddDate(0, 0, -days)
	}
	if q.Limit = min(number("pageSize", 0, factPage), maxFactPage); q.Limit == 0 {
		q.Limit = factPage
	}
	q.Offset, q.Until = number("offset", 0, 0), now
	q.print = hash(q.Query, q.site, q.language, v.Get("maxAgeDays"))[:10]
	if t := v.Get("pageToken"); t != "" {
		p.Add(q.resume(t))
	}
	if alt := v.Get("alt"); alt != "" && alt != "json" {
		p.Add(claims.Invalid("alt", "alt takes json: the answer has no other form"))
	}
	if s := v.Get("prettyPrint"); s != "" {
		if _, err := strconv.ParseBool(s); err != nil {
			p.Add(claims.Invalid("prettyPrint", "prettyPrint takes true or false"))
		}
	}
	if _, err := parseMask(v.Get("fields")); err != nil {
		p.Add(err)
	}
	return q, p.Err()
}

// hash tells different words apart, in letters that may stand anywhere.
func hash(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

// next is the token of the page after n results of this one. It carries the
// instant of the first page, so that what is published meanwhile moves nothing.
func (q factQuery) next(n int) string {
	t := fmt.Sprintf("%d %d %s", q.Offset+n, q.Until.UnixMilli(), q.print)
	return base64.RawURLEncoding.EncodeToString([]byte(t))
}

// resume goes on where a token says.
func (q *factQuery) resume(token string) error {
	wrong := claims.Invalid("pageToken", "the pageToken is not one of ours, or other parameters changed since it was given: start from the first page")
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return wrong
	}
	var offset int
	var until int64
	var print string
	if _, err := fmt.Sscanf(string(b), "%d %d %s", &offset, &until, &print); err != nil || offset < 0 || print != q.print {
		return wrong
	}
	q.Offset, q.Until = offset, time.UnixMilli(until)
	return nil
}

// writeFacts writes the answer as the system parameters ask: only the chosen
// fields, on indented lines unless prettyPrint is off.
func writeFacts(c echo.Context, out factChecks, v url.Values) error {
	m, err := parseMask(v.Get("fields"))
	if err != nil {
		return err
	}
	var kept any = out
	if m != nil {
		b, err := json.Marshal(out)
		if err != nil {
			return err
		}
		var whole any
		if err := json.Unmarshal(b, &whole); err != nil {
			return err
		}
		kept = m.cut(whole)
	}
	if pretty, err := strconv.ParseBool(v.Get("prettyPrint")); err == nil && !pretty {
		return c.JSON(http.StatusOK, kept)
	}
	return c.JSONPretty(http.StatusOK, kept, "  ")
}
