package views

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"html"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/go-cmp/cmp"

	"touchstone/claims"
	"touchstone/views/auth"
)

// issuer is a provider of single sign-on that says what a test has it say.
type issuer struct {
	t      *testing.T
	url    string
	key    *rsa.PrivateKey
	signer *rsa.PrivateKey // signs the ID tokens: the key, unless a test forges
	says   map[string]any  // in the ID token, over what a sound one has
	info   map[string]any  // of the user

	challenge, nonce string // of the trip that is under way
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i := &issuer{t: t, key: key, signer: key}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		i.send(w, map[string]any{
			"issuer": i.url, "authorization_endpoint": i.url + "/authorize", "token_endpoint": i.url + "/token", "jwks_uri": i.url + "/keys", "userinfo_endpoint": i.url + "/userinfo",
			"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"RS256"},
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		i.send(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &i.key.PublicKey, KeyID: "one", Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("GET /userinfo", func(w http.ResponseWriter, _ *http.Request) { i.send(w, i.info) })
	mux.HandleFunc("POST /token", i.token)
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	i.url = s.URL
	return i
}

func (i *issuer) send(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		i.t.Error(err)
	}
}

// token trades a code, if its bearer began the trip (RFC 7636).
func (i *issuer) token(w http.ResponseWriter, r *http.Request) {
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if r.FormValue("code") != "a code" || base64.RawURLEncoding.EncodeToString(sum[:]) != i.challenge {
		w.WriteHeader(http.StatusBadRequest)
		i.send(w, map[string]string{"error": "invalid_grant"})
		return
	}
	now := time.Now()
	said := map[string]any{"iss": i.url, "aud": "desk", "sub": "ines-1", "nonce": i.nonce, "iat": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(), "email": "ines@ledger.example", "email_verified": true, "name": "Ines Quillfeather", "groups": []string{"staff", "factcheck"}}
	maps.Copy(said, i.says)
	maps.DeleteFunc(said, func(_ string, v any) bool { return v == nil })
	payload, err := json.Marshal(said)
	if err != nil {
		i.t.Error(err)
	}
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: i.signer, KeyID: "one"}}, nil)
	if err != nil {
		i.t.Error(err)
		return
	}
	signed, err := s.Sign(payload)
	if err != nil {
		i.t.Error(err)
		return
	}
	id, _ := signed.CompactSerialize()
	i.send(w, map[string]any{"access_token": "x", "token_type": "Bearer", "expires_in": 60, "id_token": id})
}

