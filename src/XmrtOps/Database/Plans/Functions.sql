-- Which of the names in a plan are functions that may do what no rollback takes back: volatile ones, aggregates and
-- operators made of such, and those that views in the text call.
-- $1 names that are called   $2 all names, to find views by   $3 operators
-- In psql 16 and later: this text without the semicolon, followed by
--   \bind '{nextval,lower}' '{some_view}' '{=}' \g
WITH RECURSIVE viewed AS (
    SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relkind = 'v' AND c.relname = ANY ($2::text[])
    UNION
    SELECT c.oid
    FROM viewed v
    JOIN pg_catalog.pg_rewrite r ON r.ev_class = v.oid
    JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
        AND d.refclassid = 'pg_catalog.pg_class'::regclass
    JOIN pg_catalog.pg_class c ON c.oid = d.refobjid AND c.relkind = 'v'
), called AS (
    SELECT unnest($1::text[]) AS name
    UNION
    SELECT found.parts[1]
    FROM viewed v
    CROSS JOIN LATERAL pg_catalog.regexp_matches(pg_catalog.pg_get_viewdef(v.oid), '([[:alnum:]_$]+)"?\(', 'g') AS found (parts)
), suspect AS (
    SELECT p.oid, p.proname, p.pronamespace
    FROM called
    JOIN pg_catalog.pg_proc p ON p.proname = called.name
    LEFT JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = p.oid
    WHERE p.provolatile = 'v'
       OR EXISTS (
           SELECT FROM pg_catalog.pg_proc step
           WHERE step.provolatile = 'v'
             AND step.oid IN (a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn))
    UNION
    SELECT p.oid, p.proname, p.pronamespace
    FROM pg_catalog.pg_operator o
    JOIN pg_catalog.pg_proc p ON p.oid = o.oprcode
    WHERE o.oprname = ANY ($3::text[]) AND p.provolatile = 'v'
)
SELECT DISTINCT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(s.proname) AS name
FROM suspect s
JOIN pg_catalog.pg_namespace n ON n.oid = s.pronamespace
-- They give another value each time, and leave nothing behind.
WHERE NOT (n.nspname = 'pg_catalog' AND s.proname IN (
    'random', 'random_normal', 'clock_timestamp', 'timeofday', 'gen_random_uuid', 'uuidv4', 'uuidv7', 'pg_sleep',
    'pg_sleep_for', 'pg_sleep_until'))
ORDER BY 1
