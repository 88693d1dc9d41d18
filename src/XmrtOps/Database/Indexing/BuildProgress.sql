-- How far is the index that backend $1 builds or drops, and whom does it wait for?
--   psql: \bind 4711 \g
SELECT p.phase, p.lockers_total, p.lockers_done, p.blocks_total, p.blocks_done, p.tuples_total, p.tuples_done,
       nullif(p.current_locker_pid, 0)::integer, a.usename::text, a.application_name, a.state,
       extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start)::double precision
FROM pg_catalog.pg_stat_progress_create_index p
LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = p.current_locker_pid
WHERE p.pid = $1::integer
