// Package admin is where admins look after the desk's people and its settings.
package admin

import (
	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/views/auth"
	"touchstone/views/ui"
	"touchstone/views/words"
)

// Admin is the admins' room of one desk.
type Admin struct {
	d     *db.DB
	words *words.Catalogue // the languages that the open site can speak
}

// New opens the admins' room.
func New(d *db.DB, w *words.Catalogue) *Admin { return &Admin{d, w} }

// Routes are the room's addresses.
func (a *Admin) Routes() []ui.Route {
	return []ui.Route{
		{Method: "GET", Path: "/admin/users", Act: claims.ActUsers, Handler: a.usersPage},
		{Method: "POST", Path: "/admin/users", Act: claims.ActUsers, Fresh: true, Handler: a.addUser},
		{Method: "GET", Path: "/admin/users/:id", Act: claims.ActUsers, Handler: a.userPage},
		{Method: "POST", Path: "/admin/users/:id", Act: claims.ActUsers, Fresh: true, Handler: a.saveUser},
		{Method: "POST", Path: "/admin/users/:id/remove-person", Act: claims.ActUsers, Fresh: true, Handler: a.removePerson},
		{Method: "POST", Path: "/admin/users/:id/disable", Act: claims.ActUsers, Fresh: true, Handler: a.closeAccount},
		{Method: "POST", Path: "/admin/users/:id/enable", Act: claims.ActUsers, Fresh: true, Handler: a.openAccount},
		{Method: "POST", Path: "/admin/users/:id/password", Act: claims.ActUsers, Fresh: true, Handler: a.newPassword},
		{Method: "POST", Path: "/admin/users/:id/second-factor/reset", Act: claims.ActUsers, Fresh: true, Handler: a.resetFactor},
		{Method: "POST", Path: "/admin/users/:id/single-sign-on/unlink", Act: claims.ActUsers, Fresh: true, Handler: a.unlink},
		{Method: "POST", Path: "/admin/invitations", Act: claims.ActUsers, Fresh: true, Handler: a.invite},
		{Method: "POST", Path: "/admin/invitations/:id/revoke", Act: claims.ActUsers, Handler: a.revokeInvitation},
		{Method: "GET", Path: "/admin/sign-ins", Act: claims.ActUsers, Handler: a.signInsPage},
		{Method: "POST", Path: "/admin/settings/second-factor", Act: claims.ActSettings, Fresh: true, Handler: a.saveFactorRoles},
		{Method: "GET", Path: "/admin/settings", Act: claims.ActSettings, Handler: a.settingsPage},
		{Method: "POST", Path: "/admin/settings", Act: claims.ActSettings, Handler: a.saveSettings},
		{Method: "POST", Path: "/admin/settings/logo", Act: claims.ActSettings, Handler: a.saveLogo},
		{Method: "POST", Path: "/admin/settings/logo/remove", Act: claims.ActSettings, Handler: a.removeLogo},
		{Method: "GET", Path: scalePath, Act: claims.ActSettings, Handler: a.scalePage},
		{Method: "POST", Path: scalePath, Act: claims.ActSettings, Handler: a.chooseScale},
		{Method: "GET", Path: scalePath + "/edit", Act: claims.ActSettings, Handler: a.scaleEditPage},
		{Method: "POST", Path: scalePath + "/edit", Act: claims.ActSettings, Handler: a.saveScale},
		{Method: "GET", Path: "/admin/worth", Act: claims.ActSettings, Handler: a.worthPage},
		{Method: "POST", Path: "/admin/worth", Act: claims.ActSettings, Handler: a.useWorth},
		{Method: "POST", Path: "/admin/worth/learn", Act: claims.ActSettings, Handler: a.learnWorth},
		{Method: "GET", Path: "/admin/feeds", Act: claims.ActFeeds, Handler: a.feedsPage},
		{Method: "POST", Path: "/admin/feeds", Act: claims.ActFeeds, Handler: a.addFeed},
		{Method: "GET", Path: "/admin/feeds/:id", Act: claims.ActFeeds, Handler: a.feedPage},
		{Method: "GET", Path: "/admin/feeds/:id/report.csv", Act: claims.ActFeeds, Handler: a.feedReport},
		{Method: "POST", Path: "/admin/feeds/:id/call-off", Act: claims.ActFeeds, Handler: a.callOffFeed},
		{Method: "POST", Path: "/admin/feeds/:id/check", Act: claims.ActFeeds, Handler: a.checkFeed},
		{Method: "POST", Path: "/admin/feeds/:id/pause", Act: claims.ActFeeds, Handler: a.setPaused(true)},
		{Method: "POST", Path: "/admin/feeds/:id/resume", Act: claims.ActFeeds, Handler: a.setPaused(false)},
		{Method: "POST", Path: "/admin/feeds/:id/remove", Act: claims.ActFeeds, Handler: a.removeFeed},
	}
}

// page is the frame of a page of this room.
func page(c echo.Context, title, section string) ui.Page {
	u := auth.User(c)
	return ui.Page{Title: title, Desk: true, Section: section, User: &u, Notices: auth.Notices(c)}
}
