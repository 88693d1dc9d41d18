-- Which indexes have the name $2 (to the letter), in schema $1 or in any, and what rests on each?
--   psql: \bind null 'webhook_logs_pkey' \g
WITH locked AS MATERIALIZED (
    SELECT DISTINCT l.relation
    FROM pg_catalog.pg_locks l
    WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
)
SELECT c.oid::bigint, n.nspname::text, c.relname::text, c.relkind::text, t.oid::bigint, tn.nspname::text, t.relname::text,
       i.indisunique, i.indisvalid, i.indisreplident,
       pg_catalog.pg_has_role(c.relowner, 'USAGE') AS is_owner,
       (SELECT string_agg(k.conname || CASE k.contype WHEN 'p' THEN ' (primary key)' WHEN 'u' THEN ' (unique)'
                                                      WHEN 'x' THEN ' (exclusion)' WHEN 'f' THEN ' (foreign key)'
                                                      ELSE '' END, ', ' ORDER BY k.conname)
        FROM pg_catalog.pg_constraint k WHERE k.conindid = c.oid) AS constraints,
       (SELECT pn.nspname || '.' || p.relname
        FROM pg_catalog.pg_inherits h
        JOIN pg_catalog.pg_class p ON p.oid = h.inhparent
        JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
        WHERE h.inhrelid = c.oid) AS parent,
       (SELECT e.extname::text
        FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid IN (c.oid, t.oid)
          AND d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype = 'e'
        LIMIT 1) AS extension,
       t.oid IN (SELECT relation FROM locked) OR c.oid IN (SELECT relation FROM locked) AS is_locked,
       pg_catalog.pg_is_in_recovery() AS is_in_recovery
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
WHERE c.relname = $2::text AND ($1::text IS NULL OR n.nspname = $1::text)
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
ORDER BY n.nspname <> 'public', n.nspname
