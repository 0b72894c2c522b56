-- +goose Up
-- The index of search: derived from the record and the shipped law, left out of copies,
-- and built again at need.
CREATE TABLE search_state (
    one       BIGINT PRIMARY KEY CHECK (one = 1),
    seq       BIGINT NOT NULL, -- the last version taken in, -1: none
    law       TEXT   NOT NULL, -- hash of the shipped law taken in
    seen      TEXT   NOT NULL, -- hashes of those before it, by line
    version   BIGINT NOT NULL, -- of the way in which words are cut; 0: empty
    docs      BIGINT NOT NULL, -- how many documents
    next      BIGINT NOT NULL, -- the next number of a document
    languages TEXT   NOT NULL  -- in which words are stemmed, by line
);
INSERT INTO search_state (one, seq, law, seen, version, docs, next, languages) VALUES (1, -1, '', '', 0, 0, 0, '');
CREATE TABLE search_docs (
    doc         BIGINT PRIMARY KEY,
    grp         TEXT COLLATE "C" NOT NULL,
    name        TEXT COLLATE "C" NOT NULL,
    instrument  TEXT   NOT NULL,
    valid_from  BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    body        TEXT   NOT NULL -- the document as JSON
);
CREATE UNIQUE INDEX search_docs_name ON search_docs (name);
CREATE INDEX search_docs_grp ON search_docs (grp);
-- How much a word says of each document, by which results are ranked.
CREATE TABLE search_postings (
    token TEXT COLLATE "C" NOT NULL,
    chunk BIGINT NOT NULL,
    data  BYTEA  NOT NULL,
    PRIMARY KEY (token, chunk)
);
ALTER TABLE search_postings ALTER COLUMN data SET STORAGE EXTERNAL;
-- Which documents have which words, as they come: cut and folded.
CREATE TABLE search_words (
    doc   BIGINT PRIMARY KEY,
    terms TSVECTOR NOT NULL
);
CREATE INDEX search_words_terms ON search_words USING gin (terms) WITH (fastupdate = off);
