-- What there is now of what a migration made, so that nothing else is dropped in its place.
-- $1 kinds, $2 schemas, $3 names, $4 tables, as text[] of one length
-- In psql: this text, then  \bind '{Table}' '{public}' '{webhook_logs}' '{NULL}' \g
WITH wanted AS (
    SELECT w.*, n.oid AS schema_id, t.oid AS table_id
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY w(kind, schema, name, tbl, no)
    LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = w.schema
    LEFT JOIN pg_catalog.pg_class t ON t.relnamespace = n.oid AND t.relname = w.tbl AND t.relkind IN ('r', 'p', 'v', 'm', 'f')
)
SELECT w.no,
       coalesce(c.oid, a.attrelid, f.oid, p.oid, g.oid, k.oid, y.oid, e.oid)::bigint AS id,
       CASE
           WHEN c.oid IS NOT NULL OR a.attrelid IS NOT NULL OR (w.kind = 'Grant' AND c.oid IS NOT NULL) THEN 'pg_class'
           WHEN f.oid IS NOT NULL THEN 'pg_proc'
           WHEN p.oid IS NOT NULL THEN 'pg_policy'
           WHEN g.oid IS NOT NULL THEN 'pg_trigger'
           WHEN k.oid IS NOT NULL THEN 'pg_constraint'
           WHEN y.oid IS NOT NULL THEN 'pg_type'
           WHEN e.oid IS NOT NULL THEN 'pg_extension'
       END AS catalogue,
       coalesce(a.attnum, 0)::int AS part,
       ARRAY(
           SELECT x.attname::text FROM pg_catalog.pg_attribute x
           WHERE x.attrelid = c.oid AND x.attnum > 0 AND NOT x.attisdropped
           ORDER BY x.attnum) AS columns,
       f.prosrc,
       CASE WHEN w.kind IN ('Function', 'Procedure') THEN
           (SELECT count(*) FROM pg_catalog.pg_proc o WHERE o.pronamespace = w.schema_id AND o.proname = w.name)
       END AS overloads,
       CASE
           WHEN g.oid IS NOT NULL THEN (SELECT concat_ws(' ', h.prosecdef::text, h.prosrc) FROM pg_catalog.pg_proc h WHERE h.oid = g.tgfoid)
           WHEN k.contype = 'c' THEN pg_catalog.pg_get_constraintdef(k.oid)
       END AS guard
FROM wanted w
LEFT JOIN pg_catalog.pg_class c
    ON c.relnamespace = w.schema_id AND c.relname = w.name
    AND c.relkind = ANY (CASE w.kind WHEN 'Table' THEN '{r,p}' WHEN 'View' THEN '{v}' WHEN 'MaterializedView' THEN '{m}' WHEN 'Index' THEN '{i,I}' ELSE '{}' END::"char"[])
    AND (w.kind <> 'Index' OR EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = c.oid AND i.indrelid = w.table_id))
LEFT JOIN pg_catalog.pg_attribute a
    ON w.kind = 'Column' AND a.attrelid = w.table_id AND a.attname = w.name AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN LATERAL (
    SELECT o.oid, o.prosrc FROM pg_catalog.pg_proc o
    WHERE w.kind IN ('Function', 'Procedure') AND o.pronamespace = w.schema_id AND o.proname = w.name
      AND o.prokind = CASE w.kind WHEN 'Function' THEN 'f' ELSE 'p' END
    ORDER BY o.oid LIMIT 1) f ON true
LEFT JOIN pg_catalog.pg_policy p ON w.kind = 'Policy' AND p.polrelid = w.table_id AND p.polname = w.name
LEFT JOIN pg_catalog.pg_trigger g ON w.kind = 'Trigger' AND g.tgrelid = w.table_id AND g.tgname = w.name AND NOT g.tgisinternal
LEFT JOIN pg_catalog.pg_constraint k ON w.kind = 'Constraint' AND k.conrelid = w.table_id AND k.conname = w.name
LEFT JOIN pg_catalog.pg_type y
    ON w.kind IN ('Type', 'Domain') AND y.typnamespace = w.schema_id AND y.typname = w.name
    AND (w.kind = 'Domain') = (y.typtype = 'd')
LEFT JOIN pg_catalog.pg_extension e ON w.kind = 'Extension' AND e.extname = w.name
ORDER BY w.no
