-- A table's cursor remembers the rows that it passed and whose overlap is not over.
ALTER TABLE reading_cursor ALTER COLUMN position SET DATA TYPE VARCHAR(200000);
