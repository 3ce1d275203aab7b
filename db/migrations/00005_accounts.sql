-- +goose Up

-- 1: the password was handed out by somebody else and has to be changed first.
ALTER TABLE users ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0;

-- Tries to sign in, for the admins' log. Those that succeeded stand in the
-- audit log too; these rows are bounded in number.
CREATE TABLE sign_ins (
  id      INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  user_id INTEGER NOT NULL,                       -- 0: no account has the address that was typed, which is not kept
  network TEXT NOT NULL,                          -- /24 of IPv4, /64 of IPv6
  outcome TEXT NOT NULL CHECK (outcome IN ('in','password','code','closed'))
) STRICT;
CREATE INDEX sign_ins_user ON sign_ins (user_id);

-- Links with which a colleague makes an account. Used and revoked ones are gone.
CREATE TABLE invitations (
  id         INTEGER PRIMARY KEY,
  email      TEXT NOT NULL UNIQUE,                -- lower case; inviting again replaces the link
  role       TEXT NOT NULL CHECK (role IN ('contributor','reviewer','editor','admin')),
  token_hash TEXT NOT NULL UNIQUE,                -- SHA-256
  invited_by INTEGER NOT NULL REFERENCES users (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

-- Authenticator apps.
CREATE TABLE second_factors (
  user_id    INTEGER PRIMARY KEY REFERENCES users (id),
  secret     TEXT NOT NULL,                       -- base32, as the app has it
  last_step  INTEGER NOT NULL,                    -- time step of the newest code used; older ones and it are refused
  created_at INTEGER NOT NULL
) STRICT;

-- What gets in without the app. A used one is gone.
CREATE TABLE recovery_codes (
  user_id   INTEGER NOT NULL REFERENCES users (id),
  code_hash TEXT NOT NULL,                        -- SHA-256; a code has 80 random bits
  PRIMARY KEY (user_id, code_hash)
) STRICT, WITHOUT ROWID;

-- The roles that have to use a second factor.
CREATE TABLE second_factor_roles (
  role TEXT PRIMARY KEY CHECK (role IN ('contributor','reviewer','editor','admin'))
) STRICT, WITHOUT ROWID;

-- Programs that write for a person. A revoked token is gone.
CREATE TABLE api_tokens (
  id         INTEGER PRIMARY KEY,
  user_id    INTEGER NOT NULL REFERENCES users (id),
  name       TEXT NOT NULL,                       -- what it is for
  token_hash TEXT NOT NULL UNIQUE,                -- SHA-256
  scopes     TEXT NOT NULL,                       -- joined by spaces
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER NOT NULL DEFAULT 0           -- to within five minutes; 0: never
) STRICT;
CREATE INDEX api_tokens_user ON api_tokens (user_id);
