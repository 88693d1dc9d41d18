-- What is each process of the server doing, since when, and who keeps it waiting? One row each, but for the backend that
-- answers.
-- $1 (text): a regular expression of roles, or null; $2 (text): one of databases, or null. They only mark rows.
-- In psql: \bind '' '' \g
-- What other roles' sessions do is hidden from a plain role: their query reads <insufficient privilege>, and most of the
-- rest is null. pg_locks and pg_blocking_pids hide nothing.
WITH waiting AS MATERIALIZED (
    SELECT l.pid, min((pg_catalog.to_jsonb(l) ->> 'waitstart')::timestamptz) AS since
    FROM pg_catalog.pg_locks AS l
    WHERE NOT l.granted AND l.pid IS NOT NULL
    GROUP BY l.pid
),
activity AS MATERIALIZED (
    SELECT a.*, pg_catalog.to_jsonb(a) ->> 'query_id' AS id_of_query
    FROM pg_catalog.pg_stat_activity AS a
),
-- A worker's wait is its leader's: pg_blocking_pids of the leader speaks for the whole group.
waiter AS MATERIALIZED (
    SELECT coalesce(a.leader_pid, w.pid) AS pid, min(w.since) AS since
    FROM waiting AS w LEFT JOIN activity AS a ON a.pid = w.pid
    GROUP BY coalesce(a.leader_pid, w.pid)
),
blocked AS MATERIALIZED (
    SELECT w.pid,
           w.since,
           ARRAY(
               SELECT DISTINCT b.pid
               FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids(w.pid)) AS b (pid)
               WHERE b.pid <> w.pid
               ORDER BY b.pid
           ) AS blockers
    FROM waiter AS w
),
own AS (
    SELECT a.client_addr, r.rolsuper
    FROM activity AS a LEFT JOIN pg_catalog.pg_roles AS r ON r.rolname = current_user
    WHERE a.pid = pg_catalog.pg_backend_pid()
)
SELECT a.pid,
       a.leader_pid,
       (SELECT count(*) FROM activity AS w WHERE w.leader_pid = a.pid) AS parallel_workers,
       a.datname::text AS database,
       coalesce(a.usename::text, r.rolname::text) AS role,
       r.rolsuper AS is_superuser,
       nullif(a.application_name, '') AS application,
       pg_catalog.host(a.client_addr) AS client_address,
       a.backend_type,
       a.state,
       a.wait_event_type,
       a.wait_event,
       a.backend_start,
       a.xact_start,
       a.query_start,
       a.state_change,
       -- 14 and later know since when; before, the wait began after the statement did.
       coalesce(blocked.since, CASE WHEN blocked.pid IS NOT NULL THEN coalesce(a.query_start, a.state_change) END) AS waits_since,
       blocked.pid IS NOT NULL AND blocked.since IS NULL AS wait_is_upper_bound,
       coalesce(blocked.blockers, '{}') AS blocked_by,
       a.backend_xid::text AS transaction_id,
       a.backend_xmin::text AS xmin,
       pg_catalog.age(a.backend_xmin)::bigint AS xmin_age,
       a.id_of_query AS query_id,
       a.query,
       clock_timestamp() AS now,
       -- A connection that a pool of ours keeps, of this command or of another one on this machine.
       a.application_name LIKE 'XmrtOps/%' AND a.state = 'idle' AND a.client_addr IS NOT DISTINCT FROM own.client_addr AS is_own,
       CASE
           WHEN own.rolsuper THEN true
           -- From PostgreSQL 18 on there is a role for these.
           WHEN a.backend_type = 'autovacuum worker' THEN coalesce(
               (SELECT pg_catalog.pg_has_role(s.oid, 'USAGE')
                FROM pg_catalog.pg_roles AS s
                WHERE s.rolname = 'pg_signal_autovacuum_worker'),
               false)
           WHEN a.usesysid IS NULL OR r.rolsuper THEN false
           ELSE pg_catalog.pg_has_role(a.usesysid, 'USAGE') OR pg_catalog.pg_has_role('pg_signal_backend', 'USAGE')
       END AS may_signal,
       ($1::text IS NULL OR coalesce(a.usename::text, '') ~* $1) AND ($2::text IS NULL OR coalesce(a.datname::text, '') ~* $2) AS is_named,
       blocked.pid IS NOT NULL AS is_waiting
FROM activity AS a
LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = a.usesysid
LEFT JOIN blocked ON blocked.pid = a.pid
LEFT JOIN own ON true
WHERE a.pid <> pg_catalog.pg_backend_pid();
