-- What bears on a deletion from the tables $1 (names as SQL writes them), the one that was named first: can the jobs of
-- pg_cron be read ('all'; 'own': row level security shows the role its own; 'none'; null: there is no pg_cron), what do the
-- statistics say, is autovacuum on, how long has the oldest snapshot been held, and who asks?
-- psql: \bind '{public.webhook_logs}' \g
SELECT (SELECT CASE WHEN NOT has_schema_privilege(n.oid, 'USAGE') OR NOT bool_and(has_table_privilege(c.oid, 'SELECT')) THEN 'none'
                    WHEN bool_or(c.relname = 'job' AND row_security_active(c.oid)) THEN 'own'
                    ELSE 'all' END
        -- By the catalogue: the name alone is an error for who may not use the schema.
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'cron' AND c.relname IN ('job', 'job_run_details')
        GROUP BY n.oid
        HAVING count(*) = 2),
       (SELECT sum(c.reltuples)::bigint FROM unnest($1::text[]) AS n (name)
        JOIN pg_catalog.pg_class c ON c.oid = to_regclass(n.name) WHERE c.relkind = 'r' AND c.reltuples > 0),
       current_setting('autovacuum')::boolean AND NOT EXISTS (
           SELECT FROM unnest($1::text[]) AS n (name)
           JOIN pg_catalog.pg_class c ON c.oid = to_regclass(n.name)
           CROSS JOIN LATERAL unnest(c.reloptions) AS option
           WHERE option IN ('autovacuum_enabled=false', 'autovacuum_enabled=off')),
       (SELECT extract(epoch FROM now() - min(a.xact_start))::double precision FROM pg_catalog.pg_stat_activity a
        WHERE a.backend_xmin IS NOT NULL AND a.pid <> pg_backend_pid() AND a.backend_type = 'client backend'),
       current_user::text