-- Whether sessions of the application may change anything: is the server a replica, and do new sessions of the roles that
-- the API and the application connect as begin read-only?
-- $1 roles
-- In psql 16 and later: this text followed by
--   \bind '{authenticator,service_role}' \g
SELECT pg_is_in_recovery(),
       -- What the configuration says to everybody; what this session was told differs where it is older than the change.
       coalesce((
           SELECT s.reset_val FROM pg_catalog.pg_settings s
           WHERE s.name = 'default_transaction_read_only' AND s.source NOT IN ('database', 'user', 'database user', 'session')), 'off') IN ('on', 'true', 'yes', '1'),
       ARRAY(
           SELECT CASE
                      WHEN s.setrole = 0 THEN 'database'
                      ELSE 'role ' || pg_get_userbyid(s.setrole)
                  END || ': ' || setting.value
           FROM pg_catalog.pg_db_role_setting s
           CROSS JOIN LATERAL unnest(s.setconfig) AS setting (value)
           WHERE setting.value LIKE 'default\_transaction\_read\_only=%'
             AND (s.setdatabase = 0 OR s.setdatabase = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database()))
             AND (s.setrole = 0 OR pg_get_userbyid(s.setrole) = ANY ($1::text[]))
           -- The narrower one wins: first those of the role in the database, then the role's, then the database's.
           ORDER BY (s.setrole <> 0) DESC, (s.setdatabase <> 0) DESC)
