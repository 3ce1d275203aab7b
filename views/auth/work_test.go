package auth

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"
	"golang.org/x/crypto/argon2"

	"touchstone/claims"
	"touchstone/db"
	"touchstone/db/dbtest"
)

// work is what one hash was asked for.
type work struct {
	Password         string
	Salt             int
	Time, Memory     uint32
	Threads          uint8
	Key              uint32
	Answered, Logged int // rows of the log of sign-ins it left
}

// door is a desk with accounts of every kind that somebody could ask about.
func door(t *testing.T) (*Auth, *db.DB) {
	t.Helper()
	d := dbtest.New(t)
	hash, err := Hash(good)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range []claims.User{
		{Email: "open@desk.example", Name: "Olga Open", Role: claims.Editor},
		{Email: "shut@desk.example", Name: "Sven Shut", Role: claims.Editor, Disabled: true},
		{Email: "sso@desk.example", Name: "Sara Sole", Role: claims.Editor},
	} {
		h := hash
		if u.Email == "sso@desk.example" {
			h = nobody()
		}
		if _, err := d.CreateUser(t.Context(), claims.Person{}, u, h); err != nil {
			t.Fatal(err)
		}
	}
	return New(d, Config{}), d
}

// knock tries to sign in, as the form does.
func knock(t *testing.T, a *Auth, email, password, ip string) error {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/login", nil).WithContext(t.Context())
	r.RemoteAddr = ip + ":4711"
	e := echo.New()
	e.IPExtractor = echo.ExtractIPDirect()
	_, err := a.open(e.NewContext(r, httptest.NewRecorder()), email, password)
	return err
}

func TestCheck18EveryRefusedSignInDoesTheSameWork(t *testing.T) {
	a, d := door(t)
	var done []work
	idKey = func(password, salt []byte, time, memory uint32, threads uint8, size uint32) []byte {
		done = append(done, work{Password: string(password), Salt: len(salt), Time: time, Memory: memory, Threads: threads, Key: size})
		return argon2.IDKey(password, salt, 1, 8, 1, size) // the work is counted, not done
	}
	defer func() { idKey = argon2.IDKey }()
	rows := 0
	for _, email := range []string{"open@desk.example", "nobody@desk.example", "shut@desk.example", "sso@desk.example", "OPEN@desk.example"} {
		done = nil
		if err := knock(t, a, email, "not the right words", "192.0.2.1"); err != errWrong {
			t.Fatalf("%s: %v, want the one answer", email, err)
		}
		list, _, err := d.SignIns(t.Context(), true, 0)
		if err != nil {
			t.Fatal(err)
		}
		want := []work{{Password: "not the right words", Salt: saltBytes, Time: 2, Memory: 19456, Threads: 1, Key: keyBytes}}
		if diff := cmp.Diff(want, done); diff != "" || len(list) != rows+1 {
			t.Errorf("%s: %d rows in the log, want %d; the work (-want +got)\n%s", email, len(list)-rows, 1, diff)
		}
		rows = len(list)
	}
}

func TestCheck16TwoHundredAtTheDoorMakeTwoHashesAtATime(t *testing.T) {
	a, _ := door(t)
	var now, most, all atomic.Int32
	idKey = func(password, salt []byte, time, memory uint32, threads uint8, size uint32) []byte {
		n := now.Add(1)
		defer now.Add(-1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		all.Add(1)
		return argon2.IDKey(password, salt, 1, 64, 1, size)
	}
	defer func() { idKey = argon2.IDKey }()
	// Known from home, so that the limit for crowds lets all of them through.
	var crowd sync.WaitGroup
	for i := range 200 {
		ip := fmt.Sprintf("10.0.%d.1", i)
		a.limit.Right("open@desk.example", ip)
		crowd.Go(func() {
			if err := knock(t, a, "open@desk.example", "not the right words", ip); err != errWrong {
				t.Errorf("%v, want the one answer", err)
			}
		})
	}
	crowd.Wait()
	if all.Load() != 200 || most.Load() > 2 {
		t.Errorf("%d hashes, %d of them at once; want 200 and at most 2", all.Load(), most.Load())
	}
}

func TestCheck16AHashOfAnOlderCostIsMadeAnewAtSignIn(t *testing.T) {
	a, d := door(t)
	defer func(c cost) { current = c }(current)
	today := current
	current = cost{memory: 64, time: 1, threads: 1}
	old, err := Hash(good)
	if err != nil {
		t.Fatal(err)
	}
	current = today
	u, err := d.CreateUser(t.Context(), claims.Person{}, claims.User{Email: "old@desk.example", Name: "Olaf Old", Role: claims.Editor}, old)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		password string
		want     error
		kept     bool // the hash is still the old one
	}{{"not the right words", errWrong, true}, {good, nil, false}, {good, nil, false}} {
		if err := knock(t, a, u.Email, step.password, "192.0.2.1"); err != step.want {
			t.Fatalf("%q: %v, want %v", step.password, err, step.want)
		}
		_, hash, err := d.Credentials(t.Context(), u.Email)
		if err != nil || (hash == old) != step.kept {
			t.Errorf("after %q the hash is %q, %v", step.password, hash, err)
		}
		if ok, stale, err := Verify(hash, good); !ok || stale != step.kept || err != nil {
			t.Errorf("after %q the hash opens: %v, stale: %v, %v", step.password, ok, stale, err)
		}
	}
}
