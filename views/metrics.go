package views

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"touchstone/claims"
	"touchstone/db"
)

// Metrics are the figures of a running desk in Prometheus's form. They have a
// listener of their own: what the desk is doing is not for readers. Names
// follow https://prometheus.io/docs/practices/naming/.
type Metrics struct {
	d        *db.DB
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	flight   prometheus.Gauge
	backup   prometheus.Gauge
}

// NewMetrics counts for one desk.
func NewMetrics(d *db.DB, version string) *Metrics {
	m := &Metrics{
		d:        d,
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "touchstone_http_requests_total", Help: "Requests that were answered, by route; one without a route is of an address that is not there."},
			[]string{"method", "route", "code"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "touchstone_http_request_duration_seconds", Help: "Time from a request's head to the end of its answer.",
			Buckets: []float64{.001, .005, .025, .1, .5, 2.5, 10}}, []string{"route"}),
		flight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "touchstone_http_requests_in_flight", Help: "Requests that are being answered."}),
		backup: prometheus.NewGauge(prometheus.GaugeOpts{Name: "touchstone_backup_last_success_timestamp_seconds", Help: "When the server last made a backup of itself; 0 for never."}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "touchstone_build_info", Help: "1, with the version of the program.", ConstLabels: prometheus.Labels{"version": version}})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.seconds, m.flight, m.backup, build, figures{d},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler answers /metrics and nothing else.
func (m *Metrics) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError}))
	return mux
}

// BackedUp notes when the newest backup was made.
func (m *Metrics) BackedUp(at time.Time) {
	if !at.IsZero() {
		m.backup.Set(float64(at.Unix()))
	}
}

func (m *Metrics) begin() {
	if m != nil {
		m.flight.Inc()
	}
}

// end counts a request by the route it took: addresses and methods that anyone
// may invent would never end.
func (m *Metrics) end(c echo.Context, took time.Duration) {
	if m == nil {
		return
	}
	m.flight.Dec()
	method, route, code := c.Request().Method, c.Path(), c.Response().Status
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions:
	default:
		method = "other"
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(code)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

// figures asks the database when Prometheus asks.
type figures struct{ d *db.DB }

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("touchstone_"+name, help, labels, nil)
}

var (
	databaseSize   = desc("database_size_bytes", "Size of the database's file.")
	databaseWAL    = desc("database_wal_size_bytes", "Size of the write-ahead log beside it.")
	databaseFree   = desc("database_disk_free_bytes", "Room left on the database's disk.")
	databaseReady  = desc("database_writable", "1 where the newest attempt to write reached the disk.")
	databaseWrites = desc("database_writes_total", "Transactions that reached the disk.")
	databaseFailed = desc("database_write_failures_total", "Transactions that the machine failed.")
	poolOpen       = desc("database_connections", "Open connections, by pool and whether they are at work.", "pool", "state")
	poolWaited     = desc("database_connection_waits_total", "How often someone waited for a connection.", "pool")
	poolWaitedFor  = desc("database_connection_wait_seconds_total", "How long they waited together.", "pool")
	replicaAge     = desc("replica_age_seconds", "Time since this copy for reading last changed.")
	queueClaims    = desc("queue_claims", "Claims that are not decided, by state.", "state")
	jobsWaiting    = desc("jobs", "Jobs that are not done: planned for later, due now, or of these all those that failed last time.", "status")
	signIns        = desc("sign_ins_total", "Tries to sign in, by how they ended.", "outcome")
)

// Describe sends nothing: the figures depend on what there is.
func (figures) Describe(chan<- *prometheus.Desc) {}

// Collect reads the figures.
func (s figures) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	f, err := s.d.Figures(ctx)
	if err != nil {
		to <- prometheus.NewInvalidMetric(queueClaims, err)
	}
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	count := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, v, labels...)
	}
	gauge(databaseSize, float64(f.Size))
	gauge(databaseWAL, float64(f.WAL))
	if f.Free >= 0 {
		gauge(databaseFree, float64(f.Free))
	}
	if s.d.Replica() {
		gauge(replicaAge, s.d.Age().Seconds())
	}
	writable := 1.0
	if s.d.Replica() || s.d.Ready() != nil {
		writable = 0
	}
	gauge(databaseReady, writable)
	count(databaseWrites, float64(f.Writes))
	count(databaseFailed, float64(f.WritesFailed))
	for name, p := range f.Pools {
		gauge(poolOpen, float64(p.InUse), name, "busy")
		gauge(poolOpen, float64(p.Idle), name, "idle")
		count(poolWaited, float64(p.WaitCount), name)
		count(poolWaitedFor, p.WaitDuration.Seconds(), name)
	}
	for _, state := range []claims.State{claims.StateNew, claims.StateOpen, claims.StateResearching, claims.StateInReview, claims.StateOnHold} {
		gauge(queueClaims, float64(f.Queue[state]), string(state))
	}
	gauge(jobsWaiting, float64(f.Jobs.Waiting-f.Jobs.Due), "planned")
	gauge(jobsWaiting, float64(f.Jobs.Due), "due")
	gauge(jobsWaiting, float64(f.JobsFailing), "failing")
	for _, outcome := range claims.SignInOutcomes {
		count(signIns, float64(f.SignIns[string(outcome)]), string(outcome))
	}
}
