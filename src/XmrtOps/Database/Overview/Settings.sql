-- The settings that matter most in trouble, and those that wait for a restart.
-- No parameters; runs in psql as it stands. What we have set for our own transaction is left out: reset_val is what a new
-- session begins with.
SELECT s.name, s.reset_val, s.unit, nullif(s.source, 'session') AS source, s.pending_restart
FROM pg_catalog.pg_settings s
WHERE s.pending_restart
   OR s.name IN ('autovacuum', 'default_transaction_read_only', 'fsync', 'full_page_writes',
                 'idle_in_transaction_session_timeout', 'maintenance_work_mem', 'max_connections',
                 'max_slot_wal_keep_size', 'max_wal_size', 'shared_buffers', 'statement_timeout', 'synchronous_commit',
                 'track_counts', 'track_io_timing', 'work_mem', 'zero_damaged_pages')
ORDER BY s.name
