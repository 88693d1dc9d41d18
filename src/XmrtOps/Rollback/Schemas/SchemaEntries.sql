-- All that a migration can make, each thing with its definition, so that two states of a schema can be compared.
-- What belongs to an extension is the extension's; rows, and where sequences stand, are not part of it; nor are partitions that the
-- platform makes day by day.
-- In psql: SET search_path = pg_catalog (names are then written with their schema); then this text
WITH own AS (
    SELECT n.oid, n.nspname, n.nspowner, n.nspacl
    FROM pg_namespace n
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_|toast_temp_)'
), member AS (
    SELECT d.classid, d.objid FROM pg_depend d WHERE d.deptype = 'e'
), relation AS (
    SELECT c.*, o.nspname, quote_ident(o.nspname) || '.' || quote_ident(c.relname) AS name
    FROM pg_class c
    JOIN own o ON o.oid = c.relnamespace
    WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
      AND NOT (c.relispartition AND o.nspname IN ('realtime', '_realtime', '_analytics'))
)
SELECT 'schema', quote_ident(o.nspname),
       concat_ws(E'\n', 'owner ' || pg_get_userbyid(o.nspowner),
           (SELECT string_agg(a::text, ',' ORDER BY a::text COLLATE "C") FROM unnest(coalesce(o.nspacl, acldefault('n', o.nspowner))) a),
           obj_description(o.oid, 'pg_namespace'))
FROM own o
UNION ALL
SELECT CASE r.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table'
           WHEN 'c' THEN 'composite type' ELSE 'table' END,
       r.name,
       concat_ws(E'\n', 'owner ' || pg_get_userbyid(r.relowner),
           (SELECT string_agg(a::text, ',' ORDER BY a::text COLLATE "C")
            FROM unnest(coalesce(r.relacl, CASE WHEN r.relkind <> 'c' THEN acldefault(CASE r.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, r.relowner) END)) a),
           'persistence ' || r.relpersistence::text,
           'row security ' || r.relrowsecurity || ', forced ' || r.relforcerowsecurity,
           'replica identity ' || r.relreplident::text,
           'options ' || array_to_string(r.reloptions, ','),
           CASE WHEN r.relkind IN ('v', 'm') THEN pg_get_viewdef(r.oid) END,
           CASE WHEN r.relkind = 'p' THEN 'partitioned ' || pg_get_partkeydef(r.oid) END,
           (SELECT string_agg('of ' || i.inhparent::regclass::text, ',' ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = r.oid),
           pg_get_expr(r.relpartbound, r.oid),
           (SELECT format('%s from %s by %s, %s to %s, cache %s, cycle %s', format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle)
            FROM pg_sequence s WHERE s.seqrelid = r.oid),
           (SELECT 'owned by ' || d.refobjid::regclass || ' ' || a.attname
            FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
            WHERE r.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.deptype IN ('a', 'i') AND d.refclassid = 'pg_class'::regclass),
           obj_description(r.oid, 'pg_class'))
FROM relation r
WHERE r.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
UNION ALL
SELECT 'column', r.name || '.' || quote_ident(a.attname),
       concat_ws(E'\n', 'no. ' || row_number() OVER (PARTITION BY r.oid ORDER BY a.attnum), format_type(a.atttypid, a.atttypmod),
           CASE WHEN a.attnotnull THEN 'not null' END,
           CASE WHEN a.attcollation <> t.typcollation THEN 'collate ' || a.attcollation::regcollation END,
           CASE WHEN a.attidentity <> '' THEN 'identity ' || a.attidentity::text END,
           CASE WHEN a.attgenerated <> '' THEN 'generated ' || a.attgenerated::text END,
           'default ' || pg_get_expr(d.adbin, d.adrelid),
           'storage ' || a.attstorage::text,
           array_to_string(a.attoptions, ','),
           (SELECT string_agg(x::text, ',' ORDER BY x::text COLLATE "C") FROM unnest(a.attacl) x),
           col_description(r.oid, a.attnum))
FROM relation r
JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
UNION ALL
SELECT 'constraint', r.name || ' ' || quote_ident(c.conname),
       concat_ws(E'\n', pg_get_constraintdef(c.oid), 'validated ' || c.convalidated, obj_description(c.oid, 'pg_constraint'))
FROM pg_constraint c
JOIN relation r ON r.oid = c.conrelid
WHERE c.contype <> 'n'
UNION ALL
SELECT 'index', quote_ident(r.nspname) || '.' || quote_ident(r.relname),
       concat_ws(E'\n', pg_get_indexdef(r.oid), 'valid ' || i.indisvalid || ', clustered ' || i.indisclustered || ', identity ' || i.indisreplident,
           obj_description(r.oid, 'pg_class'))
FROM relation r
JOIN pg_index i ON i.indexrelid = r.oid
UNION ALL
SELECT 'function', quote_ident(o.nspname) || '.' || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')',
       concat_ws(E'\n', 'owner ' || pg_get_userbyid(p.proowner),
           (SELECT string_agg(a::text, ',' ORDER BY a::text COLLATE "C") FROM unnest(coalesce(p.proacl, acldefault('f', p.proowner))) a),
           CASE WHEN p.prokind = 'a' THEN (SELECT to_jsonb(g)::text FROM pg_aggregate g WHERE g.aggfnoid = p.oid) ELSE pg_get_functiondef(p.oid) END,
           obj_description(p.oid, 'pg_proc'))
FROM pg_proc p
JOIN own o ON o.oid = p.pronamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_proc'::regclass AND m.objid = p.oid)
UNION ALL
SELECT 'policy', r.name || ' ' || quote_ident(p.polname),
       concat_ws(E'\n', CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END, 'for ' || p.polcmd::text,
           'to ' || (SELECT string_agg(CASE WHEN x = 0 THEN 'public' ELSE pg_get_userbyid(x)::text END, ',' ORDER BY x) FROM unnest(p.polroles) x),
           'using ' || pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid),
           obj_description(p.oid, 'pg_policy'))
