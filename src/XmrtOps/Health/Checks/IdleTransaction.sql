-- Which client has been idle longest inside an open transaction, and how many sessions are hidden from us? One row; the
-- client's columns are null where none is.
-- No parameters; runs in psql as it stands. Sessions of XmrtOps are left out.
SELECT hidden.sessions AS hidden_sessions,
       longest.pid,
       longest.role,
       longest.application,
       longest.idle_seconds,
       longest.transaction_seconds,
       longest.others
FROM (
    SELECT count(*) AS sessions
    FROM pg_catalog.pg_stat_activity
    WHERE query = '<insufficient privilege>' AND datid IS NOT NULL
) AS hidden
LEFT JOIN LATERAL (
    SELECT pid,
           usename::text AS role,
           application_name AS application,
           extract(epoch FROM clock_timestamp() - state_change)::double precision AS idle_seconds,
           extract(epoch FROM clock_timestamp() - xact_start)::double precision AS transaction_seconds,
           count(*) OVER () - 1 AS others
    FROM pg_catalog.pg_stat_activity
    WHERE backend_type = 'client backend'
      AND state IN ('idle in transaction', 'idle in transaction (aborted)')
      AND application_name NOT LIKE 'XmrtOps/%'
    ORDER BY state_change
    LIMIT 1
) AS longest ON true;
