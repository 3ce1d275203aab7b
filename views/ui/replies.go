package ui

import (
	"strings"

	"touchstone/claims"
)

// publicReplies are the lines of the right-of-reply log that readers see.
func publicReplies(c *claims.Claim) (list []claims.Reply) {
	for _, r := range c.Replies {
		if r.Public {
			list = append(list, r)
		}
	}
	return list
}

func lines(s string) []string { return strings.Split(s, "\n") }
