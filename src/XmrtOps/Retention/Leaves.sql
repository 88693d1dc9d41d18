-- The table with the OID $1, its partitions and children by inheritance, at any depth: how long they are, whether an
-- index leads with the column $2, and whether a partition's upper bound is not after the cutoff $3.
-- psql: \bind 16384 created_at '2026-01-01' \g
WITH RECURSIVE tree (oid, parent, level) AS (
    SELECT $1::oid, NULL::oid, 0
    UNION ALL
    SELECT i.inhrelid, i.inhparent, t.level + 1
    FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhparent = t.oid
)
SELECT t.oid::bigint, t.parent::bigint, n.nspname::text, c.relname::text, c.relkind::text,
       CASE WHEN c.relkind = 'r' THEN pg_relation_size(c.oid) / current_setting('block_size')::bigint ELSE 0 END,
       CASE WHEN c.reltuples > 0 AND c.relpages > 0 THEN c.reltuples / c.relpages ELSE 100 END::double precision,
       EXISTS (
           SELECT FROM pg_catalog.pg_index i
           JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
           JOIN pg_catalog.pg_am am ON am.oid = ic.relam AND am.amname = 'btree'
           WHERE i.indrelid = c.oid AND i.indkey[0] = a.attnum AND i.indpred IS NULL AND i.indisvalid AND i.indisready),
       -- Only where the bound is one of the time column alone: others say nothing about the rows' age.
       coalesce(
           CASE WHEN c.relispartition AND p.partstrat = 'r' AND p.partnatts = 1 AND pa.attname = $2
                THEN substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([^'']*)''\)$')::timestamptz <= $3::timestamptz
           END,
           false)
FROM tree t
JOIN pg_catalog.pg_class c ON c.oid = t.oid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = $2 AND NOT a.attisdropped
LEFT JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = t.parent
LEFT JOIN pg_catalog.pg_attribute pa ON pa.attrelid = t.parent AND pa.attnum = p.partattrs[0]
ORDER BY t.level, n.nspname, c.relname
