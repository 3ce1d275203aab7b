-- +goose Up

-- How often a published claim had been said when somebody last looked at it.
CREATE TABLE repeats (
  claim_id INTEGER PRIMARY KEY REFERENCES claims (id),
  seen     INTEGER NOT NULL,                      -- appearances at that time
  due_at   INTEGER NOT NULL DEFAULT 0             -- since when it waits for another look; 0: it does not
) STRICT;
CREATE INDEX repeats_due ON repeats (due_at) WHERE due_at > 0;
INSERT INTO repeats (claim_id, seen) SELECT id, appearances FROM claims WHERE publication <> 'private';

-- The known claim that a candidate is most like, as its article was imported.
CREATE TABLE likenesses (
  claim_id   INTEGER PRIMARY KEY REFERENCES claims (id),
  known_id   INTEGER NOT NULL REFERENCES claims (id),
  confidence REAL NOT NULL,                       -- as match.Rank gave it
  at         INTEGER NOT NULL
) STRICT;
