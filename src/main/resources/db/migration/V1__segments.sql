-- What one commit accepted of one source for one destination. Never changed, only deleted when its time is over.
CREATE TABLE segment (
    id          BIGINT       NOT NULL PRIMARY KEY,
    destination VARCHAR(100) NOT NULL,
    test_code   VARCHAR(200),
    source      VARCHAR(100) NOT NULL,
    place       VARCHAR(500) NOT NULL,
    created_at  BIGINT       NOT NULL, -- milliseconds since 1970
    events      INT          NOT NULL,
    keys        BYTEA        NOT NULL, -- 32 bytes an event: its dedup key, and which fields it has
    payload     BYTEA        NOT NULL  -- the events as TikTok takes them, framed
);
CREATE INDEX segment_by_age ON segment (created_at);

-- The segments that TikTok does not have yet. A segment without a row here is done.
CREATE TABLE pending (
    segment     BIGINT       NOT NULL PRIMARY KEY,
    destination VARCHAR(100) NOT NULL,
    due_at      BIGINT       NOT NULL,
    attempts    INT          NOT NULL,
    reason      VARCHAR(1000)
);
CREATE INDEX pending_by_due ON pending (destination, due_at);

-- What will not be delivered, with the reason; kept until replayed or over its time.
CREATE TABLE dead_letter (
    id          BIGINT       NOT NULL PRIMARY KEY,
    destination VARCHAR(100) NOT NULL,
    test_code   VARCHAR(200),
    source      VARCHAR(100) NOT NULL,
    place       VARCHAR(500) NOT NULL,
    position    BIGINT       NOT NULL,
    created_at  BIGINT       NOT NULL,
    died_at     BIGINT       NOT NULL,
    reason      VARCHAR(100) NOT NULL,
    code        INT,
    message     VARCHAR(1000),
    attempts    INT          NOT NULL,
    event_key   BYTEA        NOT NULL,
    payload     BYTEA        NOT NULL
);
CREATE INDEX dead_letter_by_age ON dead_letter (died_at);

-- How far each file and table was read.
CREATE TABLE reading_cursor (
    door        VARCHAR(20)   NOT NULL,
    name        VARCHAR(500)  NOT NULL,
    position    VARCHAR(2000) NOT NULL,
    moved_at    BIGINT        NOT NULL,
    PRIMARY KEY (door, name)
);

-- How many events came to what, by minute.
CREATE TABLE ledger (
    at_minute   BIGINT       NOT NULL,
    source      VARCHAR(100) NOT NULL,
    destination VARCHAR(100) NOT NULL,
    what        VARCHAR(20)  NOT NULL,
    reason      VARCHAR(200) NOT NULL,
    n           BIGINT       NOT NULL,
    PRIMARY KEY (at_minute, source, destination, what, reason)
);
