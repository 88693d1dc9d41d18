-- The policies of tables, with the condition that a new row has to meet, and which of some roles each applies to.
-- $1 tables of the schema public   $2 roles
-- In psql 16 and later: this text followed by
--   \bind '{conversation_messages}' '{anon,service_role}' \g
SELECT c.relname::text, p.polname::text,
       CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
       p.polpermissive,
       ARRAY(
           SELECT CASE WHEN o.oid = 0 THEN 'public' ELSE pg_get_userbyid(o.oid)::text END
           FROM unnest(p.polroles) AS o (oid)),
       pg_get_expr(p.polqual, p.polrelid),
       pg_get_expr(p.polwithcheck, p.polrelid),
       ARRAY(
           SELECT w.role
           FROM unnest($2::text[]) AS w (role)
           JOIN pg_catalog.pg_roles r ON r.rolname = w.role
           WHERE EXISTS (
               SELECT FROM unnest(p.polroles) AS o (oid)
               WHERE CASE WHEN o.oid = 0 THEN true ELSE pg_has_role(r.oid, o.oid, 'USAGE') END))
FROM unnest($1::text[]) AS t (name)
JOIN pg_catalog.pg_namespace n ON n.nspname = 'public'
JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = t.name
JOIN pg_catalog.pg_policy p ON p.polrelid = c.oid
ORDER BY 1, 3, 2
