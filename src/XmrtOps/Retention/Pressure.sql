-- What speaks for a pause: dead rows of the tables $1 (names as SQL writes them) beside what starts an autovacuum, and
-- how far replicas are behind. Nulls: nothing to compare with, or hidden from the role.
-- psql: \bind '{public.webhook_logs}' \g
SELECT d.table_name, d.dead_rows, d.due_rows, r.lag_seconds, r.lag_bytes
FROM (
    SELECT max(c.oid::regclass::text) AS table_name,
           sum(pg_stat_get_dead_tuples(c.oid))::bigint AS dead_rows,
           sum(coalesce((o.options ->> 'autovacuum_vacuum_threshold')::numeric,
                        current_setting('autovacuum_vacuum_threshold')::numeric)
               + coalesce((o.options ->> 'autovacuum_vacuum_scale_factor')::numeric,
                          current_setting('autovacuum_vacuum_scale_factor')::numeric) * greatest(c.reltuples, 0))::bigint AS due_rows
    FROM unnest($1::text[]) AS n (name)
    JOIN pg_catalog.pg_class c ON c.oid = to_regclass(n.name)
    CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_object_agg(split_part(option, '=', 1), split_part(option, '=', 2)), '{}') AS options
        FROM unnest(c.reloptions) AS option
    ) AS o
    -- Where autovacuum is off no pause would help.
    WHERE current_setting('autovacuum')::boolean
      AND coalesce((o.options ->> 'autovacuum_enabled')::boolean, true)
) AS d
CROSS JOIN (
    SELECT max(extract(epoch FROM s.replay_lag))::double precision AS lag_seconds,
           max(pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN NULL ELSE pg_current_wal_lsn() END, s.replay_lsn))::bigint
               AS lag_bytes
    FROM pg_catalog.pg_stat_replication s
    -- A base backup or a tool that only receives is no replica that lags.
    WHERE s.state = 'streaming'
) AS r
