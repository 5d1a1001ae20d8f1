-- A file's cursor holds the report of its import so far.
ALTER TABLE reading_cursor ALTER COLUMN position SET DATA TYPE VARCHAR(100000);
CREATE INDEX reading_cursor_by_age ON reading_cursor (door, moved_at);
