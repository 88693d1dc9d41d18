-- The triggers that a change of some tables may fire, on these, their partitions, and what foreign keys carry it on to.
-- $1 schemas   $2 tables, as many
-- In psql 16 and later: this text without the semicolon, followed by
--   \bind '{public}' '{webhook_logs}' \g
WITH RECURSIVE changed AS (
    SELECT c.oid
    FROM unnest($1::text[], $2::text[]) AS wanted (schema, name)
    JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.schema
    JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name
    UNION
    SELECT next.oid
    FROM changed
    CROSS JOIN LATERAL (
        SELECT k.conrelid
        FROM pg_catalog.pg_constraint k
        WHERE k.confrelid = changed.oid AND k.contype = 'f'
          AND (k.confdeltype IN ('c', 'n', 'd') OR k.confupdtype IN ('c', 'n', 'd'))
        UNION ALL
        SELECT i.inhrelid FROM pg_catalog.pg_inherits i WHERE i.inhparent = changed.oid
    ) AS next (oid)
)
SELECT t.tgname::text AS name, n.nspname::text AS schema, c.relname::text AS relation, l.lanname::text AS language, p.prosrc
FROM changed
JOIN pg_catalog.pg_trigger t ON t.tgrelid = changed.oid
JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'
ORDER BY 2, 3, 1
