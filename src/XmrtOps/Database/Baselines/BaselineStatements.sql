-- The statements of a baseline.
--   $1 its id
-- In sqlite3: .parameter set '$1' "'0190…'", then .read this file.
SELECT s.role_oid, s.role_name, s.query_id, s.top_level, t.query,
       s.calls, s.total_ms, s.row_count, s.plan_ms, s.read_ms, s.write_ms,
       s.shared_blocks_hit, s.shared_blocks_read, s.shared_blocks_dirtied, s.shared_blocks_written,
       s.temp_blocks_read, s.temp_blocks_written, s.wal_bytes, s.counted_since
FROM query_baseline_statement s
LEFT JOIN query_text t ON t.id = s.text_id
WHERE s.baseline_id = $1
