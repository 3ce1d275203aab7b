package main

import "touchstone/views"

// demoTour leads through the demonstration, in the order of the work.
func demoTour() *views.Tour {
	at := func(name string) string { return name + "@aldery-ledger.example" }
	reviewer, second, editor, admin := at("jonas.brekke"), at("tove.almqvist"), at("ines.quillfeather"), at("sunniva.harcastle-bey")
	return &views.Tour{Password: demoPassword, Stops: []views.Stop{
		{Title: "What readers see", Path: "/", Text: "The newest checks. Open one: the statement, who said it and when, the verdict and the short answer stand first; the evidence, every place where it was said, and the history follow."},
		{Title: "What the desk got wrong", Path: "/corrections", Text: "A published check is corrected in public or withdrawn, never edited silently. Each correction stands here, in a feed, and on its check."},
		{Title: "The reading room", Path: "/desk/read", As: reviewer, Who: "a reviewer", Text: "An article with every statement that was found in it. Accept with a, reject with x, take it back with u. Select any words and press m to make a claim of them. The question mark lists the keys."},
		{Title: "The queue", Path: "/desk", As: reviewer, Who: "a reviewer", Text: "What waits, most urgent first. Tick several claims to accept, reject, tag or assign them at once. The same claims stand on a board and in a calendar."},
		{Title: "A second person decides", Path: "/desk/claims?due=review", As: second, Who: "another reviewer", Text: "Proposals of colleagues. Whoever wrote or proposed a rating cannot approve it; this reviewer did not. Open one, read its evidence, approve it or ask for changes."},
		{Title: "An editor publishes", Path: "/desk/claims?due=publish", As: editor, Who: "an editor", Text: "What was approved and is not out yet. Publishing says what is missing first. Then open the check on the public site: it is there at once, in the lists, the files and the feed."},
		{Title: "Articles that changed", Path: "/desk/changed", As: editor, Who: "an editor", Text: "Articles are looked at again after publication. Where a quote has moved or gone, somebody has to look."},
		{Title: "The desk in numbers", Path: "/desk/stats", As: editor, Who: "an editor", Text: "How long claims wait, and what second people said. What the checks add up to is public, under Statistics."},
		{Title: "Everything to take away", Path: "/data", Text: "Checks, sources, appearances and corrections as CSV and JSON, ClaimReview, feeds, and an interface for programs."},
		{Title: "Settings", Path: "/admin/settings", As: admin, Who: "an admin", Text: "What the desk says of itself, its language, its scale, who needs a second factor."},
	}}
}
