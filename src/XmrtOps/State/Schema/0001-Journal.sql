-- The journal: what XmrtOps was about to change, written before it acted, and how that ended, written after.
-- Times are microseconds since 1970 in UTC. Columns of the second part are null until the outcome is known.
CREATE TABLE journal (
    id              text   NOT NULL PRIMARY KEY,  -- UUID, version 7
    begun_at        bigint NOT NULL,
    command         text   NOT NULL,
    connection      text,
    target          text,
    parameters      text   NOT NULL,              -- JSON object of texts, secrets masked
    summary         text   NOT NULL,
    undo            text,
    user_name       text   NOT NULL,
    host_name       text   NOT NULL,
    process_id      bigint NOT NULL,
    process_start   text   NOT NULL,              -- tells a process from a later one of the same id

    ended_at        bigint,
    outcome         text CHECK (outcome IN ('Succeeded', 'Failed', 'Cancelled', 'OutcomeUnknown')),
    result          text,
    error_id        text,
    message         text,

    CHECK ((ended_at IS NULL) = (outcome IS NULL))
);

CREATE INDEX journal_begun_at ON journal (begun_at, id);
