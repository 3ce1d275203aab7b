package desk

import "touchstone/claims"

// How many pages hear of changes at once, and how many of one person.
const (
	MaxLive     = maxLive
	MaxLiveEach = maxLiveEach
)

// Listeners counts the pages that wait for changes.
type Listeners = listeners

// Join takes a place for a person's page.
func (l *listeners) Join(id claims.ID) bool { return l.join(id) }

// Leave gives it back.
func (l *listeners) Leave(id claims.ID) { l.leave(id) }
