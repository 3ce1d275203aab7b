package claims

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

func picture(t testing.TB, w, h int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	m.Set(0, 0, color.RGBA{200, 10, 10, 255})
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestALogoIsDrawnAnewAndKeepsNothingButItsPixels(t *testing.T) {
	secret := "<script>alert(1)</script> taken at 12 Quay Street"
	sent := append(picture(t, 40, 20), secret...)
	l, err := ReadLogo(sent)
	if err != nil || bytes.Contains(l.PNG, []byte("Quay Street")) || len(l.Name) != 16 {
		t.Fatalf("got %q of %d bytes, %v", l.Name, len(l.PNG), err)
	}
	m, err := png.Decode(bytes.NewReader(l.PNG))
	if err != nil || m.Bounds().Dx() != 40 || color.RGBAModel.Convert(m.At(0, 0)) != (color.RGBA{200, 10, 10, 255}) {
		t.Errorf("the pixels are not those that were sent: %v, %v", m.Bounds(), err)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	if l, err := ReadLogo(b.Bytes()); err != nil || !bytes.HasPrefix(l.PNG, []byte("\x89PNG")) {
		t.Errorf("a JPEG: %v", err)
	}
}

func TestWhatIsNoSmallPictureIsRefused(t *testing.T) {
	whole := picture(t, 40, 20)
	// The header says a thousand million pixels; none of them are there.
	bomb := bytes.Clone(whole)
	binary.BigEndian.PutUint32(bomb[16:], 32000)
	binary.BigEndian.PutUint32(bomb[20:], 32000)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	for name, tt := range map[string]struct {
		sent []byte
		says string
	}{
		"nothing":  {nil, "no PNG, JPEG or GIF"},
		"SVG":      {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "no PNG, JPEG or GIF"},
		"HTML":     {[]byte("<!DOCTYPE html><script>alert(1)</script>"), "no PNG, JPEG or GIF"},
		"cut off":  {whole[:len(whole)-20], "damaged"},
		"too wide": {picture(t, MaxLogoWidth+1, 1), "801 × 1 pixels"},
		"a bomb":   {bomb, "32000 × 32000 pixels"},
		"heavy":    {make([]byte, MaxLogoBytes+1), "larger than 512 KB"},
	} {
		if _, err := ReadLogo(tt.sent); KindOf(err) != KindInvalid || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: got %v, want %q", name, err, tt.says)
		}
	}
}

func FuzzReadLogo(f *testing.F) {
	f.Add(picture(f, 3, 2))
	f.Add([]byte("GIF89a\x01\x00\x01\x00\x80\x00\x00"))
	f.Add([]byte("\xff\xd8\xff\xe0"))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := ReadLogo(b)
		if err != nil {
			if KindOf(err) != KindInvalid {
				t.Errorf("an error of no kind: %v", err)
			}
			return
		}
		if _, err := png.Decode(bytes.NewReader(l.PNG)); err != nil {
			t.Errorf("what was kept cannot be read: %v", err)
		}
	})
}

func BenchmarkReadLogo(b *testing.B) {
	sent := picture(b, 400, 200)
	for b.Loop() {
		if _, err := ReadLogo(sent); err != nil {
			b.Fatal(err)
		}
	}
}
