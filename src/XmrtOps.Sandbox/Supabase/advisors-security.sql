-- The platform's security lints that can be told from the catalog: one row a finding.
SELECT 'rls_disabled_in_public' AS name, 'ERROR' AS level, 'RLS Disabled in Public' AS title,
       'Detects cases where row level security (RLS) has not been enabled on tables in schemas exposed to PostgREST' AS description,
       format('Table `%s.%s` is public, but RLS has not been enabled.', n.nspname, c.relname) AS detail,
       n.nspname AS schema, c.relname AS entity, 'table' AS type
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity
UNION ALL
SELECT 'policy_exists_rls_disabled', 'ERROR', 'Policy Exists RLS Disabled',
       'Detects cases where row level security (RLS) policies have been created, but RLS has not been enabled.',
       format('Table `%s.%s` has RLS policies but RLS is not enabled on the table.', n.nspname, c.relname),
       n.nspname, c.relname, 'table'
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND NOT c.relrowsecurity AND EXISTS (SELECT FROM pg_policy AS p WHERE p.polrelid = c.oid)
UNION ALL
SELECT 'rls_enabled_no_policy', 'INFO', 'RLS Enabled No Policy',
       'Detects cases where row level security (RLS) has been enabled on a table but no RLS policies have been created.',
       format('Table `%s.%s` has RLS enabled, but no policies exist', n.nspname, c.relname),
       n.nspname, c.relname, 'table'
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relrowsecurity AND NOT EXISTS (SELECT FROM pg_policy AS p WHERE p.polrelid = c.oid)
UNION ALL
SELECT 'security_definer_view', 'ERROR', 'Security Definer View',
       'Detects views that enforce permissions and RLS of the view''s creator, rather than that of the querying user',
       format('View `%s.%s` is defined with the SECURITY DEFINER property', n.nspname, c.relname),
       n.nspname, c.relname, 'view'
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'v' AND NOT coalesce(c.reloptions, '{}') && '{security_invoker=on,security_invoker=true}'
UNION ALL
SELECT 'materialized_view_in_api', 'WARN', 'Materialized View in API',
       'Detects materialized views that are accessible over the Data APIs.',
       format('Materialized view `%s.%s` is selectable by anon or authenticated roles', n.nspname, c.relname),
       n.nspname, c.relname, 'materialized view'
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'm'
  AND (has_table_privilege('anon', c.oid, 'SELECT') OR has_table_privilege('authenticated', c.oid, 'SELECT'))
UNION ALL
SELECT 'function_search_path_mutable', 'WARN', 'Function Search Path Mutable',
       'Detects functions where the search_path parameter is not set.',
       format('Function `%s.%s` has a role mutable search_path', n.nspname, p.proname),
       n.nspname, p.proname, 'function'
FROM pg_proc AS p
JOIN pg_namespace AS n ON n.oid = p.pronamespace
WHERE n.nspname = 'public' AND NOT EXISTS (SELECT FROM unnest(p.proconfig) AS s (setting) WHERE setting LIKE 'search_path=%')
  AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e')
ORDER BY 1, 6, 7
