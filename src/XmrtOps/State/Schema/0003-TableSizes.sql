-- Samples of tables' sizes, from which growth is told. A sample stays what it was measured as.
-- Times are microseconds since 1970 in UTC. The key says what a sample is of, so that files can be merged.
CREATE TABLE table_size (
    target         text   NOT NULL,               -- host:port/database
    schema_name    text   NOT NULL,
    table_name     text   NOT NULL,
    measured_at    bigint NOT NULL,
    kind           text   NOT NULL,               -- Table, Partitioned (the sum of its partitions), Partition, …
    total_bytes    bigint NOT NULL,
    table_bytes    bigint,
    index_bytes    bigint,
    toast_bytes    bigint,
    row_count      bigint,                        -- null: unknown
    is_row_count_exact bigint NOT NULL CHECK (is_row_count_exact IN (0, 1)),

    PRIMARY KEY (target, schema_name, table_name, measured_at)
);

CREATE INDEX table_size_measured_at ON table_size (target, measured_at);
