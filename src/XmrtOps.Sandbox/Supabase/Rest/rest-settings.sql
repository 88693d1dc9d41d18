-- The settings pgrst.* of the role that the REST service logs in as; those for this database alone go before.
SELECT DISTINCT ON (name) name, value
FROM (
    SELECT split_part(setting, '=', 1) AS name, substr(setting, strpos(setting, '=') + 1) AS value, setdatabase
    FROM pg_db_role_setting, unnest(setconfig) AS setting
    WHERE setrole = (SELECT oid FROM pg_roles WHERE rolname = current_user)
      AND setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
) s
WHERE name LIKE 'pgrst.%'
ORDER BY name, setdatabase DESC;
