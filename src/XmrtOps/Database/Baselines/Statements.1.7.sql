-- All that pg_stat_statements 1.7 (PostgreSQL 12) has counted of this database.
-- In psql: SET search_path = extensions; then this text.
SELECT s.userid::bigint AS role_oid, r.rolname::text AS role_name, s.queryid, NULL::boolean AS top_level, s.query,
       s.calls, s.total_time AS total_ms, s.rows, NULL::double precision AS plan_ms,
       s.blk_read_time AS read_ms, s.blk_write_time AS write_ms,
       s.shared_blks_hit, s.shared_blks_read, s.shared_blks_dirtied, s.shared_blks_written,
       s.temp_blks_read, s.temp_blks_written, NULL::bigint AS wal_bytes, NULL::timestamptz AS counted_since
FROM pg_stat_statements s
LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.userid
WHERE s.dbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
  -- What XmrtOps itself asks is not what slows the application down. A text can be lost, its numbers are not.
  AND (s.query IS NULL OR s.query NOT LIKE '%/* XmrtOps */%')
