-- +goose Up

-- What is known of all claims together, for finding the same claim in other
-- words: kept so that a start need not count again.
CREATE TABLE match_stats (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  stats BLOB NOT NULL,                            -- match.Stats
  at    INTEGER NOT NULL
) STRICT;

-- What people decided on likenesses that were offered, with the score they had.
CREATE TABLE match_decisions (
  claim_id   INTEGER NOT NULL REFERENCES claims (id),
  known_id   INTEGER NOT NULL REFERENCES claims (id),
  confidence REAL NOT NULL,
  same       INTEGER NOT NULL,                    -- 1: it is the same claim
  by_user    INTEGER NOT NULL REFERENCES users (id),
  at         INTEGER NOT NULL,
  PRIMARY KEY (claim_id, known_id)
) STRICT, WITHOUT ROWID;
