-- Cancels a statement or ends a session, only while it is still the one that was shown: the check and the signal are one
-- statement. A row where a signal was sent: whether the server could send it. No row: it has ended, or does something else.
-- $1 (integer): pid; $2 (timestamptz): start of its session; $3 (boolean): end the session; $4 (timestamptz): start of the
-- statement that is meant, for a cancellation; $5 (timestamptz): start of the transaction that is meant, or null.
-- In psql: \bind 4711 '2026-03-01 12:00:00.000001+00' false '2026-03-01 12:03:00.000001+00' '2026-03-01 12:03:00.000001+00' \g
WITH target AS MATERIALIZED (
    SELECT a.pid
    FROM pg_catalog.pg_stat_activity AS a
    WHERE a.pid = $1
      AND a.backend_start = $2
      AND a.pid <> pg_catalog.pg_backend_pid()
      AND CASE
              WHEN $3 THEN a.xact_start IS NOT DISTINCT FROM $5
              ELSE a.query_start IS NOT DISTINCT FROM $4 AND coalesce(a.state, 'active') IN ('active', 'fastpath function call')
          END
)
SELECT CASE WHEN $3 THEN pg_catalog.pg_terminate_backend(t.pid) ELSE pg_catalog.pg_cancel_backend(t.pid) END AS is_sent
FROM target AS t;
