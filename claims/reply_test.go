package claims

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func day(s string) Date { return Date{s, DayPrecision} }

// asked is a complete claim whose log has one request, which waits.
func asked(s State, p Publication) *Claim {
	c := inState(s, p, nobody)
	c.Replies = []Reply{{ID: 7, Asked: "Harbour Office", Channel: "email", AskedOn: day("2026-03-10"), Deadline: day("2026-03-13"), By: author.Person()}}
	return c
}

// replyActs are the rules of the log with input that is right.
var replyActs = map[string]func(c *Claim, by User) (Event, error){
	"ask": func(c *Claim, by User) (Event, error) {
		return c.Ask(by, noon, Reply{Asked: "Ana Reyes", Channel: "phone", AskedOn: day("2026-03-14"), Deadline: day("2026-03-20")})
	},
	"answer": func(c *Claim, by User) (Event, error) {
		return c.Answered(by, noon, 7, "It was “half” of the\r\nlarger boats.", day("2026-03-14"))
	},
	"none": func(c *Claim, by User) (Event, error) { return c.Unanswered(by, noon, 7) },
	"show": func(c *Claim, by User) (Event, error) { return c.ShowReply(by, noon, 7, true) },
}

func TestTheReplyLogInEveryStateByEveryRole(t *testing.T) {
	open := []State{StateOpen, StateResearching, StateInReview, StateOnHold, StateApproved}
	for name, act := range replyActs {
		for _, s := range States {
			for _, u := range []User{nobody, contributor, reviewer, editor, admin, gone} {
				c := asked(s, Private)
				before := c.Clone()
				_, err := act(c, u)
				want := slices.Contains(open, s) && u.May(ActEdit)
				if (err == nil) != want {
					t.Errorf("%s, %s, by %q: got %v, want allowed %t", name, s, u.Name, err, want)
				}
				if b, a := Difference(before, c); (len(b)+len(a) > 0) != want {
					t.Errorf("%s, %s, by %q: changed %v", name, s, u.Name, a)
				}
			}
		}
	}
}

func TestOnAPublishedCheckAVisibleReplyIsAnUpdateOfAnEditor(t *testing.T) {
	for name, act := range replyActs {
		c := asked(StateApproved, Published)
		if name != "show" {
			if _, err := act(c, reviewer); err != nil || len(c.Corrections) != 0 || c.Publication != Published {
				t.Errorf("%s, unseen: got %v, %+v", name, err, c.Corrections)
			}
			c = asked(StateApproved, Published)
		}
		c.Replies[0].Public = name != "show"
		if name == "ask" {
			continue // the new request is unseen
		}
		if _, err := act(c.Clone(), reviewer); KindOf(err) != KindForbidden {
			t.Errorf("%s by a reviewer: got %v", name, err)
		}
		e, err := act(c, editor)
		if err != nil || len(c.Corrections) != 1 || c.Corrections[0].Kind != CorrectUpdate || c.Publication != Corrected || !strings.Contains(e.Public, "Harbour Office") {
			t.Errorf("%s by an editor: got %+v, %v", name, e, err)
		}
	}
	c := asked(StateApproved, Published)
	_, err := c.Ask(editor, noon, Reply{Asked: "Ana Reyes", Channel: "phone", AskedOn: day("2026-03-14"), Deadline: day("2026-03-20"), Public: true})
	if err != nil || len(c.Corrections) != 1 {
		t.Errorf("asked in public: got %+v, %v", c.Corrections, err)
	}
}

func TestARequestNamesWhatIsMissing(t *testing.T) {
	good := Reply{Asked: "Ana Reyes", Channel: "phone", AskedOn: day("2026-03-14"), Deadline: day("2026-03-20")}
	for field, spoil := range map[string]func(*Reply){
		"reply_asked":    func(r *Reply) { r.Asked = " " },
		"reply_channel":  func(r *Reply) { r.Channel = "pigeon" },
		"reply_asked_on": func(r *Reply) { r.AskedOn = Date{"2026-03-01", MonthPrecision} },
		"reply_deadline": func(r *Reply) { r.Deadline = day("2026-03-13") },
	} {
		r := good
		spoil(&r)
		_, err := asked(StateOpen, Private).Ask(reviewer, noon, r)
		p, _ := err.(Problems)
		if p.Field(field) == "" {
			t.Errorf("%s: got %v", field, err)
		}
	}
	c := asked(StateOpen, Private)
	if _, err := c.Ask(reviewer, noon, Reply{Asked: "Harbour Office", Channel: "phone", AskedOn: day("2026-03-10"), Deadline: day("2026-03-20")}); KindOf(err) != KindExists {
		t.Errorf("the same request: got %v", err)
	}
}

func TestAReplyIsOverdueFromTheDayAfterItsDeadline(t *testing.T) {
	r := Reply{AskedOn: day("2026-03-10"), Deadline: day("2026-03-13")}
	for _, tc := range []struct {
		now  time.Time
		want bool
	}{{noon.Add(-24 * time.Hour), false}, {noon, true}} {
		if got := r.Overdue(tc.now); got != tc.want {
			t.Errorf("%s: got %t", tc.now, got)
		}
		c := asked(StateOpen, Private)
		if _, err := c.Unanswered(reviewer, tc.now, 7); (err == nil) != tc.want {
			t.Errorf("%s: no answer came: got %v", tc.now, err)
		}
	}
	r.None = true
	if r.Overdue(noon) || r.Waiting() {
		t.Error("what nobody waits for is overdue")
	}
}

func TestAnAnswerIsKeptAsItCameAndCanBeASource(t *testing.T) {
	c := asked(StateOpen, Private)
	if _, err := c.ReplyEvidence(reviewer, noon, 7, Context, ""); KindOf(err) != KindConflict {
		t.Errorf("before it came: got %v", err)
	}
	if _, err := c.Answered(reviewer, noon, 7, " ", day("2026-03-01")); err == nil || len(err.(Problems)) != 2 {
		t.Errorf("nothing, too early: got %v", err)
	}
	if _, err := c.Unanswered(reviewer, noon, 7); err != nil {
		t.Fatal(err)
	}
	if _, err := replyActs["answer"](c, reviewer); err != nil || c.Replies[0].None || c.Replies[0].Answer != "It was “half” of the\nlarger boats." {
		t.Errorf("after all: got %+v, %v", c.Replies[0], err)
	}
	if _, err := replyActs["answer"](c, reviewer); KindOf(err) != KindConflict {
		t.Errorf("twice: got %v", err)
	}
	if _, err := c.ReplyEvidence(reviewer, noon, 7, Context, "Our note"); err != nil {
		t.Fatal(err)
	}
	if s := c.Evidence[1]; s.Source.Kind != ClaimantReply || s.Source.Publisher != "Harbour Office" || s.Passage != c.Replies[0].Answer || fmt.Sprint(s.Source.AccessedOn) != "2026-03-14" {
		t.Errorf("got %+v", s)
	}
}
