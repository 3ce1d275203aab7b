package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// evaluation is the public data the matcher is measured on. It stands beside
// the project and is never copied into it.
const evaluation = "../../../shared/eval/match"

// The larger collection with bodies takes too long for every run of the tests:
// `bench match ../shared/eval/match/ct22b dev` measures it.
func TestTheMatcherFindsKnownClaimsOfAPublicCollection(t *testing.T) {
	dir := filepath.Join(evaluation, "ct20")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("skipped: the evaluation data is not beside the project: ", err)
	}
	precision, sure := measure(t, dir)
	t.Logf("mean average precision at 5 %.4f, right in the surer 70 %% %.4f", precision, sure)
	if precision < 0.825 || sure < 0.95 {
		t.Errorf("got %.4f and %.4f, want at least 0.825 and 0.95", precision, sure)
	}
}

// measure searches for every query of dev that has a right claim.
func measure(t *testing.T, dir string) (precision, sure float64) {
	x, err := readIndex(dir)
	if err != nil {
		t.Fatal(err)
	}
	queries, err := readQueries(dir, "dev", "auto")
	if err != nil {
		t.Fatal(err)
	}
	right, err := readRight(dir, "dev")
	if err != nil {
		t.Fatal(err)
	}
	type answer struct {
		confidence float64
		right      bool
	}
	var firsts []answer
	for _, q := range queries {
		want := right[q.ID]
		if len(want) == 0 {
			continue
		}
		hits, first := 0.0, answer{}
		for i, m := range x.Search(q.Query, 5) {
			ok := slices.Contains(want, m.ID)
			if i == 0 {
				first = answer{m.Confidence, ok}
			}
			if ok {
				hits++
				precision += hits / float64(i+1) / float64(min(5, len(want)))
			}
		}
		firsts = append(firsts, first)
	}
	slices.SortFunc(firsts, func(a, b answer) int {
		if a.confidence > b.confidence {
			return -1
		}
		return 1
	})
	surer := firsts[:len(firsts)*7/10]
	for _, a := range surer {
		if a.right {
			sure++
		}
	}
	return precision / float64(len(firsts)), sure / float64(len(surer))
}

func TestMatchReadsAFolderAndPrintsARun(t *testing.T) {
	dir := t.TempDir()
	packed, err := os.Create(filepath.Join(dir, "claims.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	z := gzip.NewWriter(packed)
	io.WriteString(z, `{"id":"1","text":"Rail fares in Norland rose by a fifth.","title":"Dearer trains?"}`+"\n"+
		`{"id":"2","text":"A whale swam in the town canal.","title":"Whale in the canal?"}`+"\n")
	z.Close()
	packed.Close()
	write(t, dir, "queries.dev.jsonl", `{"id":"q1","text":"a whale in our canal"}`+"\n"+`{"id":"q2","text":"rail fares"}`+"\n")
	write(t, dir, "queries.train.jsonl", `{"id":"q3","text":"whale canal"}`+"\n")
	write(t, dir, "qrels.train.tsv", "q3\t2\t1\n")
	write(t, dir, "qrels.dev.tsv", "q1\t2\t1\nq2\t1\t1\n")

	got := run(t, "match", dir, "dev", "--top", "1")
	if lines := strings.Split(strings.TrimSpace(got), "\n"); len(lines) != 2 || !strings.HasPrefix(lines[0], "q1\t2\t0.") || !strings.HasPrefix(lines[1], "q2\t1\t0.") {
		t.Errorf("got %q", got)
	}
	if got := run(t, "match", "fit", dir); !strings.Contains(got, "inHead: 0.5") || !strings.Contains(got, "on train 1.0000") || !strings.Contains(got, "desks of 0: 2 queries, 2 rightly first") {
		t.Errorf("got %q", got)
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, args ...string) string {
	t.Helper()
	var out, log bytes.Buffer
	c := root()
	c.SetArgs(args)
	c.SetOut(&out)
	c.SetErr(&log)
	if err := c.Execute(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
