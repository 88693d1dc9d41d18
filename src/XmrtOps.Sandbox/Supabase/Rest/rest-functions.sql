-- The functions of the schemas $1 with what they are called with: what the REST service keeps of them.
SELECT n.nspname::text AS schema, p.proname::text AS name, p.provolatile = 'v' AS is_volatile, p.proretset AS is_set,
       CASE
           WHEN p.prorettype = 'void'::regtype THEN 'void'
           WHEN coalesce(o.columns, 0) > 1 OR t.typtype = 'c' OR (t.typname = 'record' AND coalesce(o.columns, 0) <> 1) THEN 'composite'
           WHEN p.proretset AND 't' = ANY (p.proargmodes) THEN 'composite'
           ELSE 'scalar'
       END AS returns,
       coalesce(g.arguments, '[]')::text AS arguments
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
JOIN pg_type t ON t.oid = p.prorettype
LEFT JOIN LATERAL (
    SELECT count(*) AS columns FROM unnest(p.proargmodes) AS mode WHERE mode IN ('o', 'b', 't')
) o ON true
LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object(
               'name', coalesce(a.name, ''),
               'type', format_type(a.type, NULL),
               'optional', a.place > p.pronargs - p.pronargdefaults OR a.mode = 'v',
               'variadic', a.mode = 'v') ORDER BY a.place) AS arguments
    FROM (
        SELECT name, type, mode, row_number() OVER (ORDER BY ordinality) AS place
        FROM unnest(
            coalesce(p.proallargtypes, p.proargtypes::oid[]),
            p.proargnames,
            coalesce(p.proargmodes, array_fill('i'::"char", ARRAY[p.pronargs::integer])))
            WITH ORDINALITY AS argument (type, name, mode, ordinality)
        WHERE mode IN ('i', 'b', 'v')
    ) a
) g ON true
WHERE n.nspname = ANY ($1::name[]) AND p.prokind = 'f' AND t.typname NOT IN ('trigger', 'event_trigger');
