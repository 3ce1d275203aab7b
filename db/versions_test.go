package db_test

import (
	"strings"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/claims/anchor"
	"touchstone/db"
)

// look keeps a newer text of the desk's article.
func (d *desk) look(t *testing.T, newer string) claims.Change {
	t.Helper()
	d.now = d.now.Add(24 * time.Hour)
	ch, err := d.KeepLook(t.Context(), nil, d.rev.Person(), d.article.ID, claims.Article{Title: "Boats", Text: newer}, []byte("<html>"+newer))
	if err != nil {
		t.Fatal(err)
	}
	return ch
}

func (d *desk) sound(t *testing.T) {
	t.Helper()
	r, err := d.Verify(t.Context())
	if err != nil || len(r.Faults) > 0 {
		t.Fatalf("verify: %v, faults %q", err, r.Faults)
	}
}

func (d *desk) accept(t *testing.T) {
	t.Helper()
	d.do(t, d.claim(t).ID, func(c *claims.Claim) (claims.Event, error) { return c.Accept(d.rev, d.now, claims.Edit{}) })
}

func TestAQuoteIsFollowedIntoANewerTextOrBecomesATask(t *testing.T) {
	const quote = "Half of all boats stay in port"
	for _, c := range []struct {
		name, newer, event string
		anchor             claims.Anchoring
		kept, moved, lost  int
		tasks              int
		watched            bool
		note               string
	}{
		{"a paragraph before it", "Updated on Monday.\n\n" + text, "quote moved", claims.Moved, 0, 1, 0, 0, true, ""},
		{"a paragraph behind it", text + "\n\nMore on Monday.", "quote stands", claims.Anchored, 1, 0, 0, 0, true, ""},
		{"a word of it changed", strings.Replace(text, "Half", "Some", 1), "quote gone", claims.Orphaned, 0, 0, 1, 1, true, ""},
		{"a look-alike elsewhere", strings.Replace(text, "“"+quote+",” Ana Reyes said.", "A union leader said: “"+quote+".”", 1), "quote gone", claims.Orphaned, 0, 0, 1, 1, true, ""},
		{"nobody had looked at it", strings.Replace(text, "Half", "Some", 1), "quote gone", claims.Orphaned, 0, 0, 1, 0, false, ""},
		{"a notice in its place", "Subscribe to go on.", "quote gone", claims.Orphaned, 0, 0, 1, 1, true, "nearly all of the text is missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			if c.watched {
				d.accept(t)
			}
			revision := d.claim(t).Revision
			ch := d.look(t, c.newer)
			if ch.Kind != claims.PageChanged || ch.Kept != c.kept || ch.Moved != c.moved || ch.Lost != c.lost || !strings.Contains(ch.Note, c.note) {
				t.Errorf("change: got %+v", ch)
			}
			k := d.claim(t)
			a := k.Appearances[0]
			if a.Anchor != c.anchor || k.Revision != revision {
				t.Errorf("got %s at revision %d, want %s at %d", a.Anchor, k.Revision, c.anchor, revision)
			}
			if a.Anchor != claims.Orphaned && (a.TextSHA256 != anchor.New(c.newer).Hash() || anchor.New(c.newer).Slice(a.Spans[0]) != quote) {
				t.Errorf("the quote is at %v of the newer text", a.Spans)
			}
			if events, err := d.ClaimEvents(t.Context(), k.ID); err != nil || events[0].Action != c.event || events[0].Public != "" {
				t.Errorf("event: got %+v, %v, want %q that readers do not see", events[0], err, c.event)
			}
			if n, err := d.CountChanges(t.Context()); err != nil || n != c.tasks {
				t.Errorf("tasks: got %d, %v, want %d", n, err, c.tasks)
			}
			now, err := d.Article(t.Context(), d.article.ID)
			if err != nil || now.Text != c.newer || now.TextSHA256 != anchor.New(c.newer).Hash() {
				t.Errorf("the article has the text %q, %v", now.Text, err)
			}
			if old, err := d.ArticleVersion(t.Context(), d.article.ID, 1); err != nil || old.Text != text {
				t.Errorf("the old text is %q, %v", old.Text, err)
			}
			d.sound(t)
		})
	}
}

func TestTheSameTextLeavesNothingButTheTime(t *testing.T) {
	d := newDesk(t)
	before, err := d.AuditHead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if ch := d.look(t, text); ch.Kind != "" {
		t.Errorf("got the change %+v", ch)
	}
	after, _ := d.AuditHead(t.Context())
	at, problem, err := d.LastLook(t.Context(), d.article.ID)
	versions, err2 := d.Versions(t.Context(), d.article.ID)
	if before != after || !at.Equal(d.now) || problem != "" || err != nil || err2 != nil || len(versions) != 1 {
		t.Errorf("got %d new events, a look at %v %q, %d versions, %v, %v", after.Seq-before.Seq, at, problem, len(versions), err, err2)
	}
}

