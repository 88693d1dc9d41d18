-- What makes the roles of a server on another one, without passwords and without login, and what is in them; then where names are found.
-- In psql: this text
SELECT format('CREATE ROLE %I NOLOGIN', r.rolname), 0
FROM pg_catalog.pg_roles r
WHERE r.rolname !~ '^pg_'
UNION ALL
SELECT format('ALTER ROLE %I %s %s %s %s %s', r.rolname,
           CASE WHEN r.rolsuper THEN 'SUPERUSER' ELSE 'NOSUPERUSER' END,
           CASE WHEN r.rolinherit THEN 'INHERIT' ELSE 'NOINHERIT' END,
           CASE WHEN r.rolcreaterole THEN 'CREATEROLE' ELSE 'NOCREATEROLE' END,
           CASE WHEN r.rolcreatedb THEN 'CREATEDB' ELSE 'NOCREATEDB' END,
           CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' ELSE 'NOBYPASSRLS' END), 1
FROM pg_catalog.pg_roles r
-- Who restores the schema has to be able to.
WHERE r.rolname !~ '^pg_' AND r.rolname <> $1
UNION ALL
SELECT format('GRANT %I TO %I%s', g.rolname, m.rolname, CASE WHEN a.admin_option THEN ' WITH ADMIN OPTION' ELSE '' END), 2
FROM pg_catalog.pg_auth_members a
JOIN pg_catalog.pg_roles g ON g.oid = a.roleid
JOIN pg_catalog.pg_roles m ON m.oid = a.member
UNION ALL
SELECT format('ALTER DATABASE postgres OWNER TO %I', pg_catalog.pg_get_userbyid(d.datdba)), 3
FROM pg_catalog.pg_database d
WHERE d.datname = current_database()
UNION ALL
SELECT 'ALTER DATABASE postgres SET search_path TO ' || s.reset_val, 4
FROM pg_catalog.pg_settings s
WHERE s.name = 'search_path' AND s.reset_val <> ''
ORDER BY 2, 1
