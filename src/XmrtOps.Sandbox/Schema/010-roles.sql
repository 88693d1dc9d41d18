-- The roles of a Supabase project. The cluster's superuser is supabase_admin; passwords are set by the program.
-- Roles belong to the cluster, so an existing one is kept: a second database may be made in the same cluster.

DO $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT *
        FROM (VALUES
            ('postgres', 'LOGIN NOSUPERUSER BYPASSRLS CREATEROLE CREATEDB REPLICATION'),
            ('anon', 'NOLOGIN NOINHERIT'),
            ('authenticated', 'NOLOGIN NOINHERIT'),
            ('service_role', 'NOLOGIN NOINHERIT BYPASSRLS'),
            ('authenticator', 'LOGIN NOINHERIT'),
            ('app_reader', 'LOGIN')
        ) AS role (name, attributes)
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
            EXECUTE format('CREATE ROLE %I %s', wanted.name, wanted.attributes);
        END IF;
    END LOOP;
END
$$;

GRANT anon, authenticated, service_role TO authenticator;

-- With the admin option, as the platform gives it, so that postgres may take these roles on.
GRANT anon, authenticated, service_role, authenticator TO postgres WITH ADMIN OPTION;
GRANT pg_monitor, pg_signal_backend TO postgres;

DO $$
BEGIN
    IF current_setting('server_version_num')::integer >= 140000 THEN
        GRANT pg_read_all_data TO postgres;
    END IF;
END
$$;

ALTER ROLE anon SET statement_timeout = '3s';
ALTER ROLE authenticated SET statement_timeout = '8s';
ALTER ROLE authenticator SET statement_timeout = '8s';
ALTER ROLE authenticator SET lock_timeout = '8s';
ALTER ROLE postgres SET search_path = "$user", public, extensions;
