-- What else happens when rows are put into the tables $1 (names as SQL writes them) or their partitions: triggers and rules
-- of the database's own, with how they are enabled.
-- psql: \bind '{public.conversation_messages}' \g
WITH RECURSIVE target (oid) AS (
    SELECT to_regclass(w.name)::oid FROM unnest($1::text[]) AS w (name)
    UNION
    SELECT i.inhrelid FROM target t
    JOIN pg_catalog.pg_inherits i ON i.inhparent = t.oid
    JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid AND c.relispartition
), found AS (
    SELECT tg.tgrelid AS relid, 'TRIGGER' AS kind, tg.tgname::text AS name, tg.tgenabled::text AS enabled
    FROM target t JOIN pg_catalog.pg_trigger tg ON tg.tgrelid = t.oid
    WHERE NOT tg.tgisinternal AND tg.tgparentid = 0 AND tg.tgenabled IN ('O', 'A') AND tg.tgtype & 4 <> 0
    UNION ALL
    SELECT r.ev_class, 'RULE', r.rulename::text, r.ev_enabled::text
    FROM target t JOIN pg_catalog.pg_rewrite r ON r.ev_class = t.oid
    WHERE r.ev_type = '3' AND r.ev_enabled IN ('O', 'A')
)
SELECT f.kind, f.name, n.nspname::text, c.relname::text, f.enabled
FROM found f
JOIN pg_catalog.pg_class c ON c.oid = f.relid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
ORDER BY n.nspname, c.relname, f.kind, f.name
