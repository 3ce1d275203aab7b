-- +goose Up

-- People as a provider of single sign-on knows them.
CREATE TABLE identities (
  issuer    TEXT NOT NULL,                        -- the provider's address
  subject   TEXT NOT NULL,                        -- the person at that provider, for ever
  user_id   INTEGER NOT NULL REFERENCES users (id),
  linked_at INTEGER NOT NULL,
  PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;
-- One account, one person at each provider.
CREATE UNIQUE INDEX identities_user ON identities (user_id, issuer);
