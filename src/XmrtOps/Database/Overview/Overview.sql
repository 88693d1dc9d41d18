-- How is this database, and its server? One row.
-- No parameters; runs in psql as it stands. Needs no privilege, and works during recovery.
SELECT clock_timestamp() AS measured_at,
       d.datname::text AS database_name,
       current_user::text AS role,
       current_setting('server_version') AS server_version,
       pg_postmaster_start_time() AS started_at,
       pg_is_in_recovery() AS in_recovery,
       -- Grows on an idle primary's replica too: nothing to replay looks the same as not replaying.
       CASE WHEN pg_is_in_recovery()
            THEN extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::double precision
       END AS since_replay_seconds,
       current_setting('default_transaction_read_only')::boolean AS read_only_by_default,
       pg_database_size(d.oid) AS size_bytes,
       s.blks_hit, s.blks_read, s.xact_commit, s.xact_rollback, s.deadlocks, s.temp_files, s.temp_bytes,
       s.checksum_failures, s.stats_reset,
       age(d.datfrozenxid)::bigint AS transaction_age,
       mxid_age(d.datminmxid)::bigint AS multixact_age,
       worst.datname::text AS worst_database,
       worst.age::bigint AS worst_age,
       current_setting('autovacuum_freeze_max_age')::bigint AS freeze_max_age,
       current_setting('max_connections')::integer AS max_connections,
       current_setting('max_connections')::integer
           - current_setting('superuser_reserved_connections')::integer
           -- From PostgreSQL 16 on.
           - coalesce(current_setting('reserved_connections', true)::integer, 0) AS usable_connections,
       (SELECT count(*) FROM pg_catalog.pg_prepared_xacts) AS prepared,
       (SELECT extract(epoch FROM clock_timestamp() - min(p.prepared))::double precision
        FROM pg_catalog.pg_prepared_xacts p) AS oldest_prepared_seconds,
       pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS sees_all
FROM pg_catalog.pg_database d
LEFT JOIN pg_catalog.pg_stat_database s ON s.datid = d.oid
CROSS JOIN LATERAL (
    -- The server stops for all when one runs out; those that refuse connections count too.
    SELECT any_database.datname,
           greatest(age(any_database.datfrozenxid), mxid_age(any_database.datminmxid)) AS age
    FROM pg_catalog.pg_database any_database
    ORDER BY age DESC, any_database.datname
    LIMIT 1
) worst
WHERE d.datname = current_database()
