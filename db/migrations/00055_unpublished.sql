-- +goose Up

-- What was approved and is not out yet: few, among all that is approved.
CREATE INDEX claims_unpublished ON claims (urgency DESC, id DESC) WHERE state = 'approved' AND publication = 'private';
