-- What are the tables $1 (names as SQL writes them) where an archive is put back, and what may the role do with them?
-- psql: \bind '{public.webhook_logs}' \g
SELECT w.at::integer, c.relkind::text, row_security_active(c.oid),
       has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT'), pg_has_role(c.relowner, 'USAGE')
FROM unnest($1::text[]) WITH ORDINALITY AS w (name, at)
JOIN pg_catalog.pg_class c ON c.oid = to_regclass(w.name)
ORDER BY w.at
