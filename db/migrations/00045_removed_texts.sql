-- +goose Up

-- When the article's texts were removed, because the law asked for it; 0: they are here.
ALTER TABLE articles ADD COLUMN text_removed_at INTEGER NOT NULL DEFAULT 0;
