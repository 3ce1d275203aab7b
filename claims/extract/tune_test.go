package extract

import (
	"fmt"
	"math"
	"testing"
)

// A desk that checks numbers and rejects what is said about trains.
func decisions(n int) []Decision {
	var list []Decision
	for i := range n {
		list = append(list,
			Decision{fmt.Sprintf("The harbour lost %d boats last year", 10+i), true},
			Decision{"I think that we should be proud of our trains", false},
			Decision{fmt.Sprintf("We will build %d new stations", 3+i), false})
	}
	return list
}

func TestADeskIsLearntFromItsDecisions(t *testing.T) {
	tuning := Tune(decisions(40))
	if len(tuning) == 0 {
		t.Fatal("nothing was learnt")
	}
	yes, no := "The mainland lost 412 boats last year", "We will build 7 new stations"
	wasYes, _ := Worth(yes)
	wasNo, _ := Worth(no)
	isYes, isNo := tuning.Adjust(yes, wasYes), tuning.Adjust(no, wasNo)
	if isYes <= isNo || isYes-isNo <= wasYes-wasNo {
		t.Errorf("apart by %.2f before and %.2f after", wasYes-wasNo, isYes-isNo)
	}
}

func TestFewDecisionsMoveLittle(t *testing.T) {
	yes := "The mainland lost 412 boats last year"
	was, _ := Worth(yes)
	if is := Tune(decisions(1)).Adjust(yes, was); math.Abs(is-was) > .2 {
		t.Errorf("three decisions moved %.2f to %.2f", was, is)
	}
}

func TestWithoutDecisionsNothingMoves(t *testing.T) {
	if tuning := Tune(nil); len(tuning) != 0 {
		t.Errorf("got %v", tuning)
	}
	if got := (Tuning)(nil).Adjust("x", .4); got != .4 {
		t.Errorf("got %v", got)
	}
}

func TestTuningStaysFiniteOnAnyText(t *testing.T) {
	list := append(decisions(10), Decision{"", true}, Decision{"“”“”", false}, Decision{"1 2 3 4 5 6 7 8 9 10 per cent!!!", true})
	tuning := Tune(list)
	for name, w := range tuning {
		if math.IsNaN(w) || math.Abs(w) > 10 {
			t.Errorf("%s: %v", name, w)
		}
	}
	for _, d := range list {
		for _, worth := range []float64{0, .5, 1} {
			if got := tuning.Adjust(d.Statement, worth); !(got >= 0 && got <= 1) {
				t.Errorf("%q: got %v", d.Statement, got)
			}
		}
	}
}
