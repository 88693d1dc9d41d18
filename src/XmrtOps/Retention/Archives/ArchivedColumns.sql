-- The columns of the tables $1 (names as SQL writes them): type, whether the server computes it, and the place in the
-- primary key, 0 if none. With pg_catalog as the search path, so that every type has its schema.
-- psql: \bind '{public.webhook_logs}' \g
SELECT w.at::integer, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attgenerated <> '',
       coalesce(array_position(k.conkey, a.attnum), 0)
FROM unnest($1::text[]) WITH ORDINALITY AS w (name, at)
JOIN pg_catalog.pg_class c ON c.oid = to_regclass(w.name)
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
ORDER BY w.at, a.attnum
