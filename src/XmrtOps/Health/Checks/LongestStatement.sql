-- Which client's statement has been running longest, and how many sessions are hidden from us? One row; the
-- statement's columns are null where none runs.
-- No parameters; runs in psql as it stands (and then shows psql's own statement). Sessions of XmrtOps are left out.
SELECT hidden.sessions AS hidden_sessions,
       longest.pid,
       longest.role,
       longest.application,
       longest.seconds,
       longest.waits_for,
       longest.blocked_by,
       longest.query
FROM (
    SELECT count(*) AS sessions
    FROM pg_catalog.pg_stat_activity
    WHERE query = '<insufficient privilege>' AND datid IS NOT NULL
) AS hidden
LEFT JOIN LATERAL (
    SELECT pid,
           usename::text AS role,
           application_name AS application,
           extract(epoch FROM clock_timestamp() - query_start)::double precision AS seconds,
           wait_event_type AS waits_for,
           CASE WHEN wait_event_type = 'Lock' THEN pg_blocking_pids(pid) END AS blocked_by,
           left(query, 200) AS query
    FROM pg_catalog.pg_stat_activity
    WHERE backend_type = 'client backend'
      AND state IN ('active', 'fastpath function call')
      AND application_name NOT LIKE 'XmrtOps/%'
    ORDER BY query_start
    LIMIT 1
) AS longest ON true;
