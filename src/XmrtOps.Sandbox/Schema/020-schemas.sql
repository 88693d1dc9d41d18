-- Schemas, the statistics extension, and the platform's default grants: anon and authenticated get every privilege
-- on whatever postgres creates in public, so that row-level security is the only barrier there.

DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I OWNER TO postgres', current_database());
    -- From PostgreSQL 15 on, public belongs to the database's owner by itself.
    IF current_setting('server_version_num')::integer < 150000 THEN
        ALTER SCHEMA public OWNER TO postgres;
    END IF;
END
$$;

GRANT USAGE ON SCHEMA public TO anon, authenticated, service_role, app_reader;
GRANT ALL ON SCHEMA public TO postgres;

ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public
    GRANT ALL ON TABLES TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public
    GRANT ALL ON SEQUENCES TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public
    GRANT ALL ON FUNCTIONS TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public
    GRANT SELECT ON TABLES TO app_reader;

CREATE SCHEMA extensions;
GRANT USAGE ON SCHEMA extensions TO anon, authenticated, service_role, app_reader;
GRANT ALL ON SCHEMA extensions TO postgres;

CREATE EXTENSION pg_stat_statements WITH SCHEMA extensions;
-- The dashboard's "reset report" runs as postgres.
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA extensions TO postgres;

CREATE SCHEMA auth;
GRANT USAGE ON SCHEMA auth TO postgres, anon, authenticated, service_role;

CREATE SCHEMA cron;
GRANT USAGE ON SCHEMA cron TO postgres;

CREATE SCHEMA net;
GRANT USAGE ON SCHEMA net TO postgres, anon, authenticated, service_role;

CREATE SCHEMA supabase_migrations AUTHORIZATION postgres;
