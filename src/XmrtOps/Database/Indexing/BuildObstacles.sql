-- What would CREATE or DROP INDEX CONCURRENTLY on the tables with the oids $1 have to wait for? Transactions with an older
-- snapshot of this database, and those that hold locks on the tables. VACUUM, and builds that promise to look at
-- their own table only (14 and later), are not waited for. Ages are null where another role's session hides them.
--   psql: \bind '{16400}' \g
WITH own AS MATERIALIZED (
    SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()
), building AS MATERIALIZED (
    SELECT p.pid, p.relid FROM pg_catalog.pg_stat_progress_create_index p
), locks AS MATERIALIZED (
    SELECT l.pid, l.virtualtransaction,
           bool_or(l.mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')) AS is_exclusive
    FROM pg_catalog.pg_locks l
    WHERE l.locktype = 'relation' AND l.granted AND l.database = (SELECT oid FROM own)
      AND l.relation = ANY ($1::bigint[]) AND l.mode NOT IN ('AccessShareLock', 'RowShareLock')
      AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
    GROUP BY l.pid, l.virtualtransaction
)
SELECT CASE WHEN b.pid IS NOT NULL AND k.pid IS NOT NULL THEN 'Build' WHEN k.pid IS NOT NULL THEN 'Lock'
            ELSE 'Snapshot' END AS kind,
       a.pid, a.usename::text, a.application_name, a.state,
       extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start)::double precision AS age
FROM pg_catalog.pg_stat_activity a
LEFT JOIN locks k ON k.pid = a.pid
LEFT JOIN building b ON b.pid = a.pid
WHERE a.datid = (SELECT oid FROM own) AND a.pid <> pg_catalog.pg_backend_pid()
  AND (a.backend_xmin IS NOT NULL OR k.pid IS NOT NULL)
  AND a.backend_type IS DISTINCT FROM 'autovacuum worker'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_vacuum v WHERE v.pid = a.pid)
  AND (k.pid IS NOT NULL OR b.pid IS NULL OR pg_catalog.current_setting('server_version_num')::integer < 140000)
UNION ALL
SELECT 'Prepared', NULL, p.owner::text, p.gid, 'prepared transaction',
       extract(epoch FROM pg_catalog.clock_timestamp() - p.prepared)::double precision
FROM pg_catalog.pg_prepared_xacts p
WHERE p.database = pg_catalog.current_database() AND EXISTS (SELECT FROM locks k WHERE k.pid IS NULL)
ORDER BY 6 DESC NULLS LAST
