-- Which client has had its transaction open longest? One row, or none.
-- No parameters; runs in psql as it stands. Without pg_read_all_stats only the role's own are seen.
SELECT a.pid, a.usename::text AS role, a.application_name, a.state,
       extract(epoch FROM clock_timestamp() - a.xact_start)::double precision AS open_seconds
FROM pg_catalog.pg_stat_activity a
WHERE a.backend_type = 'client backend' AND a.xact_start IS NOT NULL AND a.pid <> pg_backend_pid()
ORDER BY a.xact_start
LIMIT 1
