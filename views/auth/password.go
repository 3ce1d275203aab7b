package auth

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"touchstone/claims"
)

// cost is what one Argon2id hash takes.
type cost struct {
	memory  uint32 // KiB
	time    uint32 // passes
	threads uint8
}

// current is the cost of new hashes: OWASP's least for Argon2id (password
// storage cheat sheet: 19 MiB, two passes, one thread). Raising it is enough to
// have every password rehashed when its owner next signs in.
var current = cost{memory: 19 * 1024, time: 2, threads: 1}

// most bounds what a stored hash may ask for, so that a damaged row cannot hold
// the machine.
var most = cost{memory: 256 * 1024, time: 16, threads: 4}

const (
	saltBytes = 16
	keyBytes  = 32
)

// slots lets two hashes run at once: with more, a crowd at the login page would
// take the memory from everybody who only reads.
var slots = make(chan struct{}, 2)

// slotWait is how long a hash waits for a slot.
const slotWait = 20 * time.Second

// idKey does the work. Tests count it and look at what it is asked for, because
// no clock tells whether two ways do the same.
var idKey = argon2.IDKey

// errBusy answers those who waited too long.
var errBusy = &claims.Error{Kind: claims.KindBusy, Message: "too many people are signing in at this moment: try again in a minute"}

var errDamaged = errors.New("password hash: it is not an Argon2id hash in PHC form")

// Hash gives the form in which a password is kept: PHC string format, with the
// salt and the cost in it. It takes tens of milliseconds and 19 MiB.
func Hash(password string) (string, error) {
	salt := make([]byte, saltBytes)
	rand.Read(salt) // never fails since Go 1.24
	key, err := derive(password, salt, current, keyBytes)
	if err != nil {
		return "", err
	}
	return phc(salt, key), nil
}

// nobody is a hash that no password has. It is checked where there is no such
// user, so that the answer takes as long as for one who exists.
func nobody() string { return phc(make([]byte, saltBytes), make([]byte, keyBytes)) }

// passwordless reports whether no password opens an account: its owner signs in
// at a provider.
func passwordless(hash string) bool {
	_, _, key, err := parse(hash)
	return err == nil && bytes.Equal(key, make([]byte, len(key)))
}

func phc(salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		current.memory, current.time, current.threads, b64.EncodeToString(salt), b64.EncodeToString(key))
}

// Verify reports whether the password is the one that was hashed, and whether
// the hash was made at another cost than new ones are and should be made again.
func Verify(hash, password string) (ok, stale bool, err error) {
	c, salt, want, err := parse(hash)
	if err != nil {
		return false, false, err
	}
	got, err := derive(password, salt, c, uint32(len(want))) // #nosec G115 -- parse lets 64 bytes through at most
	if err != nil {
		return false, false, err
	}
	ok = subtle.ConstantTimeCompare(got, want) == 1
	return ok, c != current || len(want) != keyBytes, nil
}

// derive makes the key. The password is brought to NFC first, because one
// keyboard sends é as one character and the next as two.
func derive(password string, salt []byte, c cost, size uint32) ([]byte, error) {
	select {
	case slots <- struct{}{}:
	case <-time.After(slotWait):
		return nil, errBusy
	}
	defer func() {
		// The next hash takes the memory of this one: left to itself, the
		// collector would let five of them pile up.
		runtime.GC()
		<-slots
	}()
	return idKey(norm.NFC.Bytes([]byte(password)), salt, c.time, c.memory, c.threads, size), nil
}

func parse(hash string) (c cost, salt, key []byte, err error) {
	part := strings.Split(hash, "$")
	if len(part) != 6 || part[0] != "" || part[1] != "argon2id" || part[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, errDamaged
	}
	if _, err := fmt.Sscanf(part[3], "m=%d,t=%d,p=%d", &c.memory, &c.time, &c.threads); err != nil {
		return c, nil, nil, errDamaged
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(part[4])
	key, err2 := base64.RawStdEncoding.DecodeString(part[5])
	if err1 != nil || err2 != nil || len(salt) < 8 || len(key) < 16 || len(key) > 64 ||
		c.memory < 8 || c.memory > most.memory || c.time < 1 || c.time > most.time || c.threads < 1 || c.threads > most.threads {
		return c, nil, nil, errDamaged
	}
	return c, salt, key, nil
}

// NewPassword makes a password to hand over: 20 letters and digits in groups of
// five, 100 bits.
func NewPassword() string {
	s := strings.ToLower(rand.Text())
	return s[:5] + "-" + s[5:10] + "-" + s[10:15] + "-" + s[15:20]
}
