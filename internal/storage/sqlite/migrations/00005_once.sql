-- +goose Up
-- Calls that are done once, by the key that their caller gave them, with what they put on
-- record: versions first to first + n - 1. Rows go after a day; copies leave them out.
CREATE TABLE once (
    actor   TEXT    NOT NULL,
    token   TEXT    NOT NULL,
    request BLOB    NOT NULL, -- SHA-256 of what was asked
    first   INTEGER NOT NULL,
    n       INTEGER NOT NULL,
    at      INTEGER NOT NULL, -- microseconds since 1970-01-01 UTC
    PRIMARY KEY (actor, token)
);
CREATE INDEX once_at ON once (at);
