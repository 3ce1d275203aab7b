package claims

import "time"

// Batch is an import that takes long and goes on by itself: of many articles,
// or of a table of claims.
type Batch struct {
	ID        ID
	By        Person
	Name      string // what was sent, for people
	Table     ID     // the table that waits; 0 for articles
	Total     int    // articles, or rows
	Done      int
	Imported  int
	Here      int // that the desk had already
	Failed    int
	CreatedAt time.Time
	StartedAt time.Time // zero while others are before it
	EndedAt   time.Time // zero while it goes on
	Cancelled bool
}

// BatchItem is one article of a batch, or a row that its report names.
type BatchItem struct {
	N       int
	Name    string // an address, a file, a row
	Body    []byte // of a file; nil for an address
	Outcome ItemOutcome
	Detail  string
	Article ID
}

// ItemOutcome is what came of an item; "" while it waits.
type ItemOutcome string

// What can come of an item.
const (
	ItemImported  ItemOutcome = "imported"
	ItemHere      ItemOutcome = "already here"
	ItemFailed    ItemOutcome = "failed"
	ItemCancelled ItemOutcome = "cancelled"
)

// Bounds of a batch.
const (
	MaxBatch  = 1000                // articles in one
	BatchFrom = 1000                // claims from which on a table is imported by itself
	BatchKept = 30 * 24 * time.Hour // its report
)

// Going reports whether the batch is not at its end.
func (b Batch) Going() bool { return b.EndedAt.IsZero() }

// Pace is how many items a second were done so far, and how long the rest takes
// at that rate; zeros where nothing can be said.
func (b Batch) Pace(now time.Time) (rate float64, left time.Duration) {
	since := now.Sub(b.StartedAt)
	if b.StartedAt.IsZero() || b.Done == 0 || since <= 0 || !b.Going() {
		return 0, 0
	}
	rate = float64(b.Done) / since.Seconds()
	return rate, time.Duration(float64(b.Total-b.Done) / rate * float64(time.Second))
}

// CheckBatch says whether a batch of items can be taken.
func CheckBatch(by User, items []BatchItem) error {
	if err := by.Need(ActImport); err != nil {
		return err
	}
	switch {
	case len(items) == 0:
		return Invalid("addresses", "write the addresses of articles, one a line, or choose files")
	case len(items) > MaxBatch:
		return Invalid("addresses", "these are %d articles, and %d at once are the most: divide them", len(items), MaxBatch)
	}
	return nil
}

// Cancel says whether a person may call the batch off.
func (b Batch) Cancel(by User) error {
	if err := by.Need(ActImport); err != nil {
		return err
	}
	if !b.Going() {
		return Conflict("this import is at its end: there is nothing to call off")
	}
	return nil
}
