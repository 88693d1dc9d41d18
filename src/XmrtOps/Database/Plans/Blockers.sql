-- The tables that planning has to wait for: those that a session locks, or waits to lock, so that nobody may read them.
-- In psql: this text.
SELECT l.pid, n.nspname::text AS schema, c.relname::text AS name, l.granted
FROM pg_catalog.pg_locks l
JOIN pg_catalog.pg_class c ON c.oid = l.relation
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE l.locktype = 'relation' AND l.mode IN ('AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock')
  AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
  AND c.relkind IN ('r', 'p', 'm', 'v', 'f') AND l.pid <> pg_catalog.pg_backend_pid()
ORDER BY l.mode = 'AccessExclusiveLock' DESC, l.granted DESC, l.pid
LIMIT 200
