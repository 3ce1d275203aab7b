package claims

import "strings"

// ID names a claim, article, speaker, source or user. Inside it is the row's
// number; outside, in addresses and files, it is seven letters and digits that
// do not show how many rows there are. Zero names nothing.
type ID int64

const (
	idDigits = "0123456789abcdefghjkmnpqrstvwxyz" // Crockford's base 32: no i, l, o, u
	idLength = 7
	idBits   = 5 * idLength
	idMask   = 1<<idBits - 1

	// Two odd factors and their inverses modulo 2^35. Multiplying and folding
	// the high half into the low one, twice, spreads neighbours far apart and
	// can be undone exactly; it hides counts, it is no secret.
	idMul1, idInv1 = 0x2545f4915 & idMask, 0x62056be3d
	idMul2, idInv2 = 0x1b8735939 & idMask, 0x6ef91c509
	idShift        = 18
)

// String gives the seven characters that stand for id in addresses and exports.
func (id ID) String() string {
	if id <= 0 {
		return ""
	}
	n := uint64(id) & idMask
	n = n * idMul1 & idMask
	n ^= n >> idShift
	n = n * idMul2 & idMask
	n ^= n >> idShift
	var b [idLength]byte
	for i := idLength - 1; i >= 0; i-- {
		b[i] = idDigits[n&31]
		n >>= 5
	}
	return string(b[:])
}

// ParseID reads what String wrote. Anything else is not found, because an
// address that was never given out names nothing.
func ParseID(s string) (ID, error) {
	if len(s) != idLength {
		return 0, NotFound("nothing here has the identifier %q", clip(s, 40))
	}
	var n uint64
	for i := range idLength {
		d := strings.IndexByte(idDigits, s[i])
		if d < 0 {
			return 0, NotFound("nothing here has the identifier %q", s)
		}
		n = n<<5 | uint64(d)
	}
	n ^= n >> idShift
	n = n * idInv2 & idMask
	n ^= n >> idShift
	n = n * idInv1 & idMask
	if n == 0 {
		return 0, NotFound("nothing here has the identifier %q", s)
	}
	return ID(n), nil
}

// MarshalText writes the outside form.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads the outside form; the empty text is the zero ID.
func (id *ID) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*id = 0
		return nil
	}
	n, err := ParseID(string(b))
	*id = n
	return err
}

// Slug makes the readable tail of an address from a title: lower-case words
// joined by hyphens, at most 60 bytes in whole words, letters of every script kept.
func Slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(s) {
		switch {
		case isWord(r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			if b.Len()+len(string(r)) > 60 {
				return wholeWords(b.String())
			}
			b.WriteRune(r)
		case r == '\'' || r == '’':
		default:
			gap = true
		}
	}
	return b.String()
}

// wholeWords drops the word that a cut would leave in pieces; a single long one
// stays.
func wholeWords(slug string) string {
	if i := strings.LastIndexByte(slug, '-'); i > 0 {
		return slug[:i]
	}
	return slug
}
