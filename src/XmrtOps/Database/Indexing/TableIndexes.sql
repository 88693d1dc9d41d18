-- Which indexes do the tables with the oids $1 have, and can queries use them? Definitions are null while another session
-- holds or awaits an exclusive lock on the table or the index: asking for them would wait.
--   psql: \bind '{16400,16410}' \g
WITH locked AS MATERIALIZED (
    SELECT DISTINCT l.relation
    FROM pg_catalog.pg_locks l
    WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
      AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
), held AS MATERIALIZED (
    -- Whoever builds, rebuilds or drops an index holds this lock on its table all the while; so does VACUUM.
    SELECT DISTINCT l.relation
    FROM pg_catalog.pg_locks l
    WHERE l.locktype = 'relation' AND l.granted AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
      AND l.mode IN ('ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
      AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
)
SELECT i.indrelid::bigint, i.indexrelid::bigint, n.nspname::text, c.relname::text,
       i.indisvalid, i.indisready,
       i.indrelid IN (SELECT relation FROM held) AS is_busy,
       (SELECT h.inhparent::bigint FROM pg_catalog.pg_inherits h WHERE h.inhrelid = i.indexrelid) AS parent,
       CASE WHEN i.indrelid NOT IN (SELECT relation FROM locked) AND i.indexrelid NOT IN (SELECT relation FROM locked)
            THEN pg_catalog.pg_get_indexdef(i.indexrelid) END AS definition
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE i.indrelid = ANY ($1::bigint[])
ORDER BY i.indrelid, c.relname
