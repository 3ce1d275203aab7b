package claims

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	_ "image/gif"  // read
	_ "image/jpeg" // read
	"image/png"
)

// Limits of a logo.
const (
	MaxLogoBytes  = 512 << 10
	MaxLogoWidth  = 800 // pixels
	MaxLogoHeight = 400
)

// Logo is the organisation's sign, as it is sent to readers.
type Logo struct {
	Name string // of its content: what it is called in addresses
	PNG  []byte
}

// ReadLogo takes a picture that somebody sent and draws it anew as a PNG, so
// that nothing but its pixels is kept: no place it was taken at, no script
// hidden behind it. PNG, JPEG and GIF are read; SVG, which can carry scripts, is
// not. The size is looked at before the pixels are unpacked.
func ReadLogo(b []byte) (Logo, error) {
	if len(b) > MaxLogoBytes {
		return Logo{}, Invalid("logo", "the picture is larger than %d KB: save it smaller", MaxLogoBytes>>10)
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return Logo{}, Invalid("logo", "this is no PNG, JPEG or GIF picture: save it as one of these")
	}
	if c.Width < 1 || c.Height < 1 || c.Width > MaxLogoWidth || c.Height > MaxLogoHeight {
		return Logo{}, Invalid("logo", "the picture has %d × %d pixels: make it at most %d wide and %d high", c.Width, c.Height, MaxLogoWidth, MaxLogoHeight)
	}
	m, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return Logo{}, Invalid("logo", "the picture is damaged: save it again")
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, m); err != nil {
		return Logo{}, err
	}
	sum := sha256.Sum256(out.Bytes())
	return Logo{hex.EncodeToString(sum[:8]), out.Bytes()}, nil
}
