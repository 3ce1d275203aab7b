// Package desk is the reviewers' rooms: the queue, the reading room, a claim's
// work page and the articles. Each handler stands beside its page.
package desk

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/claims/ingest"
	"touchstone/db"
	"touchstone/views/auth"
	"touchstone/views/ui"
)

// Config is what the desk needs to know of its surroundings.
type Config struct {
	BaseURL string       // of the public site, for the addresses in the export
	Fetch   ingest.Fetch // gets an article from its address; nil is ingest.Fetcher
	Stream  StreamTimes  // of what is told as it happens; zero for the usual ones
}

// Desk answers the reviewers' requests.
type Desk struct {
	db      *db.DB
	cfg     Config
	exports chan struct{} // a place for each download that may run at once
	live    listeners
	counts  counted
}

// maxExports is how many downloads run at once: each holds a reader for as long
// as its client takes.
const maxExports = 2

// New makes the desk's rooms over a database.
func New(d *db.DB, cfg Config) *Desk {
	if cfg.Fetch == nil {
		cfg.Fetch = ingest.NewFetcher().Article
	}
	if cfg.Stream == (StreamTimes{}) {
		cfg.Stream = streamTimes
	}
	return &Desk{db: d, cfg: cfg, exports: make(chan struct{}, maxExports)}
}

