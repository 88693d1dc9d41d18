-- Which recorded statements of this database have identifiers that begin with $1? Those that are run most come first.
-- In psql 16 and later: SET search_path = extensions; then this text, followed by
--   \bind '-12' \g
SELECT s.queryid::text, left(regexp_replace(min(s.query), '\s+', ' ', 'g'), 200)
FROM pg_stat_statements s
WHERE s.dbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
  AND starts_with(s.queryid::text, $1)
  -- What XmrtOps itself asks is not what slows the application down.
  AND s.query NOT LIKE '%/* XmrtOps */%'
GROUP BY s.queryid
ORDER BY sum(s.calls) DESC
LIMIT 500
