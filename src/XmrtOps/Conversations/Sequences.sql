-- The sequences that give rows of tables their numbers: inserting moves them on, and no rollback moves them back.
-- $1 names of tables, in any schema that is not the system's
-- In psql 16 and later: this text followed by
--   \bind '{http_request_queue}' \g
SELECT DISTINCT s.oid::regclass::text, c.relname::text
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_attrdef a ON a.adrelid = c.oid
JOIN pg_catalog.pg_depend d
    -- Asked for by a default, or owned by an identity column.
    ON (d.classid = 'pg_catalog.pg_attrdef'::regclass AND d.objid = a.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass)
    OR (d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = c.oid AND d.deptype = 'i')
JOIN pg_catalog.pg_class s ON s.oid IN (d.refobjid, d.objid) AND s.relkind = 'S'
WHERE c.relname = ANY ($1::text[]) AND n.nspname NOT IN ('pg_catalog', 'information_schema')
ORDER BY 1
