-- +goose Up

-- What the desk's own decisions add to the judgement of what is worth checking.
-- Each learning makes a row; going back to an earlier one changes none.
CREATE TABLE worth_versions (
  version    INTEGER PRIMARY KEY,                 -- from 1
  at         INTEGER NOT NULL,
  by_user    INTEGER REFERENCES users (id),       -- NULL: the program by itself
  accepted   INTEGER NOT NULL,                    -- decisions it was learnt from
  rejected   INTEGER NOT NULL,
  weights    TEXT NOT NULL,                       -- JSON, feature name to what is added
  current    INTEGER NOT NULL DEFAULT 0           -- 1: candidates are judged by it; none: as shipped
) STRICT;
CREATE UNIQUE INDEX worth_current ON worth_versions (current) WHERE current = 1;
