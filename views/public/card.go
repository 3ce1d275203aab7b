package public

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/labstack/echo/v4"

	"touchstone/claims"
	"touchstone/views/words"
)

// card is what the picture of a check says where its address is shared.
type card struct {
	Desk      string
	Kind      string // what it is and when, beside the desk's name
	Statement string // with its quotation marks; empty where there is none to show
	Language  string
	Name      string // who said it
	As        string // the role on the date
	Date      string
	Verdict   string
	Role      int // colour role of the verdict; -1 for none
}

// Bounds of the drawing of cards: how many at once, and how many are kept. One
// that is drawn takes about 4 MB and 60 ms, one that is kept about 40 KB.
const (
	cardsAtOnce = 2
	cardsKept   = 100
)

// cards draws cards, a few at once, and keeps the last ones.
type cards struct {
	turn chan struct{}
	kept *lru.Cache[string, []byte]
}

func newCards() *cards {
	kept, err := lru.New[string, []byte](cardsKept)
	if err != nil {
		panic(err) // the size is a constant
	}
	return &cards{make(chan struct{}, cardsAtOnce), kept}
}

// png is the picture of a card under its tag.
func (s *cards) png(ctx context.Context, tag string, k card) ([]byte, error) {
	if b, ok := s.kept.Get(tag); ok {
		return b, nil
	}
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if b, ok := s.kept.Get(tag); ok { // another drew it meanwhile
		return b, nil
	}
	var b bytes.Buffer
	if err := drawCard(&b, k); err != nil {
		return nil, fmt.Errorf("draw a card: %w", err)
	}
	s.kept.Add(tag, b.Bytes())
	return b.Bytes(), nil
}

// card gives a check's picture. It is another one when what stands on it is.
func (p *Public) card(c echo.Context) error {
	ctx := c.Request().Context()
	k, err := p.find(c, func(k *claims.Claim) string { return cardPath(k) })
	if k == nil || err != nil {
		return err
	}
	s, err := p.db.Settings(ctx)
	if err != nil {
		return err
	}
	drawn := newCard(ctx, k, s)
	sum := sha256.Sum256(fmt.Appendf(nil, "%#v", drawn))
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	keep(c, tag)
	if holds(c, tag) {
		return c.NoContent(http.StatusNotModified)
	}
	png, err := p.cards.png(ctx, tag, drawn)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "image/png", png)
}

// newCard says of a check what its list entry says. Of a withdrawn check the
// words are not spread again.
func newCard(ctx context.Context, k *claims.Claim, s claims.Settings) card {
	d := card{Desk: s.Organisation, Kind: words.T(ctx, "Fact check, {0}", claims.DateOf(k.PublishedAt)), Language: k.Language, Role: -1}
	if k.Publication == claims.Withdrawn || k.Verdict == nil {
		d.Statement, d.Verdict, d.Language = words.T(ctx, "We have withdrawn this check."), words.T(ctx, "Withdrawn"), words.Lang(ctx)
		return d
	}
	d.Statement, d.Verdict, d.Role = k.Statement, k.Verdict.Rating.Label, k.Verdict.Rating.Role
	d.As, d.Date = k.SpeakerRole, words.Date(ctx, k.ClaimedOn)
	if k.Verbatim() {
		d.Statement = quoted(k.Statement, k.Language)
	} else {
		d.Date += ", " + words.T(ctx, "in our words")
	}
	if k.Speaker != nil {
		d.Name = k.Speaker.Name
	}
	return d
}

// marks are the quotation marks of languages that do not use “ and ”.
var marks = map[string][2]string{
	"de": {"„", "“"}, "cs": {"„", "“"}, "sk": {"„", "“"}, "sl": {"„", "“"}, "is": {"„", "“"}, "bg": {"„", "“"}, "et": {"„", "“"}, "lt": {"„", "“"},
	"pl": {"„", "”"}, "hu": {"„", "”"}, "ro": {"„", "”"}, "hr": {"„", "”"}, "sr": {"„", "”"},
	"fr": {"«\u202f", "\u202f»"}, "ru": {"«", "»"}, "uk": {"«", "»"}, "be": {"«", "»"}, "el": {"«", "»"}, "it": {"«", "»"}, "es": {"«", "»"},
	"nb": {"«", "»"}, "nn": {"«", "»"}, "no": {"«", "»"}, "sv": {"”", "”"}, "fi": {"”", "”"}, "da": {"”", "”"}, "ar": {"”", "“"}, "fa": {"«", "»"},
}

// quoted puts a text between the quotation marks of its language, as browsers
// do with a q element.
func quoted(text, lang string) string {
	first, _, _ := strings.Cut(strings.ToLower(lang), "-")
	m, ok := marks[first]
	if !ok {
		m = [2]string{"“", "”"}
	}
	return m[0] + text + m[1]
}

// cardPath is where a check's picture is. The number makes those who keep
// pictures by their address look again after a change.
func cardPath(k *claims.Claim) string {
	return fmt.Sprintf("/claims/%s/card.png?v=%d", k.ID, k.Revision)
}

// cardWords say what the picture shows, for those who do not see it.
func cardWords(ctx context.Context, k *claims.Claim) string {
	if k.Publication == claims.Withdrawn || k.Verdict == nil {
		return words.T(ctx, "A check that was withdrawn.")
	}
	who := ""
	if k.Speaker != nil {
		who = k.Speaker.Name + ": "
	}
	text := k.Statement
	if k.Verbatim() {
		text = quoted(text, k.Language)
	}
	return who + text + " " + words.T(ctx, "Our verdict: {0}.", k.Verdict.Rating.Label)
}
