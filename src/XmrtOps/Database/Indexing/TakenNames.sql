-- Which of the names $2 are taken in schema $1, and by what?
--   psql: \bind public '{webhook_logs_created_at_idx}' \g
SELECT c.relname::text,
       CASE c.relkind WHEN 'i' THEN 'an index of ' || t.relname WHEN 'I' THEN 'an index of ' || t.relname
                      WHEN 'v' THEN 'a view' WHEN 'm' THEN 'a materialised view' WHEN 'S' THEN 'a sequence'
                      WHEN 'f' THEN 'a foreign table' WHEN 'c' THEN 'a type' ELSE 'a table' END AS taken_by
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
LEFT JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
WHERE n.nspname = $1::text AND c.relname = ANY ($2::text[])
