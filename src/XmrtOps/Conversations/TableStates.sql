-- What row level security and privileges let each role do with each table; no row: there is no such table.
-- $1 tables of the schema public   $2 roles
-- In psql 16 and later: this text followed by
--   \bind '{conversation_messages}' '{anon,service_role}' \g
SELECT c.relname::text, wanted.role, r.oid IS NOT NULL AS exists, c.relrowsecurity, c.relforcerowsecurity,
       coalesce(has_schema_privilege(r.oid, n.oid, 'USAGE'), false) AS may_use_schema,
       coalesce(has_table_privilege(r.oid, c.oid, 'INSERT') OR has_any_column_privilege(r.oid, c.oid, 'INSERT'), false) AS may_insert,
       coalesce(
           r.rolsuper OR r.rolbypassrls OR (pg_has_role(r.oid, c.relowner, 'USAGE') AND NOT c.relforcerowsecurity), false) AS bypasses
FROM unnest($1::text[]) AS t (name)
JOIN pg_catalog.pg_namespace n ON n.nspname = 'public'
JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = t.name
CROSS JOIN unnest($2::text[]) WITH ORDINALITY AS wanted (role, place)
LEFT JOIN pg_catalog.pg_roles r ON r.rolname = wanted.role
WHERE c.relkind IN ('r', 'p', 'v', 'f')
ORDER BY 1, wanted.place
