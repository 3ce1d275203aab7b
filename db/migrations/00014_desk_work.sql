-- +goose Up

-- What people typed into forms and have not sent. Nobody but they see it.
CREATE TABLE drafts (
  user_id  INTEGER NOT NULL REFERENCES users (id),
  claim_id INTEGER NOT NULL REFERENCES claims (id),
  form     TEXT NOT NULL,                         -- one of claims.DraftForms
  revision INTEGER NOT NULL,                      -- of the claim, when the form was opened
  at       INTEGER NOT NULL,
  fields   TEXT NOT NULL,                         -- JSON, name to text
  PRIMARY KEY (user_id, claim_id, form)
) STRICT, WITHOUT ROWID;

-- Until when a claim on hold waits; empty where no day is given.
ALTER TABLE claims ADD COLUMN hold_until TEXT NOT NULL DEFAULT '';

-- Links with which somebody from outside reads one draft and answers once.
CREATE TABLE expert_links (
  id          INTEGER PRIMARY KEY,
  claim_id    INTEGER NOT NULL REFERENCES claims (id),
  name        TEXT NOT NULL,                      -- of the expert
  question    TEXT NOT NULL,                      -- what the desk asks
  token_hash  TEXT NOT NULL UNIQUE,               -- SHA-256
  made_by     INTEGER NOT NULL REFERENCES users (id),
  made_at     INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,                   -- the deadline
  revoked_at  INTEGER NOT NULL DEFAULT 0,         -- 0: not revoked
  answered_at INTEGER NOT NULL DEFAULT 0,         -- 0: no answer yet
  answer      TEXT NOT NULL DEFAULT ''            -- as it came
) STRICT;
CREATE INDEX expert_links_claim ON expert_links (claim_id);
