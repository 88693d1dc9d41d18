-- Which roles have names that begin with $1 (any case)?
--   psql: \bind 'au' \g
SELECT r.rolname::text, CASE WHEN r.rolcanlogin THEN 'may log in' ELSE 'may not log in' END
FROM pg_catalog.pg_roles r
WHERE starts_with(lower(r.rolname), lower($1))
ORDER BY r.rolname ~ '^pg_', 1
LIMIT 500
