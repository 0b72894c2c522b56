-- +goose Up
-- What people sign in with besides links: hashes of passwords, public keys. It is not part of
-- the record, since it must be possible to lose it; that it was set or taken away is on record.
CREATE TABLE credentials (
    kind   TEXT COLLATE "C" NOT NULL,
    id     TEXT COLLATE "C" NOT NULL,
    person TEXT COLLATE "C" NOT NULL,
    data   BYTEA NOT NULL,
    at     BIGINT NOT NULL, -- microseconds since 1970-01-01 UTC
    PRIMARY KEY (kind, id)
);
CREATE INDEX credentials_person ON credentials (person, kind);
-- Who is signed in, by the SHA-256 of the token that the browser has. Copies leave it out.
CREATE TABLE sessions (
    token  TEXT NOT NULL PRIMARY KEY,
    data   BYTEA NOT NULL,
    expiry BIGINT NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expiry);
