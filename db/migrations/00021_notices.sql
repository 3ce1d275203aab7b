-- +goose Up

-- Mails to people of the desk. When each is tried stands in jobs, under the
-- kind mail; what it says is written when it is sent, from its notices.
CREATE TABLE mails (
  id         INTEGER PRIMARY KEY,
  user_id    INTEGER NOT NULL REFERENCES users (id),
  kind       TEXT NOT NULL CHECK (kind IN ('notice','digest')),
  token      TEXT NOT NULL,                       -- random part of its Message-ID, the same at every try
  created_at INTEGER NOT NULL,
  done_at    INTEGER NOT NULL DEFAULT 0,          -- 0: waits
  fate       TEXT NOT NULL DEFAULT '',            -- sent, refused, given up, dropped; empty while it waits
  answer     TEXT NOT NULL DEFAULT ''             -- of the server that took or refused it
) STRICT;
CREATE INDEX mails_waiting ON mails (user_id) WHERE done_at = 0;
CREATE INDEX mails_done ON mails (done_at) WHERE done_at > 0;

-- Where mail goes out, as the server was started.
CREATE TABLE mail_server (
  id        INTEGER PRIMARY KEY CHECK (id = 1),
  address   TEXT NOT NULL,                        -- host and port; empty: no mail is sent
  good_at   INTEGER NOT NULL DEFAULT 0,           -- when it last took a mail
  failed_at INTEGER NOT NULL DEFAULT 0,           -- when it last failed; 0 after it took one again
  problem   TEXT NOT NULL DEFAULT ''              -- why, in words
) STRICT;

-- What people are told of. Read ones go after a while.
CREATE TABLE notices (
  id        INTEGER PRIMARY KEY,
  user_id   INTEGER NOT NULL REFERENCES users (id),
  kind      TEXT NOT NULL,                        -- claims.NoticeKind
  claim_id  INTEGER NOT NULL REFERENCES claims (id),
  event_seq INTEGER NOT NULL,                     -- the event that caused it; 0: it came with time
  by_user   INTEGER NOT NULL,                     -- who did it; 0: the program itself
  detail    TEXT NOT NULL,                        -- in the desk's words
  at        INTEGER NOT NULL,
  read_at   INTEGER NOT NULL DEFAULT 0,           -- 0: not read
  mail_id   INTEGER REFERENCES mails (id)         -- NULL: in the desk only
) STRICT;
CREATE INDEX notices_user ON notices (user_id, id);
CREATE INDEX notices_unread ON notices (user_id, id) WHERE read_at = 0;
CREATE INDEX notices_mail ON notices (mail_id) WHERE mail_id IS NOT NULL;

-- How people want to be told; a kind without a row has its default.
CREATE TABLE notice_choices (
  user_id INTEGER NOT NULL REFERENCES users (id),
  kind    TEXT NOT NULL,                          -- claims.NoticeKind
  way     TEXT NOT NULL CHECK (way IN ('none','desk','mail','digest')),
  PRIMARY KEY (user_id, kind)
) STRICT, WITHOUT ROWID;

-- What time brought and was told, so that it is told once.
CREATE TABLE notices_told (
  kind       TEXT NOT NULL,
  subject_id INTEGER NOT NULL,                    -- a claim or a request for a reply
  mark       TEXT NOT NULL,                       -- claims.Timely.Mark
  PRIMARY KEY (kind, subject_id)
) STRICT, WITHOUT ROWID;

-- The claims that are to be looked at again, by day.
CREATE INDEX claims_review_by ON claims (review_by_day) WHERE review_by_day <> '';
