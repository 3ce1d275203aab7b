-- +goose Up

-- People who may write.
CREATE TABLE users (
  id            INTEGER PRIMARY KEY,
  email         TEXT NOT NULL UNIQUE,             -- lower case
  name          TEXT NOT NULL,                    -- as colleagues and readers see it
  role          TEXT NOT NULL CHECK (role IN ('contributor','reviewer','editor','admin')),
  password_hash TEXT NOT NULL,                    -- PHC string with its parameters
  disabled      INTEGER NOT NULL DEFAULT 0,       -- 1: may not sign in
  created_at    INTEGER NOT NULL                  -- Unix milliseconds, as every instant here
) STRICT;

-- Signed-in browsers.
CREATE TABLE sessions (
  token      TEXT PRIMARY KEY,                    -- SHA-256 of what the cookie carries
  data       BLOB NOT NULL,                       -- the session manager's own encoding
  user_id    INTEGER NOT NULL DEFAULT 0,          -- whose session it is; 0 before sign-in
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- The one-time link that makes the first admin.
CREATE TABLE setup_links (
  token_hash TEXT PRIMARY KEY,                    -- SHA-256
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- When the database last showed that it can be written.
CREATE TABLE heartbeat (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL
) STRICT;

-- What the desk says of itself.
CREATE TABLE settings (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  value TEXT NOT NULL                             -- JSON of claims.Settings
) STRICT;

-- Versions of the rating scale. A row never changes.
CREATE TABLE scales (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  version    INTEGER NOT NULL,
  ratings    TEXT NOT NULL,                       -- JSON list of claims.Rating, from true to false
  current    INTEGER NOT NULL DEFAULT 0,          -- 1: new ratings use it
  created_at INTEGER NOT NULL,
  UNIQUE (name, version)
) STRICT;
CREATE UNIQUE INDEX scales_current ON scales (current) WHERE current = 1;

-- Where something was said.
CREATE TABLE articles (
  id                  INTEGER PRIMARY KEY,
  url                 TEXT NOT NULL DEFAULT '',   -- as given
  canonical           TEXT NOT NULL DEFAULT '',   -- claims.CanonicalURL of it
  title               TEXT NOT NULL,
  outlet              TEXT NOT NULL,
  host                TEXT NOT NULL,              -- key of the outlet's page
  byline              TEXT NOT NULL DEFAULT '',
  published_day       TEXT NOT NULL DEFAULT '',   -- YYYY-MM-DD, first day of the period
  published_precision TEXT NOT NULL DEFAULT '',   -- day, month, year, unknown
  language            TEXT NOT NULL DEFAULT '',   -- BCP 47
  version             INTEGER NOT NULL,           -- of its text
  text_sha256         TEXT NOT NULL UNIQUE,       -- of the present text
  retrieved_at        INTEGER NOT NULL,
  added_by            INTEGER REFERENCES users (id), -- NULL: by a command
  created_at          INTEGER NOT NULL,
  candidates          INTEGER NOT NULL DEFAULT 0, -- claims with an appearance here
  undecided           INTEGER NOT NULL DEFAULT 0  -- of these, in state new
) STRICT;
CREATE UNIQUE INDEX articles_canonical ON articles (canonical) WHERE canonical <> '';
CREATE INDEX articles_host ON articles (host);
CREATE INDEX articles_undecided ON articles (id) WHERE undecided > 0;

-- Each text an article had.
CREATE TABLE article_texts (
  article_id   INTEGER NOT NULL REFERENCES articles (id),
  version      INTEGER NOT NULL,                  -- from 1
  text         TEXT NOT NULL,                     -- NFC
  text_sha256  TEXT NOT NULL,
  retrieved_at INTEGER NOT NULL,
  raw          BLOB,                              -- the page as it came, gzip; NULL for pasted text
  PRIMARY KEY (article_id, version)
) STRICT, WITHOUT ROWID;

-- Who said something.
CREATE TABLE speakers (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  slug       TEXT NOT NULL UNIQUE,
  kind       TEXT NOT NULL CHECK (kind IN ('person','organization')),
  role       TEXT NOT NULL DEFAULT '',            -- latest known
  same_as    TEXT NOT NULL DEFAULT '',            -- address that identifies it, such as Wikidata's
  created_at INTEGER NOT NULL
) STRICT;

-- Every name a speaker is known by, its own included.
CREATE TABLE speaker_names (
  name_key   TEXT NOT NULL,                       -- lower case
  name       TEXT NOT NULL,
  speaker_id INTEGER NOT NULL REFERENCES speakers (id) ON DELETE CASCADE,
  PRIMARY KEY (name_key, speaker_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX speaker_names_speaker ON speaker_names (speaker_id);

CREATE TABLE topics (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  slug TEXT NOT NULL UNIQUE
) STRICT;

-- One checkable statement.
CREATE TABLE claims (
  id                INTEGER PRIMARY KEY,
  revision          INTEGER NOT NULL,             -- raised by every change
  statement         TEXT NOT NULL,
  short_form        TEXT NOT NULL DEFAULT '',
  verbatim          INTEGER NOT NULL DEFAULT 0,   -- 1: the statement is the speaker's own words
  language          TEXT NOT NULL DEFAULT '',
  speaker_id        INTEGER REFERENCES speakers (id),
  speaker_role      TEXT NOT NULL DEFAULT '',     -- on the day of the claim
  claimed_day       TEXT NOT NULL DEFAULT '',
  claimed_precision TEXT NOT NULL DEFAULT '',
  place             TEXT NOT NULL DEFAULT '',
  state             TEXT NOT NULL CHECK (state IN ('new','open','researching','in_review','approved','rejected','on_hold')),
  state_since       INTEGER NOT NULL,
  priority          INTEGER NOT NULL DEFAULT 0,   -- 0 none, 1 low, 2 middling, 3 high
  reject_reason     TEXT NOT NULL DEFAULT '',
  state_note        TEXT NOT NULL DEFAULT '',     -- why rejected or on hold
  lease_user        INTEGER REFERENCES users (id),
  lease_until       INTEGER NOT NULL DEFAULT 0,
  summary           TEXT NOT NULL DEFAULT '',
  explanation       TEXT NOT NULL DEFAULT '',     -- Markdown
  scale_id          INTEGER REFERENCES scales (id),
  rating_key        TEXT NOT NULL DEFAULT '',     -- empty without a verdict
  publication       TEXT NOT NULL DEFAULT 'private' CHECK (publication IN ('private','published','corrected','withdrawn')),
  merged_into       INTEGER REFERENCES claims (id),
  review_by_day     TEXT NOT NULL DEFAULT '',
  review_by_precision TEXT NOT NULL DEFAULT '',
  created_by        INTEGER REFERENCES users (id),
  created_at        INTEGER NOT NULL,
  updated_at        INTEGER NOT NULL,
  published_at      INTEGER NOT NULL DEFAULT 0,
  article_id        INTEGER REFERENCES articles (id), -- of the first appearance, kept here for lists
  appearances       INTEGER NOT NULL DEFAULT 0,   -- how many
  -- The queue's order in one number: priority first, then who waits longest.
  urgency           INTEGER NOT NULL GENERATED ALWAYS AS (priority * 17592186044416 + 17592186044415 - state_since) VIRTUAL
) STRICT;
CREATE INDEX claims_public ON claims (published_at DESC, id DESC) WHERE publication <> 'private';
CREATE INDEX claims_queue ON claims (state, urgency DESC, id DESC);
CREATE INDEX claims_speaker ON claims (speaker_id, publication);
CREATE INDEX claims_article ON claims (article_id);
CREATE INDEX claims_lease ON claims (lease_user) WHERE lease_user IS NOT NULL;

CREATE TABLE claim_topics (
  claim_id INTEGER NOT NULL REFERENCES claims (id),
  topic_id INTEGER NOT NULL REFERENCES topics (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (claim_id, topic_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_topics_topic ON claim_topics (topic_id, claim_id);

-- Who wrote what is under review; kept so that four eyes stay four.
CREATE TABLE claim_drafters (
  claim_id INTEGER NOT NULL REFERENCES claims (id),
  user_id  INTEGER NOT NULL REFERENCES users (id),
  PRIMARY KEY (claim_id, user_id)
) STRICT, WITHOUT ROWID;

-- A claim in an article.
CREATE TABLE appearances (
  id          INTEGER PRIMARY KEY,
  claim_id    INTEGER NOT NULL REFERENCES claims (id),
  article_id  INTEGER NOT NULL REFERENCES articles (id),
  quote       TEXT NOT NULL,                      -- as printed
  prefix      TEXT NOT NULL DEFAULT '',
  suffix      TEXT NOT NULL DEFAULT '',
  spans       TEXT NOT NULL,                      -- JSON [[start,end],...] in code points of the text
  context     TEXT NOT NULL DEFAULT '',           -- the sentence around it
  context_at  INTEGER NOT NULL DEFAULT 0,         -- where that starts, in code points
  kind        TEXT NOT NULL CHECK (kind IN ('direct','mixed','indirect')),
  cue         TEXT NOT NULL DEFAULT '',
  chain       TEXT NOT NULL DEFAULT '[]',         -- JSON list of who reported it
  anchor      TEXT NOT NULL CHECK (anchor IN ('anchored','moved','orphaned')),
  first       INTEGER NOT NULL DEFAULT 0,
  text_sha256 TEXT NOT NULL,                      -- of the text the spans are over
  finding     TEXT NOT NULL DEFAULT '{}'          -- JSON of claims.Finding
) STRICT;
CREATE INDEX appearances_claim ON appearances (claim_id);
CREATE INDEX appearances_article ON appearances (article_id);

-- Evidence, wherever it is used.
CREATE TABLE sources (
  id                 INTEGER PRIMARY KEY,
  url                TEXT NOT NULL DEFAULT '',
  title              TEXT NOT NULL,
  publisher          TEXT NOT NULL,
  kind               TEXT NOT NULL,
  accessed_day       TEXT NOT NULL DEFAULT '',
  accessed_precision TEXT NOT NULL DEFAULT '',
  archived           TEXT NOT NULL DEFAULT '',
  created_at         INTEGER NOT NULL
) STRICT;
CREATE INDEX sources_url ON sources (url) WHERE url <> '';

CREATE TABLE claim_sources (
  id        INTEGER PRIMARY KEY,
  claim_id  INTEGER NOT NULL REFERENCES claims (id),
  source_id INTEGER NOT NULL REFERENCES sources (id),
  number    INTEGER NOT NULL,                     -- the explanation cites it as [number]
  stance    TEXT NOT NULL CHECK (stance IN ('refutes','supports','context')),
  passage   TEXT NOT NULL,
  note      TEXT NOT NULL DEFAULT '',
  UNIQUE (claim_id, number)
) STRICT;
CREATE INDEX claim_sources_source ON claim_sources (source_id);

-- Proposed ratings; every one is kept.
CREATE TABLE reviews (
  id         INTEGER PRIMARY KEY,
  claim_id   INTEGER NOT NULL REFERENCES claims (id),
  by_user    INTEGER NOT NULL REFERENCES users (id),
  at         INTEGER NOT NULL,
  scale_id   INTEGER NOT NULL REFERENCES scales (id),
  rating_key TEXT NOT NULL,
  reasons    TEXT NOT NULL,
  outcome    TEXT NOT NULL CHECK (outcome IN ('pending','approved','changes_requested','taken_back'))
) STRICT;
CREATE INDEX reviews_claim ON reviews (claim_id);
CREATE UNIQUE INDEX reviews_pending ON reviews (claim_id) WHERE outcome = 'pending';

CREATE TABLE decisions (
  id        INTEGER PRIMARY KEY,
  review_id INTEGER NOT NULL REFERENCES reviews (id),
  by_user   INTEGER NOT NULL REFERENCES users (id),
  at        INTEGER NOT NULL,
  approve   INTEGER NOT NULL,
  comment   TEXT NOT NULL DEFAULT '',
  override  TEXT NOT NULL DEFAULT '',             -- public reason of an editor who decided alone
  UNIQUE (review_id, by_user)
) STRICT;

-- Public notes on published checks.
CREATE TABLE corrections (
  id       INTEGER PRIMARY KEY,
  claim_id INTEGER NOT NULL REFERENCES claims (id),
  kind     TEXT NOT NULL CHECK (kind IN ('rating','factual','clarification','update','withdrawn')),
  note     TEXT NOT NULL,
  at       INTEGER NOT NULL,
  by_user  INTEGER NOT NULL REFERENCES users (id),
  revision INTEGER NOT NULL,                      -- the claim's revision that carries it
  old      TEXT,                                  -- JSON of claims.Rating where the rating changed
  new      TEXT
) STRICT;
CREATE INDEX corrections_claim ON corrections (claim_id);
CREATE INDEX corrections_at ON corrections (at DESC, id DESC);

-- The claim as readers saw it, each time a public one changed.
CREATE TABLE revisions (
  claim_id INTEGER NOT NULL REFERENCES claims (id),
  revision INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  snapshot TEXT NOT NULL,                         -- JSON of claims.Claim
  PRIMARY KEY (claim_id, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX revisions_at ON revisions (at);

-- The audit log: appended, never changed, each row sealed with the one before.
CREATE TABLE events (
  seq        INTEGER PRIMARY KEY,                 -- from 1 without gaps
  at         INTEGER NOT NULL,
  actor_id   INTEGER NOT NULL,                    -- 0: the program itself
  subject    TEXT NOT NULL,                       -- claim, article, user, desk
  subject_id INTEGER NOT NULL,
  revision   INTEGER NOT NULL,
  action     TEXT NOT NULL,
  note       TEXT NOT NULL,                       -- for colleagues
  public     TEXT NOT NULL,                       -- for readers; empty where the step is not public
  before     TEXT NOT NULL,                       -- JSON of the fields that changed, or empty
  after      TEXT NOT NULL,
  prev       TEXT NOT NULL,                       -- hash of the row before
  hash       TEXT NOT NULL                        -- claims.Event.Seal
) STRICT;
CREATE INDEX events_subject ON events (subject, subject_id, seq);
-- +goose StatementBegin
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;
-- +goose StatementEnd

-- Words to find a claim by; rowid is the claim's id.
CREATE VIRTUAL TABLE claim_words USING fts5 (
  statement, speaker, body,
  content = '', contentless_delete = 1,
  tokenize = "porter unicode61 remove_diacritics 2"
);
