-- A segment's bytes apart from it, in two rows, the small one last: H2 writes the newest row of a table once more when the
-- next one comes, which for rows of a megabyte was every second byte that went to disk (docs/adr/0012).
CREATE TABLE segment_part (
    id    BIGINT NOT NULL PRIMARY KEY, -- twice the segment's: its events as TikTok takes them, framed; one more: its keys,
                                       -- 32 bytes an event: its dedup key, and which fields it has
    bytes BYTEA  NOT NULL
);
INSERT INTO segment_part SELECT id * 2, payload FROM segment;
INSERT INTO segment_part SELECT id * 2 + 1, keys FROM segment;
ALTER TABLE segment DROP COLUMN payload;
ALTER TABLE segment DROP COLUMN keys;
