-- Tables to copy rows of, with the columns that can be written, and whether row level security hides rows of them; indexes stand for
-- their tables.
-- $1 names as SQL writes them, as text[]
-- In psql: this text, then  \bind '{public.webhook_logs}' \g
SELECT n.nspname::text,
       c.relname::text,
       ARRAY(
           SELECT quote_ident(a.attname)
           FROM pg_catalog.pg_attribute a
           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
           ORDER BY a.attnum),
       row_security_active(c.oid)
FROM (
    SELECT DISTINCT coalesce(i.indrelid, k.oid) AS oid
    FROM unnest($1::text[]) AS w (name)
    JOIN pg_catalog.pg_class k ON k.oid = to_regclass(w.name)
    LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = k.oid) t
JOIN pg_catalog.pg_class c ON c.oid = t.oid AND c.relkind IN ('r', 'p')
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
ORDER BY 1, 2
