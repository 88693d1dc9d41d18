-- Which roles hold the server's connections? One row each for the five that hold most, with what all of them hold.
-- No parameters; runs in psql as it stands. Without pg_read_all_stats it is hidden whether others are idle.
SELECT coalesce(a.usename::text, '(unknown)') AS role,
       count(*) AS held,
       count(*) FILTER (WHERE a.state = 'idle') AS idle,
       sum(count(*)) OVER ()::bigint AS used,
       current_setting('max_connections')::integer AS max_connections
FROM pg_catalog.pg_stat_activity AS a
WHERE a.backend_type = 'client backend' OR (a.backend_type IS NULL AND a.datid IS NOT NULL)
GROUP BY coalesce(a.usename::text, '(unknown)')
ORDER BY held DESC, role
LIMIT 5;
