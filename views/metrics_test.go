package views

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"touchstone/claims"
)

// TestMetricsAreNamedAsPrometheusAsks holds them against the rules of
// “promtool check metrics”, which are the usual client's, on the text as it is served.
func TestMetricsAreNamedAsPrometheusAsks(t *testing.T) {
	d := newHouse(t, Config{})
	m := NewMetrics(d.d, "1.2")
	d.e = New(d.d, Config{Metrics: m})
	b := d.as(claims.Reviewer)
	for _, path := range []string{"/", "/nowhere/at/all", "/claims/0000000", "/login"} {
		b.get(path)
	}
	b.send(httptest.NewRequest("BREW", "/login", nil))
	d.browser().post("/login", url.Values{"email": {email(claims.Admin)}, "password": {"not the password"}})
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	problems, err := promlint.New(strings.NewReader(w.Body.String())).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("%+v, %v", problems, err)
	}
	for _, want := range []string{
		`touchstone_http_requests_total{code="200",method="GET",route="/"} 1`,
		`touchstone_http_requests_total{code="404",method="GET",route=""} 1`,
		`touchstone_http_requests_total{code="404",method="GET",route="/claims/:id"} 1`,
		`touchstone_http_requests_total{code="405",method="other",route="/login"} 1`,
		`touchstone_http_request_duration_seconds_count{route="/"} 1`,
		`touchstone_http_request_duration_seconds_bucket{route="/",le="+Inf"} 1`,
		`touchstone_http_requests_in_flight 0`,
		`touchstone_sign_ins_total{outcome="password"} 1`,
		`touchstone_open_answers_total{from="memory"} `,
		`touchstone_queue_claims{state="new"} 0`,
		`touchstone_jobs{status="due"} 0`,
		`touchstone_database_writable 1`,
		`touchstone_database_disk_free_bytes `,
		`touchstone_build_info{version="1.2"} 1`,
		`go_goroutines `,
	} {
		if !strings.Contains(w.Body.String(), want+"\n") && !strings.HasSuffix(want, " ") || !strings.Contains(w.Body.String(), want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
}

func TestMetricsAreNotOnTheSite(t *testing.T) {
	d := newHouse(t, Config{})
	d.e = New(d.d, Config{Metrics: NewMetrics(d.d, "")})
	if w := d.as(claims.Admin).get("/metrics"); w.Code != http.StatusNotFound {
		t.Errorf("/metrics of the site: got %d, want 404", w.Code)
	}
}

func TestADeskWithoutRoomOnItsDiskIsNotReady(t *testing.T) {
	d := newHouse(t, Config{})
	d.e = New(d.d, Config{MinFree: 1 << 62})
	if w := d.browser().get("/readyz"); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "disk is nearly full") {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	if w := d.browser().get("/healthz"); w.Code != http.StatusOK {
		t.Errorf("healthz: got %d", w.Code)
	}
}

func TestAHistogramCountsEachTimeInItsBucketsAndLabelsAreEscaped(t *testing.T) {
	h := &histogram{}
	for _, s := range []float64{.0005, .001, .2, 99} {
		h.observe(s)
	}
	var b strings.Builder
	x := expose(&b)
	x.histogram("t", h, "route", "a\"b\\c\nd")
	x.w.Flush()
	const label = `route="a\"b\\c\nd"`
	for _, want := range []string{
		`t_bucket{` + label + `,le="0.001"} 2`, `t_bucket{` + label + `,le="0.1"} 2`, `t_bucket{` + label + `,le="0.5"} 3`,
		`t_bucket{` + label + `,le="10"} 3`, `t_bucket{` + label + `,le="+Inf"} 4`, `t_sum{` + label + `} 99.2015`, `t_count{` + label + `} 4`,
	} {
		if !strings.Contains(b.String(), want+"\n") {
			t.Errorf("got\n%s\nwithout %s", b.String(), want)
		}
	}
}
