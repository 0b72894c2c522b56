-- +goose Up
-- What bears a marking is found without looking through the record: most of it bears none.
CREATE INDEX versions_marked ON versions (kind, id) WHERE classified <> '' AND replaced_by = -1;
CREATE INDEX versions_markings ON versions (classified, kind) WHERE classified <> '';
