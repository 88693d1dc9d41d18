-- Whether anything writes rate_limits: its newest row, rows inserted since the statistics began, and when that was.
SELECT (SELECT max(r.window_start) FROM public.rate_limits r WHERE r.window_start <= pg_catalog.now()),
       pg_catalog.pg_stat_get_tuples_inserted('public.rate_limits'::regclass),
       (SELECT d.stats_reset FROM pg_catalog.pg_stat_database d WHERE d.datname = pg_catalog.current_database())
