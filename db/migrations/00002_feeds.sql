-- +goose Up

-- What is watched for new articles.
CREATE TABLE feeds (
  id            INTEGER PRIMARY KEY,
  url           TEXT NOT NULL,                    -- as given
  canonical     TEXT NOT NULL UNIQUE,             -- claims.CanonicalURL of it
  title         TEXT NOT NULL,                    -- the feed's own, or its host
  host          TEXT NOT NULL,
  every_s       INTEGER NOT NULL,                 -- seconds from one look to the next
  paused        INTEGER NOT NULL DEFAULT 0,       -- 1: not read
  etag          TEXT NOT NULL DEFAULT '',         -- of the last answer
  last_modified TEXT NOT NULL DEFAULT '',         -- likewise
  added_by      INTEGER REFERENCES users (id),    -- NULL: by a command
  created_at    INTEGER NOT NULL,
  checked_at    INTEGER NOT NULL DEFAULT 0,       -- the last look; 0 before the first
  good_at       INTEGER NOT NULL DEFAULT 0,       -- the last look that read it
  failures      INTEGER NOT NULL DEFAULT 0,       -- looks in a row that failed
  problem       TEXT NOT NULL DEFAULT ''          -- why the last one failed, in words
) STRICT;

-- What the feeds named; an address is taken once, whichever feed named it first.
CREATE TABLE feed_entries (
  canonical  TEXT PRIMARY KEY,                    -- claims.CanonicalURL of the address
  feed_id    INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
  url        TEXT NOT NULL,                       -- as named
  title      TEXT NOT NULL,
  fate       TEXT NOT NULL CHECK (fate IN ('waiting','imported','here','failed')),
  note       TEXT NOT NULL DEFAULT '',            -- why it failed, in words
  article_id INTEGER REFERENCES articles (id),
  at         INTEGER NOT NULL                     -- of the fate
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_entries_feed ON feed_entries (feed_id, at);

-- Work to do later, kept so that no crash loses it. Who takes a job holds it by
-- a lease; when that ends without a sign, somebody else takes it.
CREATE TABLE jobs (
  id          INTEGER PRIMARY KEY,
  kind        TEXT NOT NULL CHECK (kind IN ('feed','entry','look')),
  key         TEXT NOT NULL,                      -- what it is about: an id, or an address
  payload     TEXT NOT NULL DEFAULT '{}',         -- JSON; what the kind needs besides
  host        TEXT NOT NULL,                      -- whom it asks; one job at a time for each
  run_at      INTEGER NOT NULL,
  attempts    INTEGER NOT NULL DEFAULT 0,         -- times it was taken; who holds it knows the number
  failures    INTEGER NOT NULL DEFAULT 0,         -- times it failed since it last succeeded
  lease_until INTEGER NOT NULL DEFAULT 0,         -- 0: nobody holds it
  last_error  TEXT NOT NULL DEFAULT '',
  created_at  INTEGER NOT NULL,
  done_at     INTEGER NOT NULL DEFAULT 0
) STRICT;
-- One at a time about one thing; also how a waiting job is found.
CREATE UNIQUE INDEX jobs_about ON jobs (kind, key) WHERE done_at = 0;
CREATE INDEX jobs_due ON jobs (run_at) WHERE done_at = 0;
CREATE INDEX jobs_done ON jobs (done_at) WHERE done_at > 0;

-- When an article's page was last fetched again.
CREATE TABLE article_looks (
  article_id INTEGER PRIMARY KEY REFERENCES articles (id),
  at         INTEGER NOT NULL,
  problem    TEXT NOT NULL DEFAULT ''             -- why it could not be compared, in words
) STRICT;

-- What newer copies of articles did to their quotes.
CREATE TABLE article_changes (
  id         INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles (id),
  kind       TEXT NOT NULL CHECK (kind IN ('changed','gone','replaced')),
  version    INTEGER NOT NULL,                    -- the newer one; where there is none, the present
  at         INTEGER NOT NULL,
  kept       INTEGER NOT NULL DEFAULT 0,          -- quotes that stand where they stood
  moved      INTEGER NOT NULL DEFAULT 0,          -- found again elsewhere
  lost       INTEGER NOT NULL DEFAULT 0,          -- no longer there
  watched    INTEGER NOT NULL DEFAULT 0,          -- of the lost ones, those of open or published claims
  note       TEXT NOT NULL DEFAULT '',            -- in words
  settled_at INTEGER NOT NULL DEFAULT 0,          -- when a person dealt with it; 0: a task
  settled_by INTEGER REFERENCES users (id)
) STRICT;
CREATE INDEX article_changes_article ON article_changes (article_id, id);
CREATE INDEX article_changes_open ON article_changes (id) WHERE settled_at = 0 AND watched > 0;

-- Articles that were fetched before there was this table are looked at again too.
INSERT INTO jobs (kind, key, host, run_at, created_at)
  SELECT 'look', a.id, a.host, a.retrieved_at + 86400000, a.retrieved_at
  FROM articles a JOIN article_texts x ON x.article_id = a.id AND x.version = a.version
  WHERE a.canonical <> '' AND x.raw IS NOT NULL;
