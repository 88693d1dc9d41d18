-- What is left of a session that was signalled? One row while the session exists. The statement that reads it first
-- forgets what this transaction has seen of pg_stat_activity before.
-- $1 (integer): pid; $2 (timestamptz): start of its session; $3 (timestamptz): start of the statement that was cancelled.
-- In psql: \bind 4711 '2026-03-01 12:00:00.000001+00' '2026-03-01 12:03:00.000001+00' \g
SELECT a.state,
       a.query_start IS NOT DISTINCT FROM $3 AND coalesce(a.state, 'active') IN ('active', 'fastpath function call') AS is_running,
       a.wait_event_type,
       a.wait_event
FROM pg_catalog.pg_stat_activity AS a
WHERE a.pid = $1 AND a.backend_start = $2;
