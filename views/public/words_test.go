package public_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"touchstone/claims"
)

// speak sets the language of the site.
func (k *desk) speak(lang string) {
	s, err := k.d.Settings(k.t.Context())
	k.must(err)
	s.Language = lang
	k.must(k.d.SaveSettings(k.t.Context(), k.editor.Person(), s))
}

// ours are the texts of a page that are the site's own: neither a newsroom's
// nor a speaker's, which stand in elements that say so, nor a program's.
func ours(t testing.TB, page string) (list []string) {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	attr := func(n *html.Node, name string) string {
		for _, a := range n.Attr {
			if a.Key == name {
				return a.Val
			}
		}
		return ""
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			list = append(list, n.Data)
		}
		if n.Type == html.ElementNode {
			theirs := attr(n, "dir") == "auto" || n.Data != "html" && attr(n, "dir") == "ltr" || attr(n, "class") == "serif" || n.Data != "html" && attr(n, "lang") != ""
			chip := strings.HasPrefix(attr(n, "class"), "chip v") || strings.HasPrefix(attr(n, "class"), "scale ") || strings.HasPrefix(attr(n, "class"), "quote")
			if theirs || chip || slices.Contains([]string{"script", "style", "code", "title", "q", "textarea"}, n.Data) {
				return
			}
			for _, name := range []string{"aria-label", "placeholder"} {
				list = append(list, attr(n, name))
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	return list
}

// latin are words in Latin letters; names that are the same in every language
// are not meant.
var (
	latin = regexp.MustCompile(`[A-Za-z][A-Za-z’'.]+`)
	names = regexp.MustCompile(`UTC|CSV|CSL-JSON|JSON|BibTeX|Touchstone|https?://[^ ]+|[a-z-]+\.(csv|jsonl|json|zip|atom|example)\b`)
)

// theirs are words of the newsroom and of readers inside of the site's own.
var theirs = strings.NewReplacer("Our newsroom", "", "False", "", "fares", "", "nothing", "", "rail", "", "odd", "", "Transport", "", "transport", "", "Harbour Radio", "")

func TestNoPageHasWordsThatTheCatalogueLacks(t *testing.T) {
	k := newDesk(t)
	c := k.publish(check{statement: "Rail fares have fallen by a fifth."})
	k.correct(c.ID, "misleading", "The ministry sent us its table.")
	indirect := k.publish(check{statement: "Bus lines were cut in half", quote: "half of the bus lines were cut", kind: claims.Indirect, speaker: "The Bus Office", organisation: true, rating: "unproven"})
	gone := k.publish(check{statement: "Ferries carry more cars than in 1990."})
	k.do(gone.ID, func(x *claims.Claim) (claims.Event, error) {
		return x.Withdraw(k.editor, k.d.Now(), "The table was of another year.")
	})
	k.speak("ar-XB")
	pages := []string{"/", "/claims", "/claims?q=fares", "/claims?q=nothing", "/claims?q=rail+fares&rating=false&from=2027-01-01&topic=transport", "/claims?from=2026&to=2025&sort=odd", "/speakers", "/speakers/oona-talvik-reyes", "/topics/transport",
		"/outlets/harbour-radio.example", "/corrections", "/methodology", "/about", "/transparency", "/transparency?head=x", "/report", "/report?sent=1", "/report?claim=" + c.ID.String(), "/stats", "/data"}
	for _, id := range []claims.ID{c.ID, indirect.ID, gone.ID} {
		w := k.get("/claims/" + id.String())
		pages = append(pages, w.Header().Get("Location"), "/claims/"+id.String()+"/history", "/embed/claims/"+id.String())
	}
	pages = append(pages, "/claims/"+c.ID.String()+"/revisions/"+strconv.Itoa(c.Revision))
	for _, path := range pages {
		w := k.get(path)
		if w.Code != 200 && w.Code != 400 {
			t.Errorf("%s answers %d", path, w.Code)
		}
		if !strings.Contains(w.Body.String(), `<html lang="ar-XB" dir="rtl"`) {
			t.Errorf("%s: the page does not say its language", path)
		}
		for _, s := range ours(t, w.Body.String()) {
			s = theirs.Replace(s)
			if found := latin.FindAllString(names.ReplaceAllString(s, ""), -1); len(found) > 0 {
				t.Errorf("%s: %q of %q", path, found, strings.TrimSpace(s))
			}
		}
	}
}
