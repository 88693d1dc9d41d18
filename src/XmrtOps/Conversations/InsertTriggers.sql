-- The triggers and rules that an insert fires, or a change of any kind where that is how others go on, on tables and
-- their partitions; and which of these tables are foreign.
-- $1 names of tables, in any schema that is not the system's   $2 only what an INSERT fires
-- In psql 16 and later: this text followed by
--   \bind '{conversation_messages}' true \g
WITH RECURSIVE changed AS (
    SELECT c.oid
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relname = ANY ($1::text[]) AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND (NOT $2::boolean OR n.nspname = 'public')
    UNION
    SELECT i.inhrelid FROM changed JOIN pg_catalog.pg_inherits i ON i.inhparent = changed.oid
)
SELECT c.relname::text AS relation, format('trigger %I of %s', t.tgname, c.oid::regclass) AS name,
       p.oid::bigint AS function_id, p.proname::text AS function, n.nspname::text AS schema, l.lanname::text AS language,
       -- A body in standard SQL is no text of its own.
       CASE WHEN p.prosrc = '' THEN pg_get_functiondef(p.oid) ELSE p.prosrc END AS source, e.extname::text AS extension
FROM changed
JOIN pg_catalog.pg_trigger t ON t.tgrelid = changed.oid
JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
LEFT JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND (NOT $2::boolean OR t.tgtype & 4 <> 0)
UNION ALL
SELECT c.relname::text, format('rule %I of %s', r.rulename, c.oid::regclass), NULL, NULL, NULL, NULL, NULL, NULL
FROM changed
JOIN pg_catalog.pg_rewrite r ON r.ev_class = changed.oid
JOIN pg_catalog.pg_class c ON c.oid = changed.oid
WHERE r.ev_type = '3' AND r.ev_enabled IN ('O', 'A')
UNION ALL
SELECT c.relname::text, format('foreign table %s', c.oid::regclass), NULL, NULL, NULL, NULL, NULL, NULL
FROM changed
JOIN pg_catalog.pg_class c ON c.oid = changed.oid
WHERE c.relkind = 'f'
ORDER BY 1, 2
