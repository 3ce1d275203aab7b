package claims

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEveryPresetIsAScale(t *testing.T) {
	names := map[string]bool{}
	for _, p := range Presets() {
		s := p.Scale
		if err := s.Check(); err != nil || !s.Same(p.Scale) {
			t.Errorf("%s: %v; its order after the check: %v", p.Key, err, s.Ratings)
		}
		if names[s.Name] {
			t.Errorf("two presets are called %q", s.Name)
		}
		names[s.Name] = true
		for _, r := range s.Ratings {
			if r.Definition == "" {
				t.Errorf("%s: %s has no definition", p.Key, r.Label)
			}
		}
	}
	if _, err := PresetByKey("seven"); KindOf(err) != KindInvalid {
		t.Errorf("an unknown preset: %v, want invalid", err)
	}
}

func TestAScaleNamesWhatIsWrongWithIt(t *testing.T) {
	set := func(i int, change func(*Rating)) func(*Scale) { return func(s *Scale) { change(&s.Ratings[i]) } }
	value := func(f float64) *float64 { return &f }
	for name, tt := range map[string]struct {
		change func(*Scale)
		field  string
	}{
		"no name":                    {func(s *Scale) { s.Name = " " }, "scale"},
		"one rating on it":           {func(s *Scale) { s.Ratings = append(s.Ratings[:1], s.Ratings[6]) }, "scale"},
		"too many":                   {func(s *Scale) { s.Ratings = slices.Repeat(s.Ratings, 2) }, "scale"},
		"a key with a space":         {set(1, func(r *Rating) { r.Key = "mostly true" }), "key-2"},
		"a key twice":                {set(1, func(r *Rating) { r.Key = "TRUE" }), "key-2"},
		"no label":                   {set(2, func(r *Rating) { r.Label = "" }), "label-3"},
		"a label twice":              {set(2, func(r *Rating) { r.Label = "true" }), "label-3"},
		"a colour that is none":      {set(2, func(r *Rating) { r.Role = 7 }), "role-3"},
		"colours that turn back":     {set(2, func(r *Rating) { r.Role = 1 }), "role-3"},
		"a number off the scale":     {set(6, func(r *Rating) { r.Value = value(3) }), "value-7"},
		"one without a number":       {set(3, func(r *Rating) { r.Value = nil }), "value-4"},
		"numbers that rise":          {set(3, func(r *Rating) { r.Value = value(5) }), "value-4"},
		"a number that is none":      {set(3, func(r *Rating) { r.Value = value(math.NaN()) }), "value-4"},
		"a number below the least":   {set(5, func(r *Rating) { r.Value = value(0) }), "value-6"},
		"a number without an end":    {set(0, func(r *Rating) { r.Value = value(math.Inf(1)) }), "value-1"},
		"a definition without limit": {set(0, func(r *Rating) { r.Definition = strings.Repeat("x", 301) }), "definition-1"},
	} {
		s := DefaultScale()
		tt.change(&s)
		err := s.Check()
		var p Problems
		if !errors.As(err, &p) || p.Field(tt.field) == "" {
			t.Errorf("%s: got %v, want a problem of %s", name, err, tt.field)
		}
	}
	plain := DefaultScale()
	for i := range plain.Ratings {
		plain.Ratings[i].Value = nil
	}
	if err := plain.Check(); err != nil {
		t.Errorf("a scale without numbers: %v", err)
	}
}

func TestWhatIsOffTheScaleComesLast(t *testing.T) {
	s := DefaultScale()
	s.Ratings = slices.Insert(s.Ratings[:6], 2, s.Ratings[6])
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	if !s.Same(DefaultScale()) {
		t.Errorf("the order is %v", s.Ratings)
	}
	list := append(threeSteps().Ratings, politifact().Ratings...)
	OrderRatings(list)
	var got []string
	for _, r := range list {
		got = append(got, r.Key)
	}
	want := []string{"true", "true", "mostly_true", "partly_true", "half_true", "mostly_false", "false", "false", "pants_on_fire", "unproven"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ratings of two scales (-want +got)\n%s", diff)
	}
}

func TestAKeyMeansTheSameInEveryVersion(t *testing.T) {
	first := DefaultScale()
	second := DefaultScale()
	second.Version, second.Ratings = 2, slices.Delete(slices.Clone(second.Ratings), 3, 4) // without misleading
	kept := func(s Scale) []string {
		var list []string
		for _, r := range s.Ratings {
			list = append(list, r.Key)
		}
		return list
	}
	for name, tt := range map[string]struct {
		change func(s *Scale, kept []string)
		field  string
	}{
		"a new label":                             {func(s *Scale, _ []string) { s.Ratings[0].Label = "Right" }, ""},
		"a new key for an old rating":             {func(s *Scale, _ []string) { s.Ratings[0].Key = "right" }, "key-1"},
		"a rating that comes back":                {func(s *Scale, k []string) { s.Ratings[2], k[2] = first.Ratings[3], "" }, ""},
		"a key that meant something else":         {func(s *Scale, k []string) { s.Ratings[2].Key, k[2] = "misleading", "" }, "key-3"},
		"a rating put in the place of another":    {func(s *Scale, k []string) { s.Ratings[0].Label, k[0] = "Blue", "" }, "key-1"},
		"a new rating with a key nobody had":      {func(s *Scale, k []string) { s.Ratings[2].Key, k[2] = "in_between", "" }, ""},
		"two old ratings with their keys swapped": {func(s *Scale, _ []string) { s.Ratings[0].Key, s.Ratings[1].Key = "mostly_true", "true" }, "key-1"},
	} {
		s := Scale{Name: second.Name, Ratings: slices.Clone(second.Ratings)}
		k := kept(second)
		tt.change(&s, k)
		err := s.Follow([]Scale{first, second}, k)
		var p Problems
		errors.As(err, &p)
		if s.Version != 3 || (err != nil) != (tt.field != "") || tt.field != "" && p.Field(tt.field) == "" {
			t.Errorf("%s: version %d, %v; want 3 and a problem of %q", name, s.Version, err, tt.field)
		}
	}
}
