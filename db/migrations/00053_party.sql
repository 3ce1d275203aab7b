-- +goose Up

-- The party or camp that a speaker belongs to, for the balance of what is checked.
ALTER TABLE speakers ADD COLUMN party TEXT NOT NULL DEFAULT '';
