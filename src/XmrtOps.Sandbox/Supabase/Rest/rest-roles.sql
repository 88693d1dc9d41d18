-- Settings of the roles that the REST service may take on, as far as any user may set them: they do not come with SET ROLE.
SELECT r.rolname::text AS role, split_part(c.config, '=', 1) AS name, substr(c.config, strpos(c.config, '=') + 1) AS value
FROM pg_auth_members m
JOIN pg_roles r ON r.oid = m.roleid
CROSS JOIN unnest(r.rolconfig) AS c (config)
JOIN pg_settings s ON s.name = split_part(c.config, '=', 1)
WHERE m.member = (SELECT oid FROM pg_roles WHERE rolname = current_user)
  AND s.context = 'user'
  AND s.name <> 'default_transaction_isolation';
