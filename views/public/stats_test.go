package public_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
)

// counting is a desk with four checks of two months, one corrected and one
// withdrawn.
func counting(t *testing.T) *desk {
	k := newDesk(t)
	k.publish(check{statement: "Rail fares have fallen by a fifth.", day: "2026-03-28", rating: "true"})
	second := k.publish(check{statement: "Trains are never late.", day: "2026-03-01", rating: "false"})
	k.now = time.Date(2026, 6, 10, 9, 0, 0, 0, time.UTC)
	k.publish(check{statement: "The harbour is full of herring.", topic: "Fisheries", day: "2026-06", rating: "true"})
	gone := k.publish(check{statement: "Ferries cost nothing.", topic: "Fisheries", rating: "false"})
	k.correct(second.ID, "mostly_false", "The table was newer.")
	k.do(gone.ID, func(x *claims.Claim) (claims.Event, error) { return x.Withdraw(k.editor, k.d.Now(), "It was satire.") })
	k.add(check{statement: "Nobody looked at this.", topic: "Secrets", outlet: "Whisper Weekly"})
	return k
}

func TestStatisticsCountWhatStands(t *testing.T) {
	k := counting(t)
	page := k.page("/stats")
	has(t, page, "3 checks stand", "Half of them were out within 5 days", "50\u00a0% were corrected or withdrawn later", "Verdicts over time", "May 2026", "Fisheries", "Harbour Radio", "The rating changed")
	hasNot(t, page, "Secrets", "Whisper")
	for name, want := range map[string]string{
		"verdicts":    "month,verdict,verdict_label,checks\n2026-04,true,True,1\n2026-04,mostly_false,Mostly false,1\n2026-06,true,True,1",
		"topics":      "topic,topic_label,verdict,verdict_label,checks\ntransport,Transport,true,True,1\ntransport,Transport,mostly_false,Mostly false,1\nfisheries,Fisheries,true,True,1",
		"outlets":     "outlet,outlet_label,verdict,verdict_label,checks\nharbour-radio.example,Harbour Radio,true,True,2\nharbour-radio.example,Harbour Radio,mostly_false,Mostly false,1",
		"delays":      "days,checks\n5,1\n32,1",
		"corrections": "month,published,corrected,rating_changed,withdrawn\n2026-04,2,1,1,0\n2026-06,2,0,0,1",
	} {
		got, err := csv.NewReader(strings.NewReader(k.page("/stats/" + name + ".csv"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, l := range got {
			lines = append(lines, strings.Join(l, ","))
		}
		if diff := cmp.Diff(want, strings.Join(lines, "\n")); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
	if w := k.get("/stats/secrets.csv"); w.Code != 404 {
		t.Errorf("numbers that are not there: got %d, want 404", w.Code)
	}
}

func TestStatisticsFollowTheChecks(t *testing.T) {
	k := counting(t)
	k.page("/stats")
	k.publish(check{statement: "One more.", rating: "unproven"})
	has(t, k.page("/stats"), "4 checks stand", "Unproven")
}

func TestAnEmptyDeskHasEmptyStatistics(t *testing.T) {
	k := newDesk(t)
	has(t, k.page("/stats"), "No check is published yet")
	if got := k.page("/stats/verdicts.csv"); got != "month,verdict,verdict_label,checks\r\n" {
		t.Errorf("got %q", got)
	}
}

func TestTheNumbersOfAPeriodAndTheEvidenceOfIt(t *testing.T) {
	k := newDesk(t)
	k.publish(check{statement: "Rail fares have fallen by a fifth."})
	k.now = k.now.AddDate(0, 4, 0)
	k.publish(check{statement: "Ferries carry more cars than in 1990.", speaker: "Lars Oduya"})
	for path, want := range map[string]string{
		"/stats": "2 checks stand.", "/stats?period=2026": "2 checks stand.", "/stats?period=2026-Q2": "1 check stands.", "/stats?period=2026-08": "1 check stands.", "/stats?period=2025": "nothing to count",
	} {
		if w := k.get(path); w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: got %d, without %q", path, w.Code, want)
		}
	}
	page := k.get("/stats?period=2026-Q2").Body.String()
	for _, want := range []string{`<option value="2026-Q3">`, `<option value="2026-Q2" selected>`, "/stats/speakers.csv?period=2026-Q2", "/evidence.zip?period=2026-Q2", "Oona Talvik-Reyes"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page, "Lars Oduya") {
		t.Error("somebody of another period stands on the page")
	}
	for path := range map[string]bool{"/stats?period=2026-13": true, "/evidence.zip?period=x": true, "/stats/speakers.csv?period=26": true} {
		if w := k.get(path); w.Code != 400 {
			t.Errorf("%s: got %d", path, w.Code)
		}
	}
	w := k.get("/evidence.zip?period=2026-Q3")
	if got := w.Header().Get("Content-Disposition"); !strings.Contains(got, "evidence-2026-Q3.zip") {
		t.Errorf("it is called %q", got)
	}
	z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	k.must(err)
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		k.must(err)
		b, err := io.ReadAll(r)
		k.must(err)
		files[f.Name] = string(b)
	}
	if len(files) != 9 || strings.Contains(files["index.html"], "http-equiv") || strings.Contains(files["index.html"], "src=") {
		t.Errorf("%d files", len(files))
	}
	for name, want := range map[string]string{"index.html": "Lars Oduya", "by-speaker.csv": "lars-oduya,Lars Oduya,mostly_false,Mostly false,1", "checks.csv": "Ferries carry more cars", "correction-rate.csv": "2026-08,1,0,0,0"} {
		if !strings.Contains(files[name], want) || strings.Contains(files[name], "Talvik") {
			t.Errorf("%s has not %q, or too much:\n%.400s", name, want, files[name])
		}
	}
}
