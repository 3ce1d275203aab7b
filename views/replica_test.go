package views

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/db/dbtest"
)

func TestACopyShowsOpenPagesAndNamesThePrimaryForTheRest(t *testing.T) {
	own := dbtest.New(t)
	dbtest.User(t, own, "Ana Reyes", claims.Admin)
	path := filepath.Join(t.TempDir(), db.FileName)
	if _, err := db.Backup(t.Context(), own.Path(), path, false); err != nil {
		t.Fatal(err)
	}
	txid := func(s string, at time.Time) {
		t.Helper()
		if err := os.WriteFile(db.TxidFile(path), []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(db.TxidFile(path), at, at); err != nil {
			t.Fatal(err)
		}
	}
	txid("000000000000000a", time.Now())
	d, err := db.OpenReplica(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	h := &house{t: t, d: d, e: New(d, Config{Primary: "https://desk.example", MaxAge: time.Minute})}
	for _, r := range rows {
		method, path, _ := strings.Cut(r.path, " ")
		w := h.browser().send(h.browser().form(method, filled(path), nil))
		open := r.wants == open || r.wants == gone || r.wants[0] == http.StatusBadRequest
		if method == http.MethodGet && !strings.HasPrefix(path, "/desk") && !strings.HasPrefix(path, "/admin") && !strings.HasPrefix(path, "/login") && open {
			if w.Code != r.wants[0] {
				t.Errorf("%s: status %d, want %d as on the primary", r.path, w.Code, r.wants[0])
			}
			continue
		}
		if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "https://desk.example") {
			t.Errorf("%s: status %d, want 503 that names the primary", r.path, w.Code)
		}
	}
	tag := h.browser().get("/").Header().Get("ETag")
	txid("000000000000000b", time.Now())
	if next := h.browser().get("/").Header().Get("ETag"); tag == "" || next == tag {
		t.Errorf("pages are kept by the copy's transaction: got %q, then %q", tag, next)
	}
	if w := h.browser().get("/readyz"); w.Code != http.StatusOK {
		t.Errorf("/readyz of a fresh copy: %d", w.Code)
	}
	txid("000000000000000b", time.Now().Add(-2*time.Minute))
	if w := h.browser().get("/readyz"); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "too old") {
		t.Errorf("/readyz of an old copy: %d %s", w.Code, w.Body)
	}
}
