-- How is the server itself? One row.
-- No parameters; runs in psql as it stands. Needs no privilege.
SELECT current_setting('server_version') AS server_version,
       current_user::text AS role,
       pg_postmaster_start_time() AS started_at,
       clock_timestamp() AS server_clock,
       pg_is_in_recovery() AS is_in_recovery,
       -- Grows on an idle primary's replica too: nothing to replay looks the same as not replaying.
       CASE WHEN pg_is_in_recovery()
            THEN extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::double precision
       END AS since_replay_seconds,
       current_setting('default_transaction_read_only')::boolean AS is_read_only_by_default;
