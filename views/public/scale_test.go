package public_test

import (
	"strings"
	"testing"

	"touchstone/claims"
)

func TestACheckKeepsTheScaleItWasRatedOn(t *testing.T) {
	k := newDesk(t)
	old := k.publish(check{statement: "Rail fares have fallen by a fifth.", rating: "half_true"})
	odd := k.publish(check{statement: "Nobody can say how many trains run late.", rating: "unproven"})
	address := k.address(old)
	before := map[string]string{}
	for _, path := range []string{address, "/claims.csv", "/claimreview.json", "/embed/claims/" + old.ID.String()} {
		before[path] = k.page(path)
	}
	has(t, before["/claimreview.json"], `"ratingValue":4,"bestRating":6,"worstRating":1`)

	current, err := k.d.Scale(t.Context())
	k.must(err)
	preset, err := claims.PresetByKey("three")
	k.must(err)
	preset.Scale.Name = current.Name // as a change of the scale in use
	_, err = k.d.NewScale(t.Context(), k.editor.Person(), current.ID, preset.Scale, nil)
	k.must(err)

	for path, was := range before {
		if got := k.page(path); got != was {
			t.Errorf("%s changed with the scale:\n%s", path, got)
		}
	}
	method := k.page("/methodology")
	has(t, method, "Touchstone six-step, version 2", "<summary dir=\"auto\">Touchstone six-step, version 1</summary>", "Mostly false")
	fresh := k.publish(check{statement: "Half of all trains run late.", rating: "partly_true"})
	has(t, k.page(k.address(fresh)), "Partly true")
	has(t, k.page("/claimreview.json"), `"ratingValue":4,"bestRating":6,"worstRating":1`, `"ratingValue":2,"bestRating":3,"worstRating":1`)
	csv := k.page("/claims.csv")
	has(t, csv, `half_true,Half true,"Touchstone six-step, version 1",4,1,6,`, `partly_true,Partly true,"Touchstone six-step, version 2",2,1,3,`,
		`unproven,Unproven,"Touchstone six-step, version 1",,,,`)

	// In one order, and what is off the scale last.
	page := k.page("/speakers/oona-talvik-reyes")
	for _, order := range [][2]string{{"Partly true", "Half true"}, {"Half true", "False"}, {"False", "Unproven"}} {
		if strings.Index(page, order[0]) > strings.Index(page, order[1]) {
			t.Errorf("%s stands after %s", order[0], order[1])
		}
	}
	hasNot(t, k.page(k.address(odd)), `class="scale`)
}
