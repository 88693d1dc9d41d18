-- How many connections are used, of how many that ordinary roles may use, and who holds most of them? One row.
-- No parameters; runs in psql as it stands. Without pg_read_all_stats the kind of other roles' backends is hidden, and
-- those that belong to a database count as clients.
WITH client AS (
    SELECT coalesce(usename::text, '(unknown)') AS role, coalesce(application_name, '') AS application, state
    FROM pg_catalog.pg_stat_activity
    WHERE backend_type = 'client backend' OR (backend_type IS NULL AND datid IS NOT NULL)
),
holder AS (
    SELECT role, application, count(*) AS held, count(*) FILTER (WHERE state = 'idle') AS idle
    FROM client
    GROUP BY role, application
    ORDER BY held DESC, role, application
    LIMIT 1
)
SELECT (SELECT count(*) FROM client) AS used,
       current_setting('max_connections')::integer
           - current_setting('superuser_reserved_connections')::integer
           -- From PostgreSQL 16 on.
           - coalesce(current_setting('reserved_connections', true)::integer, 0) AS usable,
       holder.role,
       holder.application,
       holder.held,
       holder.idle
FROM (VALUES (1)) AS one (row) LEFT JOIN holder ON true;
