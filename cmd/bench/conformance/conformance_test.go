// Package conformance holds a running desk against clients that others wrote
// for the Fact Check Tools API. It is a module of its own, so that their weight
// stays out of the program's.
package conformance

import (
	"bufio"
	"context"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"google.golang.org/api/factchecktools/v1alpha1"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/option"
)

// desk builds the program, starts it on a port of its own with the invented
// desk, and gives its address.
func desk(t *testing.T) string {
	t.Helper()
	return serve(t, nil, "--demo", "--addr", "127.0.0.1:0")
}

// serve builds the program, starts it with some flags and variables more, and
// gives its address.
func serve(t *testing.T, env []string, flags ...string) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "touchstone")
	build := exec.Command("go", "build", "-o", bin, "./cmd/touchstone")
	build.Dir = filepath.Join("..", "..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	ctx, stop := context.WithCancel(context.Background())
	run := exec.CommandContext(ctx, bin, append([]string{"serve"}, flags...)...)
	run.Env = append(os.Environ(), env...)
	run.Cancel = func() error { return run.Process.Signal(syscall.SIGTERM) }
	run.WaitDelay = 10 * time.Second
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	run.Stderr = log
	out, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		_ = run.Wait()
		if text, err := os.ReadFile(log.Name()); t.Failed() && err == nil {
			t.Logf("the program's last words: %s", text[max(0, len(text)-4000):])
		}
		log.Close()
	})
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, base, ok := strings.Cut(lines.Text(), "Touchstone is at "); ok {
			go func() {
				for lines.Scan() {
				}
			}()
			return base
		}
	}
	t.Fatal("the program ended before it said where it is")
	return ""
}

func client(t *testing.T, base string) *factchecktools.ClaimsService {
	t.Helper()
	s, err := factchecktools.NewService(t.Context(), option.WithEndpoint(base+"/"), option.WithoutAuthentication())
	if err != nil {
		t.Fatal(err)
	}
	return s.Claims
}

type (
	found = factchecktools.GoogleFactcheckingFactchecktoolsV1alpha1Claim
	page  = factchecktools.GoogleFactcheckingFactchecktoolsV1alpha1FactCheckedClaimSearchResponse
)

func TestGooglesClientWorksUnchanged(t *testing.T) {
	base := desk(t)
	c := client(t, base)
	t.Run("it searches and reads every field", func(t *testing.T) { searches(t, c, base) })
	t.Run("it pages through everything once", func(t *testing.T) { pages(t, c) })
	t.Run("an offset begins further on", func(t *testing.T) { offsets(t, c) })
	t.Run("it finds nothing without an error", func(t *testing.T) { findsNothing(t, c) })
	t.Run("it reads a choice of fields", func(t *testing.T) { choosesFields(t, c) })
	t.Run("it narrows by age and language", func(t *testing.T) { narrows(t, c) })
	t.Run("it understands errors", func(t *testing.T) { understandsErrors(t, c) })
	t.Run("it is told that nothing changed", func(t *testing.T) { notModified(t, c) })
}

