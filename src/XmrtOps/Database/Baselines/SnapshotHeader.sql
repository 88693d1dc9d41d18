-- Whose statement statistics are about to be read, and when? One row.
-- No parameters; runs in psql as it stands. Needs no privilege.
SELECT clock_timestamp() AS taken_at,
       d.datname::text AS database_name,
       d.oid::bigint AS database_oid,
       current_user::text AS role_name,
       current_setting('server_version') AS server_version,
       current_setting('server_version_num')::bigint AS server_version_number,
       pg_postmaster_start_time() AS started_at,
       pg_is_in_recovery() AS in_recovery,
       current_setting('track_io_timing') = 'on' AS tracks_io,
       coalesce(current_setting('pg_stat_statements.track_planning', true), 'off') = 'on' AS tracks_planning
FROM pg_catalog.pg_database d
WHERE d.datname = current_database()
