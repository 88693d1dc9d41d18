-- The columns of the tables $1 (names as SQL writes them) where an archive is put back: type, whether the server computes
-- it, whether it needs a value, the place in the primary key, 0 if none, and the sequence that numbers it. With
-- pg_catalog as the search path, so that every type has its schema.
-- psql: \bind '{public.webhook_logs}' \g
SELECT w.at::integer, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attgenerated <> '',
       a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AND t.typdefault IS NULL,
       coalesce(array_position(k.conkey, a.attnum), 0), pg_get_serial_sequence(w.name, a.attname)
FROM unnest($1::text[]) WITH ORDINALITY AS w (name, at)
JOIN pg_catalog.pg_class c ON c.oid = to_regclass(w.name)
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
ORDER BY w.at, a.attnum
