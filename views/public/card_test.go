package public_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"strings"
	"sync"
	"testing"

	"touchstone/claims"
)

// picture gets a check's card and reads it.
func (k *desk) picture(c *claims.Claim) image.Image {
	k.t.Helper()
	w := k.get("/claims/" + c.ID.String() + "/card.png")
	if w.Code != 200 || w.Header().Get("Content-Type") != "image/png" {
		k.t.Fatalf("got %d %s: %s", w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	img, err := png.Decode(bytes.NewReader(w.Body.Bytes()))
	k.must(err)
	if b := img.Bounds(); b.Dx() != 1200 || b.Dy() != 630 {
		k.t.Fatalf("got %v, want 1200 by 630", b)
	}
	return img
}

// inked counts the pixels of a part of the picture that are not paper.
func inked(img image.Image, r image.Rectangle) (n int) {
	paper := color.RGBAModel.Convert(img.At(2, 300))
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if color.RGBAModel.Convert(img.At(x, y)) != paper {
				n++
			}
		}
	}
	return n
}

var (
	statementPart = image.Rect(60, 100, 1140, 420)
	verdictPart   = image.Rect(160, 510, 1140, 620)
	edges         = []image.Rectangle{image.Rect(0, 20, 60, 630), image.Rect(1140, 20, 1200, 630)}
)

func TestACardShowsStatementAndVerdictWithinItsEdges(t *testing.T) {
	k := newDesk(t)
	for name, c := range map[string]check{
		"short":         {statement: "Rail fares have fallen by a fifth.", rating: "false"},
		"long":          {statement: strings.TrimSpace(strings.Repeat("Rail fares have fallen by a fifth and more. ", 13)), role: strings.Repeat("Minister for everything ", 8), rating: "misleading"},
		"one long word": {statement: strings.Repeat("rindfleisch", 30), rating: "unproven"},
		"right to left": {statement: "أسعار تذاكر القطار ارتفعت أقل من الأجور منذ عام 2020", lang: "ar", rating: "true"},
		"Hebrew":        {statement: "מחירי הרכבת ירדו בחמישית", lang: "he", rating: "half_true"},
		"Greek":         {statement: "Οι τιμές των εισιτηρίων έπεσαν κατά ένα πέμπτο", lang: "el", rating: "mostly_true"},
	} {
		img := k.picture(k.publish(c))
		if n := inked(img, statementPart); n < 2000 {
			t.Errorf("%s: the statement covers %d pixels only", name, n)
		}
		if n := inked(img, verdictPart); n < 1500 {
			t.Errorf("%s: the verdict covers %d pixels only", name, n)
		}
		for _, e := range edges {
			if n := inked(img, e); n > 0 {
				t.Errorf("%s: %d pixels stand in the margin %v", name, n, e)
			}
		}
	}
}

func TestACardInAScriptWithoutLettersKeepsTheRest(t *testing.T) {
	k := newDesk(t)
	img := k.picture(k.publish(check{statement: "铁路票价下降了五分之一", lang: "zh", speaker: "李明", rating: "false"}))
	if n := inked(img, statementPart); n != 0 {
		t.Errorf("%d pixels stand where no letter can be drawn: empty boxes?", n)
	}
	if n := inked(img, verdictPart); n < 1500 {
		t.Errorf("the verdict covers %d pixels only", n)
	}
}

func TestACardFollowsTheCheck(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth.", rating: "mostly_false"})
	path := "/claims/" + c.ID.String() + "/card.png"
	tag := k.get(path).Header().Get("ETag")
	if w := k.ask("GET", path, tag); tag == "" || w.Code != 304 || w.Body.Len() != 0 {
		t.Errorf("unchanged: got %d with %d bytes, want 304", w.Code, w.Body.Len())
	}
	k.publish(check{statement: "Another check."})
	if w := k.ask("GET", path, tag); w.Code != 304 {
		t.Errorf("after a change elsewhere: got %d, want 304", w.Code)
	}
	c = k.correct(c.ID, "misleading", "The ministry sent us its table.")
	if w := k.ask("GET", path, tag); w.Code != 200 || w.Header().Get("ETag") == tag {
		t.Errorf("after a correction: got %d, tag %s", w.Code, w.Header().Get("ETag"))
	}
	has(t, k.page(k.address(c)), fmt.Sprintf(`content="https://check.example%s?v=%d"`, path, c.Revision), `content="summary_large_image"`,
		`property="og:image:alt" content="Oona Talvik-Reyes: “Rail fares have fallen by a fifth.” Our verdict: Misleading."`)
	k.do(c.ID, func(x *claims.Claim) (claims.Event, error) {
		return x.Withdraw(k.editor, k.d.Now(), "A caller was taken for the minister.")
	})
	if w := k.get(path); w.Code != 200 || inked(k.picture(c), image.Rect(60, 430, 1140, 470)) != 0 {
		t.Errorf("withdrawn: got %d, or a name still stands on it", w.Code)
	}
}

func TestManyCardsAtOnceAreDrawnInTurn(t *testing.T) {
	k := newDesk(t)
	var list []*claims.Claim
	for i := range 4 {
		list = append(list, k.publish(check{statement: fmt.Sprintf("Statement %d.", i)}))
	}
	var done sync.WaitGroup
	for i := range 16 {
		done.Go(func() {
			if w := k.get("/claims/" + list[i%4].ID.String() + "/card.png"); w.Code != 200 {
				t.Errorf("got %d", w.Code)
			}
		})
	}
	done.Wait()
}

// The characters of check 42: an override of the direction, zero width, many
// marks on one letter, nothing at all.
func TestCheck42AStrangeStatementStillHasACard(t *testing.T) {
	k := newDesk(t)
	for _, s := range []string{"Fares \u202eelif\u202c have fallen.", "Fa\u200bres \u2066have\u2069 fallen \u200d.", "e" + strings.Repeat("\u0301", 500), "Fares 🚆 have fallen.", "\U000e0001 \u034f x"} {
		k.picture(k.publish(check{statement: s, speaker: "N. N.", role: "\u200f(role)"}))
	}
}

// The card is drawn from the same colours as the pages.
func TestACardHasTheColoursOfThePages(t *testing.T) {
	css, err := os.ReadFile("../static/style.css")
	if err != nil {
		t.Fatal(err)
	}
	k := newDesk(t)
	for i, key := range []string{"unproven", "true", "mostly_true", "half_true", "misleading", "mostly_false", "false"} {
		img := k.picture(k.publish(check{statement: "Statement " + itoa(i) + ".", rating: key}))
		r, g, b, _ := img.At(600, 488).RGBA()
		if want := fmt.Sprintf("--v: light-dark(#%02x%02x%02x", r>>8, g>>8, b>>8); !strings.Contains(string(css), fmt.Sprintf(".v%d", i)) || !strings.Contains(string(css), want) {
			t.Errorf("%s: the rule is drawn in a colour that the style sheet does not have: %s", key, want)
		}
	}
}
