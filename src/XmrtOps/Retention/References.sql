-- Which foreign keys lead to the tables with the OIDs $1, directly or through further ON DELETE CASCADE? One row for
-- each way, parents first. What leads back to a table on its own way is marked, and followed no further.
-- psql: \bind '{16384}' \g
WITH RECURSIVE edge AS (
    SELECT con.oid, con.conname::text AS name, con.conrelid, con.confrelid, con.confdeltype, con.conkey, con.confkey
    FROM pg_catalog.pg_constraint con
    WHERE con.contype = 'f' AND con.conparentid = 0
), tree AS (
    SELECT e.*, NULL::bigint[] AS parent_way, ARRAY[e.oid::bigint] AS way, $1::text::oid[] || e.conrelid AS tables,
           e.conrelid = ANY ($1::text::oid[]) AS is_cycle
    FROM edge e
    WHERE e.confrelid = ANY ($1::text::oid[])
    UNION ALL
    SELECT e.*, t.way, t.way || e.oid::bigint, t.tables || e.conrelid, e.conrelid = ANY (t.tables)
    FROM tree t JOIN edge e ON e.confrelid = t.conrelid
    WHERE t.confdeltype = 'c' AND NOT t.is_cycle
)
SELECT t.way::text, t.parent_way::text, t.name, n.nspname::text, c.relname::text, c.relkind::text, t.confdeltype::text,
       ARRAY(SELECT a.attname::text FROM unnest(t.conkey) WITH ORDINALITY AS k (attnum, at)
             JOIN pg_catalog.pg_attribute a ON a.attrelid = t.conrelid AND a.attnum = k.attnum ORDER BY k.at),
       ARRAY(SELECT a.attname::text FROM unnest(t.confkey) WITH ORDINALITY AS k (attnum, at)
             JOIN pg_catalog.pg_attribute a ON a.attrelid = t.confrelid AND a.attnum = k.attnum ORDER BY k.at),
       t.is_cycle,
       EXISTS (
           SELECT FROM pg_catalog.pg_index i
           WHERE i.indrelid = t.conrelid AND i.indisvalid AND i.indisready
             AND (i.indpred IS NULL
                  OR (cardinality(t.conkey) = 1 AND pg_get_expr(i.indpred, i.indrelid) =
                      (SELECT format('(%I IS NOT NULL)', a.attname) FROM pg_catalog.pg_attribute a
                       WHERE a.attrelid = t.conrelid AND a.attnum = t.conkey[1])))
             -- The first columns of the index are those of the key, in whatever order.
             AND ARRAY(SELECT k FROM unnest((i.indkey::smallint[])[0:cardinality(t.conkey) - 1]) AS k ORDER BY k)
                 = ARRAY(SELECT k FROM unnest(t.conkey) AS k ORDER BY k)),
       row_security_active(c.oid),
       has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'DELETE'),
       c.oid::bigint,
       -- The server deletes its rows itself, and counts them.
       t.confdeltype = 'c' AND current_setting('track_counts')::boolean AND current_setting('session_replication_role') <> 'replica'
       AND EXISTS (
           SELECT FROM pg_catalog.pg_trigger g
           WHERE g.tgconstraint = t.oid AND g.tgrelid = t.confrelid AND g.tgisinternal AND g.tgenabled IN ('O', 'A')
             AND g.tgtype & 8 <> 0) -- ON DELETE
FROM tree t
JOIN pg_catalog.pg_class c ON c.oid = t.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
ORDER BY cardinality(t.way), n.nspname, c.relname, t.name
