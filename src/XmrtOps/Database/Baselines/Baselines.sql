-- All query baselines, newest first.
-- No parameters; runs in sqlite3 as it stands.
SELECT id, name, connection, taken_at, target, system_identifier, database_name, database_oid, role_name,
       server_version, server_version_number, extension_version, started_at, in_recovery, tracks_io, tracks_planning,
       counted_since, evictions, hidden, statements, calls, total_ms
FROM query_baseline
ORDER BY taken_at DESC, id DESC