FROM pg_policy p
JOIN relation r ON r.oid = p.polrelid
UNION ALL
SELECT 'trigger', r.name || ' ' || quote_ident(t.tgname),
       concat_ws(E'\n', pg_get_triggerdef(t.oid), 'enabled ' || t.tgenabled::text, obj_description(t.oid, 'pg_trigger'))
FROM pg_trigger t
JOIN relation r ON r.oid = t.tgrelid
WHERE NOT t.tgisinternal
UNION ALL
SELECT 'rule', r.name || ' ' || quote_ident(w.rulename), pg_get_ruledef(w.oid) || E'\nenabled ' || w.ev_enabled::text
FROM pg_rewrite w
JOIN relation r ON r.oid = w.ev_class
WHERE w.rulename <> '_RETURN'
UNION ALL
SELECT 'type', quote_ident(o.nspname) || '.' || quote_ident(t.typname),
       concat_ws(E'\n', 'kind ' || t.typtype::text, 'owner ' || pg_get_userbyid(t.typowner),
           (SELECT string_agg(a::text, ',' ORDER BY a::text COLLATE "C") FROM unnest(coalesce(t.typacl, acldefault('T', t.typowner))) a),
           (SELECT string_agg(quote_literal(e.enumlabel), ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
           CASE WHEN t.typtype = 'd' THEN concat_ws(' ', format_type(t.typbasetype, t.typtypmod), 'not null ' || t.typnotnull, 'default ' || t.typdefault) END,
           (SELECT string_agg(quote_ident(c.conname) || ' ' || pg_get_constraintdef(c.oid), ',' ORDER BY c.conname COLLATE "C") FROM pg_constraint c WHERE c.contypid = t.oid AND c.contype <> 'n'),
           (SELECT format_type(g.rngsubtype, NULL) FROM pg_range g WHERE g.rngtypid = t.oid),
           obj_description(t.oid, 'pg_type'))
FROM pg_type t
JOIN own o ON o.oid = t.typnamespace
WHERE t.typtype IN ('e', 'd', 'r', 'b')
  AND t.typelem = 0
  AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
UNION ALL
SELECT 'extension', quote_ident(e.extname), concat_ws(E'\n', 'version ' || e.extversion, 'in ' || e.extnamespace::regnamespace)
FROM pg_extension e
UNION ALL
SELECT 'event trigger', quote_ident(e.evtname),
       concat_ws(E'\n', e.evtevent, e.evtfoid::regprocedure::text, 'enabled ' || e.evtenabled::text, array_to_string(e.evttags, ','))
FROM pg_event_trigger e
UNION ALL
SELECT 'publication', quote_ident(p.pubname),
       concat_ws(E'\n', 'all ' || p.puballtables, format('%s %s %s %s', p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate),
           (SELECT string_agg(x.prrelid::regclass::text, ',' ORDER BY x.prrelid::regclass::text COLLATE "C") FROM pg_publication_rel x WHERE x.prpubid = p.oid))
FROM pg_publication p
UNION ALL
SELECT 'default privileges', concat_ws(' ', pg_get_userbyid(d.defaclrole), CASE WHEN d.defaclnamespace <> 0 THEN d.defaclnamespace::regnamespace::text END, d.defaclobjtype::text),
       (SELECT string_agg(a::text, ',' ORDER BY a::text COLLATE "C") FROM unnest(d.defaclacl) a)
FROM pg_default_acl d
ORDER BY 1, 2
