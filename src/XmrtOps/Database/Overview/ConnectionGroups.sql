-- Whose are the connections to the server, and what do they do? The largest groups first.
-- No parameters; runs in psql as it stands. Without pg_read_all_stats the state of other roles' is hidden (null), and those
-- that belong to a database count as clients.
SELECT a.usename::text AS role, a.state, count(*) AS connections
FROM pg_catalog.pg_stat_activity a
WHERE a.backend_type = 'client backend' OR (a.backend_type IS NULL AND a.datid IS NOT NULL)
GROUP BY a.usename, a.state
ORDER BY connections DESC, role, state
