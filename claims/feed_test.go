package claims

import (
	"testing"
	"time"
)

func TestWaitsGrowAndEnd(t *testing.T) {
	for _, c := range []struct {
		failures int
		want     time.Duration
	}{{-1, time.Minute}, {0, time.Minute}, {1, time.Minute}, {2, 2 * time.Minute}, {7, 64 * time.Minute}, {11, 1024 * time.Minute}, {12, 24 * time.Hour}, {1 << 30, 24 * time.Hour}} {
		if got := Backoff(c.failures); got != c.want {
			t.Errorf("after %d failures: got %v, want %v", c.failures, got, c.want)
		}
	}
}

func TestAFeedWaitsAsLongAsItMust(t *testing.T) {
	for _, c := range []struct {
		name     string
		failures int
		asked    time.Duration
		want     time.Duration
	}{
		{"as set", 0, 0, time.Hour},
		{"one failure", 1, 0, time.Hour},
		{"many failures", 8, 0, 128 * time.Minute},
		{"the site asks for more", 0, 5 * time.Hour, 5 * time.Hour},
		{"the site asks for less", 0, time.Second, time.Hour},
		{"the site asks for a year", 0, 365 * 24 * time.Hour, 7 * 24 * time.Hour},
	} {
		f := Feed{Every: time.Hour, Failures: c.failures}
		if got := f.Next(c.asked); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestAnArticleIsLookedAtAfterADayAWeekAMonthAndEachQuarter(t *testing.T) {
	day := 24 * time.Hour
	for _, c := range []struct{ now, want time.Duration }{
		{-time.Hour, day}, {0, day}, {day - 1, day}, {day, 7 * day}, {8 * day, 30 * day}, {30 * day, 120 * day}, {119 * day, 120 * day}, {120 * day, 210 * day}, {10000 * day, 10020 * day},
	} {
		if got := NextLook(noon, noon.Add(c.now)).Sub(noon); got != c.want {
			t.Errorf("%v after the import: got %v, want %v", c.now, got, c.want)
		}
	}
}

func TestAClaimIsWatchedOnceItMatters(t *testing.T) {
	for _, c := range []struct {
		name string
		k    Claim
		want bool
	}{
		{"new", Claim{State: StateNew, Publication: Private}, false},
		{"rejected", Claim{State: StateRejected, Publication: Private}, false},
		{"open", Claim{State: StateOpen, Publication: Private}, true},
		{"on hold", Claim{State: StateOnHold, Publication: Private}, true},
		{"published", Claim{State: StateApproved, Publication: Published}, true},
		{"corrected", Claim{State: StateApproved, Publication: Corrected}, true},
		{"withdrawn", Claim{State: StateApproved, Publication: Withdrawn}, false},
		{"merged away", Claim{State: StateOpen, Publication: Private, MergedInto: 3}, false},
	} {
		if got := c.k.Watched(); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestAFeedNeedsAnAddressAndAnInterval(t *testing.T) {
	for _, c := range []struct {
		url   string
		every time.Duration
		field string
	}{
		{"https://news.site/feed.xml", time.Hour, ""},
		{"javascript:alert(1)", time.Hour, "url"},
		{"", time.Hour, "url"},
		{"https://news.site/feed.xml", time.Second, "every"},
	} {
		f := Feed{URL: c.url, Every: c.every}
		err := f.Check()
		var p Problems
		p.Add(err)
		if c.field == "" && (err != nil || f.Host != "news.site" || f.Title != "news.site") || c.field != "" && p.Field(c.field) == "" {
			t.Errorf("%q every %v: got %+v, %v", c.url, c.every, f, err)
		}
	}
}

func TestHostsForExamplesAreNoSites(t *testing.T) {
	for host, want := range map[string]bool{"news.example": true, "a.b.test": true, "example.com": true, "www.Example.org": true, "localhost": true, "myexample.com": false, "news.site": false, "example.com.au": false, "": false} {
		if got := Reserved(host); got != want {
			t.Errorf("%q: got %v, want %v", host, got, want)
		}
	}
}
