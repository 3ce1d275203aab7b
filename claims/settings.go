package claims

import "unicode/utf8"

// Settings are what a desk says of itself, set by its admin.
type Settings struct {
	Organisation string `json:"organisation"` // the publisher, on every page and in ClaimReview
	Contact      string `json:"contact"`      // e-mail address or page for corrections and questions
	About        string `json:"about"`        // Markdown: who the desk is and who pays for it
	Method       string `json:"method"`       // Markdown: how claims are chosen and checked
	Licence      string `json:"licence"`      // address of the data's licence
	Language     string `json:"language"`     // BCP 47, of the desk's own words
}

// DefaultSettings are what a new desk starts with.
func DefaultSettings() Settings {
	return Settings{
		Organisation: "Our newsroom",
		About:        "This is the fact desk of our newsroom. We check statements that matter to our readers, say how we know, and correct ourselves in public.",
		Method: `We read what is published, note who said what, and pick the statements that can be checked and that matter.

A reviewer gathers evidence, at first hand where there is any, asks the person quoted where the answer could change the rating, and proposes a rating with reasons. A second person, who neither wrote nor rated the check, approves it or sends it back. An editor publishes it.

When we are wrong we say so on the check itself, with the date and what changed.`,
		Licence:  "https://creativecommons.org/licenses/by/4.0/",
		Language: "en",
	}
}

// Check trims the settings and names what is wrong.
func (s *Settings) Check() error {
	var p Problems
	s.Organisation, s.Contact, s.Licence, s.Language = Line(s.Organisation), Line(s.Contact), Line(s.Licence), Line(s.Language)
	if s.Organisation == "" || utf8.RuneCountInString(s.Organisation) > MaxName {
		p.Add(Invalid("organisation", "write the name readers know you by"))
	}
	if s.Licence != "" {
		_, err := WebURL("licence", s.Licence)
		p.Add(err)
	}
	p.Add(limit("contact", s.Contact, MaxName))
	p.Add(limit("about", s.About, MaxExplanation))
	p.Add(limit("method", s.Method, MaxExplanation))
	return p.Err()
}
