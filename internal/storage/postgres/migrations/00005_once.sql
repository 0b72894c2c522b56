-- +goose Up
-- Calls that are done once, by the key that their caller gave them, with what they put on
-- record: versions first to first + n - 1. Rows go after a day; copies leave them out.
CREATE TABLE once (
    actor   TEXT    NOT NULL,
    token   TEXT    NOT NULL,
    request BYTEA    NOT NULL, -- SHA-256 of what was asked
    first   BIGINT NOT NULL,
    n       BIGINT NOT NULL,
    at      BIGINT NOT NULL, -- microseconds since 1970-01-01 UTC
    PRIMARY KEY (actor, token)
);
CREATE INDEX once_at ON once (at);
