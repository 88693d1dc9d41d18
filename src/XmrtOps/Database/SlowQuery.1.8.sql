-- The statements that cost this database most, from pg_stat_statements 1.8 (PostgreSQL 13).
-- $1 order: MeanTime, TotalTime, MaxTime, Calls, Rows, IO or Wal   $2 least mean in ms   $3 least number of calls
-- $4 role, as a regular expression, or null   $5 text, likewise   $6 rows to skip   $7 rows to return, or null
-- $8 array of identifiers, or null
-- In psql 16 and later: SET search_path = extensions; then this text without the semicolon, followed by
--   \bind TotalTime 0 0 null null 0 20 null \g
WITH statement AS (
    SELECT s.queryid, s.query, s.userid, s.calls, s.rows,
           NULL::boolean AS toplevel, NULL::timestamptz AS since,
           s.total_exec_time AS total_ms, s.mean_exec_time AS mean_ms, s.min_exec_time AS min_ms, s.max_exec_time AS max_ms,
           s.stddev_exec_time AS stddev_ms, s.total_plan_time AS plan_ms, s.blk_read_time AS read_ms, s.blk_write_time AS write_ms, s.wal_bytes AS wal_bytes,
           s.shared_blks_hit, s.shared_blks_read, s.shared_blks_dirtied, s.shared_blks_written,
           s.temp_blks_read, s.temp_blks_written
    FROM pg_stat_statements s
    WHERE s.dbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
      -- What XmrtOps itself asks is not what slows the application down.
      AND s.query NOT LIKE '%/* XmrtOps */%'
), measured AS (
    SELECT statement.*, sum(total_ms) OVER () AS all_ms FROM statement
)
SELECT m.queryid, m.query, r.rolname::text AS role, m.toplevel, m.calls, m.rows,
       m.total_ms, m.mean_ms, m.min_ms, m.max_ms, m.stddev_ms, 100 * m.total_ms / nullif(m.all_ms, 0) AS share,
       m.plan_ms, m.read_ms, m.write_ms,
       m.shared_blks_hit, m.shared_blks_read, m.shared_blks_dirtied, m.shared_blks_written,
       m.temp_blks_read, m.temp_blks_written, m.wal_bytes::bigint, m.since, count(*) OVER () AS matching
FROM measured m
LEFT JOIN pg_catalog.pg_roles r ON r.oid = m.userid
WHERE m.mean_ms >= $2::double precision AND m.calls >= $3::bigint
  AND ($4::text IS NULL OR r.rolname ~* $4::text)
  AND ($5::text IS NULL OR m.query ~* $5::text)
  AND ($8::bigint[] IS NULL OR m.queryid = ANY ($8::bigint[]))
ORDER BY CASE $1::text
             WHEN 'MeanTime' THEN m.mean_ms
             WHEN 'TotalTime' THEN m.total_ms
             WHEN 'MaxTime' THEN m.max_ms
             WHEN 'Calls' THEN m.calls
             WHEN 'Rows' THEN m.rows
             -- Blocks decide where times are not tracked, and between equal times.
             WHEN 'IO' THEN m.read_ms + m.write_ms
             WHEN 'Wal' THEN m.wal_bytes
         END DESC NULLS LAST,
         CASE $1::text
             WHEN 'IO' THEN m.shared_blks_read + m.shared_blks_written + m.temp_blks_read + m.temp_blks_written
         END DESC NULLS LAST,
         m.total_ms DESC, m.queryid
OFFSET $6::bigint LIMIT $7::bigint
