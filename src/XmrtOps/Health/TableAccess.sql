-- Which of these tables exist, may be read, and show all their rows to the current role? One row per existing table.
-- $1 text[]: schemas; $2 text[]: tables, in step with the schemas. In psql:
--   \bind '{public,cron}' '{conversation_messages,job_run_details}'
-- A policy that is always true hides nothing, although row level security is active.
SELECT wanted.schema_name,
       wanted.table_name,
       has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS may_read,
       row_security_active(c.oid) AND (
           EXISTS (
               SELECT FROM pg_catalog.pg_policy AS p
               WHERE p.polrelid = c.oid AND NOT p.polpermissive AND p.polcmd IN ('r', '*')
           )
           OR NOT EXISTS (
               SELECT FROM pg_catalog.pg_policy AS p
               WHERE p.polrelid = c.oid
                 AND p.polpermissive
                 AND p.polcmd IN ('r', '*')
                 -- Not pg_get_expr, which waits for the table's lock: the stored form of the constant true.
                 AND p.polqual::text ~ '^\{CONST :consttype 16 .*:constisnull false .*:constvalue 1 \[ 1 [0 ]*\]\}$'
                 AND EXISTS (
                     SELECT FROM unnest(p.polroles) AS role (oid)
                     WHERE role.oid = 0 OR pg_has_role(current_user, role.oid, 'USAGE')
                 )
           )
       ) AS hides_rows
FROM unnest($1::text[], $2::text[]) AS wanted (schema_name, table_name)
JOIN pg_catalog.pg_namespace AS n ON n.nspname = wanted.schema_name
JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.table_name
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f');
