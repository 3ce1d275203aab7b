-- +goose Up

-- The right-of-reply log: who was asked, and what came of it.
CREATE TABLE replies (
  id           INTEGER PRIMARY KEY,
  claim_id     INTEGER NOT NULL REFERENCES claims (id),
  asked        TEXT NOT NULL,                     -- who was asked
  channel      TEXT NOT NULL,                     -- email, phone, letter, web_form, message, in_person
  asked_day    TEXT NOT NULL,                     -- YYYY-MM-DD, as the days below
  deadline_day TEXT NOT NULL,
  answer       TEXT NOT NULL DEFAULT '',          -- verbatim; empty while there is none
  answered_day TEXT NOT NULL DEFAULT '',
  none         INTEGER NOT NULL DEFAULT 0,        -- 1: no answer came, and nobody waits any longer
  public       INTEGER NOT NULL DEFAULT 0,        -- 1: readers see it
  by_user      INTEGER NOT NULL REFERENCES users (id)
) STRICT;
CREATE INDEX replies_claim ON replies (claim_id);
CREATE INDEX replies_waiting ON replies (deadline_day) WHERE answer = '' AND none = 0;
