package desk

import (
	"net/http"
	"net/url"
	"path"
	"strconv"

	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/auth"
)

// draftHeader marks a request of the script that keeps drafts as one types. It
// wants no page.
const draftHeader = "X-Draft"

// keepDraft keeps what is typed into a form, for its writer alone, or forgets it.
func (d *Desk) keepDraft(c echo.Context) error {
	ctx, by := c.Request().Context(), auth.User(c)
	id, err := claims.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	v, err := values(c)
	if err != nil {
		return err
	}
	name, did := c.Param("form"), "kept"
	if v.Get("do") == "discard" {
		did = "discarded"
		err = d.db.DropDraft(ctx, by.ID, id, name)
	} else {
		revision, _ := strconv.Atoi(v.Get("revision")) // a form without one, as the thread's, is never old
		err = d.db.KeepDraft(ctx, by.ID, id, claims.Draft{Form: name, Revision: revision, Fields: typedFields(v)})
	}
	if err != nil {
		return err
	}
	if c.Request().Header.Get(draftHeader) != "" {
		return c.NoContent(http.StatusNoContent)
	}
	return see(c, claimPath(id)+"?did="+did)
}

func typedFields(v url.Values) map[string]string {
	out := map[string]string{}
	for n := range v {
		out[n] = v.Get(n)
	}
	return out
}

// restore puts the user's drafts into the forms of the page, unless one of them
// has just come back with its problems.
func (v *claimView) restore(list []claims.Draft) {
	if len(v.Form.Problems) > 0 {
		return
	}
	v.Drafts = map[string]claims.Draft{}
	for _, x := range list {
		if !v.keeps(x.Form) {
			continue
		}
		x.Revision = x.Base(v.Claim, v.Events)
		v.Drafts[x.Form] = x
		if v.Form.Typed == nil {
			v.Form.Typed = url.Values{}
		}
		for n, s := range x.Fields {
			v.Form.Typed.Set(n, s)
		}
	}
}

// keeps reports whether a form is on the page now. The fields of two forms that
// are never there together have the same names.
func (v *claimView) keeps(form string) bool {
	switch form {
	case "answer":
		return v.writing()
	case "edit":
		return v.Able.Edit == nil
	case "decide":
		return v.Able.Decide == nil || v.Able.Override
	case "correct":
		return v.public() && v.User.May(claims.ActCorrect)
	}
	return form == "comment"
}

// baseOf is the revision a form is filled in on.
func (v claimView) baseOf(form string) int {
	if x, ok := v.Drafts[form]; ok {
		return x.Revision
	}
	return v.Claim.Revision
}

func draftPath(id claims.ID, form string) string { return claimPath(id) + "/drafts/" + form }

// sentForm is the form that an address takes, by its last word.
func sentForm(address string) string {
	switch last := path.Base(address); last {
	case "sources", "remove":
		return "answer"
	case "typo":
		return "correct"
	default:
		return last
	}
}

// settle forgets the draft of a form that was taken. The rating and the reasons
// of a proposal that is not made yet stay in it: no claim keeps them.
func (d *Desk) settle(c echo.Context, k *claims.Claim, v url.Values) error {
	ctx, by, name := c.Request().Context(), auth.User(c), sentForm(c.Request().URL.Path)
	if _, ok := claims.DraftForms[name]; !ok || name == "answer" && !v.Has("summary") {
		return nil
	}
	if name == "answer" && k.Pending() == nil && (v.Get("rating") != "" || claims.Line(v.Get("reasons")) != "") {
		return d.db.KeepDraft(ctx, by.ID, k.ID, claims.Draft{Form: name, Revision: k.Revision, Fields: map[string]string{"rating": v.Get("rating"), "reasons": v.Get("reasons")}})
	}
	return d.db.DropDraft(ctx, by.ID, k.ID, name)
}

// typed reports whether something was kept of a form.
func (v claimView) typed(form string) bool {
	_, ok := v.Drafts[form]
	return ok
}
