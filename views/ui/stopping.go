package ui

import "context"

// stopping is the key that WithStop sets.
type stopping struct{}

// WithStop tells long answers made under a context when the program stops, so
// that they end at once and are not waited for.
func WithStop(ctx context.Context, stop <-chan struct{}) context.Context {
	return context.WithValue(ctx, stopping{}, stop)
}

// Stopping is closed when the program stops; nil where nobody says.
func Stopping(ctx context.Context) <-chan struct{} {
	stop, _ := ctx.Value(stopping{}).(<-chan struct{})
	return stop
}
