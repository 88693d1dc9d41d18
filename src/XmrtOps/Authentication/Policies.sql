-- Tables, views and foreign tables with what row level security does there: its state, every policy as JSON, and what
-- privileges each of some roles has. pg_policies shows neither whether RLS is on nor who bypasses it.
-- $1, $2 regular expressions of names (schema.name or name) and schemas, or NULL   $3 roles
-- $4 exact schemas, $5 exact names, as many, or NULL
-- In psql 16 and later: this text followed by
--   \bind 'memory_contexts' NULL '{anon,authenticated,service_role}' NULL NULL \g
SELECT c.oid::bigint AS id, n.nspname::text AS schema, c.relname::text AS name, c.relkind::text AS kind,
       pg_catalog.pg_get_userbyid(c.relowner)::text AS owner, c.relrowsecurity, c.relforcerowsecurity,
       -- A view reads as its owner unless it says otherwise (from PostgreSQL 15 on).
       coalesce((SELECT o.option_value::boolean FROM pg_catalog.pg_options_to_table(c.reloptions) AS o
                 WHERE o.option_name = 'security_invoker'), false) AS is_invoker,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'name', p.polname, 'command', p.polcmd, 'permissive', p.polpermissive,
                   'roles', ARRAY(SELECT CASE WHEN o.oid = 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(o.oid)::text END
                                  FROM unnest(p.polroles) AS o (oid)),
                   'using', pg_catalog.pg_get_expr(p.polqual, p.polrelid),
                   'check', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid),
                   -- Those that have the privileges of a role that it names: members count, unless they do not inherit.
                   'applies', ARRAY(
                       SELECT r.rolname FROM pg_catalog.pg_roles r
                       WHERE r.rolname = ANY ($3::text[])
                         AND EXISTS (SELECT FROM unnest(p.polroles) AS o (oid)
                                     WHERE CASE WHEN o.oid = 0 THEN true ELSE pg_catalog.pg_has_role(r.oid, o.oid, 'USAGE') END)))
                   ORDER BY p.polname), '[]')
        FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid)::text AS policies,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'role', r.rolname,
                   'schema', pg_catalog.has_schema_privilege(r.oid, n.oid, 'USAGE'),
                   'bypasses', r.rolsuper OR r.rolbypassrls,
                   'owns', pg_catalog.pg_has_role(r.oid, c.relowner, 'USAGE'),
                   'select', pg_catalog.has_table_privilege(r.oid, c.oid, 'SELECT'),
                   'insert', pg_catalog.has_table_privilege(r.oid, c.oid, 'INSERT'),
                   'update', pg_catalog.has_table_privilege(r.oid, c.oid, 'UPDATE'),
                   'delete', pg_catalog.has_table_privilege(r.oid, c.oid, 'DELETE'),
                   'selectColumns', col.select_columns, 'insertColumns', col.insert_columns, 'updateColumns', col.update_columns,
                   -- An identity needs no privilege on its sequence; a default that asks one does.
                   'sequences', ARRAY(
                       SELECT a.attname
                       FROM pg_catalog.pg_depend d
                       JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
                       JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid AND a.atthasdef
                       WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
                         AND d.refobjid = c.oid AND d.deptype = 'a'
                         -- The planner may ask for the privilege before it knows that this is a sequence.
                         AND CASE WHEN s.relkind = 'S'
                                  THEN NOT pg_catalog.has_sequence_privilege(r.oid, s.oid, 'USAGE, UPDATE') END))),
                   '[]')
        FROM pg_catalog.pg_roles r
        CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(a.attname ORDER BY a.attnum)
                       FILTER (WHERE pg_catalog.has_column_privilege(r.oid, c.oid, a.attnum, 'SELECT')), '{}') AS select_columns,
                   coalesce(array_agg(a.attname ORDER BY a.attnum)
                       FILTER (WHERE pg_catalog.has_column_privilege(r.oid, c.oid, a.attnum, 'INSERT')), '{}') AS insert_columns,
                   coalesce(array_agg(a.attname ORDER BY a.attnum)
                       FILTER (WHERE pg_catalog.has_column_privilege(r.oid, c.oid, a.attnum, 'UPDATE')), '{}') AS update_columns
            FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS col
        WHERE r.rolname = ANY ($3::text[]))::text AS grants,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
                   'default', CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END,
                   'identity', a.attidentity, 'generated', a.attgenerated <> '')
                   ORDER BY a.attnum), '[]')
        FROM pg_catalog.pg_attribute a
        LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)::text AS columns,
       now() AS measured_at
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname NOT LIKE 'pg\_temp\_%'
  AND ($1::text IS NULL OR c.relname ~* $1 OR n.nspname || '.' || c.relname ~* $1)
  AND ($2::text IS NULL OR n.nspname ~* $2)
  AND ($5::text[] IS NULL OR EXISTS (
      SELECT FROM unnest($4::text[], $5::text[]) AS wanted (schema, name)
      WHERE wanted.schema = n.nspname AND wanted.name = c.relname))
ORDER BY n.nspname, c.relname