// Routes are the desk's addresses with what each needs. The rules of package
// claims ask again, with the claim's state and history in view.
func (d *Desk) Routes() []ui.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []ui.Route{
		{Method: get, Path: "/desk", Act: claims.ActDesk, Handler: d.queue},
		{Method: get, Path: "/desk/claims", Act: claims.ActDesk, Handler: d.allClaims},
		{Method: get, Path: "/desk/claims.csv", Act: claims.ActDesk, Handler: d.claimsCSV},

		{Method: get, Path: noticesPath, Act: claims.ActDesk, Handler: d.notices},
		{Method: post, Path: noticesPath + "/read", Act: claims.ActDesk, Handler: d.readNotices},
		{Method: post, Path: noticesPath + "/:notice/read", Act: claims.ActDesk, Handler: d.readNotice},
		{Method: get, Path: choicesPath, Act: claims.ActDesk, Handler: d.choices},
		{Method: post, Path: choicesPath, Act: claims.ActDesk, Handler: d.setChoices},

		{Method: get, Path: "/desk/articles", Act: claims.ActDesk, Handler: d.articles},
		{Method: get, Path: "/desk/articles/new", Act: claims.ActAddArticle, Handler: d.newArticle},
		{Method: post, Path: "/desk/articles/new", Act: claims.ActAddArticle, Handler: d.addArticle},
		{Method: get, Path: "/desk/read", Act: claims.ActDesk, Handler: d.readNext},
		{Method: get, Path: "/desk/articles/:id", Act: claims.ActDesk, Handler: d.room},
		{Method: post, Path: "/desk/articles/:id/claims", Act: claims.ActAddClaim, Handler: d.markByHand},
		{Method: get, Path: "/desk/articles/:id/versions", Act: claims.ActDesk, Handler: d.versions},
		{Method: post, Path: "/desk/articles/:id/fetch", Act: claims.ActTriage, Handler: d.fetchAgain},
		{Method: post, Path: "/desk/articles/:id/remove-text", Act: claims.ActRemoveText, Handler: d.removeText},
		{Method: post, Path: "/desk/articles/:id/changes/:change/settle", Act: claims.ActTriage, Handler: d.settleChange},
		{Method: get, Path: "/desk/changed", Act: claims.ActDesk, Handler: d.changed},
		{Method: get, Path: "/desk/reports", Act: claims.ActCorrect, Handler: d.reports},
		{Method: post, Path: "/desk/reports/:id/settle", Act: claims.ActCorrect, Handler: d.settleReport},
		{Method: get, Path: "/desk/repeated", Act: claims.ActDesk, Handler: d.repeated},
		{Method: get, Path: watchesPath, Act: claims.ActDesk, Handler: d.watches},
		{Method: post, Path: watchesPath, Act: claims.ActDesk, Handler: d.saveWatch},
		{Method: post, Path: watchesPath + "/:watch/remove", Act: claims.ActDesk, Handler: d.dropWatch},

		{Method: get, Path: "/desk/import", Act: claims.ActImport, Handler: d.newImport},
		{Method: post, Path: "/desk/import", Act: claims.ActImport, Handler: d.sendImport},
		{Method: get, Path: "/desk/import/:id", Act: claims.ActImport, Handler: d.importTable},
		{Method: post, Path: "/desk/import/:id/columns", Act: claims.ActImport, Handler: d.mapTable},
		{Method: post, Path: "/desk/import/:id/import", Act: claims.ActImport, Handler: d.doImport},
		{Method: post, Path: "/desk/import/:id/discard", Act: claims.ActImport, Handler: d.discardTable},

		{Method: get, Path: statsPath, Act: claims.ActDesk, Handler: d.stats},
		{Method: get, Path: statsPath + "/:name", Act: claims.ActDesk, Handler: d.statsCSV},
		{Method: get, Path: batchesPath, Act: claims.ActImport, Handler: d.batches},
		{Method: post, Path: batchesPath, Act: claims.ActImport, Handler: d.sendBatch},
		{Method: get, Path: batchesPath + "/:id", Act: claims.ActImport, Handler: d.batch},
		{Method: post, Path: batchesPath + "/:id/cancel", Act: claims.ActImport, Handler: d.cancelBatch},
		{Method: get, Path: batchesPath + "/:id/report.csv", Act: claims.ActImport, Handler: d.batchCSV},
		{Method: get, Path: speakersPath, Act: claims.ActDesk, Handler: d.speakers},
		{Method: get, Path: speakersPath + "/:id", Act: claims.ActDesk, Handler: d.speaker},
		{Method: post, Path: speakersPath + "/:id", Act: claims.ActSpeakers, Handler: d.describeSpeaker},
		{Method: post, Path: samplePath, Act: claims.ActAddArticle, Handler: d.addSample},
		{Method: get, Path: livePath, Act: claims.ActDesk, Handler: d.changes},
		{Method: get, Path: helpPath, Act: claims.ActDesk, Handler: d.help},
		{Method: get, Path: calendarPath, Act: claims.ActDesk, Handler: d.calendar},
		{Method: get, Path: boardPath, Act: claims.ActDesk, Handler: d.board},
		{Method: post, Path: togetherPath, Act: claims.ActTriage, Handler: d.together},
		{Method: post, Path: undoPath, Act: claims.ActTriage, Handler: d.undo},

		{Method: get, Path: "/desk/claims/:id", Act: claims.ActDesk, Handler: d.claim},
		{Method: get, Path: "/desk/claims/:id/history", Act: claims.ActDesk, Handler: d.history},
		{Method: get, Path: "/desk/claims/:id/preview", Act: claims.ActDesk, Handler: d.preview},
		{Method: post, Path: "/desk/claims/:id/accept", Act: claims.ActTriage, Handler: d.accept},
		{Method: post, Path: "/desk/claims/:id/reject", Act: claims.ActTriage, Handler: d.reject},
		{Method: post, Path: "/desk/claims/:id/looked", Act: claims.ActTriage, Handler: d.lookedAgain},
		{Method: post, Path: "/desk/claims/:id/same", Act: claims.ActTriage, Handler: d.same},
		{Method: post, Path: "/desk/claims/:id/reopen", Act: claims.ActTriage, Handler: d.reopen},
		{Method: post, Path: "/desk/claims/:id/hold", Act: claims.ActHold, Handler: d.hold},
		{Method: post, Path: "/desk/claims/:id/assign", Act: claims.ActAssign, Handler: d.assign},
		{Method: get, Path: "/desk/claims/:id/merge", Act: claims.ActMerge, Handler: d.mergeWith},
		{Method: post, Path: "/desk/claims/:id/merge", Act: claims.ActMerge, Handler: d.mergeClaims},
		{Method: post, Path: "/desk/claims/:id/separate", Act: claims.ActMerge, Handler: d.separate},
		{Method: post, Path: "/desk/claims/:id/let-go", Act: claims.ActHold, Handler: d.letGo},
		{Method: post, Path: "/desk/claims/:id/on-hold", Act: claims.ActHold, Handler: d.putOnHold},
		{Method: post, Path: "/desk/claims/:id/edit", Act: claims.ActEdit, Handler: d.edit},
		{Method: post, Path: "/desk/claims/:id/sources", Act: claims.ActAddSource, Handler: d.addSource},
		{Method: post, Path: "/desk/claims/:id/again", Act: claims.ActWithdraw, Handler: d.checkAgain},
		{Method: get, Path: "/desk/claims/:id/sources/:link", Act: claims.ActEdit, Handler: d.source},
		{Method: post, Path: "/desk/claims/:id/sources/:link", Act: claims.ActEdit, Handler: d.editSource},
		{Method: post, Path: "/desk/claims/:id/sources/:link/remove", Act: claims.ActEdit, Handler: d.removeSource},
		{Method: post, Path: "/desk/claims/:id/answer", Act: claims.ActEdit, Handler: d.answer},
		{Method: get, Path: "/desk/agreement", Act: claims.ActDesk, Handler: d.agreement},
		{Method: get, Path: "/desk/claims/:id/blind", Act: claims.ActPropose, Handler: d.rateBlindPage},
		{Method: post, Path: "/desk/claims/:id/blind", Act: claims.ActPropose, Handler: d.rateBlind},
		{Method: get, Path: "/desk/replies", Act: claims.ActDesk, Handler: d.replies},
		{Method: post, Path: "/desk/claims/:id/replies", Act: claims.ActEdit, Handler: d.ask},
		{Method: get, Path: "/desk/claims/:id/replies/:reply", Act: claims.ActDesk, Handler: d.reply},
		{Method: post, Path: "/desk/claims/:id/replies/:reply", Act: claims.ActEdit, Handler: d.writeReply},
		{Method: post, Path: "/desk/claims/:id/experts", Act: claims.ActEdit, Handler: d.askExpert},
		{Method: post, Path: "/desk/claims/:id/experts/:link/revoke", Act: claims.ActEdit, Handler: d.revokeExpert},
		{Method: post, Path: "/desk/claims/:id/experts/:link/source", Act: claims.ActEdit, Handler: d.expertSource},
		{Method: get, Path: "/expert/:token", Act: claims.ActAnswer, Handler: d.expert},
		{Method: post, Path: "/expert/:token", Act: claims.ActAnswer, Handler: d.answerExpert},
		{Method: post, Path: "/desk/claims/:id/drafts/:form", Act: claims.ActDesk, Handler: d.keepDraft},
		{Method: post, Path: "/desk/claims/:id/comments", Act: claims.ActDesk, Handler: d.comment},
		{Method: post, Path: "/desk/claims/:id/take-back", Act: claims.ActPropose, Handler: d.takeBack},
		{Method: post, Path: "/desk/claims/:id/decide", Act: claims.ActReview, Handler: d.decide},
		{Method: post, Path: "/desk/claims/:id/publish", Act: claims.ActPublish, Handler: d.publish},
		{Method: post, Path: "/desk/claims/:id/correct", Act: claims.ActCorrect, Handler: d.correct},
		{Method: post, Path: "/desk/claims/:id/typo", Act: claims.ActCorrect, Handler: d.fixTypo},
		{Method: post, Path: "/desk/claims/:id/withdraw", Act: claims.ActWithdraw, Handler: d.withdraw},
	}
}

// page starts the frame of a page.
func (d *Desk) page(c echo.Context, title, section string) (ui.Page, error) {
	s, err := d.db.Settings(c.Request().Context())
	if err != nil {
		return ui.Page{}, err
	}
	u := auth.User(c)
	return ui.Page{Title: title, Section: section, Desk: true, User: &u, Notices: auth.Notices(c), Organisation: s.Organisation}, nil
}

// see sends the browser on after a form was taken.
func see(c echo.Context, path string) error { return c.Redirect(http.StatusSeeOther, path) }
