package views

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"touchstone/claims"
)

// TestMetricsAreNamedAsPrometheusAsks holds them against the rules of
// “promtool check metrics”, which are the client's own.
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
	problems, err := testutil.GatherAndLint(m.registry)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if strings.HasPrefix(p.Metric, "touchstone_") {
			t.Errorf("%s: %s", p.Metric, p.Text)
		}
	}
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, want := range []string{
		`touchstone_http_requests_total{code="200",method="GET",route="/"} 1`,
		`touchstone_http_requests_total{code="404",method="GET",route=""} 1`,
		`touchstone_http_requests_total{code="404",method="GET",route="/claims/:id"} 1`,
		`touchstone_http_requests_total{code="405",method="other",route="/login"} 1`,
		`touchstone_http_request_duration_seconds_count{route="/"} 1`,
		`touchstone_http_requests_in_flight 0`,
		`touchstone_sign_ins_total{outcome="password"} 1`,
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
