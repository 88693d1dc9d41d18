-- What is advised against in the schema that the API shows, by the names of the platform's advisors: one row for each.
-- What belongs to an extension is the extension's.
-- In psql: SET search_path = pg_catalog (names are then written with their schema); then this text
WITH relation AS (
    SELECT c.oid, c.oid::regclass::text AS name, c.relkind, c.relrowsecurity, c.reloptions,
           EXISTS (
               SELECT FROM pg_roles r
               WHERE r.rolname IN ('anon', 'authenticated') AND has_schema_privilege(r.oid, c.relnamespace, 'USAGE')
                 AND (has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE')
                      OR has_any_column_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE'))) AS shown
    FROM pg_class c
    WHERE c.relnamespace = to_regnamespace('public') AND c.relkind IN ('r', 'p', 'v') AND c.relpersistence <> 't'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
), policed AS (
    SELECT DISTINCT p.polrelid AS oid FROM pg_policy p
)
SELECT 'rls_disabled_in_public', name, true
FROM relation
WHERE relkind <> 'v' AND NOT relrowsecurity AND shown
UNION ALL
SELECT 'policy_exists_rls_disabled', name, shown
FROM relation JOIN policed USING (oid)
WHERE NOT relrowsecurity
UNION ALL
-- A view asks with its owner's rights unless it is told to ask with the reader's.
SELECT 'security_definer_view', name, true
FROM relation
WHERE relkind = 'v' AND shown
  AND NOT EXISTS (
      SELECT FROM pg_options_to_table(reloptions) o
      WHERE o.option_name = 'security_invoker' AND o.option_value IN ('on', 'true', 'yes', '1'))
UNION ALL
SELECT 'function_search_path_mutable', p.oid::regprocedure::text, false
FROM pg_proc p
WHERE p.pronamespace = to_regnamespace('public') AND p.prokind <> 'a'
  AND NOT EXISTS (SELECT FROM unnest(p.proconfig) x WHERE x LIKE 'search_path=%')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
UNION ALL
SELECT 'no_primary_key', name, false
FROM relation
WHERE relkind <> 'v' AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = relation.oid AND k.contype = 'p')
UNION ALL
-- Any order of the key's columns will do, as long as they lead.
SELECT 'unindexed_foreign_keys', r.name || ' ' || quote_ident(k.conname), false
FROM pg_constraint k
JOIN relation r ON r.oid = k.conrelid
WHERE k.contype = 'f' AND NOT EXISTS (
    SELECT FROM pg_index i
    WHERE i.indrelid = k.conrelid AND i.indisvalid AND i.indpred IS NULL
      AND k.conkey <@ ARRAY(SELECT x.no FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS x (no, place) WHERE x.place <= cardinality(k.conkey)))
ORDER BY 1, 2
