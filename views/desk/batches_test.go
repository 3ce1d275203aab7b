package desk_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"touchstone/claims"
)

func TestManyArticlesAreSentLookedAtAndCalledOff(t *testing.T) {
	s := newSite(t)
	ed := s.in("Edda Editor", claims.Editor)
	ed.get("/desk/imports").has(200, "One a line")
	ed.post("/desk/imports", url.Values{"addresses": {"# nothing\n\n"}}).has(422, "Write the addresses of articles")
	ed.post("/desk/imports", url.Values{"addresses": {"https://a.example/1\nno address"}}).has(422, "is not the address of a page: write one a line", "https://a.example/1")
	at := ed.post("/desk/imports", url.Values{"addresses": {"https://a.example/1\r\n https://a.example/2 \n"}}).to
	ed.get(at).has(200, "It waits for the import before it", `hx-trigger="every 2s"`, "Call it off", `max="2" value="0"`)
	ed.get("/desk/imports").has(200, "https://a.example/1 and 1 more", "Edda Editor")
	if to := ed.post(at+"/cancel", nil).to; to != at {
		t.Errorf("it leads to %s", to)
	}
	ed.get(at).has(200, "Called off after 0 of 2", "Report as CSV").hasNot("hx-trigger", "Call it off")
	ed.get(at+"/report.csv").has(200, "number,name,outcome,detail,article_id", "1,https://a.example/1,cancelled,,")
	ed.post(at+"/cancel", nil).has(409, "at its end")
	ed.get("/desk/imports/zzzzzzz").has(404)
}

func TestFilesOfAFolderAreSentAndTheOthersLeftOut(t *testing.T) {
	s := newSite(t)
	ed := s.in("Edda Editor", claims.Editor)
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for name, text := range map[string]string{"folder/one.txt": "A text.", "picture.png": "\x89PNG", "two.HTML": "<p>A page."} {
		w, err := form.CreateFormFile("files", name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(text))
	}
	form.Close()
	r := httptest.NewRequest(http.MethodPost, "/desk/imports", &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	to := ed.do(r).to
	id, err := claims.ParseID(strings.TrimPrefix(to, "/desk/imports/"))
	if err != nil {
		t.Fatal(to, err)
	}
	batch, err := s.db.Batch(t.Context(), id)
	if err != nil || batch.Total != 2 {
		t.Errorf("got %+v, %v", batch, err)
	}
}
