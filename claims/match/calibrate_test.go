package match

import (
	"math"
	"testing"
)

func judged(confidence float64, same, different int) (list []Judged) {
	for i := range same + different {
		list = append(list, Judged{confidence, i < same})
	}
	return list
}

func TestDecisionsMoveWhatIsOffered(t *testing.T) {
	if c := Calibrate(judged(.7, 19, 0)); c != (Calibration{}) || c.Apply(.37) != c.Apply(.37) || math.Abs(c.Apply(.37)-.37) > 1e-9 || c.Even() != .5 {
		t.Errorf("few decisions: got %+v", c)
	}
	eager := Calibrate(append(judged(.55, 30, 2), judged(.8, 30, 0)...))
	if eager.Even() > .45 || eager.Apply(.5) < .6 {
		t.Errorf("likenesses that hold: even at %.2f", eager.Even())
	}
	wary := Calibrate(append(judged(.55, 3, 30), judged(.9, 20, 2)...))
	if wary.Even() < .6 || wary.Apply(.55) > .3 || wary.Apply(.9) < .7 {
		t.Errorf("likenesses that mislead: even at %.2f, .55 is %.2f, .9 is %.2f", wary.Even(), wary.Apply(.55), wary.Apply(.9))
	}
	for _, list := range [][]Judged{judged(1, 500, 0), judged(0, 0, 500), judged(1, 0, 500), judged(0, 500, 0), append(judged(.2, 100, 0), judged(.9, 0, 100)...)} {
		c := Calibrate(list)
		last := 0.0
		for p := 0.0; p <= 1; p += .05 {
			q := c.Apply(p)
			if math.IsNaN(q) || q < last || q > 1 {
				t.Fatalf("%+v: %.2f becomes %v after %v", c, p, q, last)
			}
			last = q
		}
	}
}
