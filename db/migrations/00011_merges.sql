-- +goose Up

-- Claims that were merged into another one, with what is needed to undo it. A
-- merge that was undone is gone from here and stays in the audit log.
CREATE TABLE merges (
  claim_id      INTEGER PRIMARY KEY REFERENCES claims (id), -- the one merged away
  into_id       INTEGER NOT NULL REFERENCES claims (id),
  at            INTEGER NOT NULL,
  by_user       INTEGER NOT NULL REFERENCES users (id),
  appearances   TEXT NOT NULL,                    -- JSON list of ids that moved
  sources       TEXT NOT NULL,                    -- JSON list of claims.MovedLink
  state         TEXT NOT NULL,                    -- of the claim before, as the columns below
  publication   TEXT NOT NULL,
  reject_reason TEXT NOT NULL,
  state_note    TEXT NOT NULL
) STRICT;
CREATE INDEX merges_into ON merges (into_id);
