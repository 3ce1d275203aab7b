package auth

import (
	"context"
	"testing"
	"time"

	"touchstone/claims"
	"touchstone/db/dbtest"
)

func TestNotingTheUseOfASessionThatWasEndedDoesNotBringItBack(t *testing.T) {
	d := dbtest.New(t)
	u := dbtest.User(t, d, "Ana", claims.Reviewer)
	s := newStore(d.Sessions())
	m := newSessions(s, false)

	ctx, err := m.Load(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	m.Put(ctx, keyUser, int64(u.ID))
	token, _, err := m.Commit(ctx)
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := m.Load(t.Context(), token)
	if err != nil || m.GetInt64(loaded, keyUser) != int64(u.ID) {
		t.Fatalf("the session was not kept: %v", err)
	}
	if err := s.EndFor(t.Context(), u.ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := m.Commit(context.WithValue(loaded, touching{}, true)); err != nil {
		t.Fatal(err)
	}
	again, err := m.Load(t.Context(), token)
	if err != nil || m.GetInt64(again, keyUser) != 0 {
		t.Errorf("the session is back: user %d, %v", m.GetInt64(again, keyUser), err)
	}
}

func TestCheck20OnlyAHashOfTheTokenIsStored(t *testing.T) {
	d := dbtest.New(t)
	s := newStore(d.Sessions())
	m := newSessions(s, true)
	ctx, err := m.Load(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	m.SetDeadline(ctx, time.Now().Add(time.Hour))
	token, _, err := m.Commit(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, found, err := s.FindCtx(t.Context(), token); found || err != nil {
		t.Errorf("the token itself is in the store: %v, %v", found, err)
	}
	if again, err := m.Load(t.Context(), token); err != nil || m.Token(again) != token {
		t.Errorf("the token does not open its session: %v", err)
	}
}
