-- Tables whose rows would be lost: whether all of them can be seen and counted, and by what a row is known.
-- $1 names as SQL writes them, as text[]
-- In psql: this text, then  \bind '{public.webhook_logs}' \g
SELECT w.at::integer,
       c.relkind::text,
       pg_catalog.row_security_active(c.oid),
       pg_catalog.has_table_privilege(c.oid, 'SELECT'),
       ARRAY(
           SELECT a.attname::text
           FROM pg_catalog.pg_constraint k
           CROSS JOIN unnest(k.conkey) WITH ORDINALITY AS x (no, place)
           JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.no
           WHERE k.conrelid = c.oid AND k.contype = 'p'
           ORDER BY x.place)
FROM unnest($1::text[]) WITH ORDINALITY AS w (name, at)
JOIN pg_catalog.pg_class c ON c.oid = to_regclass(w.name)
WHERE c.relkind IN ('r', 'p')
ORDER BY w.at
