-- Which of the functions named $1 give something else for the same values at another time, in any of their forms?
--   psql: \bind '{lower,date_trunc}' \g
SELECT DISTINCT p.proname::text
FROM pg_catalog.pg_proc p
WHERE p.proname = ANY ($1::text[]) AND p.provolatile <> 'i'
