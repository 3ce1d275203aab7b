package auth

import (
	"strings"
	"testing"
)

const good = "four quiet words here"

func TestCheck16PasswordsAreKeptAsArgon2idWithTheirCost(t *testing.T) {
	hash, err := Hash(good)
	if err != nil {
		t.Fatal(err)
	}
	if want := "$argon2id$v=19$m=19456,t=2,p=1$"; !strings.HasPrefix(hash, want) {
		t.Errorf("hash = %q, want it to begin with %q", hash, want)
	}
	again, err := Hash(good)
	if err != nil {
		t.Fatal(err)
	}
	if hash == again {
		t.Error("two hashes of one password are equal: the salt does not change")
	}
	for _, c := range []struct {
		password string
		want     bool
	}{{good, true}, {good + " ", false}, {"", false}, {strings.ToUpper(good), false}} {
		ok, stale, err := Verify(hash, c.password)
		if err != nil || ok != c.want || stale {
			t.Errorf("Verify(%q) = %v, %v, %v; want %v, false, nil", c.password, ok, stale, err, c.want)
		}
	}
}

func TestCheck16AHashOfAnotherCostStillOpensAndIsStale(t *testing.T) {
	defer func(c cost) { current = c }(current)
	current = cost{memory: 64, time: 1, threads: 1}
	old, err := Hash(good)
	if err != nil {
		t.Fatal(err)
	}
	current.time = 2
	ok, stale, err := Verify(old, good)
	if !ok || !stale || err != nil {
		t.Errorf("Verify = %v, %v, %v; want true, true, nil", ok, stale, err)
	}
}

func TestAPasswordOpensHoweverItsAccentsAreTyped(t *testing.T) {
	hash, err := Hash("caf\u00e9 au lait deux")
	if err != nil {
		t.Fatal(err)
	}
	if ok, _, err := Verify(hash, "cafe\u0301 au lait deux"); !ok || err != nil {
		t.Errorf("Verify = %v, %v; want true, nil", ok, err)
	}
}

func TestADamagedHashIsAnErrorAndNeverOpens(t *testing.T) {
	for _, hash := range []string{
		"", "secret", "$argon2id$", "$2a$10$abcdefghijklmnopqrstuv",
		"$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5a2V5",
		"$argon2id$v=19$m=0,t=2,p=1$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5a2V5",
		"$argon2id$v=19$m=99999999,t=2,p=1$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5a2V5",
		"$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$",
	} {
		if ok, _, err := Verify(hash, ""); ok || err == nil {
			t.Errorf("Verify(%q) = %v, %v; want false and an error", hash, ok, err)
		}
	}
}
