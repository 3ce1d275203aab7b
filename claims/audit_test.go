package claims

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// auditLog is a log of n events, sealed.
func auditLog(n int) []Event {
	var list []Event
	prev := Genesis
	for i := range n {
		e := Event{Seq: int64(i + 1), At: noon.Add(time.Duration(i) * time.Second), Actor: Person{ID: 2}, Subject: OnClaim, SubjectID: 7, Action: "edited", Before: json.RawMessage(`{"a":1}`), Prev: prev}
		e.Hash = e.Seal(prev)
		prev = e.Hash
		list = append(list, e)
	}
	return list
}

func checkLog(list []Event, noted ...Head) error {
	var c Chain
	c.Expect(noted...)
	for i := range list {
		if err := c.Check(&list[i]); err != nil {
			return err
		}
	}
	return c.End()
}

func headOf(e Event) Head { return Head{e.Seq, e.Hash, e.At} }

func TestCheckR7TheChainNamesTheFirstBrokenRowAndWhatIsWrongWithIt(t *testing.T) {
	whole := auditLog(5)
	if err := checkLog(whole, headOf(whole[1]), headOf(whole[4]), Head{Hash: Genesis}); err != nil {
		t.Fatal(err)
	}
	reseal := func(l []Event, from int) []Event {
		for i := from; i < len(l); i++ {
			if i > 0 {
				l[i].Prev = l[i-1].Hash
			}
			l[i].Hash = l[i].Seal(l[i].Prev)
		}
		return l
	}
	named := "event 3 (claim " + ID(7).String() + ", edited, 2026-03-14T12:00:02.000Z): "
	for name, c := range map[string]struct {
		spoil func([]Event) []Event
		noted []Head
		want  string
	}{
		"changed":             {spoil: func(l []Event) []Event { l[2].Note = "x"; return l }, want: named + "its content was changed"},
		"changed in its time": {spoil: func(l []Event) []Event { l[2].At = l[2].At.Add(time.Millisecond); return l }, want: "event 3 "},
		"changed and swapped": {spoil: func(l []Event) []Event {
			l[2], l[3] = l[3], l[2]
			l[2].Seq, l[3].Seq = 3, 4
			return l
		}, want: "event 3 "},
		"sealed anew alone": {spoil: func(l []Event) []Event {
			l[2].Action = "x"
			l[2].Hash = l[2].Seal(l[2].Prev)
			return l
		}, want: "event 4 (claim " + ID(7).String() + ", edited, 2026-03-14T12:00:03.000Z): it does not follow the row before it"},
		"deleted":       {spoil: func(l []Event) []Event { return append(l[:2], l[3:]...) }, want: "event 3 is missing: event 4 comes after event 2"},
		"out of place":  {spoil: func(l []Event) []Event { l[1], l[2] = l[2], l[1]; return l }, want: "event 2 is missing: event 3 comes after event 1"},
		"twice":         {spoil: func(l []Event) []Event { return append(l[:3], l[2:]...) }, want: "event 3 is out of place: event 4 was to follow"},
		"beginning cut": {spoil: func(l []Event) []Event { return l[1:] }, want: "event 1 is missing: event 2 comes after event 0"},
		"end cut": {spoil: func(l []Event) []Event { return l[:3] }, noted: []Head{headOf(whole[4])},
			want: "event 4 is missing: the log ends with event 3, and event 5 was noted for 2026-03-14T12:00:04.000Z, so its end was cut off"},
		"all cut": {spoil: func(l []Event) []Event { return nil }, noted: []Head{headOf(whole[0])}, want: "event 1 is missing: the log ends with event 0"},
		"written anew": {spoil: func(l []Event) []Event { l[1].Note = "x"; return reseal(l, 1) }, noted: []Head{headOf(whole[0]), headOf(whole[2])},
			want: named + "its hash is "},
		"written anew and not noted": {spoil: func(l []Event) []Event { l[1].Note = "x"; return reseal(l, 1) }, noted: []Head{headOf(whole[0])}, want: ""},
	} {
		err := checkLog(c.spoil(auditLog(5)), c.noted...)
		if c.want == "" && err == nil {
			continue
		}
		if err == nil || c.want == "" || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

func TestFieldsThatRunIntoEachOtherAreSealedApart(t *testing.T) {
	a, b := Event{Action: "ab", Note: "c"}, Event{Action: "a", Note: "bc"}
	if a.Seal(Genesis) == b.Seal(Genesis) {
		t.Error("two different rows have one hash")
	}
}

func TestHeadsAreReadAsTheyWereWritten(t *testing.T) {
	l := auditLog(2)
	for _, h := range []Head{headOf(l[1]), {Hash: Genesis}, {Seq: 3, Hash: l[0].Hash}} {
		got, err := ParseHead(h.String())
		if diff := cmp.Diff(h, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got)\n%s", h, err, diff)
		}
	}
	got, err := ReadHeads(strings.NewReader("\ufeff# kept on paper\n\n " + headOf(l[0]).String() + " \r\n" + strings.ToUpper(headOf(l[1]).String())))
	if err != nil || len(got) != 2 || got[1] != headOf(l[1]) {
		t.Errorf("got %v, %v", got, err)
	}
	for text, want := range map[string]string{
		"": "no head in it", "# nothing": "no head in it", headOf(l[0]).String() + "\nx": `line 2: "x" is not a head`,
		"0 " + l[0].Hash: "line 1", "-1 " + l[0].Hash: "line 1", "1 " + l[0].Hash[1:]: "line 1", "1 " + l[0].Hash + " yesterday": "line 1",
		"1 " + strings.Repeat("g", 64): "line 1", headOf(l[0]).String() + " more": "line 1", strings.Repeat("1", 70000): "not a list of heads",
	} {
		if got, err := ReadHeads(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: got %v, %v; want %q", text, got, err, want)
		}
	}
}

func FuzzParseHead(f *testing.F) {
	f.Add("0 " + Genesis)
	f.Add(headOf(auditLog(1)[0]).String())
	f.Fuzz(func(t *testing.T, line string) {
		h, err := ParseHead(line)
		if err != nil {
			return
		}
		again, err := ParseHead(h.String())
		if err != nil || again.Seq != h.Seq || again.Hash != h.Hash || again.String() != h.String() {
			t.Errorf("%q: read %v, then %v, %v", line, h, again, err)
		}
	})
}

func BenchmarkChain(b *testing.B) {
	list := auditLog(1000)
	for b.Loop() {
		if err := checkLog(list); err != nil {
			b.Fatal(err)
		}
	}
}

// TestTheSealIsWhatTheTransparencyPageSays holds a hash that was computed from
// the page's words alone, with Python's hashlib and struct.
func TestTheSealIsWhatTheTransparencyPageSays(t *testing.T) {
	e := Event{
		Seq: 7, At: time.UnixMilli(1773489600123), Actor: Person{ID: 2, Name: "not sealed"}, Subject: OnClaim, SubjectID: 9, Revision: 3, Action: "edited", Note: "für „uns“",
		Before: json.RawMessage(`{"summary":"a"}`), After: json.RawMessage(`{"summary":"b"}`),
	}
	if got, want := e.Seal(Genesis), "93af36f810275211d1f34178179657506d361fec3920f82f7357f8e4f0a4c388"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
