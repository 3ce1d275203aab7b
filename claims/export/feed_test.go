package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"touchstone/claims"
)

func scaleOf(claims.ID) claims.Scale { return claims.DefaultScale() }

func pageOf(c *claims.Claim) string { return "https://checks.example/claims/" + c.ID.String() }

func TestAFeedHoldsWhatIsPublicAndSaysWhatIsGone(t *testing.T) {
	published, withdrawn, private, withdrawnAt := *check(), *check(), *check(), at(9, 12)
	published.UpdatedAt = at(6, 1)
	withdrawn.ID, withdrawn.Publication, withdrawn.Corrections = 2, claims.Withdrawn, []claims.Correction{{Kind: claims.CorrectWithdrawn, At: withdrawnAt}}
	private.ID, private.Publication = 3, claims.Private
	var b bytes.Buffer
	n, err := DataFeed(&b, each(private, published, private, withdrawn), scaleOf, pageOf, desk())
	if err != nil || n != 2 {
		t.Fatalf("%d entries, %v", n, err)
	}
	golden(t, "claimreview-feed.json", b.Bytes())
	var feed struct {
		DataFeedElement []map[string]any `json:"dataFeedElement"`
	}
	if err := json.Unmarshal(b.Bytes(), &feed); err != nil {
		t.Fatal(err)
	}
	if gone := feed.DataFeedElement[1]; gone["dateDeleted"] != instant(withdrawnAt) || gone["item"].(map[string]any)["reviewRating"] != nil {
		t.Errorf("the withdrawn check is %v", gone)
	}
}

func TestAnEmptyFeedIsAFeed(t *testing.T) {
	var b bytes.Buffer
	n, err := DataFeed(&b, each[claims.Claim](), scaleOf, pageOf, desk())
	if err != nil || n != 0 || !json.Valid(b.Bytes()) {
		t.Errorf("%d, %v, %s", n, err, b.Bytes())
	}
}

func TestAFeedThatBreaksIsNotClosed(t *testing.T) {
	broken := errors.New("disk")
	var b bytes.Buffer
	_, err := DataFeed(&b, func(yield func(*claims.Claim, error) bool) { yield(nil, broken) }, scaleOf, pageOf, desk())
	if !errors.Is(err, broken) || json.Valid(b.Bytes()) {
		t.Errorf("%v, %s", err, b.Bytes())
	}
}

func TestTheTablesAreDescribed(t *testing.T) {
	parts := []Part{{Table: Tables[0], Rows: 2, Bytes: 1234, SHA256: "ab12"}, {Table: Tables[4], Rows: 9, Bytes: 99, SHA256: "cd34"}}
	pack, err := DataPackage(parts, desk(), "https://checks.example/", at(9, 12))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "datapackage.json", pack)
	meta, err := CSVW(Tables[3], desk())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "corrections.csv-metadata.json", meta)
	if bytes.Contains(pack, []byte(`"assignee"`)) {
		t.Error("the public package describes the desk's columns")
	}
}
