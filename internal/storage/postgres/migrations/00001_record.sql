-- +goose Up
-- The record: one row per version of anything kept; nothing is deleted, and of a row
-- only replaced_by and replaced_at are ever set, once.
CREATE TABLE versions (
    seq         BIGINT PRIMARY KEY,
    kind        TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    subject     TEXT   NOT NULL,
    valid_from  BIGINT NOT NULL, -- days counted from 0001-01-01 as 1; 0: open
    valid_until BIGINT NOT NULL,
    at          BIGINT NOT NULL, -- microseconds since 1970-01-01 UTC
    actor       TEXT   NOT NULL,
    reason      TEXT   NOT NULL,
    replaces    BIGINT NOT NULL, -- -1: the first version
    replaced_by BIGINT NOT NULL, -- -1: current
    replaced_at BIGINT NOT NULL,
    withdrawn   BIGINT NOT NULL,
    classified  TEXT   NOT NULL,
    body        BYTEA NOT NULL,
    salt        BYTEA NOT NULL
);
CREATE UNIQUE INDEX versions_current ON versions (kind, id) WHERE replaced_by = -1;
CREATE INDEX versions_history ON versions (kind, id, seq);
CREATE INDEX versions_subject ON versions (kind, subject, seq);

-- The log: the leaves, and the hashes of the tree by their stored index.
CREATE TABLE leaves (
    seq  BIGINT PRIMARY KEY,
    leaf BYTEA NOT NULL
);
CREATE TABLE hashes (
    idx  BIGINT PRIMARY KEY,
    hash BYTEA NOT NULL
);
-- One row: how long the log is and when it last grew. Whoever appends holds it.
CREATE TABLE head (
    one  BIGINT PRIMARY KEY CHECK (one = 1),
    size BIGINT NOT NULL,
    at   BIGINT NOT NULL
);
INSERT INTO head (one, size, at) VALUES (1, 0, 0);
-- Checkpoints that were given out; a checkpoint is never forgotten.
CREATE TABLE checkpoints (
    size BIGINT PRIMARY KEY,
    root BYTEA NOT NULL,
    note TEXT NOT NULL
);
