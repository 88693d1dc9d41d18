-- The history of migrations. Columns differ by the version of the CLI that made it: what is missing is NULL.
-- $1 the server keeps the times of commits, as boolean
-- In psql: this text, then  \bind 'off' \g
SELECT m.version,
       to_jsonb(m) ->> 'name' AS name,
       CASE jsonb_typeof(to_jsonb(m) -> 'statements')
           WHEN 'array' THEN ARRAY(SELECT jsonb_array_elements_text(to_jsonb(m) -> 'statements'))
       END AS statements,
       to_jsonb(m) ->> 'created_by' AS created_by,
       CASE WHEN $1 THEN pg_catalog.pg_xact_commit_timestamp(m.xmin) END AS applied_at
FROM supabase_migrations.schema_migrations AS m
ORDER BY m.version COLLATE "C";
