-- +goose Up

-- Answers to requests of programs that carried an Idempotency-Key, so that the
-- same request sent again is answered alike and does nothing. Kept for a day.
CREATE TABLE api_requests (
  user_id INTEGER NOT NULL REFERENCES users (id),
  key     TEXT NOT NULL,
  hash    TEXT NOT NULL,                          -- SHA-256 of the path and the body
  status  INTEGER NOT NULL,                       -- of the answer; 0 while it is worked on
  body    TEXT NOT NULL DEFAULT '',
  at      INTEGER NOT NULL,
  PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;
