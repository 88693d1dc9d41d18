-- Query baselines: what pg_stat_statements had counted at a moment, of one database, and whose numbers they are.
-- Times are microseconds since 1970 in UTC, as in the journal. Flags are 0 or 1.
CREATE TABLE query_baseline (
    id                    text             NOT NULL PRIMARY KEY,  -- UUID, version 7
    name                  text             NOT NULL,
    connection            text             NOT NULL,
    taken_at              bigint           NOT NULL,              -- by the server's clock
    target                text             NOT NULL,
    system_identifier     text,                                   -- null where the role may not ask
    database_name         text             NOT NULL,
    database_oid          bigint           NOT NULL,
    role_name             text             NOT NULL,
    server_version        text             NOT NULL,
    server_version_number bigint           NOT NULL,
    extension_version     text             NOT NULL,
    started_at            bigint           NOT NULL,
    in_recovery           bigint           NOT NULL,
    tracks_io             bigint           NOT NULL,
    tracks_planning       bigint           NOT NULL,
    counted_since         bigint,                                 -- null before pg_stat_statements 1.9
    evictions             bigint,                                 -- likewise
    hidden                bigint           NOT NULL,
    statements            bigint           NOT NULL,              -- rows of it in query_baseline_statement
    calls                 bigint           NOT NULL,
    total_ms              double precision NOT NULL,

    UNIQUE (connection, name)
);

-- A text is the same in most baselines, so that it is kept once.
CREATE TABLE query_text (
    id    text NOT NULL PRIMARY KEY,  -- hash of the text
    query text NOT NULL
);

-- Rows that the role could not see are added up by role: without a query_id, and without a text.
CREATE TABLE query_baseline_statement (
    baseline_id            text             NOT NULL REFERENCES query_baseline (id) ON DELETE CASCADE,
    role_oid               bigint           NOT NULL,
    role_name              text,
    query_id               bigint,
    top_level              bigint,
    text_id                text             REFERENCES query_text (id),
    calls                  bigint           NOT NULL CHECK (calls >= 0),
    total_ms               double precision NOT NULL CHECK (total_ms >= 0),
    row_count              bigint           NOT NULL CHECK (row_count >= 0),
    plan_ms                double precision,
    read_ms                double precision NOT NULL,
    write_ms               double precision NOT NULL,
    shared_blocks_hit      bigint           NOT NULL,
    shared_blocks_read     bigint           NOT NULL,
    shared_blocks_dirtied  bigint           NOT NULL,
    shared_blocks_written  bigint           NOT NULL,
    temp_blocks_read       bigint           NOT NULL,
    temp_blocks_written    bigint           NOT NULL,
    wal_bytes              bigint,
    counted_since          bigint
);

CREATE INDEX query_baseline_statement_baseline ON query_baseline_statement (baseline_id);
CREATE INDEX query_baseline_statement_text ON query_baseline_statement (text_id);
