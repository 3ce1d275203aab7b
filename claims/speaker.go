package claims

import "time"

// SpeakerKind tells people from organisations; ClaimReview needs it right.
type SpeakerKind string

// The kinds of speaker.
const (
	IsPerson       SpeakerKind = "person"
	IsOrganisation SpeakerKind = "organization" // schema.org's spelling, as exports carry it
)

// Speaker is who said something: the claimant of exports.
type Speaker struct {
	ID      ID
	Name    string
	Slug    string // unique, part of the address
	Kind    SpeakerKind
	Role    string   // latest known; a claim keeps the role of its own date
	Aliases []string // other names it is known by
	SameAs  string   // an address that identifies it, such as its Wikidata page
	Party   string   // the party or camp it belongs to, as the desk counts it; "" for none
}

// Check trims a speaker's fields and names what is wrong.
func (s *Speaker) Check() error {
	var p Problems
	s.Name, s.Role, s.Party, s.SameAs = Line(s.Name), Line(s.Role), Line(s.Party), Line(s.SameAs)
	if s.Name == "" {
		p.Add(Invalid("speaker", "say who said it: a name, or a description such as “two officials”"))
	}
	if len([]rune(s.Name)) > MaxName {
		p.Add(Invalid("speaker", "the name is longer than %d characters", MaxName))
	}
	if len([]rune(s.Role)) > MaxName {
		p.Add(Invalid("speaker_role", "the role is longer than %d characters", MaxName))
	}
	p.Add(limit("party", s.Party, MaxName))
	if s.Kind != IsPerson && s.Kind != IsOrganisation {
		p.Add(Invalid("speaker_kind", "say whether the speaker is a person or an organisation"))
	}
	if s.SameAs != "" {
		_, err := WebURL("same_as", s.SameAs)
		p.Add(err)
	}
	return p.Err()
}

// Describe changes what the desk says of a speaker: what it is, the latest role,
// the party and the address that identifies it. The name stays, because
// addresses are made of it.
func (s *Speaker) Describe(by User, now time.Time, to Speaker) (Event, error) {
	if err := by.Need(ActSpeakers); err != nil {
		return Event{}, err
	}
	next := *s
	next.Kind, next.Role, next.Party, next.SameAs = to.Kind, to.Role, to.Party, to.SameAs
	if err := next.Check(); err != nil {
		return Event{}, err
	}
	was, is := s.fields(), next.fields()
	for k := range was {
		if was[k] == is[k] {
			delete(was, k)
			delete(is, k)
		}
	}
	if len(is) == 0 {
		return Event{}, Conflict("nothing was changed")
	}
	*s = next
	return Event{At: now, Actor: by.Person(), Subject: OnSpeaker, SubjectID: s.ID, Action: "described", Note: s.Name, Before: jsonOf(was), After: jsonOf(is)}, nil
}

// fields are what Describe can change, for the log.
func (s *Speaker) fields() map[string]any {
	return map[string]any{"speaker_kind": string(s.Kind), "speaker_role": s.Role, "party": s.Party, "same_as": s.SameAs}
}

// SpeakerRecord is a speaker with the counts of the published checks.
type SpeakerRecord struct {
	Speaker
	Checks      int
	First, Last Date // of the claims
	Marks       []Mark
	Corrections int
	Topics      []Count
	Said        int         // how often the claims were made, in all
	LastSaid    Date        // the newest of the articles
	Years       []YearCount // how often, by the articles' years; those without a date are not among them
	Repeated    []Count     // claims made more than once, the most repeated first: Key is the number of the claim
	UpdatedAt   time.Time
}

// Mark is one published check on a speaker's chart.
type Mark struct {
	Claim  ID
	On     Date // of the claim
	Rating Rating
}

// Count is a name with how many checks it has: a facet's line.
type Count struct {
	Key, Label string
	N          int
	Role       int // colour role, for ratings only
}
