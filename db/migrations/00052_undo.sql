-- +goose Up

-- Acts that whoever did them can take back (claims.Undoable), by person.
CREATE INDEX events_undoable ON events (actor_id, at DESC) WHERE action IN ('accepted','rejected','assigned','tagged');
