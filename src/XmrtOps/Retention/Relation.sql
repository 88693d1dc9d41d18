-- What is the relation $1.$2, and what may the current role do with it? No row: there is none.
-- psql: \bind public webhook_logs \g
SELECT c.oid::bigint, c.relkind::text, now(), current_setting('server_version_num')::integer,
       current_setting('block_size')::integer,
       row_security_active(c.oid),
       has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'DELETE')
           -- FOR UPDATE, by which a batch takes its rows, wants one of these.
           AND (has_table_privilege(c.oid, 'UPDATE') OR has_any_column_privilege(c.oid, 'UPDATE')),
       EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p'),
       pg_has_role(c.relowner, 'USAGE'),
       EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid)
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relname = $2 AND has_schema_privilege(n.oid, 'USAGE')
