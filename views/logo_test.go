package views

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"touchstone/claims"
)

// sendFile posts a form with one file.
func (b *browser) sendFile(path, field, name string, content []byte) *httptest.ResponseRecorder {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile(field, name)
	if err != nil {
		b.house.t.Fatal(err)
	}
	part.Write(content)
	w.Close()
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.send(r)
}

func TestALogoIsShownToReadersAsAPictureAndNothingElse(t *testing.T) {
	d := newHouse(t, Config{})
	admin := d.as(claims.Admin)
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 60, 30))); err != nil {
		t.Fatal(err)
	}
	w := admin.sendFile("/admin/settings/logo", "logo", "x.png", []byte(`<svg onload="alert(1)">`))
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "This is no PNG, JPEG or GIF picture") || !strings.Contains(w.Body.String(), `href="#logo"`) {
		t.Errorf("an SVG called PNG: status %d, want 422 with the reason at its field", w.Code)
	}
	if w := admin.sendFile("/admin/settings/logo", "logo", "../../x.html", picture.Bytes()); w.Code != http.StatusSeeOther {
		t.Fatalf("a picture: status %d\n%s", w.Code, w.Body)
	}
	reader := d.browser()
	address := regexp.MustCompile(`/logo/[0-9a-f]{16}\.png`).FindString(reader.get("/").Body.String())
	w = reader.get(address)
	h := w.Header()
	if w.Code != http.StatusOK || h.Get("Content-Type") != "image/png" || h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Cache-Control"), "immutable") || h.Get("Set-Cookie") != "" {
		t.Errorf("%s: status %d with %v", address, w.Code, h)
	}
	if m, err := png.Decode(w.Body); err != nil || m.Bounds().Dx() != 60 {
		t.Errorf("it is no picture 60 wide: %v", err)
	}
	if w := admin.post("/admin/settings/logo/remove", nil); w.Code != http.StatusSeeOther {
		t.Fatalf("remove it: status %d", w.Code)
	}
	if w := reader.get(address); w.Code != http.StatusNotFound || strings.Contains(reader.get("/").Body.String(), "/logo/") {
		t.Errorf("after that: status %d, want 404 and no picture on the page", w.Code)
	}
	if err := admin.get("/admin/settings").Code; err != http.StatusOK {
		t.Errorf("the settings: status %d", err)
	}
}
