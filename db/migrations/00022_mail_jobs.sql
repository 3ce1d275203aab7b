-- +goose Up

-- Jobs may send mails. SQLite changes a CHECK only with its table.
CREATE TABLE jobs_new (
  id          INTEGER PRIMARY KEY,
  kind        TEXT NOT NULL CHECK (kind IN ('feed','entry','look','mail')),
  key         TEXT NOT NULL,                      -- what it is about: an id, or an address
  payload     TEXT NOT NULL DEFAULT '{}',         -- JSON; what the kind needs besides
  host        TEXT NOT NULL,                      -- whom it asks; one job at a time for each; empty for mails
  run_at      INTEGER NOT NULL,
  attempts    INTEGER NOT NULL DEFAULT 0,         -- times it was taken; who holds it knows the number
  failures    INTEGER NOT NULL DEFAULT 0,         -- times it failed since it last succeeded
  lease_until INTEGER NOT NULL DEFAULT 0,         -- 0: nobody holds it
  last_error  TEXT NOT NULL DEFAULT '',
  created_at  INTEGER NOT NULL,
  done_at     INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO jobs_new (id, kind, key, payload, host, run_at, attempts, failures, lease_until, last_error, created_at, done_at)
  SELECT id, kind, key, payload, host, run_at, attempts, failures, lease_until, last_error, created_at, done_at FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_new RENAME TO jobs;
CREATE UNIQUE INDEX jobs_about ON jobs (kind, key) WHERE done_at = 0;
CREATE INDEX jobs_due ON jobs (run_at) WHERE done_at = 0;
CREATE INDEX jobs_done ON jobs (done_at) WHERE done_at > 0;
