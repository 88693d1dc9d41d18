-- What do the replication slots hold back?
-- No parameters; runs in psql as it stands. Needs no privilege, and works during recovery.
SELECT s.slot_name::text, s.slot_type, s.active, s.wal_status, s.safe_wal_size,
       pg_wal_lsn_diff(
           CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END,
           s.restart_lsn)::bigint AS retained_bytes,
       greatest(age(s.xmin), age(s.catalog_xmin))::bigint AS xmin_age
FROM pg_catalog.pg_replication_slots s
ORDER BY retained_bytes DESC NULLS LAST, s.slot_name
