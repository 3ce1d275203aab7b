package api_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"touchstone/claims/export"
	"touchstone/views/api"
)

type described struct {
	Paths      map[string]map[string]any
	Components struct {
		Schemas map[string]struct {
			Required   []string
			Properties map[string]struct{ Description string }
		}
	}
}

func description(t *testing.T) (d described) {
	newDesk(t).answer("/openapi.json", &d)
	return d
}

func TestTheDescriptionHasEveryRouteAndNoOther(t *testing.T) {
	var want, got []string
	for _, r := range api.New(nil, api.Config{}).Routes() {
		want = append(want, r.Method+" "+regexp.MustCompile(`/:(\w+)`).ReplaceAllString(strings.ReplaceAll(r.Path, `\:`, ":"), "/{$1}"))
	}
	for path, methods := range description(t).Paths {
		for m := range methods {
			got = append(got, strings.ToUpper(m)+" "+path)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-routes +description)\n%s", diff)
	}
}

func TestTheDescriptionHasTheColumnsOfTheFiles(t *testing.T) {
	d := description(t)
	for schema, table := range map[string]string{"Claim": "claims", "Source": "sources", "AppearanceRow": "appearances", "Correction": "corrections", "Step": "status-history"} {
		want := map[string]string{}
		for _, f := range export.Tables[slices.IndexFunc(export.Tables, func(t export.Table) bool { return t.Name == table })].Fields {
			if !f.Desk {
				want[f.Name] = f.Doc
			}
		}
		got := map[string]string{}
		for name, p := range d.Components.Schemas[schema].Properties {
			got[name] = p.Description
		}
		if diff := cmp.Diff(want, got); diff != "" || len(d.Components.Schemas[schema].Required) != len(want) {
			t.Errorf("%s: %d are required (-columns +description)\n%s", schema, len(d.Components.Schemas[schema].Required), diff)
		}
	}
}

func TestTheDescriptionIsJSON(t *testing.T) {
	if !json.Valid(newDesk(t).get("/openapi.json").Body.Bytes()) {
		t.Error("it is not")
	}
}
