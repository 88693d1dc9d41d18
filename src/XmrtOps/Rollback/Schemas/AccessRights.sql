-- What the roles that anybody can act as may do: tables and views by command, with the policies that apply, and functions.
-- In psql: SET search_path = pg_catalog; then this text
WITH own AS (
    SELECT n.oid, n.nspname
    FROM pg_namespace n
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_|toast_temp_)'
), role AS (
    SELECT r.oid, r.rolname FROM pg_roles r WHERE r.rolname IN ('anon', 'authenticated')
)
SELECT r.rolname, quote_ident(o.nspname) || '.' || quote_ident(c.relname), k.command,
       has_schema_privilege(r.oid, o.oid, 'USAGE')
           AND CASE WHEN k.command = 'DELETE' THEN has_table_privilege(r.oid, c.oid, 'DELETE')
               ELSE has_any_column_privilege(r.oid, c.oid, k.command) END AS is_granted,
       c.relrowsecurity AS is_filtered,
       ARRAY(
           SELECT p.polname || ': ' || concat_ws(' / ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
           FROM pg_policy p
           WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('*', k.code)
             AND EXISTS (SELECT FROM unnest(p.polroles) x WHERE x = 0 OR pg_has_role(r.oid, x, 'USAGE'))
           ORDER BY 1) AS permissive,
       ARRAY(
           SELECT p.polname || ': ' || concat_ws(' / ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
           FROM pg_policy p
           WHERE p.polrelid = c.oid AND NOT p.polpermissive AND p.polcmd IN ('*', k.code)
             AND EXISTS (SELECT FROM unnest(p.polroles) x WHERE x = 0 OR pg_has_role(r.oid, x, 'USAGE'))
           ORDER BY 1) AS restrictive
FROM role r
CROSS JOIN pg_class c
JOIN own o ON o.oid = c.relnamespace
CROSS JOIN (VALUES ('SELECT', 'r'::"char"), ('INSERT', 'a'), ('UPDATE', 'w'), ('DELETE', 'd')) k(command, code)
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
UNION ALL
SELECT r.rolname, quote_ident(o.nspname) || '.' || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')', 'EXECUTE',
       has_schema_privilege(r.oid, o.oid, 'USAGE') AND has_function_privilege(r.oid, p.oid, 'EXECUTE'),
       NOT p.prosecdef, '{}', '{}'
FROM role r
CROSS JOIN pg_proc p
JOIN own o ON o.oid = p.pronamespace
WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
