package claims

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Settings are what a desk says of itself, set by its admin.
type Settings struct {
	Organisation string `json:"organisation"` // the publisher, on every page and in ClaimReview
	Contact      string `json:"contact"`      // e-mail address or page for corrections and questions
	Address      string `json:"address"`      // of the organisation, by post; may have several lines
	Logo         string `json:"logo"`         // name of the Logo; "" for none
	Licence      string `json:"licence"`      // address of the data's licence
	Language     string `json:"language"`     // BCP 47, of the desk's own words

	// What readers are told of the desk, in Markdown; "" where it says nothing.
	About           string `json:"about"`            // who the desk is
	Method          string `json:"method"`           // how claims are chosen and checked
	Corrections     string `json:"corrections"`      // what happens when the desk was wrong
	Funding         string `json:"funding"`          // who pays for it
	NonPartisanship string `json:"non_partisanship"` // how it stays on nobody's side

	SecondReview ReviewRule `json:"second_review"`

	RepeatsDue    int  `json:"repeats_due"`    // repetitions that bring a published claim back to the desk; 0: none
	LikenessFixed bool `json:"likeness_fixed"` // decisions on likenesses change nothing
}

// ReviewRule says how many colleagues have to approve a rating besides the one
// who proposed it.
type ReviewRule string

// The rules.
const (
	ReviewByOne      ReviewRule = "one"          // one colleague decides
	ReviewTwoOfThree ReviewRule = "two_of_three" // of three votes two carry
)

// ReviewRules are all rules, the simplest first.
var ReviewRules = []ReviewRule{ReviewByOne, ReviewTwoOfThree}

// DefaultSettings are what a new desk starts with.
func DefaultSettings() Settings {
	return Settings{
		Organisation: "Our newsroom",
		About:        "This is the fact desk of our newsroom. We check statements that matter to our readers, say how we know, and correct ourselves in public.",
		Method: `We read what is published, note who said what, and pick the statements that can be checked and that matter.

A reviewer gathers evidence, at first hand where there is any, asks the person quoted where the answer could change the rating, and proposes a rating with reasons. A second person, who neither wrote nor rated the check, approves it or sends it back. An editor publishes it.

When we are wrong we say so on the check itself, with the date and what changed.`,
		Corrections:  "Tell us when you think that we are wrong. A colleague who did not write the check looks at it again. A mistake is put right on the check itself, with the date and what changed, and listed among the corrections.",
		Licence:      "https://creativecommons.org/licenses/by/4.0/",
		Language:     "en",
		SecondReview: ReviewByOne,
		RepeatsDue:   DefaultRepeatsDue,
	}
}

// languageCode is the form of a code of BCP 47 (RFC 5646, 2.1), in the part that
// is in use.
var languageCode = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)

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
	if !languageCode.MatchString(s.Language) {
		p.Add(Invalid("language", "%q is not the code of a language: write it as en, de or pt-BR", clip(s.Language, 40)))
	}
	p.Add(limit("contact", s.Contact, MaxName))
	s.Address = strings.TrimSpace(strings.ReplaceAll(s.Address, "\r\n", "\n"))
	p.Add(limit("address", s.Address, MaxName))
	for _, text := range []struct{ field, text string }{
		{"about", s.About}, {"method", s.Method}, {"corrections", s.Corrections},
		{"funding", s.Funding}, {"non_partisanship", s.NonPartisanship},
	} {
		p.Add(limit(text.field, text.text, MaxExplanation))
	}
	if !slices.Contains(ReviewRules, s.SecondReview) {
		p.Add(Invalid("second_review", "choose how many colleagues approve a rating"))
	}
	if s.RepeatsDue < 0 || s.RepeatsDue > MaxRepeatsDue {
		p.Add(Invalid("repeats_due", "write a number from 0 to %d: how many repetitions bring a claim back, 0 for never", MaxRepeatsDue))
	}
	return p.Err()
}
