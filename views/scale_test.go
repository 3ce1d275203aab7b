package views

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"touchstone/claims"
)

// scaleForm is the form as a browser sends it back unchanged.
func scaleForm(s claims.Scale) url.Values {
	f := url.Values{"base": {s.ID.String()}, "scale": {s.Name}}
	for i, r := range s.Ratings {
		value := ""
		if r.Value != nil {
			value = strconv.FormatFloat(*r.Value, 'f', -1, 64)
		}
		for name, v := range map[string]string{"was": r.Key, "key": r.Key, "label": r.Label, "definition": r.Definition, "role": strconv.Itoa(r.Role), "value": value, "place": strconv.Itoa(i + 1)} {
			f[name] = append(f[name], v)
		}
	}
	return f
}

func (h *house) scale() claims.Scale {
	h.t.Helper()
	s, err := h.d.Scale(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

func TestAnAdminChangesTheScale(t *testing.T) {
	d := newHouse(t, Config{})
	admin, first := d.as(claims.Admin), d.scale()
	body := admin.get("/admin/scale/edit").Body.String()
	for _, want := range []string{`value="Half true"`, `id="key-3"`, "On a dark page", `name="key"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the form does not have %q", want)
		}
	}

	form := scaleForm(first)
	form["label"][2], form["place"][0], form["out"] = "<b>Half</b> true", "one", []string{"4"}
	form.Set("act", "look")
	w := admin.post("/admin/scale/edit", form)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "The colours go from true to false") {
		t.Errorf("true at the end: status %d, want 422 with the reason", w.Code)
	}
	form["place"][0] = "1"
	w = admin.post("/admin/scale/edit", form)
	if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, "&lt;b&gt;Half&lt;/b&gt; true") || strings.Contains(body, `value="Misleading"`) {
		t.Errorf("look: status %d; want 200, the label as text, and nothing left out\n%s", w.Code, body)
	}
	if got := d.scale(); got.ID != first.ID {
		t.Errorf("looking saved %s", got.Title())
	}

	form.Del("act")
	form["key"][2] = "half"
	w = admin.post("/admin/scale/edit", form)
	if body := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "The key half_true is in use and cannot change") || !strings.Contains(body, `href="#key-3"`) || !strings.Contains(body, `value="half"`) {
		t.Errorf("another key: status %d; want 422, the reason at its field and what was typed\n%s", w.Code, body)
	}
	form["key"][2], form["value"][1] = "half_true", "five"
	if w = admin.post("/admin/scale/edit", form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Write a number, or nothing") {
		t.Errorf("a number in words: status %d, want 422 with the reason", w.Code)
	}
	form["value"][1] = "5"
	if w = admin.post("/admin/scale/edit", form); w.Code != http.StatusSeeOther {
		t.Fatalf("save: status %d\n%s", w.Code, w.Body)
	}
	got := d.scale()
	if got.Version != 2 || len(got.Ratings) != 6 || slices.ContainsFunc(got.Ratings, func(r claims.Rating) bool { return r.Key == "misleading" }) {
		t.Errorf("saved %+v", got)
	}
	w = admin.post("/admin/scale/edit", form)
	if body := w.Body.String(); w.Code != http.StatusConflict || !strings.Contains(body, "Somebody changed the scale meanwhile") || !strings.Contains(body, `value="`+got.ID.String()+`"`) {
		t.Errorf("from the version before: status %d, want 409 and the way on", w.Code)
	}
}

func TestAnAdminChoosesAScale(t *testing.T) {
	d := newHouse(t, Config{})
	admin, first := d.as(claims.Admin), d.scale()
	if w := admin.post("/admin/scale", url.Values{"base": {first.ID.String()}, "preset": {"snopes"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("a preset: status %d\n%s", w.Code, w.Body)
	}
	snopes := d.scale()
	if snopes.Title() != "Five steps after Snopes, version 1" {
		t.Errorf("the scale is %s", snopes.Title())
	}
	if w := admin.post("/admin/scale", url.Values{"base": {first.ID.String()}, "preset": {"three"}}); w.Code != http.StatusConflict {
		t.Errorf("from an older page: status %d, want 409", w.Code)
	}
	if body := admin.get("/admin/scale").Body.String(); !strings.Contains(body, first.Title()) || !strings.Contains(body, "Miscaptioned") {
		t.Errorf("the page does not show both scales:\n%s", body)
	}
	if w := admin.post("/admin/scale", url.Values{"base": {snopes.ID.String()}, "version": {first.ID.String()}}); w.Code != http.StatusSeeOther || d.scale().ID != first.ID {
		t.Errorf("the one before: status %d, the scale is %s", w.Code, d.scale().Title())
	}
}
