-- Which foreign keys have no index by which the rows that point to one can be found? One whose first columns are the
-- key's, in any order, is enough; a partial one only where its condition is that these are not null. Tables that
-- match $1 (a regular expression, or null: all). Tables under another session's exclusive lock have an empty definition
-- of "is partial", and are returned with is_locked.
--   psql: \bind null \g
WITH locked AS MATERIALIZED (
    SELECT DISTINCT l.relation
    FROM pg_catalog.pg_locks l
    WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
), key AS MATERIALIZED (
    SELECT k.oid, k.conname, k.conrelid, k.confrelid, k.conkey, k.confdeltype, cardinality(k.conkey) AS columns,
           k.conrelid IN (SELECT relation FROM locked) AS is_locked
    FROM pg_catalog.pg_constraint k
    -- Those of partitions repeat their parent's.
    WHERE k.contype = 'f' AND k.conparentid = 0
)
SELECT n.nspname::text, c.relname::text, key.conname::text, rn.nspname::text || '.' || r.relname::text AS referenced,
       key.confdeltype::text,
       (SELECT array_agg(a.attname::text ORDER BY u.position)
        FROM unnest(key.conkey) WITH ORDINALITY AS u (number, position)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = key.conrelid AND a.attnum = u.number) AS columns,
       key.is_locked
FROM key
JOIN pg_catalog.pg_class c ON c.oid = key.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_class r ON r.oid = key.confrelid
JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
  AND ($1::text IS NULL OR c.relname ~* $1::text OR n.nspname || '.' || c.relname ~* $1::text)
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend d
    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  AND NOT EXISTS (
    SELECT
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
    JOIN pg_catalog.pg_am am ON am.oid = ic.relam
    WHERE i.indrelid = key.conrelid AND i.indisvalid AND am.amname IN ('btree', 'hash')
      AND i.indnkeyatts >= key.columns
      AND (SELECT array_agg(part ORDER BY part)
           FROM (SELECT unnest((i.indkey::smallint[])[0:key.columns - 1]) AS part) AS parts)
          = (SELECT array_agg(part ORDER BY part) FROM (SELECT unnest(key.conkey) AS part) AS parts)
      AND (i.indpred IS NULL
           OR CASE WHEN key.is_locked THEN true ELSE NOT EXISTS (
                SELECT
                FROM regexp_split_to_table(
                    regexp_replace(pg_catalog.pg_get_expr(i.indpred, i.indrelid), '[()]', '', 'g'), ' AND ') AS part
                WHERE part NOT IN (
                    SELECT pg_catalog.quote_ident(a.attname) || ' IS NOT NULL'
                    FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = key.conrelid AND a.attnum = ANY (key.conkey))) END))
ORDER BY n.nspname, c.relname, key.conname
