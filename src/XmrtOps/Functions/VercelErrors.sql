-- Calls of the frontend's functions that failed or timed out, as far as they were reported to vercel_function_logs.
-- $1 timestamptz: from; $2 timestamptz: until, not included. In psql: \bind '2026-01-01' '2026-01-02'
SELECT function_name,
       coalesce(error_message, status) AS message,
       invoked_at AS at,
       status = 'timeout' AS is_timeout,
       response_status AS status
FROM public.vercel_function_logs
WHERE status IN ('error', 'timeout') AND invoked_at >= $1 AND invoked_at < $2
