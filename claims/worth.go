package claims

import "time"

// WorthVersion is one state of what the desk's own decisions have added to the
// judgement of what is worth checking. Version 0 is the shipped one.
type WorthVersion struct {
	Version  int
	At       time.Time
	By       Person             // zero where the program learnt by itself
	Accepted int                // decisions it was learnt from
	Rejected int                //
	Weights  map[string]float64 // added to the shipped weights, by feature
	Current  bool
}

// WorthFeature is one property of a statement with its weight in the judgement.
type WorthFeature struct {
	Name    string
	Why     string // in a reviewer's words; may be empty
	Shipped float64
	Desk    float64 // what this desk's decisions add at present
}

// WorthJudges reports whether rejecting a claim for this reason says that it
// was not worth checking; a duplicate, or words nobody said, says nothing of that.
func (r RejectReason) WorthJudges() bool { return r != "duplicate" && r != "not_attributed" }

// MinWorthDecisions is how many decisions, and MinWorthEach how many of each
// kind, it takes to learn from them.
const (
	MinWorthDecisions = 30
	MinWorthEach      = 5
)
