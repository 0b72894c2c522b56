-- +goose Up
-- Words may bear a plus sign; the index is empty again, and built anew when it is asked.
DROP TABLE search_words;
CREATE VIRTUAL TABLE search_words USING fts5 (terms, content = '', contentless_delete = 1, tokenize = "ascii tokenchars '~+=|:%-./_'");
DELETE FROM search_docs;
DELETE FROM search_postings;
UPDATE search_state SET seq = -1, law = '', seen = '', version = 0, docs = 0, next = 0, languages = '';
