-- +goose Up

-- Published checks in the order in which they were published: the newest of a
-- search are found without sorting.
CREATE TABLE checks (
  seq      INTEGER PRIMARY KEY,                   -- rises with each publication
  claim_id INTEGER NOT NULL UNIQUE REFERENCES claims (id)
) STRICT;
INSERT INTO checks (claim_id) SELECT id FROM claims WHERE publication <> 'private' ORDER BY published_at, id;

-- Words by which readers find a check; rowid is checks.seq. Only what readers
-- may read stands in it, so that no search can tell of anything else.
CREATE VIRTUAL TABLE check_words USING fts5 (
  statement, speaker, body,
  content = '', contentless_delete = 1,
  tokenize = "porter unicode61 remove_diacritics 2"
);
INSERT INTO check_words (rowid, statement, speaker, body)
  SELECT k.seq, c.statement || char(10) || c.short_form,
    coalesce(s.name, '') || char(10) || c.speaker_role || char(10) ||
      coalesce((SELECT group_concat(n.name, char(10)) FROM speaker_names n WHERE n.speaker_id = s.id AND n.name <> s.name), ''),
    c.place || char(10) ||
      coalesce((SELECT group_concat(t.name, char(10)) FROM claim_topics x JOIN topics t ON t.id = x.topic_id WHERE x.claim_id = c.id), '') || char(10) ||
      coalesce((SELECT group_concat(p.quote, char(10)) FROM appearances p WHERE p.claim_id = c.id), '') || char(10) ||
      CASE WHEN c.publication = 'withdrawn' THEN '' ELSE
        c.summary || char(10) || c.explanation || char(10) ||
        coalesce((SELECT group_concat(o.title || char(10) || o.publisher || char(10) || l.passage, char(10)) FROM claim_sources l JOIN sources o ON o.id = l.source_id WHERE l.claim_id = c.id), '')
      END
  FROM checks k JOIN claims c ON c.id = k.claim_id LEFT JOIN speakers s ON s.id = c.speaker_id;

-- What stands in another claim now is found there.
DELETE FROM claim_words WHERE rowid IN (SELECT id FROM claims WHERE merged_into IS NOT NULL);

-- The words of both indexes and where they stand, for mending what was mistyped.
CREATE VIRTUAL TABLE check_vocabulary USING fts5vocab (check_words, row);
CREATE VIRTUAL TABLE check_places USING fts5vocab (check_words, instance);
CREATE VIRTUAL TABLE claim_vocabulary USING fts5vocab (claim_words, row);
CREATE VIRTUAL TABLE claim_places USING fts5vocab (claim_words, instance);

-- Outlets by the name that a search gives.
CREATE INDEX articles_outlet ON articles (outlet COLLATE NOCASE);
