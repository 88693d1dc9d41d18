-- Which of the tables $1 in schema public have the column $2 (in pairs), refer by no foreign key with it, and how is an index?
-- psql: \bind '{conversation_summaries}' '{session_id}' \g
SELECT w.at::integer,
       EXISTS (SELECT FROM pg_catalog.pg_index i
               WHERE i.indrelid = c.oid AND i.indkey[0] = a.attnum AND i.indpred IS NULL AND i.indisvalid AND i.indisready),
       row_security_active(c.oid),
       has_table_privilege(c.oid, 'SELECT'), has_table_privilege(c.oid, 'DELETE'),
       c.relkind = 'p', c.oid::bigint
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w (table_name, column_name, at)
JOIN pg_catalog.pg_namespace n ON n.nspname = 'public'
JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.table_name AND c.relkind IN ('r', 'p')
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = w.column_name AND NOT a.attisdropped
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint con
                  WHERE con.conrelid = c.oid AND con.contype = 'f' AND con.conkey = ARRAY[a.attnum])
ORDER BY w.at
