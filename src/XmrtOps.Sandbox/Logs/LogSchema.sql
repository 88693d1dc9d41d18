-- The platform's logs, in a database of their own: no catalogue of the project's database lists them, no role of the
-- application can connect to them, and they can still be read when that database cannot.

CREATE SCHEMA IF NOT EXISTS {schema};

CREATE TABLE {schema}.logs (
    id uuid NOT NULL,
    "timestamp" timestamp NOT NULL,
    source text NOT NULL,
    event_message text NOT NULL,
    severity_text text NOT NULL,
    log_attributes jsonb NOT NULL
);

CREATE INDEX logs_source_timestamp_idx ON {schema}.logs (source, "timestamp");
CREATE INDEX logs_timestamp_idx ON {schema}.logs ("timestamp");
