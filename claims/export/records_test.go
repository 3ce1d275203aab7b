package export

import (
	"iter"
	"time"

	"touchstone/claims"
)

// each makes rows of values.
func each[T any](rows ...T) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for i := range rows {
			if !yield(&rows[i], nil) {
				return
			}
		}
	}
}

func at(day, hour int) time.Time {
	return time.Date(2026, 3, day, hour, 30, 15, 0, time.FixedZone("CET", 3600))
}

func num(f float64) *float64 { return &f }

// full has every column filled, bare as few as can be, odd what breaks writers.
func claimRecords() []claims.ClaimRecord {
	scale := claims.DefaultScale()
	full := claims.ClaimRecord{
		ID: 1, Revision: 7, Slug: "the-harbour-earned-40-million", Statement: "The harbour earned 40 million last year.",
		Quote: "we earned 40 million", Kind: claims.Direct, Verb: "said", Language: "en",
		Claimant: "Ilse Brandt", ClaimantType: claims.IsPerson, ClaimantRole: "Mayor of Port Averell", ClaimantSame: "https://www.wikidata.org/wiki/Q42",
		ClaimedOn: claims.Date{Day: "2026-03-02", Precision: claims.DayPrecision}, Place: "council meeting",
		Outlet: "Averell Post", ArticleTitle: "Harbour closes", ArticleURL: "https://post.example/harbour", ArticleOn: claims.Date{Day: "2026-03-03", Precision: claims.DayPrecision},
		QuoteSpan: claims.Span{Start: 0, End: 20}, TextSHA256: "ab12", Appearances: 2, FirstURL: "https://post.example/harbour",
		Topics: []string{"Harbour", "Money"}, Verdict: &scale.Ratings[4], Scale: "Touchstone six-step, version 1", Worst: num(1), Best: num(6),
		Summary: "It earned 14 million.", Sources: 2, Primary: 1, SourceURLs: []string{"https://records.example/1", "https://records.example/a|b"},
		ReviewedBy: "Ana Silva", ReviewedAt: at(5, 9), PublishedAt: at(5, 10), UpdatedAt: at(6, 0), Publication: claims.Corrected,
		Corrections: 1, LastKind: claims.CorrectFactual, LastCorrected: at(6, 0), State: claims.StateApproved, Priority: claims.PriorityHigh,
	}
	bare := claims.ClaimRecord{ID: 2, Revision: 1, Statement: "Nothing is known.", Publication: claims.Private, State: claims.StateRejected,
		RejectReason: "too_vague", RejectNote: "=who knows", Assignee: "Ben Okafor", ClaimedOn: claims.UnknownDate}
	odd := claims.ClaimRecord{
		ID: 3, Revision: 2, Statement: `He said "no", and` + "\nleft.", Quote: "-5 per cent, “all told”", Kind: claims.Mixed,
		Claimant: "@minister", ClaimantRole: "\tSecretary", Language: "ar", Place: "＝SUM(A1)", Outlet: "'tis news", ArticleTitle: "'=quoted",
		ClaimedOn: claims.Date{Day: "2026-03-01", Precision: claims.MonthPrecision}, ArticleOn: claims.Date{Day: "2026-01-01", Precision: claims.YearPrecision},
		QuoteSpan: claims.Span{Start: 4, End: 9}, Topics: []string{"=1+1", `a\b`}, Verdict: &scale.Ratings[6], Scale: "S, version 1", Worst: num(1), Best: num(6),
		Publication: claims.Published, PublishedAt: at(1, 0), Summary: " شريط ", State: claims.StateApproved,
	}
	gone := full
	gone.ID, gone.Publication, gone.LastKind = 4, claims.Withdrawn, claims.CorrectWithdrawn
	return []claims.ClaimRecord{full, bare, odd, gone}
}

var evidence = claims.Evidence{
	ID: 1, Number: 1, Stance: claims.Refutes, Passage: "Revenue: 14,002,113", Note: "Audited.",
	Source: claims.Source{ID: 9, URL: "https://records.example/1", Title: "Accounts 2025", Publisher: "Port Authority", Kind: claims.OfficialRecord,
		AccessedOn: claims.Date{Day: "2026-03-04", Precision: claims.DayPrecision}, Archived: "https://archive.example/1"},
}

var seen = claims.Appearance{
	ID: 5, Quote: "we earned 40 million […] last year", Prefix: "said “", Suffix: "”", Spans: []claims.Span{{Start: 0, End: 20}, {Start: 31, End: 40}},
	Context: "“We earned 40 million,” she said, “last year.”", Kind: claims.Direct, Cue: "said", Chain: []string{"Averell Post", "the harbour office"},
	Anchor: claims.Anchored, First: true, TextSHA256: "ab12",
	Article: &claims.Article{ID: 6, URL: "https://post.example/harbour", Title: "Harbour closes", Outlet: "Averell Post", Byline: "J. Roe", Language: "en",
		PublishedOn: claims.Date{Day: "2026-03-03", Precision: claims.DayPrecision}},
}
