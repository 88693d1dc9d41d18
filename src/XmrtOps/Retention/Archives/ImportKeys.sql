-- What else keeps rows out of the tables $1 (names as SQL writes them): unique keys besides the primary one, and foreign
-- keys with the table and columns that they lead to, whether RLS hides rows of that from the role, and whether it may be read.
-- psql: \bind '{public.webhook_logs}' \g
SELECT w.at::integer,
       ARRAY(SELECT a.attname::text FROM generate_series(0, i.indnkeyatts - 1) AS n (n)
             JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[n.n] ORDER BY n.n),
       NULL::text, NULL::text, NULL::text[], false, true
FROM unnest($1::text[]) WITH ORDINALITY AS w (name, at)
JOIN pg_catalog.pg_index i ON i.indrelid = to_regclass(w.name)
WHERE i.indisunique AND NOT i.indisprimary AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indisvalid
UNION ALL
SELECT w.at::integer,
       ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS c (attnum, at)
             JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = c.attnum ORDER BY c.at),
       n.nspname::text, p.relname::text,
       ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS c (attnum, at)
             JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = c.attnum ORDER BY c.at),
       row_security_active(p.oid), has_table_privilege(p.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE')
FROM unnest($1::text[]) WITH ORDINALITY AS w (name, at)
JOIN pg_catalog.pg_constraint k ON k.conrelid = to_regclass(w.name) AND k.contype = 'f'
JOIN pg_catalog.pg_class p ON p.oid = k.confrelid
JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace
-- A key that leads to a partitioned table has copies that lead to its partitions.
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint up WHERE up.oid = k.conparentid AND up.conrelid = k.conrelid)
