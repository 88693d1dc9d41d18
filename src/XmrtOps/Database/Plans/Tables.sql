-- What the catalogue says of the tables of a plan: rows as the planner believes, and the types of their columns.
-- $1 schemas   $2 tables, as many
-- In psql 16 and later: this text without the semicolon, followed by
--   \bind '{public}' '{webhook_logs}' \g
SELECT n.nspname::text AS schema, c.relname::text AS name,
       -- Never analyzed: -1 from PostgreSQL 14 on, before it 0 rows on 0 pages.
       CASE WHEN c.reltuples < 0 OR (c.reltuples = 0 AND c.relpages = 0) THEN NULL ELSE c.reltuples::double precision END AS rows,
       columns.names, columns.types
FROM unnest($1::text[], $2::text[]) AS wanted (schema, name)
JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.schema
JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(a.attname::text ORDER BY a.attnum), '{}') AS names,
           -- A domain counts as what it is made of.
           coalesce(array_agg(coalesce(base.typname, t.typname)::text ORDER BY a.attnum), '{}') AS types
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_type base ON base.oid = nullif(t.typbasetype, 0)
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
) AS columns