func searches(t *testing.T, c *factchecktools.ClaimsService, base string) {
	got, err := c.Search().Query("rail fares fallen by a fifth").Do()
	if err != nil {
		t.Fatal(err)
	}
	if got.HTTPStatusCode != 200 || len(got.Claims) == 0 || len(got.Claims[0].ClaimReview) != 1 {
		t.Fatalf("got %d with %d claims", got.HTTPStatusCode, len(got.Claims))
	}
	claim, review := got.Claims[0], got.Claims[0].ClaimReview[0]
	if !strings.Contains(claim.Text, "fallen by a fifth") || claim.Claimant == "" || review.Publisher.Name == "" || review.Publisher.Site != "127.0.0.1" ||
		!strings.HasPrefix(review.Url, base+"/claims/") || !strings.HasPrefix(review.Title, review.TextualRating+": ") || review.TextualRating == "" || review.LanguageCode != "en" {
		t.Errorf("a field is missing or odd: %+v, %+v, %+v", claim, review, review.Publisher)
	}
	for name, s := range map[string]string{"claimDate": claim.ClaimDate, "reviewDate": review.ReviewDate} {
		if _, err := time.Parse(time.RFC3339, s); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	res, err := http.Get(review.Url)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != 200 || res.Request.URL.String() != review.Url {
		t.Errorf("the review's address %s leads to %d at %s", review.Url, res.StatusCode, res.Request.URL)
	}
}

// all reads every page of a search.
func all(t *testing.T, call *factchecktools.ClaimsSearchCall) (claims []*found, pages int) {
	t.Helper()
	err := call.Pages(t.Context(), func(p *page) error {
		pages++
		claims = append(claims, p.Claims...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return claims, pages
}

func pages(t *testing.T, c *factchecktools.ClaimsService) {
	whole, n := all(t, c.Search().ReviewPublisherSiteFilter("127.0.0.1").PageSize(100))
	if len(whole) < 5 || n != 1 {
		t.Fatalf("got %d claims on %d pages, want some on one", len(whole), n)
	}
	parts, n := all(t, c.Search().ReviewPublisherSiteFilter("127.0.0.1").PageSize(2))
	if want := (len(whole) + 1) / 2; n != want || len(parts) != len(whole) {
		t.Fatalf("got %d claims on %d pages, want %d on %d", len(parts), n, len(whole), want)
	}
	for i := range whole {
		if parts[i].ClaimReview[0].Url != whole[i].ClaimReview[0].Url {
			t.Errorf("claim %d of the pages is %s, want %s", i, parts[i].ClaimReview[0].Url, whole[i].ClaimReview[0].Url)
		}
	}
	usual, err := c.Search().ReviewPublisherSiteFilter("127.0.0.1").Do()
	if err != nil || len(usual.Claims) > 10 || (len(whole) > 10) != (usual.NextPageToken != "") {
		t.Errorf("without a size: %v, %d claims, token %q", err, len(usual.Claims), usual.NextPageToken)
	}
}

func offsets(t *testing.T, c *factchecktools.ClaimsService) {
	whole, _ := all(t, c.Search().ReviewPublisherSiteFilter("127.0.0.1").PageSize(100))
	got, err := c.Search().ReviewPublisherSiteFilter("127.0.0.1").Offset(3).PageSize(1).Do()
	if err != nil {
		t.Fatal(err)
	}
	if got.Claims[0].ClaimReview[0].Url != whole[3].ClaimReview[0].Url {
		t.Errorf("got %q, want the fourth, %q", got.Claims[0].Text, whole[3].Text)
	}
}

func findsNothing(t *testing.T, c *factchecktools.ClaimsService) {
	for _, call := range []*factchecktools.ClaimsSearchCall{c.Search().Query("zygomorphic quetzal"), c.Search().ReviewPublisherSiteFilter("nytimes.com")} {
		got, err := call.Do()
		if err != nil || len(got.Claims) != 0 || got.NextPageToken != "" {
			t.Errorf("got %+v, %v", got, err)
		}
	}
}

func choosesFields(t *testing.T, c *factchecktools.ClaimsService) {
	got, err := c.Search().Query("fares").Fields("claims(text,claimReview/textualRating)").PageSize(1).Do()
	if err != nil {
		t.Fatal(err)
	}
	k := got.Claims[0]
	if k.Text == "" || k.ClaimReview[0].TextualRating == "" || k.Claimant != "" || k.ClaimReview[0].Url != "" || got.NextPageToken != "" {
		t.Errorf("got %+v, %+v", k, k.ClaimReview[0])
	}
}

func narrows(t *testing.T, c *factchecktools.ClaimsService) {
	whole, _ := all(t, c.Search().ReviewPublisherSiteFilter("127.0.0.1").PageSize(100))
	british, _ := all(t, c.Search().ReviewPublisherSiteFilter("127.0.0.1").LanguageCode("en-GB").PageSize(100))
	if len(british) != len(whole) {
		t.Errorf("en-GB finds %d, want the %d of en: regions do not count", len(british), len(whole))
	}
	if french, _ := all(t, c.Search().ReviewPublisherSiteFilter("127.0.0.1").LanguageCode("fr")); len(french) != 0 {
		t.Errorf("fr finds %d reviews that are in English", len(french))
	}
	newest, err := time.Parse(time.RFC3339, whole[0].ClaimReview[0].ReviewDate)
	if err != nil {
		t.Fatal(err)
	}
	days := int64(time.Since(newest).Hours()/24) + 1
	recent, _ := all(t, c.Search().ReviewPublisherSiteFilter("127.0.0.1").MaxAgeDays(days))
	if len(recent) == 0 || len(recent) >= len(whole) {
		t.Errorf("of %d claims %d are at most %d days old", len(whole), len(recent), days)
	}
}

func understandsErrors(t *testing.T, c *factchecktools.ClaimsService) {
	for name, call := range map[string]*factchecktools.ClaimsSearchCall{
		"no query":             c.Search(),
		"a damaged page token": c.Search().Query("fares").PageToken("AAAA"),
		"a negative offset":    c.Search().Query("fares").Offset(-1),
		"no language":          c.Search().Query("fares").LanguageCode("not a language"),
	} {
		_, err := call.Do()
		var e *googleapi.Error
		if !errors.As(err, &e) || e.Code != 400 || e.Message == "" || len(e.Details) == 0 {
			t.Errorf("%s: got %#v", name, err)
		}
	}
}

func notModified(t *testing.T, c *factchecktools.ClaimsService) {
	got, err := c.Search().Query("fares").Do()
	if err != nil {
		t.Fatal(err)
	}
	tag := got.Header.Get("ETag")
	if _, err := c.Search().Query("fares").IfNoneMatch(tag).Do(); tag == "" || !googleapi.IsNotModified(err) {
		t.Errorf("tag %q: got %v, want not modified", tag, err)
	}
}
