package views

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"touchstone/claims"
)

// send sends a table by the form.
func (b *browser) sendTable(name, body string) *httptest.ResponseRecorder {
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	part, _ := w.CreateFormFile("file", name) // a buffer takes everything
	part.Write([]byte(body))
	w.Close()
	r := httptest.NewRequest(http.MethodPost, "/desk/import", &buf)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.send(r)
}

func TestATableIsTriedMappedAndImported(t *testing.T) {
	h := newHouse(t, Config{})
	b := h.as(claims.Editor)
	total := func() int {
		t.Helper()
		page, err := h.d.Claims(t.Context(), claims.Filter{PageLimit: 1})
		if err != nil {
			t.Fatal(err)
		}
		return page.Total
	}
	w := b.sendTable("<b>their.csv", "Behauptung;Wer;Tag\n<script>alert(1)</script>;Ulf Skarrow;3.4.2026\nDer See steigt;Ulf Skarrow;4.4.2026\n")
	at := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(at, "/desk/import/") {
		t.Fatalf("status %d, %q", w.Code, at)
	}
	if body := b.get(at).Body.String(); !strings.Contains(body, "Say which column holds the statement") || strings.Contains(body, "<script>alert") || strings.Contains(body, "<b>their") {
		t.Error("the page does not ask for the statement, or has the file's own markup")
	}
	if w := b.post(at+"/import", nil); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("import without a mapping: status %d", w.Code)
	}
	columns := url.Values{"column1": {"statement"}, "column2": {"claimant_name"}, "column3": {"claim_date"}, "lists": {"|"}}
	if w := b.post(at+"/columns", columns); w.Code != http.StatusSeeOther {
		t.Fatalf("map: status %d", w.Code)
	}
	if body := b.get(at).Body.String(); !strings.Contains(body, "2 faults in 2 rows") || !strings.Contains(body, "say whether the day or the month comes first") {
		t.Error("the dates are not told as faults")
	}
	if w := b.post(at+"/import", nil); w.Code != http.StatusUnprocessableEntity || total() != 0 {
		t.Errorf("import with faults: status %d, %d claims", w.Code, total())
	}
	columns.Set("dates", "dmy")
	b.post(at+"/columns", columns)
	if body := b.get(at).Body.String(); !strings.Contains(body, "Import 2 claims") || total() != 0 {
		t.Error("the page does not offer the import, or looking at it imported something")
	}
	if w := h.as(claims.Admin).get(at); w.Code != http.StatusNotFound {
		t.Errorf("a colleague sees the table: status %d", w.Code)
	}
	if w := b.post(at+"/import", nil); w.Code != http.StatusSeeOther || total() != 2 {
		t.Fatalf("import: status %d, %d claims", w.Code, total())
	}
	if w := b.post(at+"/import", nil); w.Code != http.StatusNotFound || total() != 2 {
		t.Errorf("a second click: status %d, %d claims", w.Code, total())
	}
	at = b.sendTable("again.csv", "statement,claimant_name,claim_date\nDer See steigt,Ulf Skarrow,2026-04-04\n").Header().Get("Location")
	if body := b.get(at).Body.String(); !strings.Contains(body, "1 are here already") && !strings.Contains(body, "1 here already") {
		t.Error("what is here already is not said")
	}
	if w := b.post(at+"/discard", nil); w.Code != http.StatusSeeOther || b.get(at).Code != http.StatusNotFound {
		t.Errorf("discard: status %d", w.Code)
	}
}

func TestCheck8ATableThatIsNoneIsRefusedAtOnce(t *testing.T) {
	h := newHouse(t, Config{})
	b := h.as(claims.Editor)
	for body, want := range map[string]string{
		"":                                "row 1: the file is empty",
		"a,\"b\nc,d\n":                    "the quotation mark on line 1 is never closed",
		strings.Repeat("x,", 10_000):      "more than 500 columns",
		"topics,Topics\n":                 "stands over column 1 too",
		"a,b\xff\n":                       "no UTF-8",
		"s\x00t\x00a\x00,\x00b\x00\n\x00": "this is no text",
	} {
		w := b.sendTable("x.csv", body)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%.20q: status %d, want 422 with %q", body, w.Code, want)
		}
	}
	if w := b.sendTable("large.csv", "statement\n"+strings.Repeat(strings.Repeat("x", 99)+"\n", 200_000)); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("20 MB: status %d, want 413", w.Code)
	}
}
