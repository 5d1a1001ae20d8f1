-- A table's cursor remembers the rows that it passed and whose overlap is not over; a file's holds the report of its import
-- so far, and is forgotten when nobody asks for the file any more.
ALTER TABLE reading_cursor ALTER COLUMN position SET DATA TYPE VARCHAR(200000);
CREATE INDEX reading_cursor_by_age ON reading_cursor (door, moved_at);
