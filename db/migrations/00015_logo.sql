-- +goose Up

-- The organisation's sign.
CREATE TABLE logo (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,                             -- of its content, as the settings carry it
  png  BLOB NOT NULL,                             -- drawn anew from what was sent
  at   INTEGER NOT NULL
) STRICT;
