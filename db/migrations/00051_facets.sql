-- +goose Up

-- What the counts beside a list count a claim under, in one line: rating and
-- scale of a verdict that stands, the speaker's id, the topics' ids, the hosts
-- of the outlets; parted by "|", and inside by spaces.
CREATE VIEW claim_facets AS
  SELECT c.id AS claim_id,
    CASE WHEN c.rating_key <> '' AND c.publication <> 'withdrawn' THEN c.rating_key || ' ' || c.scale_id ELSE '' END || '|' ||
    coalesce(c.speaker_id, '') || '|' ||
    coalesce((SELECT group_concat(x.topic_id, ' ') FROM claim_topics x WHERE x.claim_id = c.id), '') || '|' ||
    coalesce((SELECT group_concat(host, ' ') FROM (SELECT DISTINCT a.host FROM appearances p JOIN articles a ON a.id = p.article_id WHERE p.claim_id = c.id ORDER BY a.host)), '') AS facets
  FROM claims c;

-- Kept with the checks, so that a search counts a thousand hits in one pass.
ALTER TABLE checks ADD COLUMN facets TEXT NOT NULL DEFAULT '';
UPDATE checks SET facets = (SELECT v.facets FROM claim_facets v WHERE v.claim_id = checks.claim_id);

-- +goose StatementBegin
CREATE TRIGGER articles_facets AFTER UPDATE OF host ON articles WHEN OLD.host <> NEW.host BEGIN
  UPDATE checks SET facets = (SELECT v.facets FROM claim_facets v WHERE v.claim_id = checks.claim_id)
    WHERE claim_id IN (SELECT claim_id FROM appearances WHERE article_id = NEW.id);
END;
-- +goose StatementEnd
