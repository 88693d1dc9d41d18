-- Tables of which rows may have been written since a moment: by which columns that can be told, and whether telling is cheap.
-- $1 names as SQL writes them, as text[]
-- In psql: this text, then  \bind '{public.webhook_logs}' \g
SELECT w.at::integer,
       pg_catalog.row_security_active(c.oid),
       pg_catalog.has_table_privilege(c.oid, 'SELECT'),
       t.names,
       t.indexed,
       greatest(
           pg_catalog.pg_relation_size(c.oid),
           (SELECT coalesce(sum(pg_catalog.pg_relation_size(p.relid)), 0)::bigint FROM pg_catalog.pg_partition_tree(c.oid) p))
FROM unnest($1::text[]) WITH ORDINALITY AS w (name, at)
JOIN pg_catalog.pg_class c ON c.oid = to_regclass(w.name)
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(a.attname::text ORDER BY a.attname), '{}') AS names,
           coalesce(bool_and(EXISTS (
               SELECT FROM pg_catalog.pg_index i
               WHERE i.indrelid = c.oid AND i.indkey[0] = a.attnum AND i.indisvalid AND i.indpred IS NULL)), false) AS indexed
    FROM pg_catalog.pg_attribute a
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      AND a.atttypid = 'pg_catalog.timestamptz'::pg_catalog.regtype
      -- By their names, or because they are filled in when a row comes.
      AND (a.attname IN ('created_at', 'inserted_at', 'modified_at', 'updated_at')
           OR pg_catalog.pg_get_expr(d.adbin, d.adrelid) IN ('now()', 'CURRENT_TIMESTAMP', 'clock_timestamp()'))) t
WHERE c.relkind IN ('r', 'p')
ORDER BY w.at
