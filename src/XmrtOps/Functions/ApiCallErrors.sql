-- Errors and timeouts that api_call_logs holds, which the runbook asks alone: hardly anything writes there.
-- $1 timestamptz: from; $2 timestamptz: until, not included. In psql: \bind '2026-01-01' '2026-01-02'
SELECT function_name, coalesce(error_message, status) AS message, created_at AS at, status = 'timeout' AS is_timeout,
       NULL::integer AS status
FROM public.api_call_logs
WHERE status IN ('error', 'timeout') AND created_at >= $1 AND created_at < $2
