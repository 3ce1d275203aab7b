package conformance

import (
	"bytes"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	validator "github.com/pb33f/libopenapi-validator"
)

// Answers to what programs write are as the description says too: taken, here
// already, wrong, not allowed, too large, and sent again with a key.
func TestEveryAnswerToAWriteIsAsTheDescriptionSays(t *testing.T) {
	base := desk(t)
	_, raw := get(t, base+"/openapi.json")
	v := described(t, strict(t, raw))
	write, read := token(t, base, "articles:write", "claims:write"), token(t, base, "desk:read")
	article := `{"url": "https://quay-lantern.example/2026/toll", "title": "The toll", "outlet": "The Quay Lantern", "published_on": "2026-03-14", "text": "The toll has doubled since spring, said Ada Morrow, the harbour master. Nobody else spoke."}`
	for _, w := range []struct {
		path, token, key, body string
		status                 int
	}{
		{"/api/v1/articles", write, "", article, 201},
		{"/api/v1/articles", write, "", article, 200},
		{"/api/v1/articles", write, "a key", strings.ReplaceAll(article, "toll", "fare"), 201},
		{"/api/v1/articles", write, "a key", strings.ReplaceAll(article, "toll", "fare"), 201},
		{"/api/v1/articles", "", "", article, 401},
		{"/api/v1/articles", "ts_0000", "", article, 401},
		{"/api/v1/articles", read, "", article, 403},
		{"/api/v1/articles", write, "", `{"title": "No text", "outlet": "The Quay Lantern"}`, 422},
		{"/api/v1/articles", write, "", `{"title": 7}`, 422},
		{"/api/v1/articles", write, "", `{"title"`, 422},
		{"/api/v1/articles", write, "", `{"text": "` + strings.Repeat("a", 9<<20) + `"}`, 413},
		{"/api/v1/claims", write, "", `{"article_id": "ARTICLE", "quote": "Nobody else spoke.", "claimant_name": "The Quay Lantern", "claimant_type": "organization", "attribution_kind": "indirect"}`, 201},
		{"/api/v1/claims", write, "", `{"article_id": "ARTICLE", "quote": "Nobody else spoke.", "claimant_name": "The Quay Lantern", "claimant_type": "organization", "attribution_kind": "indirect"}`, 200},
		{"/api/v1/claims", write, "", `{"article_id": "ARTICLE", "quote": "words that are not there"}`, 422},
		{"/api/v1/claims", read, "", `{"article_id": "ARTICLE", "quote": "Nobody else spoke."}`, 403},
		{"/api/v1/claims", "", "", `{}`, 401},
	} {
		id := articleOf(t, base, write, article)
		sends(t, v, base+w.path, w.token, w.key, strings.ReplaceAll(w.body, "ARTICLE", id), w.status)
	}
}

// sends writes as a program, and holds the answer against the description.
func sends(t *testing.T, v validator.Validator, address, token, key, body string, status int) {
	t.Helper()
	req := writing(t, address, token, key, body)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != status {
		t.Errorf("%s %.80s: got %d, want %d: %s", address, body, res.StatusCode, status, answer)
	}
	res.Body = io.NopCloser(bytes.NewReader(answer))
	if ok, problems := v.ValidateHttpResponse(req, res); !ok {
		for _, p := range problems {
			t.Errorf("%s (%d): %s: %s", address, res.StatusCode, p.Message, p.Reason)
			for _, e := range p.SchemaValidationErrors {
				t.Errorf("    %s", e.Error())
			}
		}
	}
}

func writing(t *testing.T, address, token, key, body string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	return req
}

var articleID = regexp.MustCompile(`"article_id": ?"([0-9a-z]{7})"`)

// articleOf is the identifier of an article that is there, or is so now.
func articleOf(t *testing.T, base, token, article string) string {
	t.Helper()
	res, err := http.DefaultClient.Do(writing(t, base+"/api/v1/articles", token, "", strings.ReplaceAll(article, "toll", "quay")))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	m := articleID.FindSubmatch(body)
	if m == nil {
		t.Fatalf("no article: %s", body)
	}
	return string(m[1])
}

var shownToken = regexp.MustCompile(`<code>([^<]{20,})</code>`)

// token signs in as the demonstration's editor and makes a token.
func token(t *testing.T, base string, scopes ...string) string {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar}
	post := func(path string, form url.Values) string {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
		res, err := c.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, _ := io.ReadAll(res.Body)
		return string(body)
	}
	post("/login", url.Values{"email": {demoEditor}, "password": {demoPassword}})
	page := post("/account/tokens", url.Values{"token-name": {"Importer"}, "days": {"30"}, "scopes": scopes})
	m := shownToken.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no token was shown: %.2000s", page)
	}
	return html.UnescapeString(m[1])
}
