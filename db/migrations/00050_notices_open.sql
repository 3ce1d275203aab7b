-- +goose Up

-- What an event settles is found by its claim.
CREATE INDEX notices_open ON notices (claim_id, kind) WHERE read_at = 0;

-- What was asked of people about claims that left review is settled.
UPDATE notices SET read_at = at WHERE kind = 'review_wanted' AND read_at = 0
	AND claim_id IN (SELECT id FROM claims WHERE state <> 'in_review');

