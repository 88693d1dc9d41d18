-- Writes a baseline without its statements; values in the order of the columns.
--   $1 id … $22 total_ms
-- In sqlite3: .parameter set '$1' "'0190…'" and so on, then .read this file.
INSERT INTO query_baseline (
    id, name, connection, taken_at, target, system_identifier, database_name, database_oid, role_name,
    server_version, server_version_number, extension_version, started_at, in_recovery, tracks_io, tracks_planning,
    counted_since, evictions, hidden, statements, calls, total_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
