-- The columns of tables, what they are of, and whether a row has to give them a value.
-- $1 tables of the schema public
-- In psql 16 and later: this text followed by
--   \bind '{conversation_messages}' \g
SELECT c.relname::text, a.attname::text, coalesce(nullif(ty.typbasetype, 0), ty.oid)::regtype::text,
       a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AS is_required,
       a.attgenerated <> '' OR a.attidentity = 'a' AS is_generated
FROM unnest($1::text[]) AS t (name)
JOIN pg_catalog.pg_namespace n ON n.nspname = 'public'
JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = t.name
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
JOIN pg_catalog.pg_type ty ON ty.oid = a.atttypid
WHERE a.attnum > 0 AND NOT a.attisdropped
ORDER BY 1, a.attnum
