-- How far are the standbys behind?
-- No parameters; runs in psql as it stands. Without pg_read_all_stats there are rows of nulls.
SELECT r.application_name, r.client_addr::text AS client_address, r.state, r.sync_state,
       pg_wal_lsn_diff(
           CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END,
           r.replay_lsn)::bigint AS behind_bytes,
       extract(epoch FROM r.replay_lag)::double precision AS replay_lag_seconds
FROM pg_catalog.pg_stat_replication r
ORDER BY behind_bytes DESC NULLS LAST, r.application_name
