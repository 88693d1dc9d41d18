-- Which schemas of the application have names that begin with $1 (any case)?
--   psql: \bind 'pu' \g
SELECT n.nspname::text, 'owned by ' || pg_catalog.pg_get_userbyid(n.nspowner)
FROM pg_catalog.pg_namespace n
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
  AND starts_with(lower(n.nspname), lower($1))
ORDER BY 1
LIMIT 500
