-- How the partitions $1 (names as SQL writes them) are made anew, also those that are partitioned themselves.
-- psql: \bind '{public.events_2020}' \g
WITH RECURSIVE tree (oid, level) AS (
    SELECT to_regclass(w.name)::oid, 0 FROM unnest($1::text[]) AS w (name)
    UNION ALL
    SELECT i.inhrelid, t.level + 1 FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhparent = t.oid
)
SELECT format('CREATE TABLE %I.%I PARTITION OF %I.%I %s%s', n.nspname, c.relname, pn.nspname, p.relname,
              pg_get_expr(c.relpartbound, c.oid),
              CASE WHEN c.relkind = 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) ELSE '' END)
FROM tree t
JOIN pg_catalog.pg_class c ON c.oid = t.oid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid
JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
ORDER BY t.level, n.nspname, c.relname
