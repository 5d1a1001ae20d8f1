-- Who goes before whom while its destination is behind: the smallest turn first. What is kept already goes by its age.
ALTER TABLE pending ADD COLUMN turn BIGINT DEFAULT 0 NOT NULL;
UPDATE pending SET turn = segment;
CREATE INDEX pending_by_turn ON pending (destination, turn);

-- How many requests of the last minute and day each destination has had, where a limit counts them.
CREATE TABLE request_count (
    destination VARCHAR(100) NOT NULL PRIMARY KEY,
    at_minute   BIGINT       NOT NULL, -- since 1970
    in_minute   BIGINT       NOT NULL,
    at_day      BIGINT       NOT NULL, -- since 1970, UTC
    in_day      BIGINT       NOT NULL
);