func TestAQuoteThatComesBackIsFoundAgain(t *testing.T) {
	d := newDesk(t)
	d.accept(t)
	for i, c := range []struct {
		newer string
		want  claims.Anchoring
	}{
		{strings.Replace(text, "Half", "Some", 1), claims.Orphaned},
		{"Nothing of it.\n\nNothing at all.", claims.Orphaned},
		{"Corrected.\n\n" + text, claims.Moved},
		{text, claims.Moved},
		{"Corrected.\n\n" + text, claims.Moved},
	} {
		d.look(t, c.newer)
		if got := d.claim(t).Appearances[0].Anchor; got != c.want {
			t.Errorf("step %d: got %s, want %s", i+1, got, c.want)
		}
		d.sound(t)
	}
	if v, err := d.Versions(t.Context(), d.article.ID); err != nil || len(v) != 6 || v[0].Number != 6 || !v[0].Page || v[5].Page {
		t.Errorf("versions: got %+v, %v", v, err)
	}
}

func TestAPageThatShowsAnotherArticleIsATaskAndNoVersion(t *testing.T) {
	d := newDesk(t)
	d.accept(t)
	other := claims.Article{Title: "Nets", Outlet: "Harbour Radio", Text: "Nets are dear.", TextSHA256: anchor.New("Nets are dear.").Hash()}
	if _, err := d.CreateArticle(t.Context(), d.rev, other, nil, nil); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if ch := d.look(t, "Nets are dear."); ch.Kind != claims.PageReplaced || ch.Watched != 1 || !strings.Contains(ch.Note, "Nets") {
			t.Errorf("got %+v", ch)
		}
	}
	list, err := d.OpenChanges(t.Context())
	if err != nil || len(list) != 1 || list[0].Article.Title != "Boats" {
		t.Fatalf("tasks: got %+v, %v", list, err)
	}
	if a, err := d.Article(t.Context(), d.article.ID); err != nil || a.Text != text {
		t.Errorf("the article has the text %q, %v", a.Text, err)
	}
	d.look(t, text)
	if n, _ := d.CountChanges(t.Context()); n != 0 {
		t.Errorf("the page is back, and %d tasks are left", n)
	}
	d.sound(t)
}

func TestAPageThatIsGoneIsATaskUntilSomebodySettlesIt(t *testing.T) {
	d := newDesk(t)
	d.publish(t, d.claim(t).ID)
	ch, err := d.FailLook(t.Context(), nil, claims.Person{}, d.article.ID, "there is no such page", true)
	if err != nil || ch.Kind != claims.PageGone || ch.Watched != 1 {
		t.Fatalf("got %+v, %v", ch, err)
	}
	if d.claim(t).Appearances[0].Anchor != claims.Anchored {
		t.Error("a page that is gone says nothing about the text that was kept")
	}
	contributor := claims.User{ID: 9, Role: claims.Contributor}
	if err := d.SettleChange(t.Context(), contributor, d.article.ID, ch.ID); claims.KindOf(err) != claims.KindForbidden {
		t.Errorf("a contributor settles it: %v", err)
	}
	for range 2 {
		if err := d.SettleChange(t.Context(), d.other, d.article.ID, ch.ID); err != nil {
			t.Fatal(err)
		}
	}
	late, err := d.LateChanges(t.Context(), 10)
	if n, _ := d.CountChanges(t.Context()); n != 0 || err != nil || len(late) != 1 || late[0].SettledBy.Name != "Otto Other" {
		t.Errorf("got %d tasks and %+v, %v", n, late, err)
	}
	d.sound(t)
}

func TestOnlyAPageIsLookedAtAgain(t *testing.T) {
	for _, c := range []struct {
		name, url, raw string
		want           int
	}{
		{"a page", "https://news.site/a", "<!DOCTYPE html><p>x", 1},
		{"a file without an address", "", "<html>x", 0},
		{"a text file", "https://news.site/a", "just text", 0},
		{"a pasted text", "https://news.site/a", "", 0},
		{"a host for examples", "https://news.example/a", "<html>x", 0},
	} {
		d := newDesk(t)
		a := claims.Article{Title: "A", Outlet: "News", URL: c.url, Text: "Some words.", TextSHA256: anchor.New("Some words.").Hash()}
		var raw []byte
		if c.raw != "" {
			raw = []byte(c.raw)
		}
		made, err := d.CreateArticle(t.Context(), d.rev, a, raw, nil)
		if err != nil {
			t.Fatal(err)
		}
		n, err := d.JobCount(t.Context())
		if err != nil || n.Waiting != c.want {
			t.Errorf("%s: got %+v, %v, want %d waiting", c.name, n, err, c.want)
		}
		if c.want == 0 {
			continue
		}
		d.now = d.now.Add(24 * time.Hour)
		j, ok, err := d.TakeJob(t.Context(), time.Minute, nil)
		if err != nil || !ok || j.Kind != db.JobLook {
			t.Fatalf("take: got %+v, %v, %v", j, ok, err)
		}
		if _, err := d.KeepLook(t.Context(), &j, claims.Person{}, made.ID, a, nil); err != nil {
			t.Fatal(err)
		}
		if n, err := d.JobCount(t.Context()); err != nil || n.Waiting != 1 || !n.Next.Equal(d.now.Add(6*24*time.Hour)) {
			t.Errorf("the next look: got %+v, %v", n, err)
		}
	}
}
