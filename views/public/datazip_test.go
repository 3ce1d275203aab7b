package public_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
)

// unzip reads an archive into its files.
func (k *desk) unzip(path string) map[string]string {
	k.t.Helper()
	body := k.page(path)
	r, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	k.must(err)
	files := map[string]string{}
	for _, f := range r.File {
		w, err := f.Open()
		k.must(err)
		b, err := io.ReadAll(w)
		k.must(err)
		files[f.Name] = string(b)
	}
	return files
}

func TestTheArchiveHasEveryTableAsItsFileHasIt(t *testing.T) {
	k := newDesk(t)
	k.publish(check{statement: "Rail fares have fallen by a fifth."})
	k.correct(k.publish(check{statement: "Ferries are never late."}).ID, "false", "The table was misread.")
	files := k.unzip("/data.zip")
	var pack struct {
		Resources []struct {
			Name, Path, Hash string
			Bytes, Rows      int
		}
	}
	k.must(json.Unmarshal([]byte(files["datapackage.json"]), &pack))
	if len(pack.Resources) != 5 {
		t.Fatalf("%d tables are described, want 5", len(pack.Resources))
	}
	for _, r := range pack.Resources {
		body := files[r.Path]
		if diff := cmp.Diff(k.page("/"+r.Path), body); diff != "" {
			t.Errorf("%s (-file +archive)\n%s", r.Path, diff)
		}
		sum := sha256.Sum256([]byte(body))
		rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil || r.Bytes != len(body) || r.Hash != "sha256:"+hex.EncodeToString(sum[:]) || r.Rows != len(rows)-1 || r.Rows == 0 {
			t.Errorf("%s: %v, %+v", r.Path, err, r)
		}
		if !json.Valid([]byte(files[r.Path+"-metadata.json"])) {
			t.Errorf("%s has no description for CSV on the Web", r.Path)
		}
		delete(files, r.Path)
		delete(files, r.Path+"-metadata.json")
	}
	for name, sum := range sums(files["SHA256SUMS"]) {
		if got := sha256.Sum256([]byte(k.unzip("/data.zip")[name])); name != "datapackage.json" && hex.EncodeToString(got[:]) != sum {
			t.Errorf("the sum of %s is wrong", name)
		}
	}
	if len(files) != 2 {
		t.Errorf("the archive has also %v", files)
	}
}

func sums(s string) map[string]string {
	out := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(s), "\n") {
		sum, name, _ := strings.Cut(line, "  ")
		out[name] = sum
	}
	return out
}

// The verdict column tells which state of the check a file shows.
func (k *desk) column(path, name string) []string {
	k.t.Helper()
	rows, err := csv.NewReader(bytes.NewReader([]byte(k.page(path)))).ReadAll()
	k.must(err)
	var list []string
	for _, r := range rows[1:] {
		for i, head := range rows[0] {
			if head == name {
				list = append(list, r[i])
			}
		}
	}
	return list
}

func TestAFileCanBeHadAsItStoodOnADay(t *testing.T) {
	k := newDesk(t) // on 2 April 2026
	c := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	k.now = k.now.AddDate(0, 0, 8) // 10 April
	k.correct(c.ID, "false", "The table was misread.")
	k.publish(check{statement: "Ferries are never late.", topic: "Ferries"})
	k.now = k.now.AddDate(0, 0, 10) // 20 April
	k.do(c.ID, func(x *claims.Claim) (claims.Event, error) { return x.Withdraw(k.editor, k.d.Now(), "We misread it.") })
	for path, want := range map[string][]string{
		"/claims.csv?as_of=2026-04-01":                    nil,
		"/claims.csv?as_of=2026-04-02":                    {"mostly_false"},
		"/claims.csv?as_of=2026-04-09":                    {"mostly_false"},
		"/claims.csv?as_of=2026-04-10":                    {"mostly_false", "false"},
		"/claims.csv?as_of=2026-04-10&rating=false":       {"false"},
		"/claims.csv?as_of=2026-04-10&topic=ferries":      {"mostly_false"},
		"/claims.csv?as_of=2026-04-10&speaker=nobody":     nil,
		"/claims.csv?as_of=2026-04-10&from=2027":          nil,
		"/claims.csv?as_of=2026-04-20":                    {"mostly_false", ""},
		"/claims.csv?as_of=2026-04-09&rating=mostly_true": nil,
	} {
		if diff := cmp.Diff(want, k.column(path, "verdict")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", path, diff)
		}
	}
	for path, want := range map[string]int{"sources": 2, "appearances": 1, "corrections": 0, "status-history": 1} {
		if got := len(k.column("/"+path+".csv?as_of=2026-04-09", "claim_id")); got != want {
			t.Errorf("%s then: %d rows, want %d", path, got, want)
		}
	}
	if diff := cmp.Diff(k.page("/claims.csv"), k.page("/claims.csv?as_of=2026-04-20")); diff != "" {
		t.Errorf("today is not as it is (-now +then)\n%s", diff)
	}
	if got := k.unzip("/data.zip?as_of=2026-04-09")["claims.csv"]; got != k.page("/claims.csv?as_of=2026-04-09") {
		t.Errorf("the archive of the day is not that of the file: %s", got)
	}
	for _, q := range []string{"2026", "yesterday", "2027-01-01", "2026-04-09&q=fares"} {
		if w := k.get("/claims.csv?as_of=" + q); w.Code != 400 {
			t.Errorf("as_of=%s: got %d, want 400", q, w.Code)
		}
	}
}

func TestAFileIsNotSentTwiceUnchanged(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	for _, path := range []string{"/claims.csv", "/sources.jsonl", "/data.zip"} {
		tag := k.get(path).Header().Get("ETag")
		if w := k.ask("GET", path, tag); tag == "" || w.Code != 304 || w.Body.Len() != 0 {
			t.Errorf("%s: tag %q, got %d", path, tag, w.Code)
		}
	}
	tag := k.get("/claims.csv").Header().Get("ETag")
	k.correct(c.ID, "false", "The table was misread.")
	if w := k.ask("GET", "/claims.csv", tag); w.Code != 200 || !strings.Contains(w.Body.String(), ",false,") {
		t.Errorf("after a correction: got %d", w.Code)
	}
}
