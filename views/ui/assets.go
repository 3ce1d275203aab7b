package ui

import "touchstone/views/static"

// Assets names the state of the style sheet and scripts: pages that link them
// are others when it changes.
func Assets() string { return static.Version }
