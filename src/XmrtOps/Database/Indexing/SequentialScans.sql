-- Which tables are read whole again and again? Tables that match $1 (a regular expression, or null: all), with at least
-- $2 rows and $3 sequential scans. Since when is counted, null where the statistics were never reset.
--   psql: \bind null 10000 50 \g
SELECT s.schemaname::text, s.relname::text, s.n_live_tup, s.seq_scan, s.seq_tup_read, coalesce(s.idx_scan, 0),
       c.relpages::bigint * pg_catalog.current_setting('block_size')::bigint,
       (SELECT d.stats_reset FROM pg_catalog.pg_stat_database d WHERE d.datname = pg_catalog.current_database())
FROM pg_catalog.pg_stat_user_tables s
JOIN pg_catalog.pg_class c ON c.oid = s.relid
WHERE s.n_live_tup >= $2::bigint AND s.seq_scan >= $3::bigint
  AND ($1::text IS NULL OR s.relname ~* $1::text OR s.schemaname || '.' || s.relname ~* $1::text)
ORDER BY s.seq_tup_read DESC
