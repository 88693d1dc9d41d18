-- The oldest transaction of others that holds or wants a lock on one of these tables, and runs for longer than this.
-- $1 names of tables and indexes as SQL writes them, as text[]; $2 seconds
-- In psql: this text, then  \bind '{public.webhook_logs}' 0.05 \g
SELECT t.oid::regclass::text,
       coalesce('process ' || l.pid || coalesce(' of ' || a.usename, ''), 'a prepared transaction'),
       extract(epoch FROM clock_timestamp() - a.xact_start)::float8
FROM (
    SELECT DISTINCT coalesce(i.indrelid, c.oid) AS oid
    FROM unnest($1::text[]) AS w (name)
    JOIN pg_catalog.pg_class c ON c.oid = to_regclass(w.name)
    LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid) t
JOIN pg_catalog.pg_locks l
  ON l.locktype = 'relation'
 AND l.relation = t.oid
 AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
-- An age that one may not see counts as long.
WHERE l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
  AND coalesce(clock_timestamp() - a.xact_start > make_interval(secs => $2::float8), true)
ORDER BY a.xact_start
LIMIT 1
