-- The ledger by event too, and at minute 0 what all minutes together come to, for minutes are forgotten.
CREATE TABLE event_ledger (
    at_minute   BIGINT       NOT NULL, -- since 1970; 0 for all of them
    source      VARCHAR(100) NOT NULL,
    destination VARCHAR(100) NOT NULL,
    event       VARCHAR(100) NOT NULL, -- TikTok's name; empty where none was known
    what        VARCHAR(20)  NOT NULL,
    reason      VARCHAR(200) NOT NULL,
    n           BIGINT       NOT NULL,
    PRIMARY KEY (at_minute, source, destination, event, what, reason)
);
INSERT INTO event_ledger SELECT at_minute, source, destination, '', what, reason, n FROM ledger;
INSERT INTO event_ledger SELECT 0, source, destination, '', what, reason, SUM(n) FROM ledger
    GROUP BY source, destination, what, reason;
DROP TABLE ledger;
ALTER TABLE event_ledger RENAME TO ledger;

-- Numbers that nobody adds up to the event: match keys, copies, campaigns, how long delivery took.
CREATE TABLE tally (
    kind        VARCHAR(20)  NOT NULL,
    at_minute   BIGINT       NOT NULL, -- since 1970, the first of an hour or a day
    source      VARCHAR(100) NOT NULL, -- or the destination
    event       VARCHAR(100) NOT NULL,
    name        VARCHAR(400) NOT NULL,
    what        VARCHAR(100) NOT NULL,
    n           BIGINT       NOT NULL,
    PRIMARY KEY (kind, at_minute, source, event, name, what)
);

-- How many dead letters there are for each reason is asked while somebody looks.
CREATE INDEX dead_letter_by_reason ON dead_letter (destination, reason, code);
