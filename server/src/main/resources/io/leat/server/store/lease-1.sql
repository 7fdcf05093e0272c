CREATE TABLE lease (
  name text PRIMARY KEY,
  fence bigint NOT NULL UNIQUE,
  holder text NOT NULL,
  place text NOT NULL,
  expires timestamp with time zone NOT NULL
);
INSERT INTO lease (name, fence, holder, place, expires) VALUES ('control', 0, '', '', '-infinity');
CREATE TABLE turn (
  fence bigint PRIMARY KEY,
  number bigint NOT NULL
) WITH (fillfactor = 20);
CREATE FUNCTION instr(whole text, part text) RETURNS integer
  LANGUAGE SQL IMMUTABLE AS 'SELECT strpos($1, $2)';
CREATE FUNCTION json_extract(body text, path text) RETURNS text
  LANGUAGE SQL IMMUTABLE AS 'SELECT jsonb_path_query_first($1::jsonb, $2::jsonpath) #>> ''{}''';
