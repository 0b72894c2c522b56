-- +goose Up
-- The words of a document stand out of line: a look-up reads them for phrases of three words
-- and more alone. The index is empty again, and built anew when it is asked.
DROP TABLE search_words;
CREATE TABLE search_words (
    doc   BIGINT PRIMARY KEY,
    terms TSVECTOR NOT NULL
) WITH (toast_tuple_target = 128);
CREATE INDEX search_words_terms ON search_words USING gin (terms) WITH (fastupdate = on, gin_pending_list_limit = 65536);
DELETE FROM search_docs;
DELETE FROM search_postings;
UPDATE search_state SET seq = -1, law = '', seen = '', version = 0, docs = 0, next = 0, languages = '';
