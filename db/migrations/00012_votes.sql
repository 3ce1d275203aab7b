-- +goose Up

-- How many agreeing decisions a proposal needs, by the desk's rule when it was
-- made; 0 is one.
ALTER TABLE reviews ADD COLUMN needed INTEGER NOT NULL DEFAULT 0;

-- The claim's revision that carries a proposal that is voted on; 0 for others.
ALTER TABLE reviews ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
