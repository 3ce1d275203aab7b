package extract

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"touchstone/claims"
)

// evalFolder holds the evaluation data beside the checkout.
const evalFolder = "../../../shared/eval/extract/"

// goldArticle is a line of the evaluation data.
type goldArticle struct {
	ID           string `json:"id"`
	Text         string `json:"text"`
	Attributions []struct {
		Content  []claims.Span `json:"content"`
		Source   []claims.Span `json:"source"`
		Speaker  string        `json:"speaker"`
		Alt      []string      `json:"speaker_alt"`
		Optional bool          `json:"optional"`
	} `json:"attributions"`
	Background []claims.Span `json:"background"`
}

func readGold(t *testing.T, name string) []goldArticle {
	t.Helper()
	f, err := os.Open(evalFolder + name)
	if err != nil {
		t.Skipf("SKIPPED: the evaluation data is not beside the checkout: %v", err)
	}
	defer f.Close()
	var list []goldArticle
	in := bufio.NewScanner(f)
	in.Buffer(nil, 64<<20)
	for in.Scan() {
		var a goldArticle
		if err := json.Unmarshal(in.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		list = append(list, a)
	}
	return list
}

func TestTheSeedArticleGivesAllItsAttributionsAndNoOther(t *testing.T) {
	found, wanted, extra := score(t, "seed.jsonl")
	if found != wanted || extra != 0 {
		t.Errorf("found %d of %d with the right speaker, and %d more", found, wanted, extra)
	}
}

func TestTheDevelopmentArticlesGiveTheirAttributions(t *testing.T) {
	found, wanted, extra := score(t, "own.dev.jsonl")
	if found*100 < wanted*95 || extra*100 > wanted*3 {
		t.Errorf("found %d of %d with the right speaker, and %d more", found, wanted, extra)
	}
}

// score counts the required attributions found with at least half of their
// content in common and the right speaker, and the findings that overlap no
// gold attribution.
func score(t *testing.T, name string) (found, wanted, extra int) {
	for _, a := range readGold(t, name) {
		all := Find(a.Text)
		for _, g := range a.Attributions {
			if g.Optional {
				continue
			}
			wanted++
			ok := false
			for _, c := range all {
				ok = ok || overlap(c.Content, g.Content) >= .5 && sameName(c.Speaker, append(g.Alt, g.Speaker))
			}
			if ok {
				found++
			} else {
				t.Logf("%s: missed %v by %s", a.ID, g.Content, g.Speaker)
			}
		}
		for _, c := range all {
			best := 0.0
			for _, g := range a.Attributions {
				best = max(best, overlap(c.Content, g.Content))
			}
			if best == 0 {
				extra++
				t.Logf("%s: %v is nobody's", a.ID, c.Content)
			}
		}
	}
	return found, wanted, extra
}

// overlap is the share of code points that two contents have in common.
func overlap(a, b []claims.Span) float64 {
	in, size := 0, 0
	for _, x := range a {
		size += x.End - x.Start
		for _, y := range b {
			in += max(0, min(x.End, y.End)-max(x.Start, y.Start))
		}
	}
	for _, y := range b {
		size += y.End - y.Start
	}
	return float64(in) / float64(max(1, size-in))
}

func sameName(got string, want []string) bool {
	plain := func(s string) string {
		return strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(s), "the "), "a ")
	}
	for _, w := range want {
		if plain(got) == plain(w) {
			return true
		}
	}
	return false
}