// trip goes to the provider and back, as far as the page that asks the browser
// to post the answer, and gives that form.
func (i *issuer) trip(b *browser, next string) url.Values {
	i.t.Helper()
	w := b.get("/login/sso?next=" + url.QueryEscape(next))
	to, err := url.Parse(w.Header().Get("Location"))
	if err != nil || w.Code != http.StatusSeeOther || !strings.HasPrefix(to.String(), i.url+"/authorize?") {
		i.t.Fatalf("the link leads to %q with %d", to, w.Code)
	}
	q := to.Query()
	if q.Get("code_challenge_method") != "S256" || q.Get("client_id") != "desk" || q.Get("redirect_uri") != "https://desk.example/login/sso/back" || len(q.Get("state")) < 20 || len(q.Get("nonce")) < 20 {
		i.t.Errorf("the provider is asked %v", q)
	}
	i.challenge, i.nonce = q.Get("code_challenge"), q.Get("nonce")
	body := b.get("/login/sso/back?" + url.Values{"code": {"a code"}, "state": {q.Get("state")}}.Encode()).Body.String()
	form := url.Values{}
	for _, m := range regexp.MustCompile(`name="(code|state)" value="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		form.Set(m[1], html.UnescapeString(m[2]))
	}
	return form
}

func (i *issuer) config(d claims.Doorkeeper) Config {
	return Config{BaseURL: "https://desk.example", SSO: auth.SingleSignOn{Issuer: i.url, ClientID: "desk", ClientSecret: "s", Name: "Ledger Login", Doorkeeper: d}}
}

func TestSingleSignOnMakesTheAccountOfWhoIsInvitedAndKnowsItAgain(t *testing.T) {
	i := newIssuer(t)
	d := newHouse(t, i.config(claims.Doorkeeper{Domains: []string{"Ledger.example"}, Claim: "groups", Value: "factcheck"}))
	if body := d.browser().get("/login").Body.String(); !strings.Contains(body, "Sign in with Ledger Login") {
		t.Error("the sign-in page has no button")
	}
	invitation(t, d.as(claims.Admin), url.Values{"invite-email": {"ines@ledger.example"}, "invite-role": {"editor"}})
	b := d.browser()
	before := dump(t, d)
	form := i.trip(b, "/desk/claims")
	if diff := cmp.Diff(before, dump(t, d)); diff != "" {
		t.Errorf("a GET changed the database\n%s", diff)
	}
	w := b.post("/login/sso/back", form)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/desk/claims" {
		t.Fatalf("status %d to %q, want 303 to where the way began\n%s", w.Code, w.Header().Get("Location"), w.Body)
	}
	u, _, err := d.d.Credentials(t.Context(), "ines@ledger.example")
	if err != nil || u.Role != claims.Editor || u.Name != "Ines Quillfeather" {
		t.Errorf("the account is %+v, %v", u, err)
	}
	if w := b.get("/desk"); w.Code != http.StatusOK {
		t.Errorf("the desk: status %d", w.Code)
	}
	if w := b.post("/login/sso/back", form); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("the same answer once more: status %d, want 422", w.Code)
	}
	if w := d.browser().post("/login", login("ines@ledger.example", "no password at all")); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a password: status %d, want 422", w.Code)
	}

	// The provider's person stays the same under another address, and an account
	// with the old address stays theirs.
	i.says = map[string]any{"email": "ines.q@ledger.example"}
	again := d.browser()
	if w := again.post("/login/sso/back", i.trip(again, "")); w.Code != http.StatusSeeOther || !strings.Contains(again.get("/account").Body.String(), "ines@ledger.example") {
		t.Errorf("under another address: status %d, want the same account", w.Code)
	}
	i.says = map[string]any{"sub": "ines-2"}
	other := d.browser()
	if w := other.post("/login/sso/back", i.trip(other, "")); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "belongs to another person at the sign-in service") {
		t.Errorf("another person with the old address: status %d, want 422 with the reason", w.Code)
	}
	page := "/admin/users/" + u.ID.String()
	if body := d.as(claims.Admin).get(page).Body.String(); !strings.Contains(body, i.url) {
		t.Error("the admin does not see where the account signs in")
	}
	if w := d.as(claims.Admin).post(page+"/single-sign-on/unlink", nil); w.Code != http.StatusSeeOther || again.get("/desk").Code == http.StatusOK {
		t.Errorf("unlink: status %d, want 303 and the sessions ended", w.Code)
	}
	if w := other.post("/login/sso/back", i.trip(other, "")); w.Code != http.StatusSeeOther {
		t.Errorf("after that the other person: status %d, want 303", w.Code)
	}
	list, err := d.d.Users(t.Context())
	if err != nil || len(list) != len(claims.Roles)+1 {
		t.Errorf("there are %d users, %v", len(list), err)
	}
}

func TestSingleSignOnTakesNoAccountOverWithoutItsSecondFactor(t *testing.T) {
	i := newIssuer(t)
	d := newHouse(t, i.config(claims.Doorkeeper{}))
	secret, _ := enrol(t, d, d.as(claims.Editor))
	i.says = map[string]any{"email": strings.ToUpper(email(claims.Editor)), "email_verified": "true"}
	b := d.browser()
	w := b.post("/login/sso/back", i.trip(b, "/desk/claims"))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/login/code" {
		t.Fatalf("status %d to %q, want the question for the code", w.Code, w.Header().Get("Location"))
	}
	if w := b.get("/desk"); w.Code != http.StatusSeeOther {
		t.Errorf("before the code the desk answers %d, want 303", w.Code)
	}
	linked := func() bool {
		t.Helper()
		list, err := d.d.Issuers(t.Context(), d.user(claims.Editor).ID)
		if err != nil {
			t.Fatal(err)
		}
		return slices.Contains(list, i.url)
	}
	if b.post("/login/code", url.Values{"code": {"abcdef"}}); linked() {
		t.Error("the account was linked without its code")
	}
	at := d.d.Now().Add(time.Minute)
	d.d.Now = func() time.Time { return at }
	if w := b.post("/login/code", url.Values{"code": {codeAt(t, secret, at)}}); w.Header().Get("Location") != "/desk/claims" || !linked() {
		t.Errorf("with the code: %d to %q, linked %v", w.Code, w.Header().Get("Location"), linked())
	}
	// The code is asked for each time, as it is after a password.
	again := d.browser()
	if w := again.post("/login/sso/back", i.trip(again, "")); w.Header().Get("Location") != "/login/code" {
		t.Errorf("the next time: to %q, want the question for the code", w.Header().Get("Location"))
	}
}

func TestSingleSignOnLetsNobodyElseIn(t *testing.T) {
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	desk := claims.Doorkeeper{Domains: []string{"ledger.example", "desk.example"}, Claim: "groups", Value: "factcheck", Role: claims.Contributor}
	for name, tt := range map[string]struct {
		change func(*issuer, url.Values)
		says   string // "" lets in
	}{
		"as it should be":           {func(*issuer, url.Values) {}, ""},
		"an address not verified":   {func(i *issuer, _ url.Values) { i.says = map[string]any{"email_verified": false} }, "has not verified"},
		"nothing said of verifying": {func(i *issuer, _ url.Values) { i.says = map[string]any{"email_verified": nil} }, "has not verified"},
		"no address":                {func(i *issuer, _ url.Values) { i.says = map[string]any{"email": nil} }, "did not say who you are"},
		"another domain":            {func(i *issuer, _ url.Values) { i.says = map[string]any{"email": "ines@evil-ledger.example"} }, "lets in addresses of"},
		"two domains in one":        {func(i *issuer, _ url.Values) { i.says = map[string]any{"email": "ines@evil.example@ledger.example"} }, "lets in addresses of"},
		"not in the group":          {func(i *issuer, _ url.Values) { i.says = map[string]any{"groups": []string{"staff"}} }, "does not count you among"},
		"a group of a like name":    {func(i *issuer, _ url.Values) { i.says = map[string]any{"groups": "not-factcheck"} }, "does not count you among"},
		"a closed account":          {func(i *issuer, _ url.Values) { i.says = map[string]any{"email": "shut@desk.example"} }, "is closed"},
		"for another desk":          {func(i *issuer, _ url.Values) { i.says = map[string]any{"aud": "elsewhere"} }, "did not come to an end"},
		"of another provider":       {func(i *issuer, _ url.Values) { i.says = map[string]any{"iss": "https://evil.example"} }, "did not come to an end"},
		"over":                      {func(i *issuer, _ url.Values) { i.says = map[string]any{"exp": time.Now().Add(-time.Hour).Unix()} }, "did not come to an end"},
		"of another trip":           {func(i *issuer, _ url.Values) { i.says = map[string]any{"nonce": "n"} }, "did not come to an end"},
		"signed by somebody else":   {func(i *issuer, _ url.Values) { i.signer = stranger }, "did not come to an end"},
		"another code":              {func(_ *issuer, f url.Values) { f.Set("code", "another") }, "did not come to an end"},
		"a code without its proof":  {func(i *issuer, _ url.Values) { i.challenge = "of somebody else" }, "did not come to an end"},
		"another state":             {func(_ *issuer, f url.Values) { f.Set("state", "x") }, "began in another browser"},
		"what the user information says of somebody else": {func(i *issuer, _ url.Values) {
			i.says, i.info = map[string]any{"email": nil}, map[string]any{"sub": "x", "email": email(claims.Admin), "email_verified": true}
		}, "did not come to an end"},
		"what the user information says": {func(i *issuer, _ url.Values) {
			i.says = map[string]any{"email": nil}
			i.info = map[string]any{"sub": "ines-1", "email": "ines@ledger.example", "email_verified": true, "groups": []string{"factcheck"}}
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			i.info = map[string]any{"sub": "ines-1"}
			d := newHouse(t, i.config(desk))
			closed(t, d)
			b := d.browser()
			form := i.trip(b, "")
			tt.change(i, form)
			w := b.post("/login/sso/back", form)
			in := b.get("/desk").Code == http.StatusOK
			if tt.says == "" && (w.Code != http.StatusSeeOther || !in) {
				t.Fatalf("status %d, in the desk: %v\n%s", w.Code, in, w.Body)
			}
			if tt.says != "" && (w.Code != http.StatusUnprocessableEntity || in || !strings.Contains(w.Body.String(), tt.says)) {
				t.Errorf("status %d, in the desk: %v; want 422 with %q\n%s", w.Code, in, tt.says, w.Body)
			}
		})
	}
}

func TestSingleSignOnEndsInTheBrowserItBeganIn(t *testing.T) {
	i := newIssuer(t)
	d := newHouse(t, i.config(claims.Doorkeeper{Claim: "groups", Value: "factcheck", Role: claims.Reviewer}))
	mine, theirs := d.browser(), d.browser()
	form := i.trip(mine, "")
	if w := theirs.post("/login/sso/back", form); w.Code != http.StatusUnprocessableEntity || theirs.get("/desk").Code == http.StatusOK {
		t.Errorf("an answer planted in another browser: status %d, want 422", w.Code)
	}
	r := mine.form(http.MethodPost, "/login/sso/back", form)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if w := mine.send(r); w.Code != http.StatusForbidden {
		t.Errorf("posted by another site: status %d, want 403", w.Code)
	}
	for name := range mine.cookies {
		if !strings.HasPrefix(name, "__Host-") {
			t.Errorf("the cookie %s does not stay with this host", name)
		}
	}
	if w := mine.get("/login/sso/back?error=access_denied"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "did not sign you in") {
		t.Errorf("refused by the provider: status %d, want 422 with the reason", w.Code)
	}
}

func TestAProviderThatIsAwayLeavesThePassword(t *testing.T) {
	i := newIssuer(t)
	cfg := i.config(claims.Doorkeeper{})
	cfg.SSO.Issuer = "http://127.0.0.1:1"
	d := newHouse(t, cfg)
	if w := d.browser().get("/login/sso"); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "sign in with your password") {
		t.Errorf("status %d, want 503 with the way out\n%s", w.Code, w.Body)
	}
	if w := d.browser().post("/login", login(email(claims.Editor), password)); w.Code != http.StatusSeeOther {
		t.Errorf("the password: status %d, want 303", w.Code)
	}
}

func TestWhoHasNoPasswordSignsInAtTheProviderAgain(t *testing.T) {
	i := newIssuer(t)
	d := newHouse(t, i.config(claims.Doorkeeper{Claim: "groups", Value: "factcheck", Role: claims.Reviewer}))
	b := d.browser()
	b.post("/login/sso/back", i.trip(b, ""))
	token := url.Values{"token-name": {"importer"}, "scopes": {"desk:read"}, "days": {"30"}}
	if w := b.post("/account/tokens", token); w.Code != http.StatusCreated {
		t.Fatalf("make a token at once: status %d\n%s", w.Code, w.Body)
	}
	if w := b.post("/account/password", url.Values{"current": {""}, "password": {"words of my own choice"}}); w.Code != http.StatusConflict {
		t.Errorf("choose a password past the provider: status %d, want 409", w.Code)
	}
	at := time.Now().Add(time.Hour)
	d.d.Now = func() time.Time { return at }
	w := b.post("/account/tokens", token)
	if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "Sign in at Ledger Login again") || strings.Contains(w.Body.String(), `name="current"`) {
		t.Errorf("an hour later: status %d, want 403 and the way to the provider", w.Code)
	}
	if w := b.post("/account/confirm", url.Values{"current": {""}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("no password instead of one: status %d, want 422", w.Code)
	}
	again := b.get("/login/sso?again=1&next=/account").Header().Get("Location")
	if u, err := url.Parse(again); err != nil || u.Query().Get("prompt") != "login" {
		t.Errorf("the provider is asked %q, want it to ask for the password", again)
	}
}
