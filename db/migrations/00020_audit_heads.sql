-- +goose Up

-- The end of the audit log on each day. The public page shows them, so that
-- whoever noted one can compare; the log has to reach every one of them.
CREATE TABLE audit_heads (
  day  TEXT PRIMARY KEY,                          -- YYYY-MM-DD in UTC, when the row was written
  seq  INTEGER NOT NULL,                          -- the last event written on that day
  hash TEXT NOT NULL,
  at   INTEGER NOT NULL                           -- the event's own instant
) STRICT, WITHOUT ROWID;
INSERT INTO audit_heads (day, seq, hash, at)
  SELECT date(at / 1000, 'unixepoch') AS d, max(seq), hash, at FROM events GROUP BY d;

-- A row comes after the last and names its hash. This also stops INSERT OR
-- REPLACE, which removes a row without firing the trigger of DELETE.
-- +goose StatementBegin
CREATE TRIGGER events_in_order BEFORE INSERT ON events
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM events)
  OR (NEW.seq > 1 AND NEW.prev IS NOT (SELECT hash FROM events WHERE seq = NEW.seq - 1)) BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;
-- +goose StatementEnd
