-- +goose Up

-- What readers say is wrong. Nothing tells who wrote it but what they wrote
-- themselves; the contact goes when an editor has settled the report.
CREATE TABLE reports (
  id         INTEGER PRIMARY KEY,
  claim_id   INTEGER REFERENCES claims (id),      -- null where no check was named
  at         INTEGER NOT NULL,                    -- ms since 1970, UTC, as below
  text       TEXT NOT NULL,
  contact    TEXT NOT NULL DEFAULT '',            -- empty where none was given, and once it is settled
  settled_at INTEGER NOT NULL DEFAULT 0,          -- 0: nobody has dealt with it
  settled_by INTEGER REFERENCES users (id),
  note       TEXT NOT NULL DEFAULT ''             -- what came of it, for the desk
) STRICT;
CREATE INDEX reports_open ON reports (id) WHERE settled_at = 0;
CREATE INDEX reports_settled ON reports (settled_at) WHERE settled_at > 0;
