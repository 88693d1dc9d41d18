-- Which extensions are installed, and which version does the server bring?
-- No parameters; runs in psql as it stands.
SELECT e.extname::text, e.extversion, n.nspname::text, a.default_version
FROM pg_catalog.pg_extension e
JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
LEFT JOIN pg_catalog.pg_available_extensions a ON a.name = e.extname
ORDER BY e.extname
