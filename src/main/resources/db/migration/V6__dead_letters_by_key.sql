-- What became of one event is asked by its key.
CREATE INDEX dead_letter_by_key ON dead_letter (event_key);
