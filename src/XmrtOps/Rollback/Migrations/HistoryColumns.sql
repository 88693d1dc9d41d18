-- What the history of migrations looks like, without touching its rows: it may be missing, of an older form, or closed.
--   psql -f HistoryColumns.sql
SELECT c.oid::bigint AS id,
       pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT') AS is_readable,
       pg_catalog.row_security_active(c.oid) AS is_filtered,
       pg_catalog.current_setting('track_commit_timestamp') = 'on' AS keeps_times
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'supabase_migrations'
  AND c.relname = 'schema_migrations'
  AND c.relkind IN ('r', 'p');
