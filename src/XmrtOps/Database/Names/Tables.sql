-- Which tables, materialised views and foreign tables have names that begin with $1 (any case)?
--   psql: \bind 'web' \g
SELECT shown.text, shown.kind || ' in schema ' || shown.schema
FROM (
    SELECT CASE WHEN n.nspname = 'public' AND position('.' in $1) = 0 THEN part.name
                ELSE part.schema || '.' || part.name END AS text,
           n.nspname AS schema,
           CASE c.relkind WHEN 'm' THEN 'materialised view' WHEN 'f' THEN 'foreign table'
                          WHEN 'p' THEN 'partitioned table' ELSE 'table' END AS kind
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL (
        SELECT CASE WHEN n.nspname ~ '[."]' THEN pg_catalog.quote_ident(n.nspname) ELSE n.nspname END AS schema,
               CASE WHEN c.relname ~ '[."]' THEN pg_catalog.quote_ident(c.relname) ELSE c.relname END AS name
    ) AS part
    WHERE c.relkind IN ('r', 'p', 'm', 'f')
      AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
) AS shown
WHERE starts_with(lower(shown.text), lower($1))
ORDER BY shown.schema <> 'public', shown.text
LIMIT 500
