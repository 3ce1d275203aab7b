package match

import (
	"math"

	"touchstone/claims"
)

// Judged is a match that people decided on: the confidence it was offered with,
// and whether it was the same claim.
type Judged struct {
	Confidence float64
	Same       bool
}

// Calibration moves confidences by what a desk decided. The zero value leaves
// them as they are.
type Calibration struct {
	Shift   float64 // of the log-odds
	Steeper float64 // added to their slope, which is 1
}

// Calibrate fits a calibration to decisions: Platt's scaling (Probabilistic
// outputs for support vector machines, 1999) of the log-odds, drawn towards no
// change by a normal prior of deviation 1, by Newton's method. Fewer than
// claims.MinJudged decisions change nothing.
func Calibrate(list []Judged) Calibration {
	var c Calibration
	if len(list) < claims.MinJudged {
		return c
	}
	for range 25 {
		g0, g1, h00, h01, h11 := -c.Shift, -c.Steeper, 1.0, 0.0, 1.0
		for _, j := range list {
			x, p := odds(j.Confidence), c.Apply(j.Confidence)
			e := -p
			if j.Same {
				e = 1 - p
			}
			w := p * (1 - p)
			g0, g1 = g0+e, g1+e*x
			h00, h01, h11 = h00+w, h01+w*x, h11+w*x*x
		}
		det := h00*h11 - h01*h01 // above 1: the prior sees to it
		c.Shift += (g0*h11 - g1*h01) / det
		c.Steeper = max(-0.9, c.Steeper+(g1*h00-g0*h01)/det) // more is never less likely
	}
	return c
}

// Apply is a confidence as the desk's decisions read it.
func (c Calibration) Apply(confidence float64) float64 {
	return chance(c.Shift + (1+c.Steeper)*odds(confidence))
}

// Even is the confidence that counts as an even chance.
func (c Calibration) Even() float64 { return chance(-c.Shift / (1 + c.Steeper)) }

func odds(p float64) float64 {
	p = min(max(p, 1e-4), 1-1e-4)
	return math.Log(p / (1 - p))
}

func chance(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
