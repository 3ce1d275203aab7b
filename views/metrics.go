package views

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/views/ui"
)

// Metrics are the figures of a running desk in Prometheus's form. They have a
// listener of their own: what the desk is doing is not for readers. Names
// follow https://prometheus.io/docs/practices/naming/.
type Metrics struct {
	d       *db.DB
	version string
	start   time.Time
	flight  atomic.Int64
	backup  atomic.Int64 // when the newest was made; Unix seconds

	mu       sync.Mutex
	requests map[request]uint64
	seconds  map[string]*histogram // by route
}

// request is what requests are counted by.
type request struct {
	method, route string
	code          int
}

// NewMetrics counts for one desk.
func NewMetrics(d *db.DB, version string) *Metrics {
	return &Metrics{d: d, version: version, start: time.Now(), requests: map[request]uint64{}, seconds: map[string]*histogram{}}
}

// Handler answers /metrics and nothing else.
func (m *Metrics) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
		defer cancel()
		f, err := m.d.Figures(ctx)
		if err != nil {
			http.Error(w, "the database cannot be read", http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		x := expose(w)
		m.writeServer(x)
		m.writeDatabase(x, f)
		writeDesk(x, f)
		_ = x.w.Flush() // who asked may be gone
	})
	return mux
}

// BackedUp notes when the newest backup was made.
func (m *Metrics) BackedUp(at time.Time) {
	if !at.IsZero() {
		m.backup.Store(at.Unix())
	}
}

func (m *Metrics) begin() {
	if m != nil {
		m.flight.Add(1)
	}
}

// end counts a request by the route it took: addresses and methods that anyone
// may invent would never end.
func (m *Metrics) end(c echo.Context, took time.Duration) {
	if m == nil {
		return
	}
	m.flight.Add(-1)
	r := request{c.Request().Method, c.Path(), c.Response().Status}
	switch r.method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions:
	default:
		r.method = "other"
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.requests[r]++
	h := m.seconds[r.route]
	if h == nil {
		h = &histogram{}
		m.seconds[r.route] = h
	}
	h.observe(took.Seconds())
}

// writeServer writes what the program and its server do.
func (m *Metrics) writeServer(x exposition) {
	m.mu.Lock()
	defer m.mu.Unlock()
	const requests, seconds = "touchstone_http_requests_total", "touchstone_http_request_duration_seconds"
	x.family(requests, "counter", "Requests that were answered, by route; one without a route is of an address that is not there.")
	for _, r := range slices.SortedFunc(maps.Keys(m.requests), func(a, b request) int {
		return cmp.Or(cmp.Compare(a.route, b.route), cmp.Compare(a.method, b.method), cmp.Compare(a.code, b.code))
	}) {
		x.value(requests, float64(m.requests[r]), "code", strconv.Itoa(r.code), "method", r.method, "route", r.route)
	}
	x.family(seconds, "histogram", "Time from a request's head to the end of its answer.")
	for _, route := range slices.Sorted(maps.Keys(m.seconds)) {
		x.histogram(seconds, m.seconds[route], "route", route)
	}
	const pages = "touchstone_open_answers_total"
	unchanged, kept, drawn := ui.AnswerCounts()
	x.family(pages, "counter", "Open pages by how they were answered: the reader had the newest, it was kept in memory, or it was drawn.")
	x.value(pages, float64(unchanged), "from", "reader")
	x.value(pages, float64(kept), "from", "memory")
	x.value(pages, float64(drawn), "from", "database")
	x.one("touchstone_http_requests_in_flight", "gauge", "Requests that are being answered.", float64(m.flight.Load()))
	x.family("touchstone_build_info", "gauge", "1, with the version of the program.")
	x.value("touchstone_build_info", 1, "version", m.version)
	x.one("touchstone_start_time_seconds", "gauge", "When the program started.", float64(m.start.Unix()))
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	x.one("go_goroutines", "gauge", "Number of goroutines that currently exist.", float64(runtime.NumGoroutine()))
	x.one("go_memstats_heap_inuse_bytes", "gauge", "Number of heap bytes that are in use.", float64(mem.HeapInuse))
	x.one("go_memstats_sys_bytes", "gauge", "Number of bytes obtained from system.", float64(mem.Sys))
}

// writeDatabase writes how the database is.
func (m *Metrics) writeDatabase(x exposition, f db.Figures) {
	x.one("touchstone_backup_last_success_timestamp_seconds", "gauge", "When the server last made a backup of itself; 0 for never.", float64(m.backup.Load()))
	x.one("touchstone_database_size_bytes", "gauge", "Size of the database's file.", float64(f.Size))
	x.one("touchstone_database_wal_size_bytes", "gauge", "Size of the write-ahead log beside it.", float64(f.WAL))
	if f.Free >= 0 {
		x.one("touchstone_database_disk_free_bytes", "gauge", "Room left on the database's disk.", float64(f.Free))
	}
	writable := 1.0
	if m.d.Replica() || m.d.Ready() != nil {
		writable = 0
	}
	x.one("touchstone_database_writable", "gauge", "1 where the newest attempt to write reached the disk.", writable)
	x.one("touchstone_database_writes_total", "counter", "Transactions that reached the disk.", float64(f.Writes))
	x.one("touchstone_database_write_failures_total", "counter", "Transactions that the machine failed.", float64(f.WritesFailed))
	if m.d.Replica() {
		x.one("touchstone_replica_age_seconds", "gauge", "Time since this copy for reading last changed.", m.d.Age().Seconds())
	}
	pools := slices.Sorted(maps.Keys(f.Pools))
	const open, waits, waited = "touchstone_database_connections", "touchstone_database_connection_waits_total", "touchstone_database_connection_wait_seconds_total"
	x.family(open, "gauge", "Open connections, by pool and whether they are at work.")
	for _, name := range pools {
		x.value(open, float64(f.Pools[name].InUse), "pool", name, "state", "busy")
		x.value(open, float64(f.Pools[name].Idle), "pool", name, "state", "idle")
	}
	x.family(waits, "counter", "How often someone waited for a connection.")
	for _, name := range pools {
		x.value(waits, float64(f.Pools[name].WaitCount), "pool", name)
	}
	x.family(waited, "counter", "How long they waited together.")
	for _, name := range pools {
		x.value(waited, f.Pools[name].WaitDuration.Seconds(), "pool", name)
	}
}

// writeDesk writes what waits on the desk, and who came in.
func writeDesk(x exposition, f db.Figures) {
	x.family("touchstone_queue_claims", "gauge", "Claims that are not decided, by state.")
	for _, state := range []claims.State{claims.StateNew, claims.StateOpen, claims.StateResearching, claims.StateInReview, claims.StateOnHold} {
		x.value("touchstone_queue_claims", float64(f.Queue[state]), "state", string(state))
	}
	x.family("touchstone_jobs", "gauge", "Jobs that are not done: planned for later, due now, or of these all those that failed last time.")
	x.value("touchstone_jobs", float64(f.Jobs.Waiting-f.Jobs.Due), "status", "planned")
	x.value("touchstone_jobs", float64(f.Jobs.Due), "status", "due")
	x.value("touchstone_jobs", float64(f.JobsFailing), "status", "failing")
	x.family("touchstone_sign_ins_total", "counter", "Tries to sign in, by how they ended.")
	for _, outcome := range claims.SignInOutcomes {
		x.value("touchstone_sign_ins_total", float64(f.SignIns[string(outcome)]), "outcome", string(outcome))
	}
}
