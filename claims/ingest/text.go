// Package ingest turns what people bring, an address, a page or plain text,
// into an article with clean text and the claims found in it. Fetching and
// reading HTML stand only here.
package ingest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"touchstone/claims"
)

// Text reads plain text as an article's text: decoded, cleaned of what no
// reader sees, in NFC, paragraphs divided by empty lines. Its errors name the
// field "text" and the way out.
func Text(raw []byte) (string, error) {
	if len(raw) > claims.MaxArticleBytes {
		return "", tooLong()
	}
	s, err := decode(raw)
	if err != nil {
		return "", err
	}
	if s = Clean(s); s == "" {
		return "", claims.Invalid("text", "the text is empty: paste the article, or choose its file")
	}
	if len(s) > claims.MaxArticleBytes {
		return "", tooLong()
	}
	return s, nil
}

// Hash is the SHA-256 of a text in lower-case hexadecimal.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func tooLong() error {
	return &claims.Error{Kind: claims.KindTooLarge, Field: "text",
		Message: "the text is longer than 2 MB, which no article is: import the article alone, or divide it"}
}

// signatures are beginnings of files that people take for text.
var signatures = []struct{ magic, what string }{
	{"%PDF-", "a PDF: open it, select the text and paste it, or save it as text (pdftotext FILE)"},
	{"PK\x03\x04", "a Word or ZIP file: open it and save it as plain text in UTF-8"},
	{"\xd0\xcf\x11\xe0", "an old Word file: open it and save it as plain text in UTF-8"},
	{"{\\rtf", "an RTF file: open it and save it as plain text in UTF-8"},
	{"\x1f\x8b", "a compressed file: unpack it first (gunzip FILE)"},
	{"\x89PNG", "a picture: type or paste the words it shows"},
	{"\xff\xd8\xff", "a picture: type or paste the words it shows"},
}

// decode gives the text of bytes in UTF-8, or in UTF-16 with a byte order mark.
func decode(raw []byte) (string, error) {
	for _, s := range signatures {
		if bytes.HasPrefix(raw, []byte(s.magic)) {
			return "", claims.Invalid("text", "this is not text but %s", s.what)
		}
	}
	switch {
	case bytes.HasPrefix(raw, []byte{0xef, 0xbb, 0xbf}):
		raw = raw[3:]
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}):
		return fromUTF16(raw[2:], 0, 1)
	case bytes.HasPrefix(raw, []byte{0xfe, 0xff}):
		return fromUTF16(raw[2:], 1, 0)
	}
	if binary(raw) {
		return "", claims.Invalid("text", "this is not text but some other kind of file: save the article as plain text in UTF-8")
	}
	if !utf8.Valid(raw) {
		return "", claims.Invalid("text", "the text is not in UTF-8: save it as UTF-8, for example with iconv -f WINDOWS-1252 -t UTF-8 FILE")
	}
	return string(raw), nil
}

// fromUTF16 decodes two bytes at a time; low and high say which is which.
func fromUTF16(raw []byte, low, high int) (string, error) {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = uint16(raw[2*i+low]) | uint16(raw[2*i+high])<<8
	}
	s := string(utf16.Decode(units))
	if len(raw)%2 != 0 || binary([]byte(s)) || strings.ContainsRune(s, utf8.RuneError) {
		return "", claims.Invalid("text", "the text says that it is UTF-16 and is not whole: save it again as UTF-8")
	}
	return s, nil
}

// binary tells what is no text: a NUL, or more than one control character in
// a hundred.
func binary(raw []byte) bool {
	controls := 0
	for _, b := range raw {
		switch {
		case b == 0:
			return true
		case b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 0x1b, b == 0x7f:
			controls++
		}
	}
	return controls*100 > len(raw)
}

// maxMarks is how many combining marks one letter keeps. No script needs more
// than a handful; more of them cover the lines above and below.
const maxMarks = 16

// Clean gives text the form that articles are kept in: NFC, lines ended by \n,
// paragraphs divided by one empty line, no control characters, nothing that
// turns the direction of what follows, no invisible characters but the joiners
// and direction marks that scripts need, no white space at the ends of lines.
func Clean(s string) string {
	s = lineEnds.Replace(strings.ToValidUTF8(s, "\uFFFD"))
	var b strings.Builder
	b.Grow(len(s))
	newlines, space, marks := 0, false, 0
	for _, r := range s {
		switch {
		case r == '\n':
			newlines, space, marks = newlines+1, false, 0
			continue
		case r == ' ' || r == '\t':
			space, marks = true, 0
			continue
		case !kept(r):
			continue
		case r >= 0x0300 && unicode.Is(unicode.M, r):
			if marks++; marks > maxMarks {
				continue
			}
		default:
			marks = 0
		}
		if unicode.IsSpace(r) && (newlines > 0 || b.Len() == 0) {
			continue // a non-breaking space that begins a line
		}
		switch {
		case newlines > 0 && b.Len() > 0:
			b.WriteString("\n\n"[:min(newlines, 2)])
		case space && b.Len() > 0:
			b.WriteByte(' ')
		}
		newlines, space = 0, false
		b.WriteRune(r)
	}
	return norm.NFC.String(strings.TrimSpace(b.String()))
}

// lineEnds makes \n of everything that ends a line.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n\n")

// kept reports whether a character stays in a text.
func kept(r rune) bool {
	switch {
	case r >= ' ' && r <= '~':
		return true
	case unicode.IsControl(r):
		return false
	case r == 0x200c, r == 0x200d, r == 0x200e, r == 0x200f, r == 0x061c:
		return true // joiners spell words, marks order a line
	case r >= 0x0600 && r <= 0x0605, r == 0x06dd, r == 0x070f, r == 0x0890, r == 0x0891, r == 0x08e2, r == 0x110bd, r == 0x110cd:
		return true // visible signs of Arabic, Syriac and Kaithi
	case unicode.Is(unicode.Cf, r), r >= 0xfff9 && r <= 0xfffb, r == 0x034f:
		return false
	}
	return r&0xfffe != 0xfffe && (r < 0xfdd0 || r > 0xfdef) // not a character
}
