-- +goose Up

-- Searches that people saved, to be told of what they find from then on.
CREATE TABLE watches (
  id         INTEGER PRIMARY KEY,
  user_id    INTEGER NOT NULL REFERENCES users (id),
  name       TEXT NOT NULL,                       -- the person's own
  filter     TEXT NOT NULL,                       -- claims.Filter in its address form
  created_at INTEGER NOT NULL,
  seq        INTEGER NOT NULL                     -- the newest event that was looked at
) STRICT;
CREATE INDEX watches_user ON watches (user_id, id);

-- What a saved search has found, so that it is told once.
CREATE TABLE watch_finds (
  watch_id INTEGER NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
  claim_id INTEGER NOT NULL REFERENCES claims (id),
  PRIMARY KEY (watch_id, claim_id)
) STRICT, WITHOUT ROWID;
