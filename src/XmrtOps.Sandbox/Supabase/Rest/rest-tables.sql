-- The tables and views of the schemas $1 with their columns: what the REST service keeps of them. Types are qualified
-- where they are not PostgreSQL's own, as the search path is empty here.
SELECT n.nspname::text AS schema, c.relname::text AS name,
       coalesce(
           json_agg(json_build_object(
               'name', a.attname,
               'type', format_type(a.atttypid, a.atttypmod),
               'default', CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END,
               'key', coalesce(a.attnum = ANY (i.indkey), false)) ORDER BY a.attnum)
           FILTER (WHERE a.attnum IS NOT NULL),
           '[]')::text AS columns
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE n.nspname = ANY ($1::name[]) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
GROUP BY n.nspname, c.relname;
