-- What planning an expression may run, or put into it, that is not the server's own: a function that is constant for constant arguments is
-- run by the planner, one in SQL is put in the place of its call.
-- $1 names of functions, $2 operators, as text[]
-- In psql: this text, then  \bind '{lower}' '{<>}' \g
SELECT p.proname::text AS name,
       p.provolatile = 'i' OR p.prosrc = '' AS runs,
       CASE WHEN l.lanname = 'sql' THEN p.prosrc END AS source
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
WHERE p.proname = ANY ($1) AND p.pronamespace <> 'pg_catalog'::regnamespace AND l.lanname NOT IN ('internal', 'c')
  AND (l.lanname = 'sql' OR p.provolatile = 'i')
UNION ALL
SELECT 'operator ' || o.oprname, true, NULL
FROM pg_catalog.pg_operator o
JOIN pg_catalog.pg_proc p ON p.oid = o.oprcode
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
WHERE o.oprname = ANY ($2) AND o.oprnamespace <> 'pg_catalog'::regnamespace AND l.lanname NOT IN ('internal', 'c')
UNION ALL
SELECT 'cast to ' || pg_catalog.format_type(c.casttarget, NULL), true, NULL
FROM pg_catalog.pg_cast c
JOIN pg_catalog.pg_proc p ON p.oid = c.castfunc
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
WHERE c.oid >= 16384 AND l.lanname NOT IN ('internal', 'c')
ORDER BY 1
