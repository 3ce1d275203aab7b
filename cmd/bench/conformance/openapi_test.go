package conformance

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
)

// The interface is held against its own description by a validator that others
// wrote: the description is valid OpenAPI, and every answer is what it says.
func TestEveryAnswerIsAsTheDescriptionSays(t *testing.T) {
	base := desk(t)
	_, raw := get(t, base+"/openapi.json")
	v := described(t, strict(t, raw))
	claim, correct, speaker, article, appearance := some(t, base)
	asked := map[string]bool{}
	for _, path := range []string{
		"/api/v1/claims", "/api/v1/claims?limit=100", "/api/v1/claims?q=fares&sort=best&limit=1", "/api/v1/claims?rating=false&rating=misleading",
		"/api/v1/claims?speaker=" + speaker, "/api/v1/claims?limit=1000", "/api/v1/claims?ratings=false", "/api/v1/claims?cursor=x&from=yesterday",
		"/api/v1/claims/" + claim, "/api/v1/claims/" + correct, "/api/v1/claims/0000000", "/api/v1/search?q=rail", "/api/v1/search", "/api/v1/match?text=rail+fares+fell&limit=3", "/api/v1/match",
		"/api/v1/sources", "/api/v1/sources?limit=100", "/api/v1/appearances", "/api/v1/appearances?limit=100&speaker=" + speaker, "/api/v1/appearances/" + appearance, "/api/v1/appearances/0000000",
		"/api/v1/corrections", "/api/v1/articles", "/api/v1/articles?limit=100", "/api/v1/articles/" + article, "/api/v1/articles/0000000",
		"/api/v1/speakers", "/api/v1/speakers/" + speaker, "/api/v1/speakers/nobody",
		"/v1alpha1/claims:search?query=fares", "/v1alpha1/claims:search?query=zygomorphic", "/v1alpha1/claims:search", "/openapi.json",
	} {
		asked[template(path)] = true
		check(t, v, base, path)
	}
	var doc struct{ Paths map[string]any }
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	for path := range doc.Paths {
		if !asked[path] {
			t.Errorf("%s is described and was not asked", path)
		}
	}
}

// template is the description's name of a path.
func template(path string) string {
	path, _, _ = strings.Cut(path, "?")
	parts := strings.Split(path, "/")
	if len(parts) > 4 {
		parts[4] = "{id}"
		if parts[3] == "speakers" {
			parts[4] = "{slug}"
		}
	}
	return strings.Join(parts, "/")
}

func get(t *testing.T, url string) (*http.Response, []byte) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, body
}

// strict closes every object of the description, so that an answer with a
// member that is not described is found. Clients are told to pass over them.
func strict(t *testing.T, raw []byte) []byte {
	t.Helper()
	var doc any
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	closeObjects(doc)
	out, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func closeObjects(v any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			closeObjects(x)
		}
	case map[string]any:
		if _, ok := v["properties"].(map[string]any); ok && v["type"] == "object" {
			v["additionalProperties"] = false
		}
		for _, x := range v {
			closeObjects(x)
		}
	}
}

func described(t *testing.T, raw []byte) validator.Validator {
	t.Helper()
	doc, err := libopenapi.NewDocument(raw)
	if err != nil {
		t.Fatal(err)
	}
	v, errs := validator.NewValidator(doc)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if ok, problems := v.ValidateDocument(); !ok {
		for _, p := range problems {
			t.Errorf("the description: %s: %s", p.Message, p.Reason)
		}
	}
	return v
}

// some finds things that are there to ask for.
func some(t *testing.T, base string) (claim, corrected, speaker, article, appearance string) {
	t.Helper()
	var p struct {
		Items []struct {
			ClaimID string `json:"claim_id"`
			Slug    string
			Article string `json:"article_id"`
			ID      string
		}
	}
	for _, f := range []struct {
		path string
		read func()
	}{
		{"claims?q=fares", func() { claim = p.Items[0].ClaimID }},
		{"corrections", func() { corrected = p.Items[0].ClaimID }},
		{"speakers", func() { speaker = p.Items[0].Slug }},
		{"articles", func() { article = p.Items[0].Article }},
		{"appearances", func() { appearance = p.Items[0].ID[strings.LastIndex(p.Items[0].ID, "/")+1:] }},
	} {
		_, body := get(t, base+"/api/v1/"+f.path)
		if err := json.Unmarshal(body, &p); err != nil || len(p.Items) == 0 {
			t.Fatalf("%s: %v: %s", f.path, err, body)
		}
		f.read()
	}
	return
}

// check holds an answer against the description. A request that is wrong on
// purpose has to be refused.
func check(t *testing.T, v validator.Validator, base, path string) {
	t.Helper()
	res, body := get(t, base+path)
	req, err := http.NewRequest(http.MethodGet, base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains([]int{200, 400, 404}, res.StatusCode) || !json.Valid(body) {
		t.Errorf("%s: got %d: %s", path, res.StatusCode, body)
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	if ok, problems := v.ValidateHttpResponse(req, res); !ok {
		for _, p := range problems {
			t.Errorf("%s (%d): %s: %s", path, res.StatusCode, p.Message, p.Reason)
			for _, e := range p.SchemaValidationErrors {
				t.Errorf("    %s", e.Error())
			}
		}
	}
	if res.StatusCode == 200 {
		if ok, problems := v.ValidateHttpRequest(req); !ok {
			t.Errorf("%s is answered but not allowed: %s", path, problems[0].Message)
		}
	}
}
