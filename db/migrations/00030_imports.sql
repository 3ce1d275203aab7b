-- +goose Up

-- Tables of claims that were sent to the desk and wait for somebody to say how
-- they are read and to import them. They go after a day.
CREATE TABLE import_files (
  id         INTEGER PRIMARY KEY,
  by_user    INTEGER NOT NULL REFERENCES users (id),
  name       TEXT NOT NULL,                       -- of the file, as it was sent
  mapping    TEXT NOT NULL,                       -- JSON of export.Mapping
  body       BLOB NOT NULL,                       -- gzip
  created_at INTEGER NOT NULL
) STRICT;

-- What the file of an imported claim said of it. A rating here is history, not
-- the desk's own.
CREATE TABLE claim_origins (
  claim_id     INTEGER PRIMARY KEY REFERENCES claims (id),
  file         TEXT NOT NULL,                     -- its name
  row          INTEGER NOT NULL,                  -- in it, as spreadsheets count
  url          TEXT NOT NULL DEFAULT '',          -- of the check it was taken from
  article      TEXT NOT NULL DEFAULT '',          -- address of where it was said, where there is no quote
  rating_key   TEXT NOT NULL DEFAULT '',
  rating_label TEXT NOT NULL DEFAULT '',
  scale        TEXT NOT NULL DEFAULT '',          -- name and version
  scale_id     INTEGER REFERENCES scales (id),    -- the desk's own of that name; NULL for another's
  reviewed_by  TEXT NOT NULL DEFAULT '',
  reviewed_at  TEXT NOT NULL DEFAULT '',          -- as the file has it
  sources      TEXT NOT NULL DEFAULT '[]'         -- JSON list of addresses
) STRICT;
CREATE INDEX claim_origins_url ON claim_origins (url) WHERE url <> '';
