-- What bears on a deletion from the tables $1 (names as SQL writes them), the one that was named first: is there a
-- pg_cron, what do the statistics say, is autovacuum on, and how long has the oldest snapshot been held?
-- psql: \bind '{public.webhook_logs}' \g
SELECT CASE WHEN to_regclass('cron.job') IS NOT NULL AND to_regclass('cron.job_run_details') IS NOT NULL
            THEN has_table_privilege('cron.job', 'SELECT') AND has_table_privilege('cron.job_run_details', 'SELECT')
            ELSE false END,
       (SELECT sum(c.reltuples)::bigint FROM unnest($1::text[]) AS n (name)
        JOIN pg_catalog.pg_class c ON c.oid = to_regclass(n.name) WHERE c.relkind = 'r' AND c.reltuples > 0),
       current_setting('autovacuum')::boolean AND NOT EXISTS (
           SELECT FROM unnest($1::text[]) AS n (name)
           JOIN pg_catalog.pg_class c ON c.oid = to_regclass(n.name)
           CROSS JOIN LATERAL unnest(c.reloptions) AS option
           WHERE option IN ('autovacuum_enabled=false', 'autovacuum_enabled=off')),
       (SELECT extract(epoch FROM now() - min(a.xact_start))::double precision FROM pg_catalog.pg_stat_activity a
        WHERE a.backend_xmin IS NOT NULL AND a.pid <> pg_backend_pid() AND a.backend_type = 'client backend')
