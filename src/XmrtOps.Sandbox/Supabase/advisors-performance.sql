-- The platform's performance lints that can be told from the catalog: one row a finding.
SELECT 'unindexed_foreign_keys' AS name, 'INFO' AS level, 'Unindexed foreign keys' AS title,
       'Identifies foreign key constraints without a covering index, which can impact database performance.' AS description,
       format('Table `%s.%s` has a foreign key `%s` without a covering index.', n.nspname, c.relname, f.conname) AS detail,
       n.nspname AS schema, c.relname AS entity, 'table' AS type, f.conname AS fkey_name, to_json(f.conkey) AS fkey_columns
FROM pg_constraint AS f
JOIN pg_class AS c ON c.oid = f.conrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE f.contype = 'f' AND n.nspname = 'public' AND NOT EXISTS (
    SELECT FROM pg_index AS i
    WHERE i.indrelid = f.conrelid AND i.indpred IS NULL
      AND (i.indkey::int2[])[0:cardinality(f.conkey) - 1] @> f.conkey)
UNION ALL
SELECT 'unused_index', 'INFO', 'Unused Index',
       'Detects if an index has never been used and may be a candidate for removal.',
       format('Index `%s` on table `%s.%s` has not been used', s.indexrelname, s.schemaname, s.relname),
       s.schemaname, s.relname, 'table', NULL, NULL
FROM pg_stat_user_indexes AS s
JOIN pg_index AS i USING (indexrelid)
WHERE s.schemaname = 'public' AND s.idx_scan = 0 AND NOT i.indisunique
UNION ALL
SELECT 'duplicate_index', 'WARN', 'Duplicate Index',
       'Detects cases where two ore more identical indexes exist.',
       format('Table `%s.%s` has identical indexes {%s}. Drop all except one of them', n.nspname, c.relname,
              string_agg(x.relname, ',' ORDER BY x.relname)),
       n.nspname, c.relname, 'table', NULL, NULL
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indrelid
JOIN pg_class AS x ON x.oid = i.indexrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND NOT i.indisprimary
GROUP BY n.nspname, c.relname, i.indrelid, i.indkey::text, i.indclass::text, i.indoption::text,
         pg_get_expr(i.indexprs, i.indrelid), pg_get_expr(i.indpred, i.indrelid), x.relam
HAVING count(*) > 1
UNION ALL
SELECT 'no_primary_key', 'INFO', 'No Primary Key',
       'Detects if a table does not have a primary key.',
       format('Table `%s.%s` does not have a primary key', n.nspname, c.relname),
       n.nspname, c.relname, 'table', NULL, NULL
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT EXISTS (
    SELECT FROM pg_constraint AS p WHERE p.conrelid = c.oid AND p.contype = 'p')
ORDER BY 1, 6, 7
