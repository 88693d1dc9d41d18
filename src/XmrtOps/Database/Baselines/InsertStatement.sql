-- Writes a statement of a baseline; values in the order of the columns.
--   $1 baseline_id … $20 counted_since
-- In sqlite3: .parameter set '$1' "'0190…'" and so on, then .read this file.
INSERT INTO query_baseline_statement (
    baseline_id, role_oid, role_name, query_id, top_level, text_id, calls, total_ms, row_count, plan_ms, read_ms, write_ms,
    shared_blocks_hit, shared_blocks_read, shared_blocks_dirtied, shared_blocks_written,
    temp_blocks_read, temp_blocks_written, wal_bytes, counted_since)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
