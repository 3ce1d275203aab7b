package public

import (
	"bytes"
	"slices"
	"sync"
	"unicode"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/go-fonts/liberation/liberationserifregular"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"touchstone/views/ui"
)

// typeface is a font with the one that stands in for letters it does not have.
type typeface []*font.Font

// typefaces are those of the cards: what stands in covers Arabic, Armenian,
// Georgian and more; Chinese, Japanese, Korean and the scripts of India no free
// font of a fair size has.
type typefaces struct{ serif, sans, bold typeface }

// fonts are read when the first card is drawn.
var fonts = sync.OnceValues(func() (t typefaces, err error) {
	read := func(ttf []byte) *font.Font {
		if err != nil {
			return nil
		}
		var f *font.Face
		if f, err = font.ParseTTF(bytes.NewReader(ttf)); err != nil {
			return nil
		}
		return f.Font
	}
	more := read(dejavusans.TTF)
	return typefaces{
		serif: typeface{read(liberationserifregular.TTF), more},
		sans:  typeface{read(liberationsansregular.TTF), more},
		bold:  typeface{read(liberationsansbold.TTF), more},
	}, err
})

// shows reports whether every letter of a text has a shape in the typeface.
func (t typeface) shows(text string) bool {
	for _, r := range text {
		if !drawn(r) {
			continue
		}
		if !slices.ContainsFunc(t, func(f *font.Font) bool { _, ok := f.NominalGlyph(r); return ok }) {
			return false
		}
	}
	return true
}

// drawn reports whether a character has a shape at all: spaces, controls and
// marks of direction have none.
func drawn(r rune) bool {
	return !unicode.IsSpace(r) && !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector)
}

// line is a line of text whose letters are placed, from left to right.
type line struct {
	runs  []shaping.Output
	width float32
}

// setLines breaks a text into lines no wider than width pixels and no more than
// most. What does not fit ends in an ellipsis, cut to whole words; then all is
// false.
func (t typeface) setLines(text, lang string, size float32, width, most int) (lines []line, all bool) {
	if text == "" {
		return nil, true
	}
	faces := make(fontmap, len(t))
	for i, f := range t {
		faces[i] = font.NewFace(f) // not to be shared with another drawing
	}
	direction := di.DirectionLTR
	if ui.Dir(text) == "rtl" {
		direction = di.DirectionRTL
	}
	in := shaping.Input{Text: []rune(text), Direction: direction, Size: fixed.Int26_6(size * 64), Language: language.NewLanguage(lang)}
	in.RunEnd = len(in.Text)
	var shaper shaping.HarfbuzzShaper
	var runs []shaping.Output
	for _, part := range new(shaping.Segmenter).Split(in, faces) {
		runs = append(runs, shaper.Shape(part))
	}
	dots := in
	dots.Text, dots.RunEnd, dots.Face, dots.Script = []rune("…"), 1, faces[0], language.Latin
	wrap := shaping.WrapConfig{Direction: direction, TruncateAfterLines: most, BreakPolicy: shaping.WhenNecessary}.WithTruncator(&shaper, dots)
	placed, left := new(shaping.LineWrapper).WrapParagraph(wrap, width, in.Text, shaping.NewSliceIterator(runs))
	for _, l := range placed {
		slices.SortStableFunc(l, func(a, b shaping.Output) int { return int(a.VisualIndex - b.VisualIndex) })
		lines = append(lines, line{l, advance(l)})
	}
	return lines, left == 0
}

func advance(runs []shaping.Output) (w float32) {
	for _, r := range runs {
		w += pixels(r.Advance)
	}
	return w
}

// fontmap chooses the first font that has a letter.
type fontmap []*font.Face

// ResolveFace is the font for a letter.
func (m fontmap) ResolveFace(r rune) *font.Face {
	for _, f := range m {
		if _, ok := f.NominalGlyph(r); ok {
			return f
		}
	}
	return m[0]
}

func pixels(v fixed.Int26_6) float32 { return float32(v) / 64 }
