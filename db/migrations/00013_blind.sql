-- +goose Up

-- Ratings that people gave without knowing of each other's.
CREATE TABLE blind_ratings (
  claim_id   INTEGER NOT NULL REFERENCES claims (id),
  user_id    INTEGER NOT NULL REFERENCES users (id),
  scale_id   INTEGER NOT NULL REFERENCES scales (id),
  rating_key TEXT NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (claim_id, user_id)                 -- each person once
) STRICT, WITHOUT ROWID;
