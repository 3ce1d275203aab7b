package export

import (
	"strconv"

	"touchstone/claims"
)

// ClaimColumns are the columns of claims.csv and claims.jsonl, in order.
var ClaimColumns = []Column[claims.ClaimRecord]{
	{"claim_id", "Identifier of the claim, never changed.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.ID.String()) }},
	{"claim_url", "Address of the check; empty while it is not public.", String, false, func(c *Cell, r *claims.ClaimRecord) {
		if r.Publication.Public() {
			c.page(r.ID, r.Slug)
		}
	}},
	{"revision", "Revision of the claim, raised by every change.", Integer, false, func(c *Cell, r *claims.ClaimRecord) { c.Int(r.Revision) }},
	{"statement", "The checked statement in one sentence, without a rating.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.Statement) }},
	{"quote", "The words as printed in the first appearance; the pieces of a divided quotation are joined by “ […] ”.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.Quote) }},
	{"quote_is_verbatim", "Whether every word of the quote is the claimant's own; empty without a quote.", Boolean, false, func(c *Cell, r *claims.ClaimRecord) {
		if r.Quote != "" {
			c.Bool(r.Kind == claims.Direct)
		}
	}},
	{"attribution_kind", "direct (the claimant's words), mixed (partly) or indirect (the reporter's).", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(string(r.Kind)) }},
	{"attribution_verb", "The words that attribute it, such as “said” or “denied”.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.Verb) }},
	{"language", "Language of the statement, BCP 47.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.Language) }},
	{"claimant_name", "Who said it.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.Claimant) }},
	{"claimant_type", "person or organization.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(string(r.ClaimantType)) }},
	{"claimant_role", "The claimant's role on the date of the claim.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.ClaimantRole) }},
	{"claimant_same_as", "An address that identifies the claimant, such as a Wikidata page.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.ClaimantSame) }},
	{"claim_date", "When it was said; the first day of the month or year where only that is known.", Day, false, func(c *Cell, r *claims.ClaimRecord) { c.Day(r.ClaimedOn.Day) }},
	{"claim_date_precision", "day, month, year or unknown.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(string(r.ClaimedOn.Precision)) }},
	{"claim_place", "Place or occasion.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.Place) }},
	{"outlet", "Outlet of the first appearance.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.Outlet) }},
	{"article_title", "Title of the article of the first appearance.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.ArticleTitle) }},
	{"article_url", "Address of that article.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.ArticleURL) }},
	{"article_published_on", "Day on which that article was published; empty where the day is not known.", Day, false, func(c *Cell, r *claims.ClaimRecord) { c.Day(day(r.ArticleOn)) }},
	{"quote_start", "Where the quote starts in that article's text, in Unicode code points.", Integer, false, func(c *Cell, r *claims.ClaimRecord) {
		if r.QuoteSpan.End > 0 {
			c.Int(r.QuoteSpan.Start)
		}
	}},
	{"quote_end", "The code point after the quote.", Integer, false, func(c *Cell, r *claims.ClaimRecord) {
		if r.QuoteSpan.End > 0 {
			c.Int(r.QuoteSpan.End)
		}
	}},
	{"article_text_sha256", "SHA-256 of that article's text in NFC and UTF-8, over which the quote is counted.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.TextSHA256) }},
	{"appearance_count", "In how many articles it appeared; see appearances.csv.", Integer, false, func(c *Cell, r *claims.ClaimRecord) { c.Int(r.Appearances) }},
	{"first_appearance_url", "Address of the first appearance known.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.FirstURL) }},
	{"topics", "Topics.", List, false, func(c *Cell, r *claims.ClaimRecord) { c.List(r.Topics) }},
	{"verdict", "Key of the rating; empty without an approved rating and on a withdrawn check.", String, false, func(c *Cell, r *claims.ClaimRecord) {
		if v := verdict(c, r); v != nil {
			c.Text(v.Key)
		}
	}},
	{"verdict_label", "The rating in words.", String, false, func(c *Cell, r *claims.ClaimRecord) {
		if v := verdict(c, r); v != nil {
			c.Text(v.Label)
		}
	}},
	{"verdict_scale", "Name and version of the scale.", String, false, func(c *Cell, r *claims.ClaimRecord) {
		if verdict(c, r) != nil {
			c.Text(r.Scale)
		}
	}},
	{"verdict_value", "The rating as a number; empty for a rating off the scale.", Number, false, func(c *Cell, r *claims.ClaimRecord) {
		if v := verdict(c, r); v != nil {
			c.Number(v.Value)
		}
	}},
	{"verdict_worst", "The number of the scale's worst rating.", Number, false, func(c *Cell, r *claims.ClaimRecord) {
		if v := verdict(c, r); v != nil && v.Value != nil {
			c.Number(r.Worst)
		}
	}},
	{"verdict_best", "The number of the scale's best rating.", Number, false, func(c *Cell, r *claims.ClaimRecord) {
		if v := verdict(c, r); v != nil && v.Value != nil {
			c.Number(r.Best)
		}
	}},
	{"summary", "The short answer.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.Summary) }},
	{"source_count", "How many sources are linked; see sources.csv.", Integer, false, func(c *Cell, r *claims.ClaimRecord) { c.Int(r.Sources) }},
	{"primary_source_count", "How many of them are primary documents, official records or data sets.", Integer, false, func(c *Cell, r *claims.ClaimRecord) { c.Int(r.Primary) }},
	{"source_urls", "Addresses of the sources.", List, false, func(c *Cell, r *claims.ClaimRecord) { c.List(r.SourceURLs) }},
	{"reviewed_by", "Who approved the rating.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.ReviewedBy) }},
	{"reviewed_at", "When the rating was approved.", DateTime, false, func(c *Cell, r *claims.ClaimRecord) { c.Instant(r.ReviewedAt) }},
	{"published_at", "When the check was first published.", DateTime, false, func(c *Cell, r *claims.ClaimRecord) { c.Instant(r.PublishedAt) }},
	{"updated_at", "When the claim was last changed.", DateTime, false, func(c *Cell, r *claims.ClaimRecord) { c.Instant(r.UpdatedAt) }},
	{"publication", "private, published, corrected or withdrawn.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(string(r.Publication)) }},
	{"correction_count", "How many corrections were made; see corrections.csv.", Integer, false, func(c *Cell, r *claims.ClaimRecord) { c.Int(r.Corrections) }},
	{"last_correction_kind", "rating, factual, clarification, update or withdrawn.", String, false, func(c *Cell, r *claims.ClaimRecord) { c.Text(string(r.LastKind)) }},
	{"last_correction_at", "When the last correction was made.", DateTime, false, func(c *Cell, r *claims.ClaimRecord) { c.Instant(r.LastCorrected) }},
	{"state", "Where the claim stands in the desk's work.", String, true, func(c *Cell, r *claims.ClaimRecord) { c.Text(string(r.State)) }},
	{"priority", "low, middling or high; empty before triage.", String, true, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.Priority.String()) }},
	{"assignee", "Who holds it.", String, true, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.Assignee) }},
	{"reject_reason", "Why it is not checked.", String, true, func(c *Cell, r *claims.ClaimRecord) { c.Text(string(r.RejectReason)) }},
	{"reject_note", "The note beside the reason.", String, true, func(c *Cell, r *claims.ClaimRecord) { c.Text(r.RejectNote) }},
}

// verdict is the rating to show: none on a withdrawn check, but for the desk.
func verdict(c *Cell, r *claims.ClaimRecord) *claims.Rating {
	if r.Publication == claims.Withdrawn && !c.opt.Desk {
		return nil
	}
	return r.Verdict
}

// day is a date where it is known to the day.
func day(d claims.Date) string {
	if d.Precision != claims.DayPrecision {
		return ""
	}
	return d.Day
}

// SourceColumns are the columns of sources.csv: one row for each source of
// each claim.
var SourceColumns = []Column[claims.SourceRecord]{
	{"claim_id", "The claim it is linked to.", String, false, func(c *Cell, r *claims.SourceRecord) { c.Text(r.ClaimID.String()) }},
	{"source_number", "Its number on the check's page, by which the explanation cites it.", Integer, false, func(c *Cell, r *claims.SourceRecord) { c.Int(r.Number) }},
	{"source_id", "Identifier of the source; the same on every claim it is linked to.", String, false, func(c *Cell, r *claims.SourceRecord) { c.Text(r.Source.ID.String()) }},
	{"stance", "refutes, supports or context.", String, false, func(c *Cell, r *claims.SourceRecord) { c.Text(string(r.Stance)) }},
	{"source_kind", "primary_document, official_record, data_set, expert, news_report or claimant_reply.", String, false, func(c *Cell, r *claims.SourceRecord) { c.Text(string(r.Source.Kind)) }},
	{"source_is_primary", "Whether it is evidence at first hand.", Boolean, false, func(c *Cell, r *claims.SourceRecord) { c.Bool(r.Source.Kind.Primary()) }},
	{"source_title", "Title.", String, false, func(c *Cell, r *claims.SourceRecord) { c.Text(r.Source.Title) }},
	{"source_publisher", "Who published it.", String, false, func(c *Cell, r *claims.SourceRecord) { c.Text(r.Source.Publisher) }},
	{"source_url", "Address.", String, false, func(c *Cell, r *claims.SourceRecord) { c.Text(r.Source.URL) }},
	{"source_accessed_on", "Day on which it was read.", Day, false, func(c *Cell, r *claims.SourceRecord) { c.Day(day(r.Source.AccessedOn)) }},
	{"source_archived_url", "Address of an archived copy.", String, false, func(c *Cell, r *claims.SourceRecord) { c.Text(r.Source.Archived) }},
	{"passage", "The words relied on.", String, false, func(c *Cell, r *claims.SourceRecord) { c.Text(r.Passage) }},
	{"note", "The checker's note on it.", String, false, func(c *Cell, r *claims.SourceRecord) { c.Text(r.Note) }},
}

// AppearanceColumns are the columns of appearances.csv: one row for each
// article in which a claim was made.
var AppearanceColumns = []Column[claims.AppearanceRecord]{
	{"claim_id", "The claim.", String, false, func(c *Cell, r *claims.AppearanceRecord) { c.Text(r.ClaimID.String()) }},
	{"appearance_id", "Identifier of the appearance.", String, false, func(c *Cell, r *claims.AppearanceRecord) { c.Text(r.ID.String()) }},
	{"is_first", "Whether it is the first appearance known.", Boolean, false, func(c *Cell, r *claims.AppearanceRecord) { c.Bool(r.First) }},
	{"quote", "The words as printed; the pieces of a divided quotation are joined by “ […] ”.", String, false, func(c *Cell, r *claims.AppearanceRecord) { c.Text(r.Quote) }},
	{"quote_is_verbatim", "Whether every word is the claimant's own.", Boolean, false, func(c *Cell, r *claims.AppearanceRecord) { c.Bool(r.Verbatim()) }},
	{"attribution_kind", "direct, mixed or indirect.", String, false, func(c *Cell, r *claims.AppearanceRecord) { c.Text(string(r.Kind)) }},
	{"attribution_verb", "The words that attribute it.", String, false, func(c *Cell, r *claims.AppearanceRecord) { c.Text(r.Cue) }},
	{"attribution_chain", "Who reported it, nearest to the reader first.", List, false, func(c *Cell, r *claims.AppearanceRecord) { c.List(r.Chain) }},
	{"quote_start", "Where the quote starts in the article's text, in Unicode code points.", Integer, false, func(c *Cell, r *claims.AppearanceRecord) {
		if len(r.Spans) > 0 {
			c.Int(r.Start())
		}
	}},
	{"quote_end", "The code point after the quote.", Integer, false, func(c *Cell, r *claims.AppearanceRecord) {
		if len(r.Spans) > 0 {
			c.Int(r.End())
		}
	}},
	{"quote_spans", "Start and end of each piece, as 12-34.", List, false, func(c *Cell, r *claims.AppearanceRecord) { c.List(pieces(r.Spans)) }},
	{"quote_prefix", "Up to 32 characters before the quote.", String, false, func(c *Cell, r *claims.AppearanceRecord) { c.Text(r.Prefix) }},
	{"quote_suffix", "Up to 32 characters after the quote.", String, false, func(c *Cell, r *claims.AppearanceRecord) { c.Text(r.Suffix) }},
	{"context", "The sentence or two around the quote.", String, false, func(c *Cell, r *claims.AppearanceRecord) { c.Text(r.Context) }},
	{"anchor", "anchored, moved or orphaned: whether the quote still stands where it was found.", String, false, func(c *Cell, r *claims.AppearanceRecord) { c.Text(string(r.Anchor)) }},
	{"article_text_sha256", "SHA-256 of the article's text over which the quote is counted.", String, false, func(c *Cell, r *claims.AppearanceRecord) { c.Text(r.TextSHA256) }},
	{"outlet", "Where it was published.", String, false, func(c *Cell, r *claims.AppearanceRecord) { c.Text(article(r).Outlet) }},
	{"article_title", "Title of the article.", String, false, func(c *Cell, r *claims.AppearanceRecord) { c.Text(article(r).Title) }},
	{"article_url", "Address of the article.", String, false, func(c *Cell, r *claims.AppearanceRecord) { c.Text(article(r).URL) }},
	{"article_byline", "Who wrote it.", String, false, func(c *Cell, r *claims.AppearanceRecord) { c.Text(article(r).Byline) }},
	{"article_language", "Language of the article, BCP 47.", String, false, func(c *Cell, r *claims.AppearanceRecord) { c.Text(article(r).Language) }},
	{"article_published_on", "Day on which it was published; empty where the day is not known.", Day, false, func(c *Cell, r *claims.AppearanceRecord) { c.Day(day(article(r).PublishedOn)) }},
}

// article is what is joined to an appearance, or nothing.
func article(r *claims.AppearanceRecord) *claims.Article {
	if r.Article == nil {
		return &noArticle
	}
	return r.Article
}

var noArticle claims.Article

func pieces(spans []claims.Span) []string {
	list := make([]string, len(spans))
	for i, s := range spans {
		list[i] = strconv.Itoa(s.Start) + "-" + strconv.Itoa(s.End)
	}
	return list
}

// CorrectionColumns are the columns of corrections.csv: one row for each
// public note on a published check.
var CorrectionColumns = []Column[claims.CorrectionRecord]{
	{"claim_id", "The claim.", String, false, func(c *Cell, r *claims.CorrectionRecord) { c.Text(r.ClaimID.String()) }},
	{"claim_url", "Address of the check.", String, false, func(c *Cell, r *claims.CorrectionRecord) { c.page(r.ClaimID, r.Slug) }},
	{"statement", "The checked statement.", String, false, func(c *Cell, r *claims.CorrectionRecord) { c.Text(r.Statement) }},
	{"correction_id", "Identifier of the correction.", String, false, func(c *Cell, r *claims.CorrectionRecord) { c.Text(r.ID.String()) }},
	{"correction_kind", "rating, factual, clarification, update or withdrawn.", String, false, func(c *Cell, r *claims.CorrectionRecord) { c.Text(string(r.Kind)) }},
	{"correction_note", "The public note.", String, false, func(c *Cell, r *claims.CorrectionRecord) { c.Text(r.Note) }},
	{"corrected_at", "When.", DateTime, false, func(c *Cell, r *claims.CorrectionRecord) { c.Instant(r.At) }},
	{"corrected_by", "By whom.", String, false, func(c *Cell, r *claims.CorrectionRecord) { c.Text(r.By.Name) }},
	{"revision", "The claim's revision that carries the correction.", Integer, false, func(c *Cell, r *claims.CorrectionRecord) { c.Int(r.Revision) }},
	{"old_verdict", "Key of the rating before, where it changed.", String, false, func(c *Cell, r *claims.CorrectionRecord) {
		if r.Old != nil {
			c.Text(r.Old.Key)
		}
	}},
	{"old_verdict_label", "That rating in words.", String, false, func(c *Cell, r *claims.CorrectionRecord) {
		if r.Old != nil {
			c.Text(r.Old.Label)
		}
	}},
	{"new_verdict", "Key of the rating after, where it changed.", String, false, func(c *Cell, r *claims.CorrectionRecord) {
		if r.New != nil {
			c.Text(r.New.Key)
		}
	}},
	{"new_verdict_label", "That rating in words.", String, false, func(c *Cell, r *claims.CorrectionRecord) {
		if r.New != nil {
			c.Text(r.New.Label)
		}
	}},
}

// StatusColumns are the columns of status-history.csv: one row for each public
// step of a check, or each step in the desk's export.
var StatusColumns = []Column[claims.StatusRecord]{
	{"claim_id", "The claim.", String, false, func(c *Cell, r *claims.StatusRecord) { c.Text(r.ClaimID.String()) }},
	{"revision", "The claim's revision after the step.", Integer, false, func(c *Cell, r *claims.StatusRecord) { c.Int(r.Revision) }},
	{"at", "When.", DateTime, false, func(c *Cell, r *claims.StatusRecord) { c.Instant(r.At) }},
	{"action", "What was done.", String, false, func(c *Cell, r *claims.StatusRecord) { c.Text(r.Action) }},
	{"public_note", "What readers were told.", String, false, func(c *Cell, r *claims.StatusRecord) { c.Text(r.Public) }},
	{"note", "The note for colleagues.", String, true, func(c *Cell, r *claims.StatusRecord) { c.Text(r.Note) }},
	{"actor", "Who did it.", String, true, func(c *Cell, r *claims.StatusRecord) { c.Text(r.Actor) }},
}
