-- +goose Up
-- The index of search: derived from the record and the shipped law, left out of copies,
-- and built again at need.
CREATE TABLE search_state (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    seq       INTEGER NOT NULL, -- the last version taken in, -1: none
    law       TEXT    NOT NULL, -- hash of the shipped law taken in
    seen      TEXT    NOT NULL, -- hashes of those before it, by line
    version   INTEGER NOT NULL, -- of the way in which words are cut; 0: empty
    docs      INTEGER NOT NULL, -- how many documents
    next      INTEGER NOT NULL, -- the next number of a document
    languages TEXT    NOT NULL  -- in which words are stemmed, by line
);
INSERT INTO search_state (one, seq, law, seen, version, docs, next, languages) VALUES (1, -1, '', '', 0, 0, 0, '');
CREATE TABLE search_docs (
    doc         INTEGER PRIMARY KEY,
    grp         TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    instrument  TEXT    NOT NULL,
    valid_from  INTEGER NOT NULL,
    valid_until INTEGER NOT NULL,
    body        TEXT    NOT NULL -- the document as JSON
);
CREATE UNIQUE INDEX search_docs_name ON search_docs (name);
CREATE INDEX search_docs_grp ON search_docs (grp);
-- How much a word says of each document, by which results are ranked.
CREATE TABLE search_postings (
    token TEXT    NOT NULL,
    chunk INTEGER NOT NULL,
    data  BLOB    NOT NULL,
    PRIMARY KEY (token, chunk)
) WITHOUT ROWID;
-- Which documents have which words. The words come cut and folded, parted by blanks;
-- whatever is not a blank is of the word.
CREATE VIRTUAL TABLE search_words USING fts5 (terms, content = '', contentless_delete = 1, tokenize = "ascii tokenchars '~=|:%-./_'");
