-- Is the extension that makes hypothetical indexes installed here, or could it be?
--   psql: as it stands
SELECT e.default_version, e.installed_version, n.nspname::text
FROM pg_catalog.pg_available_extensions e
LEFT JOIN pg_catalog.pg_extension x ON x.extname = e.name
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace
WHERE e.name = 'hypopg'
