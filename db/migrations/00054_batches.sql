-- +goose Up

-- Long imports: many articles, or a large table of claims. They go on by
-- themselves, and can be looked at and called off.
CREATE TABLE batches (
  id           INTEGER PRIMARY KEY,
  by_user      INTEGER NOT NULL REFERENCES users (id),
  name         TEXT NOT NULL,                     -- what was sent, for people
  table_id     INTEGER NOT NULL DEFAULT 0,        -- the import_files row of a table of claims; 0 for articles
  total        INTEGER NOT NULL,                  -- articles, or rows
  created_at   INTEGER NOT NULL,
  started_at   INTEGER NOT NULL DEFAULT 0,
  done_at      INTEGER NOT NULL DEFAULT 0,
  cancelled_at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX batches_waiting ON batches (id) WHERE done_at = 0;

-- What a batch is made of, and what came of each.
CREATE TABLE batch_items (
  batch_id   INTEGER NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
  n          INTEGER NOT NULL,
  name       TEXT NOT NULL,                       -- an address, a file, a row
  body       BLOB,                                -- of a file, gzip, until it is read
  outcome    TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'imported', 'already here', 'failed', 'cancelled')),
  detail     TEXT NOT NULL DEFAULT '',
  article_id INTEGER NOT NULL DEFAULT 0,
  done_at    INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (batch_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_items_waiting ON batch_items (batch_id, n) WHERE done_at = 0;
