-- What is to be known of the server before its indexes are judged: how old its counters are, and who else reads.
-- In psql: this text.
-- Whoever streams by a logical slot takes changes and asks nothing; a physical slot without a reader is a replica that is away.
-- jit is off for the transaction: on catalogues the planner's guesses are high, and compiling takes longer than reading.
SELECT pg_catalog.clock_timestamp(),
       (SELECT d.stats_reset FROM pg_catalog.pg_stat_database d WHERE d.datname = pg_catalog.current_database()),
       pg_catalog.pg_postmaster_start_time(),
       pg_catalog.pg_is_in_recovery(),
       (SELECT count(*) FROM pg_catalog.pg_stat_replication r
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_replication_slots s
                          WHERE s.active_pid = r.pid AND s.slot_type = 'logical'))
       + (SELECT count(*) FROM pg_catalog.pg_replication_slots s WHERE s.slot_type = 'physical' AND NOT s.active),
       pg_catalog.set_config('jit', 'off', true)
