package ingest

import (
	"encoding/json"
	"html"
	"slices"
	"strings"

	"touchstone/claims"
)

// linked is what the JSON-LD of a page says of its article.
type linked struct {
	headline, publisher, published, language string
	authors                                  []string
}

// maxDepth bounds how deep JSON-LD is searched; maxScript how long it may be.
const (
	maxDepth  = 8
	maxScript = 512 << 10
)

// read takes in one script element. What is not JSON is passed over.
func (l *linked) read(script string) {
	if len(script) > maxScript {
		return
	}
	script = strings.TrimSpace(script)
	script = strings.TrimSuffix(strings.TrimPrefix(script, "<!--"), "-->")
	var v any
	if json.Unmarshal([]byte(script), &v) == nil {
		l.search(v, 0)
	}
}

// search looks for the article among the objects; the first one counts.
func (l *linked) search(v any, depth int) {
	if depth > maxDepth || l.headline != "" && l.published != "" {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			l.search(x, depth+1)
		}
	case map[string]any:
		if isArticle(v["@type"]) {
			l.take(v)
			return
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "hasPart"} {
			if x, ok := v[key]; ok {
				l.search(x, depth+1)
			}
		}
	}
}

// isArticle knows the types of schema.org below Article, and their lists.
func isArticle(t any) bool {
	switch t := t.(type) {
	case []any:
		return slices.ContainsFunc(t, isArticle)
	case string:
		t = t[strings.LastIndexAny(t, "/:#")+1:]
		return strings.HasSuffix(t, "Article") || t == "BlogPosting" || t == "LiveBlogPosting" || t == "Report" || t == "ReportageNewsArticle" || t == "SocialMediaPosting"
	}
	return false
}

func (l *linked) take(v map[string]any) {
	set := func(to *string, from any) {
		if s := claims.Line(html.UnescapeString(name(from))); *to == "" {
			*to = s
		}
	}
	set(&l.headline, v["headline"])
	set(&l.headline, v["name"])
	set(&l.published, v["datePublished"])
	set(&l.published, v["dateCreated"])
	set(&l.publisher, v["publisher"])
	set(&l.language, v["inLanguage"])
	if len(l.authors) > 0 {
		return
	}
	for _, a := range list(v["author"]) {
		if s := byline(html.UnescapeString(name(a))); s != "" && !slices.Contains(l.authors, s) && len(l.authors) < 10 {
			l.authors = append(l.authors, s)
		}
	}
}

func list(v any) []any {
	if l, ok := v.([]any); ok {
		return l
	}
	return []any{v}
}

// name is a text, or the name of an object, or of the first in a list.
func name(v any) string {
	for range maxDepth {
		switch x := v.(type) {
		case string:
			return x
		case []any:
			if len(x) == 0 {
				return ""
			}
			v = x[0]
		case map[string]any:
			if x["name"] != nil {
				v = x["name"]
			} else {
				v = x["@value"]
			}
		default:
			return ""
		}
	}
	return ""
}
