package api_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
)

type found struct {
	Claims []struct {
		Text, Claimant, ClaimDate string
		ClaimReview               []struct {
			Publisher                                           struct{ Name, Site string }
			URL, Title, ReviewDate, TextualRating, LanguageCode string
		}
	}
	NextPageToken string
}

const search = "/v1alpha1/claims:search?"

func (k *desk) search(query string) (texts []string, next string) {
	k.t.Helper()
	var f found
	k.answer(search+query, &f)
	for _, c := range f.Claims {
		texts = append(texts, c.Text)
	}
	return texts, f.NextPageToken
}

func TestASearchAnswersInGooglesFields(t *testing.T) {
	k := newDesk(t)
	c := k.publish("Rail fares have fallen by a fifth", "Oona Talvik-Reyes", 14)
	w := k.get(search + "query=fares&prettyPrint=false")
	want := `{"claims":[{"text":"Rail fares have fallen by a fifth","claimant":"Oona Talvik-Reyes","claimDate":"2026-03-14T00:00:00Z","claimReview":[{` +
		`"publisher":{"name":"Our newsroom","site":"check.example"},"url":"https://www.check.example/claims/` + c.ID.String() + `/rail-fares-have-fallen-by-a-fifth",` +
		`"title":"Mostly false: Rail fares have fallen by a fifth","reviewDate":"` + c.PublishedAt.Format("2006-01-02T15:04:05Z") + `","textualRating":"Mostly false","languageCode":"en"}]}]}` + "\n"
	if diff := cmp.Diff(want, w.Body.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := k.get(search + "query=nothing+such&prettyPrint=false").Body.String(); got != "{}\n" {
		t.Errorf("nothing found: got %q, want {}", got)
	}
}

func TestHalfADateIsLeftOutWhereOnlyAnInstantFits(t *testing.T) {
	k := newDesk(t)
	c := k.add("Ferries are late", "Oona Talvik-Reyes", "Harbour Radio", 3)
	month := claims.Date{Day: "2026-03-01", Precision: claims.MonthPrecision}
	k.research(c.ID, "Timetable", claims.Edit{ClaimedOn: &month})
	k.do(c.ID, func(x *claims.Claim) (claims.Event, error) { return x.Publish(k.editor, k.d.Now()) })
	var f found
	k.answer(search+"query=ferries", &f)
	if len(f.Claims) != 1 || f.Claims[0].ClaimDate != "" {
		t.Errorf("got %+v, want no date", f.Claims)
	}
}

func TestPagesDoNotShiftWhileChecksArePublished(t *testing.T) {
	k := newDesk(t)
	for i, s := range []string{"Fares one", "Fares two", "Fares three", "Fares four", "Fares five"} {
		k.publish(s, "Oona Talvik-Reyes", i+1)
	}
	const site = "reviewPublisherSiteFilter=check.example&pageSize=2"
	first, next := k.search(site)
	k.publish("Fares six", "Oona Talvik-Reyes", 9)
	second, last := k.search(site + "&pageToken=" + next)
	third, none := k.search(site + "&pageToken=" + last)
	got := append(append(first, second...), third...)
	if diff := cmp.Diff([]string{"Fares five", "Fares four", "Fares three", "Fares two", "Fares one"}, got); diff != "" || none != "" {
		t.Errorf("token at the end %q (-want +got)\n%s", none, diff)
	}
	if w := k.get(search + "query=fares&pageToken=" + next); w.Code != 400 {
		t.Errorf("a token with other parameters: got %d, want 400", w.Code)
	}
	if got, _ := k.search(site + "&offset=4"); cmp.Diff([]string{"Fares two", "Fares one"}, got) != "" {
		t.Errorf("from offset 4: got %v", got)
	}
}

func TestAgeIsThatOfTheNewerDate(t *testing.T) {
	k := newDesk(t)
	k.publish("An old fare", "Oona Talvik-Reyes", 1)
	k.now = k.now.AddDate(0, 0, 40)
	k.publish("A new check of an old fare", "Oona Talvik-Reyes", 1)
	if got, _ := k.search("query=fare&maxAgeDays=30"); cmp.Diff([]string{"A new check of an old fare"}, got) != "" {
		t.Errorf("got %v", got)
	}
	if got, _ := k.search("query=fare&maxAgeDays=400"); len(got) != 2 {
		t.Errorf("got %v, want both", got)
	}
}

func TestTheSiteFilterKnowsThisSite(t *testing.T) {
	k := newDesk(t)
	k.publish("A fare", "Oona Talvik-Reyes", 1)
	for site, want := range map[string]int{"check.example": 1, "www.check.example": 1, "https://check.example/": 1, "CHECK.example": 1, "example": 1, "other.example": 0, "heck.example": 0} {
		if got, _ := k.search("reviewPublisherSiteFilter=" + url.QueryEscape(site)); len(got) != want {
			t.Errorf("%s: got %d, want %d", site, len(got), want)
		}
	}
}

func TestAWithdrawnCheckIsNotFound(t *testing.T) {
	k := newDesk(t)
	c := k.publish("A fare", "Oona Talvik-Reyes", 1)
	k.do(c.ID, func(x *claims.Claim) (claims.Event, error) {
		return x.Withdraw(k.editor, k.d.Now(), "We misread the table.")
	})
	if got, _ := k.search("query=fare"); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestRequestsThatGoogleRefusesAreRefused(t *testing.T) {
	k := newDesk(t)
	for _, q := range []string{"", "query=", "query=a&pageSize=x", "query=a&pageSize=-1", "query=a&offset=99999999999", "query=a&maxAgeDays=1.5", "query=a&languageCode=x", "query=a&pageToken=%21",
		"query=a&alt=proto", "query=a&prettyPrint=maybe", "query=a&unknown=1", "query=a&fields=claims(", "query=a&fields=a/b/c/d/e/f/g/h/i/j/k"} {
		if w := k.get(search + q); w.Code != 400 {
			t.Errorf("%s: got %d, want 400: %s", q, w.Code, w.Body)
		}
	}
	for _, q := range []string{`query="+OR+1%3D1--`, "query=NEAR(", "query=*", "query=%22", "query=a%00b", "query=-only", "query=a&key=k&access_token=t&callback=x&quotaUser=u&%24.xgafv=2&uploadType=media&upload_protocol=raw"} {
		if w := k.get(search + q); w.Code != 200 {
			t.Errorf("%s: got %d, want 200: %s", q, w.Code, w.Body)
		}
	}
}

func TestASentenceFindsTheChecksThatAreMostLikeIt(t *testing.T) {
	k := newDesk(t)
	k.publish("Ferries are late", "Oona Talvik-Reyes", 2)
	k.publish("Rail fares have fallen by a fifth", "Oona Talvik-Reyes", 3)
	k.publish("Bus fares doubled", "Bram Ostergaard", 4)
	got, _ := k.search("query=" + url.QueryEscape("did the fares on the rail network really fall by 20 %?"))
	if len(got) != 2 || got[0] != "Rail fares have fallen by a fifth" {
		t.Errorf("got %v", got)
	}
	first, next := k.search("query=rail+fares&pageSize=1")
	second, end := k.search("query=rail+fares&pageSize=1&pageToken=" + next)
	if len(first) != 1 || len(second) != 1 || first[0] == second[0] || end != "" {
		t.Errorf("pages: got %v, %v, then %q", first, second, end)
	}
	if got, _ := k.search("query=" + url.QueryEscape(`"rail fares"`)); len(got) != 1 {
		t.Errorf("a phrase: got %v", got)
	}
	if got, _ := k.search("query=" + url.QueryEscape(`fares speaker:ostergaard`)); len(got) != 1 {
		t.Errorf("a filter: got %v", got)
	}
}
