-- Calls that eliza_function_usage records as failed, without those that a job copied from edge_function_logs, about four times
-- each: they are counted there.
-- $1 timestamptz: from; $2 timestamptz: until, not included. In psql: \bind '2026-01-01' '2026-01-02'
SELECT function_name, error_message AS message, invoked_at AS at, false AS is_timeout, NULL::integer AS status
FROM (
    SELECT DISTINCT ON (function_name, invoked_at, deployment_id) function_name, invoked_at, success, error_message
    FROM public.eliza_function_usage
    WHERE invoked_at >= $1 AND invoked_at < $2
    ORDER BY function_name, invoked_at, deployment_id, success
) AS call
WHERE NOT success
  AND NOT EXISTS (
      SELECT FROM public.edge_function_logs AS log
      WHERE log."timestamp" >= $1 AND log."timestamp" < $2
        AND log."timestamp" = call.invoked_at AND log.function_name = call.function_name)
