-- Refused calls of functions that the project's own table holds, by function and status: the database's side, for when the
-- platform's log cannot be asked.
-- $1 timestamptz: from; $2 timestamptz: until, not included; $3 int[]: statuses.
-- In psql: \bind '2026-01-01' '2026-01-02' '{401,403}'
SELECT function_name, status_code, count(*) AS calls, min("timestamp") AS first_seen, max("timestamp") AS last_seen
FROM public.edge_function_logs
WHERE status_code = ANY ($3) AND "timestamp" >= $1 AND "timestamp" < $2
GROUP BY function_name, status_code
ORDER BY calls DESC, function_name, status_code
LIMIT 1000
