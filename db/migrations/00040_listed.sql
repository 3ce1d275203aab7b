-- +goose Up

-- Under what a public check is listed, in the order of the list. A list of one
-- topic or one outlet is read from here, however many checks there are.
CREATE TABLE listed (
  facet        TEXT NOT NULL CHECK (facet IN ('topic','outlet')),
  value        TEXT NOT NULL,                     -- topics.slug, articles.host
  published_at INTEGER NOT NULL,                  -- claims.published_at
  claim_id     INTEGER NOT NULL,
  PRIMARY KEY (facet, value, published_at DESC, claim_id DESC)
) STRICT, WITHOUT ROWID;

-- How many there are, kept by the triggers below so that no page counts.
CREATE TABLE tallies (
  facet TEXT NOT NULL,                            -- state: of claims not merged away; of public checks: all, rating, speaker, topic, outlet
  value TEXT NOT NULL,                            -- state; empty; rating key and scale, joined by a space; speaker's id; as in listed
  n     INTEGER NOT NULL,
  PRIMARY KEY (facet, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX tallies_most ON tallies (facet, n DESC);

CREATE INDEX claims_public_rating ON claims (rating_key, published_at DESC, id DESC) WHERE publication <> 'private';
CREATE INDEX claims_public_speaker ON claims (speaker_id, published_at DESC, id DESC) WHERE publication <> 'private';
CREATE INDEX claims_public_day ON claims (claimed_day, claimed_precision) WHERE publication <> 'private';
CREATE INDEX claims_speaker_day ON claims (speaker_id, claimed_day, claimed_precision) WHERE publication <> 'private';
CREATE INDEX claims_created ON claims (created_at DESC, id DESC) WHERE merged_into IS NULL;

INSERT INTO listed (facet, value, published_at, claim_id)
  SELECT 'topic', t.slug, c.published_at, c.id FROM claims c JOIN claim_topics x ON x.claim_id = c.id JOIN topics t ON t.id = x.topic_id WHERE c.publication <> 'private'
  UNION SELECT 'outlet', a.host, c.published_at, c.id FROM claims c JOIN appearances p ON p.claim_id = c.id JOIN articles a ON a.id = p.article_id WHERE c.publication <> 'private';
INSERT INTO tallies (facet, value, n) SELECT facet, value, count(*) FROM listed GROUP BY facet, value;
INSERT INTO tallies (facet, value, n) SELECT 'state', state, count(*) FROM claims WHERE merged_into IS NULL GROUP BY state;
INSERT INTO tallies (facet, value, n) SELECT 'all', '', count(*) FROM claims WHERE publication <> 'private';
INSERT INTO tallies (facet, value, n) SELECT 'rating', rating_key || ' ' || scale_id, count(*) FROM claims
  WHERE publication NOT IN ('private', 'withdrawn') AND rating_key <> '' GROUP BY 2;
INSERT INTO tallies (facet, value, n) SELECT 'speaker', speaker_id, count(*) FROM claims WHERE publication <> 'private' AND speaker_id IS NOT NULL GROUP BY 2;

-- What a claim counts under.
CREATE VIEW counted AS
  SELECT id, 'state' AS facet, state AS value FROM claims WHERE merged_into IS NULL
  UNION ALL SELECT id, 'all', '' FROM claims WHERE publication <> 'private'
  UNION ALL SELECT id, 'rating', rating_key || ' ' || scale_id FROM claims WHERE publication NOT IN ('private', 'withdrawn') AND rating_key <> ''
  UNION ALL SELECT id, 'speaker', CAST(speaker_id AS TEXT) FROM claims WHERE publication <> 'private' AND speaker_id IS NOT NULL;

-- What a public check is listed under.
CREATE VIEW listing AS
  SELECT c.id, 'topic' AS facet, t.slug AS value, c.published_at FROM claims c JOIN claim_topics x ON x.claim_id = c.id JOIN topics t ON t.id = x.topic_id WHERE c.publication <> 'private'
  UNION ALL SELECT c.id, 'outlet', a.host, c.published_at FROM claims c JOIN appearances p ON p.claim_id = c.id JOIN articles a ON a.id = p.article_id WHERE c.publication <> 'private';

-- +goose StatementBegin
CREATE TRIGGER listed_in AFTER INSERT ON listed BEGIN
  INSERT INTO tallies (facet, value, n) VALUES (NEW.facet, NEW.value, 1) ON CONFLICT (facet, value) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER listed_out AFTER DELETE ON listed BEGIN
  UPDATE tallies SET n = n - 1 WHERE facet = OLD.facet AND value = OLD.value;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER claims_counted AFTER INSERT ON claims BEGIN
  INSERT INTO tallies (facet, value, n) SELECT facet, value, 1 FROM counted WHERE id = NEW.id
    ON CONFLICT (facet, value) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd

-- A change takes the claim off what it counted under before the row changes,
-- and counts it anew after.
-- +goose StatementBegin
CREATE TRIGGER claims_uncounted BEFORE UPDATE OF state, merged_into, publication, scale_id, rating_key, speaker_id ON claims
WHEN (OLD.state, OLD.merged_into, OLD.publication, OLD.scale_id, OLD.rating_key, OLD.speaker_id)
  IS NOT (NEW.state, NEW.merged_into, NEW.publication, NEW.scale_id, NEW.rating_key, NEW.speaker_id) BEGIN
  UPDATE tallies SET n = n - 1 WHERE (facet, value) IN (SELECT facet, value FROM counted WHERE id = OLD.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER claims_recounted AFTER UPDATE OF state, merged_into, publication, scale_id, rating_key, speaker_id ON claims
WHEN (OLD.state, OLD.merged_into, OLD.publication, OLD.scale_id, OLD.rating_key, OLD.speaker_id)
  IS NOT (NEW.state, NEW.merged_into, NEW.publication, NEW.scale_id, NEW.rating_key, NEW.speaker_id) BEGIN
  INSERT INTO tallies (facet, value, n) SELECT facet, value, 1 FROM counted WHERE id = NEW.id
    ON CONFLICT (facet, value) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER claims_unlisted BEFORE UPDATE OF publication, published_at ON claims
WHEN OLD.publication <> 'private' AND (NEW.publication = 'private' OR OLD.published_at <> NEW.published_at) BEGIN
  DELETE FROM listed WHERE (facet, value, published_at, claim_id) IN (SELECT facet, value, published_at, id FROM listing WHERE id = OLD.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER claims_listed AFTER UPDATE OF publication, published_at ON claims
WHEN NEW.publication <> 'private' AND (OLD.publication = 'private' OR OLD.published_at <> NEW.published_at) BEGIN
  INSERT OR IGNORE INTO listed (facet, value, published_at, claim_id) SELECT facet, value, published_at, id FROM listing WHERE id = NEW.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER claim_topics_listed AFTER INSERT ON claim_topics BEGIN
  INSERT OR IGNORE INTO listed (facet, value, published_at, claim_id)
    SELECT 'topic', t.slug, c.published_at, c.id FROM claims c JOIN topics t ON t.id = NEW.topic_id WHERE c.id = NEW.claim_id AND c.publication <> 'private';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER claim_topics_unlisted AFTER DELETE ON claim_topics BEGIN
  DELETE FROM listed WHERE (facet, value, published_at, claim_id) IN
    (SELECT 'topic', t.slug, c.published_at, c.id FROM claims c JOIN topics t ON t.id = OLD.topic_id WHERE c.id = OLD.claim_id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER appearances_listed AFTER INSERT ON appearances BEGIN
  INSERT OR IGNORE INTO listed (facet, value, published_at, claim_id)
    SELECT 'outlet', a.host, c.published_at, c.id FROM claims c JOIN articles a ON a.id = NEW.article_id WHERE c.id = NEW.claim_id AND c.publication <> 'private';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER appearances_unlisted AFTER DELETE ON appearances BEGIN
  DELETE FROM listed WHERE (facet, value, published_at, claim_id) IN
    (SELECT 'outlet', a.host, c.published_at, c.id FROM claims c JOIN articles a ON a.id = OLD.article_id WHERE c.id = OLD.claim_id
       AND NOT EXISTS (SELECT 1 FROM appearances p JOIN articles b ON b.id = p.article_id WHERE p.claim_id = c.id AND b.host = a.host));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER appearances_moved AFTER UPDATE OF claim_id, article_id ON appearances
WHEN (OLD.claim_id, OLD.article_id) IS NOT (NEW.claim_id, NEW.article_id) BEGIN
  DELETE FROM listed WHERE (facet, value, published_at, claim_id) IN
    (SELECT 'outlet', a.host, c.published_at, c.id FROM claims c JOIN articles a ON a.id = OLD.article_id WHERE c.id = OLD.claim_id
       AND NOT EXISTS (SELECT 1 FROM appearances p JOIN articles b ON b.id = p.article_id WHERE p.claim_id = c.id AND b.host = a.host));
  INSERT OR IGNORE INTO listed (facet, value, published_at, claim_id)
    SELECT 'outlet', a.host, c.published_at, c.id FROM claims c JOIN articles a ON a.id = NEW.article_id WHERE c.id = NEW.claim_id AND c.publication <> 'private';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER articles_moved AFTER UPDATE OF host ON articles WHEN OLD.host <> NEW.host BEGIN
  DELETE FROM listed WHERE (facet, value, published_at, claim_id) IN
    (SELECT 'outlet', OLD.host, c.published_at, c.id FROM appearances q JOIN claims c ON c.id = q.claim_id WHERE q.article_id = NEW.id
       AND NOT EXISTS (SELECT 1 FROM appearances p JOIN articles b ON b.id = p.article_id WHERE p.claim_id = c.id AND b.host = OLD.host));
  INSERT OR IGNORE INTO listed (facet, value, published_at, claim_id)
    SELECT 'outlet', NEW.host, c.published_at, c.id FROM appearances q JOIN claims c ON c.id = q.claim_id WHERE q.article_id = NEW.id AND c.publication <> 'private';
END;
-- +goose StatementEnd
