-- What is to be known of the server before its tables are judged: its clock, the age of its counters, autovacuum's rules.
-- In psql: this text.
-- jit is off for the transaction: on catalogues the planner's guesses are high, and compiling takes longer than reading.
SELECT pg_catalog.clock_timestamp(),
       (SELECT d.stats_reset FROM pg_catalog.pg_stat_database d WHERE d.datname = pg_catalog.current_database()),
       pg_catalog.current_setting('autovacuum')::boolean AND pg_catalog.current_setting('track_counts')::boolean,
       pg_catalog.current_setting('autovacuum_vacuum_threshold')::double precision,
       pg_catalog.current_setting('autovacuum_vacuum_scale_factor')::double precision,
       pg_catalog.current_setting('autovacuum_vacuum_max_threshold', true)::double precision,
       pg_catalog.current_setting('autovacuum_analyze_threshold')::double precision,
       pg_catalog.current_setting('autovacuum_analyze_scale_factor')::double precision,
       pg_catalog.current_setting('autovacuum_vacuum_insert_threshold')::double precision,
       pg_catalog.current_setting('autovacuum_vacuum_insert_scale_factor')::double precision,
       pg_catalog.set_config('jit', 'off', true)
