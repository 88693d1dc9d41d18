-- What is to be known of pg_stat_statements before its numbers are believed.
-- In psql: SET search_path = extensions; then this text.
-- Without texts the server has no file to read; rows that a role may not see have no queryid.
SELECT count(*) FILTER (WHERE s.queryid IS NULL) AS hidden,
       current_setting('track_io_timing') = 'on' AS tracks_io,
       coalesce(current_setting('pg_stat_statements.track_planning', true), 'off') = 'on' AS tracks_planning
FROM pg_stat_statements(false) s
WHERE s.dbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
